"""Resume + template -> LaTeX. Templates are Jinja2, run in a sandbox, escaped by default."""
