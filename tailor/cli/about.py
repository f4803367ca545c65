"""`schema` and `templates`: what is shipped."""

from tailor.cli.config_table import config_schema
from tailor.cli.options import Format
from tailor.cli.record import VERSION, as_json
from tailor.cli.say import say, show
from tailor.read import json_schema
from tailor.render import shipped


def print_schema(config: bool) -> int:
    """Prints the JSON Schema of a master, or of tailor.toml; returns 0."""
    say(as_json(config_schema() if config else json_schema()))
    return 0


def list_templates(format: Format) -> int:
    """Prints name and description of each template; returns 0."""
    found = shipped()
    if format == "json":
        rows = [{"name": t.name, "description": t.description, "licence": t.licence} for t in found]
        say(as_json({"version": VERSION, "templates": rows}))
        return 0
    wide = max(len(template.name) for template in found)
    show(((f"{one.name:<{wide}}  ", "bold"), (one.description, "")) for one in found)
    return 0
