"""The commands about what comes with the program: `init`, `schema`, `templates`, `doctor`,
`completion`."""

from pathlib import Path
from typing import Annotated

import typer

from tailor.cli import complete
from tailor.cli import options as option


def init(
    file: Annotated[Path, typer.Argument(help="The master to write.")] = Path("resume.yaml"),
    format: option.FormatName = "text",
) -> int:
    """Write a master CV to begin with; an existing file is never overwritten."""
    from tailor.cli.start import write_starter

    return write_starter(file, format)


def schema(
    config: Annotated[
        bool, typer.Option("--config", help="That of tailor.toml.", rich_help_panel=option.OUTPUT)
    ] = False,
) -> int:
    """Print the JSON Schema of a master, for editors."""
    from tailor.cli.about import print_schema

    return print_schema(config)


def templates(
    new: Annotated[
        Path | None,
        typer.Option(
            "--new",
            metavar="FOLDER",
            help="Copy a template, to make it your own.",
            rich_help_panel=option.OUTPUT,
        ),
    ] = None,
    source: Annotated[
        str,
        typer.Option(
            "--from",
            metavar="NAME",
            help="The template to copy.",
            rich_help_panel=option.OUTPUT,
            autocompletion=complete.templates,
        ),
    ] = "classic",
    sheet: Annotated[
        Path | None,
        typer.Option("--sheet", metavar="FILE.png", help="Write a picture of all of them."),
    ] = None,
    format: option.FormatName = "text",
) -> int:
    """List the templates that are shipped, with a picture of each; or copy one."""
    from tailor.cli.about import copy_template, list_templates, write_sheet

    if sheet:
        return write_sheet(sheet, format)
    return copy_template(source, new, format) if new else list_templates(format)


def doctor(
    clear: Annotated[
        bool,
        typer.Option(
            "--clear-cache",
            help="Delete the cache, which holds text of your CV and of postings, and nothing else.",
            rich_help_panel=option.OUTPUT,
        ),
    ] = False,
    format: option.FormatName = "text",
) -> int:
    """Say what is installed, what is missing, and how to mend it."""
    from tailor.cli.doctor import clear_cache, examine

    return clear_cache(format) if clear else examine(format)


def completion(
    shell: Annotated[complete.Shell, typer.Argument(help="bash, zsh or fish.")],
) -> int:
    """Print what makes a shell complete commands, options, templates, papers and keys."""
    from tailor.cli.say import say

    say(complete.script(shell))
    return 0
