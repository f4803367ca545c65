"""The options of the command line."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Literal

import typer
from typer import BadParameter

from tailor.cli import completion
from tailor.cli.console import UsageError
from tailor.errors import InputError, Problem


def require_language(tag: str) -> str:
    """The tag, if there are words in that language; else a usage error."""
    if tag:
        from tailor.i18n import translate_titles
        from tailor.models import Resume

        try:
            translate_titles(Resume(""), tag)
        except InputError as error:
            raise UsageError(*error.problems) from error
    return tag


def require_readable_colour(text: str) -> str:
    """The text, if it is a colour that can be read on white; else a usage error."""
    if text:
        from tailor.render.style import parse_colour

        try:
            parse_colour(text)
        except ValueError as error:
            raise UsageError(Problem(f"--accent: {error}")) from error
    return text


def require_finite(number: float) -> float:
    """The number, if it is one."""
    if number != number:
        raise BadParameter("nan is not a number")
    return number


def require_known_fields(pattern: str) -> str:
    """A file name, if all in braces can be filled in; else a usage error at the option."""
    from tailor.cli.outputs import check_fields

    try:
        check_fields(pattern)
    except ValueError as error:
        raise BadParameter(str(error)) from error
    return pattern


def parse_factors(said: Sequence[str]) -> dict[str, float]:
    """["must=2"] -> {"must": 2.0}; a usage error if a name is not known or a factor is none."""
    if not said:
        return {}
    from difflib import get_close_matches

    from tailor.cli.config import WEIGHT_NAMES, check_factor

    found = {}
    for one in said:
        name, _, text = one.partition("=")
        if name not in WEIGHT_NAMES:
            near = get_close_matches(name, WEIGHT_NAMES, 1) or [", ".join(WEIGHT_NAMES)]
            hint = f"did you mean {near[0]}?" if "," not in near[0] else f"known: {near[0]}"
            raise UsageError(Problem(f"--weight: nothing is called {name}", hint=hint))
        try:
            found[name] = float(text)
            check_factor(found[name])
        except ValueError as error:
            hint = f"write --weight {name}=2"
            message = "this must be a number" if name not in found else str(error)
            raise UsageError(Problem(f"--weight {one}: {message}", hint=hint)) from error
    return found


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
        autocompletion=completion.complete_keys,
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
        autocompletion=completion.complete_templates,
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
        callback=require_language,
        envvar="TAILOR_LANGUAGE",
        autocompletion=completion.complete_languages,
        rich_help_panel=PAGE,
    ),
]
Accent = Annotated[
    str,
    typer.Option(
        "--accent",
        metavar="COLOUR",
        help="Accent colour: a name such as navy, or #14304F; else the template's own.",
        callback=require_readable_colour,
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
        autocompletion=completion.complete_keys,
        rich_help_panel=PAGE,
    ),
]
Excludes = Annotated[
    Sequence[str],
    typer.Option(
        "--exclude",
        metavar="KEY",
        help="Leave this bullet, entry or section out. Repeatable.",
        autocompletion=completion.complete_keys,
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
        autocompletion=completion.complete_weights,
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
        callback=require_known_fields,
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
        callback=require_finite,
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
REPORT_PATTERN = "out/{posting}.html"
Html = Annotated[
    str,
    typer.Option(
        "--html",
        metavar="FILE",
        help="Also write the report as a web page that needs nothing else. {posting}, {company} "
        "and {title} are filled in.",
        envvar="TAILOR_HTML",
        callback=require_known_fields,
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
        callback=require_known_fields,
        rich_help_panel=OUTPUT,
    ),
]
SectionOrder = Annotated[
    Sequence[str],
    typer.Option(
        "--sections",
        metavar="NAMES",
        help="Sections in this order, such as work,education,skills; those not named follow. "
        "Else a required licence and a new graduate's education stand before work.",
        rich_help_panel=PAGE,
    ),
]


def split_section_list(said: Sequence[str]) -> tuple[str, ...]:
    """["work,education", "skills"] -> ("work", "education", "skills").

    Raises UsageError for a name that no section has.
    """
    if not said:
        return ()
    from tailor.keywords.section_order import valid_section

    names = [name.strip() for one in said for name in one.split(",") if name.strip()]
    for name in names:
        try:
            valid_section(name)
        except ValueError as error:
            raise UsageError(Problem(f"--sections: {error}")) from error
    return tuple(dict.fromkeys(names))
