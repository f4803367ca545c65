"""`tailor templates`, `schema` and other short commands."""

from pathlib import Path
from typing import Annotated

import typer

from tailor.cli import completion as complete
from tailor.cli.atomic import write_files
from tailor.cli.config import config_schema
from tailor.cli.console import UsageError, print_result, print_rows
from tailor.cli.json_report import print_json, to_json
from tailor.cli.options import with_settings
from tailor.cli.settings import OUTPUT, Format, Option, Settings
from tailor.errors import Place, Problem
from tailor.files import data_folder
from tailor.render.templates import ABOUT, SHEET, Template, copy_shipped, shipped_templates
from tailor.typesetter import find_any_template


def print_schema(config: bool) -> int:
    """Prints the JSON Schema of a master, or of tailor.toml; returns 0."""
    from tailor.resume.validation import json_schema

    print_result(to_json(config_schema() if config else json_schema()))
    return 0


def list_templates(format: Format) -> int:
    """Prints name and description of each template, and where a picture of it is; returns 0."""
    shipped = shipped_templates()
    if format == "json":
        print_json({"templates": [template_record(template) for template in shipped]})
        return 0
    width = max(len(template.name) for template in shipped)
    for template in shipped:
        print_rows([((f"{template.name:<{width}}  ", "bold"), (template.description, ""))])
        if template.picture:
            print_rows([((f"{'':<{width}}  {template.picture}", "dim"),)])
    print_result("\nto see them side by side: tailor templates --sheet FILE.png")
    print_result("to make one your own: tailor templates --new FOLDER --from NAME")
    return 0


def write_sheet(path: Path, format: Format) -> int:
    """Writes a picture of a page of every template, side by side; returns 0.

    Raises:
        UsageError: its name does not end in .png.
        FileError: it cannot be written.
    """
    if path.suffix.lower() != ".png":
        raise UsageError(Problem("the picture must be a file that ends in .png", Place(str(path))))
    write_files([(path, (data_folder("templates") / SHEET).read_bytes())])
    if format == "json":
        print_json({"outputs": {"sheet": str(path)}})
        return 0
    names = ", ".join(template.name for template in shipped_templates())
    print_result(f"wrote {path}: {names}, from left to right")
    return 0


def template_record(template: Template) -> dict[str, str | None]:
    """A template, for machines."""
    return {
        "name": template.name,
        "description": template.description,
        "licence": template.licence,
        "picture": str(template.picture) if template.picture else None,
        "source": str(template.path),
    }


def copy_template(source: str, target: Path, format: Format) -> int:
    """Copies a shipped template to a new folder and says what to do next; returns 0.

    Raises as `tailor.render.templates.copy_shipped`.
    """
    path = copy_shipped(source, target)
    if format == "json":
        template = find_any_template(str(path.parent.resolve()))
        print_json({"templates": [template_record(template)]})
        return 0
    argument = str(target)
    argument = f"./{argument}" if argument.isidentifier() else argument
    print_result(f"""wrote {path} and {target / ABOUT}, a copy of {source}. Next:
  1. change {path}: what it can print is in docs/templates.md
  2. tailor --job posting.txt --template {argument}""")
    return 0


@with_settings(only=("format",), reads_config=False)
def init(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[NAME] [FILE]",
            help="Your name, in quotes; and the master to write, by default resume.yaml.",
        ),
    ] = None,
    *,
    settings: Settings,
) -> int:
    """Write a master CV and a posting to begin with.

    Existing files are never overwritten.
    """
    from tailor.cli.commands.init import write_starter

    return write_starter(words or [], settings.format)


def schema(
    config: Annotated[
        bool, typer.Option("--config", help="The schema of tailor.toml.", rich_help_panel=OUTPUT)
    ] = False,
) -> int:
    """Print the JSON Schema of a master, for editors."""

    return print_schema(config)


@with_settings(only=("format",), reads_config=False)
def templates(
    new: Annotated[
        Path | None,
        Option("--new", "Copy a template, to make it your own.", OUTPUT, metavar="FOLDER"),
    ] = None,
    source: Annotated[
        str,
        Option(
            "--from",
            "The template to copy.",
            OUTPUT,
            metavar="NAME",
            complete=complete.complete_templates,
        ),
    ] = "classic",
    sheet: Annotated[
        Path | None,
        Option("--sheet", "Write a picture of all of them.", "Options", metavar="FILE.png"),
    ] = None,
    *,
    settings: Settings,
) -> int:
    """List the templates, show a picture of each, or copy one."""

    if sheet:
        return write_sheet(sheet, settings.format)
    if new:
        return copy_template(source, new, settings.format)
    return list_templates(settings.format)


@with_settings(only=("format",), reads_config=False)
def doctor(
    clear: Annotated[
        bool,
        Option(
            "--clear-cache",
            "Delete the cache, which holds text of your CV and of postings, and nothing else.",
            OUTPUT,
        ),
    ] = False,
    *,
    settings: Settings,
) -> int:
    """Say what is installed, what is missing, and how to fix it."""
    from tailor.cli.commands.doctor import clear_cache, run_doctor

    return clear_cache(settings.format) if clear else run_doctor(settings.format)


def completion(
    shell: Annotated[complete.Shell, typer.Argument(help="bash, zsh or fish.")],
) -> int:
    """Print the code that adds completion to your shell."""
    from tailor.cli.console import print_result

    print_result(complete.completion_script(shell))
    return 0
