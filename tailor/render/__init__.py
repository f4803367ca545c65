"""Resume + template -> LaTeX. Templates are Jinja2, run in a sandbox, escaped by default."""

from tailor.render.escape import beyond, refusal
from tailor.render.look import Look, colour
from tailor.render.template import Template, find, new, shipped

__all__ = ["Look", "Template", "beyond", "colour", "find", "new", "refusal", "shipped"]
