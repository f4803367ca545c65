"""`schema` and `templates`: what is shipped."""

from pathlib import Path

from tailor.cli.config_table import config_schema
from tailor.cli.options import Format
from tailor.cli.outputs import write
from tailor.cli.record import VERSION, as_json
from tailor.cli.say import UsageError, say, show
from tailor.errors import Place, Problem
from tailor.press import find
from tailor.read import json_schema
from tailor.render import Template, new, shipped
from tailor.render.template import ABOUT, SHEET
from tailor.resources import folder


def print_schema(config: bool) -> int:
    """Prints the JSON Schema of a master, or of tailor.toml; returns 0."""
    say(as_json(config_schema() if config else json_schema()))
    return 0


def list_templates(format: Format) -> int:
    """Prints name and description of each template, and where a picture of it is; returns 0."""
    found = shipped()
    if format == "json":
        say(as_json({"version": VERSION, "templates": [record(one) for one in found]}))
        return 0
    wide = max(len(template.name) for template in found)
    for one in found:
        show([((f"{one.name:<{wide}}  ", "bold"), (one.description, ""))])
        if one.picture:
            show([((f"{'':<{wide}}  {one.picture}", "dim"),)])
    say("\nto see them side by side: tailor templates --sheet FILE.png")
    say("to make one your own: tailor templates --new FOLDER --from NAME")
    return 0


def write_sheet(path: Path, format: Format) -> int:
    """Writes a picture of a page of every template, side by side; returns 0.

    Raises:
        UsageError: its name does not end in .png.
        FileError: it cannot be written.
    """
    if path.suffix.lower() != ".png":
        raise UsageError(Problem("the picture must be a file that ends in .png", Place(str(path))))
    write([(path, (folder("templates") / SHEET).read_bytes())])
    if format == "json":
        say(as_json({"version": VERSION, "outputs": {"sheet": str(path)}}))
        return 0
    say(f"wrote {path}: {', '.join(template.name for template in shipped())}, from left to right")
    return 0


def record(one: Template) -> dict[str, str | None]:
    """A template, for machines."""
    return {
        "name": one.name,
        "description": one.description,
        "licence": one.licence,
        "picture": str(one.picture) if one.picture else None,
        "source": str(one.path),
    }


def copy_template(source: str, target: Path, format: Format) -> int:
    """Copies a shipped template to a new folder and says what to do next; returns 0.

    Raises as `tailor.render.new`.
    """
    path = new(source, target)
    if format == "json":
        say(as_json({"version": VERSION, "templates": [record(find(str(path.parent.resolve())))]}))
        return 0
    named = str(target)
    named = f"./{named}" if named.isidentifier() else named
    say(f"""wrote {path} and {target / ABOUT}, a copy of {source}. Next:
  1. change {path}: what it can print is in docs/templates.md
  2. tailor --job posting.txt --template {named}""")
    return 0
