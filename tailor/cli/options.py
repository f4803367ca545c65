"""The options that commands share."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import typer

Paper = Literal["letter", "a4"]
Format = Literal["text", "json"]

INPUT, PAGE, OUTPUT, CHECKS = "Input", "Page", "Output", "Checks"

Job = Annotated[
    str | None,
    typer.Option(
        "--job",
        "--jd",
        "-j",
        metavar="POSTING",
        help="The posting: a text or Markdown file, or - for standard input.",
        rich_help_panel=INPUT,
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
        help="The master CV. Else TAILOR_RESUME, else resume.yaml, .yml or .json, or cv.yaml "
        "or .yml in this folder.",
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
        rich_help_panel=PAGE,
    ),
]
PaperSize = Annotated[Paper, typer.Option("--paper", help="Paper size.", rich_help_panel=PAGE)]
MaxPages = Annotated[
    int,
    typer.Option(
        "--max-pages",
        min=1,
        max=50,
        metavar="N",
        help="At most so many pages.",
        rich_help_panel=PAGE,
    ),
]
KeepOrder = Annotated[
    bool,
    typer.Option(
        "--keep-order",
        help="Keep the master's order inside each entry; else the best come first.",
        rich_help_panel=PAGE,
    ),
]
Pin = Annotated[
    list[str] | None,
    typer.Option(
        "--pin",
        metavar="KEY",
        help="Keep this bullet, entry or section, such as work/0/highlights/3. Repeatable.",
        rich_help_panel=PAGE,
    ),
]
Exclude = Annotated[
    list[str] | None,
    typer.Option(
        "--exclude",
        metavar="KEY",
        help="Leave this bullet, entry or section out. Repeatable.",
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
    bool, typer.Option("--strict", help="Warnings fail, with exit code 4.", rich_help_panel=CHECKS)
]
MinCoverage = Annotated[
    float,
    typer.Option(
        "--min-coverage",
        min=0,
        max=100,
        metavar="PCT",
        help="Fail, with exit code 4, if the page covers fewer of the must-haves.",
        rich_help_panel=CHECKS,
    ),
]


@dataclass(frozen=True, slots=True)
class Settings:
    """The main job as the command line asks for it."""

    job: str
    resume: Path | None
    template: str
    paper: Paper
    output: Path | None
    max_pages: int
    keep_order: bool
    pins: Sequence[str]
    excludes: Sequence[str]
    format: Format
    dry_run: bool
    quiet: bool
    verbose: bool
    strict: bool
    min_coverage: float
