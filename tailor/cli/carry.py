"""The commands `import` and `export` and their options."""

from pathlib import Path
from typing import Annotated

import typer

from tailor.cli import options as option
from tailor.cli.settings import said


def import_files(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="CVs in any format that is read.")
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="The master to write, such as resume.yaml; else it goes to stdout.",
            rich_help_panel=option.OUTPUT,
        ),
    ] = None,
    into: Annotated[
        Path | None,
        typer.Option(
            "--into",
            metavar="FILE",
            help="Add to this master; what you wrote in it stays, comments too.",
            rich_help_panel=option.OUTPUT,
        ),
    ] = None,
    force: Annotated[
        bool,
        typer.Option(
            "--force", help="Replace a master that is there.", rich_help_panel=option.OUTPUT
        ),
    ] = False,
    format: option.FormatName = "text",
    quiet: option.Quiet = False,
) -> int:
    """Make one master of CVs: .md .txt .html .tex .pdf .docx .zip .json .yaml; nothing is lost."""
    from tailor.cli.exchange import bring_in

    return bring_in(files, output, into, format, quiet, force)


def export_master(
    context: typer.Context,
    master: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="The master; else found by its name.")
    ] = None,
    output: Annotated[
        Path,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="Its ending chooses the format: .json (JSON Resume), .md, .txt, .docx, .yaml.",
            rich_help_panel=option.OUTPUT,
        ),
    ] = Path("resume.docx"),
    format: option.FormatName = "text",
    quiet: option.Quiet = False,
) -> int:
    """Write a whole master as JSON Resume, Markdown, plain text or a Word document."""
    from tailor.cli.exchange import send_out

    return send_out(master, output, format, quiet, said(context, "output"))
