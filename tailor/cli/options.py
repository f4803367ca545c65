"""The options that commands share."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Literal

import typer

from tailor.cli import complete
from tailor.cli.valid import finite, known_blanks, known_language, readable_colour

Paper = Literal["letter", "a4"]
Format = Literal["text", "json"]

OUTPUT_PATTERN = "out/{posting}.pdf"

INPUT, PAGE, OUTPUT, CHECKS = "Input", "Page", "Output", "Checks"

Job = Annotated[
    str | None,
    typer.Option(
        "--job",
        "--jd",
        "-j",
        metavar="POSTING",
        help="The posting: a file (text, Markdown, HTML, PDF, DOCX, e-mail), a web address, "
        "clipboard, or - for standard input.",
        rich_help_panel=INPUT,
    ),
]
AllowLocal = Annotated[
    bool,
    typer.Option(
        "--allow-local",
        help="Also fetch a posting from this computer or a private network.",
        rich_help_panel=INPUT,
    ),
]
Explain = Annotated[
    str | None,
    typer.Option(
        "--explain",
        metavar="KEY",
        help="Say what one line scores, and what the points are for.",
        autocompletion=complete.keys,
        rich_help_panel=OUTPUT,
    ),
]
ResumeFile = Annotated[
    Path | None,
    typer.Option(
        "--resume",
        "--master",
        "-r",
        "-m",
        metavar="FILE",
        help="The master CV; else resume.yaml, .yml or .json, or cv.yaml or .yml in this folder.",
        envvar="TAILOR_RESUME",
        rich_help_panel=INPUT,
    ),
]
TemplateName = Annotated[
    str,
    typer.Option(
        "--template",
        "--theme",
        "-t",
        metavar="NAME|DIR",
        help="A shipped template, or a folder with one of your own.",
        envvar="TAILOR_TEMPLATE",
        autocompletion=complete.templates,
        rich_help_panel=PAGE,
    ),
]
PaperSize = Annotated[
    Paper, typer.Option("--paper", help="Paper size.", envvar="TAILOR_PAPER", rich_help_panel=PAGE)
]
Language = Annotated[
    str,
    typer.Option(
        "--lang",
        "--language",
        metavar="TAG",
        help="Language of section titles and dates, such as de; else the master's own.",
        callback=known_language,
        envvar="TAILOR_LANGUAGE",
        autocompletion=complete.languages,
        rich_help_panel=PAGE,
    ),
]
Accent = Annotated[
    str,
    typer.Option(
        "--accent",
        metavar="COLOUR",
        help="Accent colour: a name such as navy, or #14304F; else the template's own.",
        callback=readable_colour,
        envvar="TAILOR_ACCENT",
        rich_help_panel=PAGE,
    ),
]
BoldKeywords = Annotated[
    bool,
    typer.Option(
        "--bold-keywords",
        help="Set the words that answer the posting in bold.",
        envvar="TAILOR_BOLD_KEYWORDS",
        rich_help_panel=PAGE,
    ),
]
MaxPages = Annotated[
    int,
    typer.Option(
        "--max-pages",
        min=1,
        max=50,
        metavar="N",
        help="At most so many pages.",
        envvar="TAILOR_MAX_PAGES",
        rich_help_panel=PAGE,
    ),
]
KeepOrder = Annotated[
    bool,
    typer.Option(
        "--keep-order",
        help="Keep the master's order of sections and in each entry; else the best come first.",
        envvar="TAILOR_KEEP_ORDER",
        rich_help_panel=PAGE,
    ),
]
Pins = Annotated[
    Sequence[str],
    typer.Option(
        "--pin",
        metavar="KEY",
        help="Keep this bullet, entry or section, such as work/0/highlights/3. Repeatable.",
        autocompletion=complete.keys,
        rich_help_panel=PAGE,
    ),
]
Excludes = Annotated[
    Sequence[str],
    typer.Option(
        "--exclude",
        metavar="KEY",
        help="Leave this bullet, entry or section out. Repeatable.",
        autocompletion=complete.keys,
        rich_help_panel=PAGE,
    ),
]
Weights = Annotated[
    Mapping[str, float],
    typer.Option(
        "--weight",
        metavar="NAME=FACTOR",
        help="Weigh more or less than usual, such as recency=0.5: must, nice, context, relevance, "
        "job, recency, figures, a kind of section, repetition, crowding, fill. Repeatable.",
        autocompletion=complete.weights,
        rich_help_panel=PAGE,
    ),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="The PDF; the .tex stands beside it. By default out/POSTING.pdf.",
        rich_help_panel=OUTPUT,
    ),
]
Pattern = Annotated[
    str,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="The PDF; .tex and .tailor.json stand beside it. {posting}, {company} and {title} "
        "are filled in.",
        envvar="TAILOR_OUTPUT",
        callback=known_blanks,
        rich_help_panel=OUTPUT,
    ),
]
Open = Annotated[
    bool,
    typer.Option(
        "--open/--no-open",
        help="Show page and report in the browser, always up to date.",
        rich_help_panel=OUTPUT,
    ),
]
Port = Annotated[
    int | None,
    typer.Option(
        "--port",
        min=0,
        max=65535,
        metavar="N",
        help="Serve that live page on this port of 127.0.0.1; 0 is any free one.",
        rich_help_panel=OUTPUT,
    ),
]
FormatName = Annotated[
    Format,
    typer.Option("--format", help="How the report is printed.", rich_help_panel=OUTPUT),
]
DryRun = Annotated[
    bool,
    typer.Option("--dry-run", help="Do everything, write nothing.", rich_help_panel=OUTPUT),
]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="Print errors only.", rich_help_panel=OUTPUT)
]
Verbose = Annotated[
    bool,
    typer.Option("--verbose", "-v", help="Print every score.", rich_help_panel=OUTPUT),
]
Strict = Annotated[
    bool,
    typer.Option(
        "--strict",
        help="Warnings fail, with exit code 4.",
        envvar="TAILOR_STRICT",
        rich_help_panel=CHECKS,
    ),
]
MinCoverage = Annotated[
    float,
    typer.Option(
        "--min-coverage",
        min=0,
        max=100,
        callback=finite,
        metavar="PCT",
        help="Fail, with exit code 4, if the page covers fewer of the must-haves.",
        envvar="TAILOR_MIN_COVERAGE",
        rich_help_panel=CHECKS,
    ),
]
NoCache = Annotated[
    bool,
    typer.Option(
        "--no-cache",
        help="Find everything out anew, and keep nothing of it for the next run.",
        rich_help_panel=OUTPUT,
    ),
]
