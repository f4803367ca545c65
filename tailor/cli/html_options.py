"""The options that ask for the report as a web page."""

from typing import Annotated

import typer

from tailor.cli.options import OUTPUT
from tailor.cli.valid import known_blanks

REPORT_PATTERN = "out/{posting}.html"

Html = Annotated[
    str,
    typer.Option(
        "--html",
        metavar="FILE",
        help="Also write the report as a web page that needs nothing else. {posting}, {company} "
        "and {title} are filled in.",
        envvar="TAILOR_HTML",
        callback=known_blanks,
        rich_help_panel=OUTPUT,
    ),
]
HtmlFile = Annotated[
    str,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="The web page. {posting}, {company} and {title} are filled in.",
        callback=known_blanks,
        rich_help_panel=OUTPUT,
    ),
]
