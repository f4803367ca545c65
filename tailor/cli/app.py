"""The commands and their options. Each command imports what it does when it is called."""

import copy
import functools
import importlib
import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from tailor.cli.commands.import_ import export_master, import_files
from tailor.cli.commands.many_pages import batch, diff, log, verify
from tailor.cli.commands.templates import completion, doctor, init, schema, templates
from tailor.cli.completion import complete_keys
from tailor.cli.console import UsageError, print_result
from tailor.cli.help import CommandsFirst, with_examples
from tailor.cli.options import (
    config_for_command,
    default_values,
    effective_settings,
    is_explicit,
    reload_settings,
    settings_for_job,
    with_settings,
)
from tailor.cli.outputs import check_fields
from tailor.cli.settings import INPUT, OUTPUT, Option, Settings
from tailor.errors import Problem
from tailor.streams import silence_libraries

if TYPE_CHECKING:
    from tailor.models import Resume

SUMMARY = "Picks the best page of your master CV for one job posting, and typesets it."
CODES = (
    "Exit codes: 0 done, 1 a bug, 2 usage, 3 input, 4 does not fit or a check failed, "
    "5 template, 6 TeX, 7 files, 8 network, 9 a limit was hit, 130 and 143 interrupted."
)

HELP = {"-h", "--help"}

# fmt: off
Job = Annotated[str | None, Option(
    "--job --jd -j",
    "The posting: a file (text, Markdown, HTML, PDF, DOCX, e-mail), a web address, clipboard, or "
    "- for standard input.", INPUT, metavar="POSTING")]
MasterFile = Annotated[Path | None, Option(
    "--resume --master -r -m", "Also compare what is read in PDFs with this master.",
    INPUT, metavar="FILE")]
OutputFile = Annotated[Path | None, Option(
    "--output -o", "The PDF to write; the .tex goes next to it. Default: out/POSTING.pdf.",
    OUTPUT, metavar="FILE")]
ReportFile = Annotated[str, Option(
    "--output -o", "The web page. {posting}, {company} and {title} are filled in.",
    OUTPUT, metavar="FILE", check=check_fields)]
LineKey = Annotated[str | None, Option(
    "--explain", "Explain the score of one line.",
    OUTPUT, metavar="KEY", complete=complete_keys)]
Open = Annotated[bool, Option(
    "--open/--no-open",
    "Show the page in the browser, always up to date, and choose there what is on it.", OUTPUT)]
Port = Annotated[int | None, Option(
    "--port", "Serve that page on this port of 127.0.0.1; 0 is any free one.",
    OUTPUT, metavar="N", minimum=0, maximum=65535)]
# fmt: on

app = typer.Typer(
    cls=CommandsFirst,
    add_completion=False,
    context_settings={"help_option_names": sorted(HELP, key=len)},
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
)


def run_app(arguments: Sequence[str] | None = None) -> int:
    """Runs one command line (by default the process's own); its exit code if nothing is raised."""
    import os
    import sys

    from tailor.cli import completion as complete

    if complete.VARIABLE in os.environ:
        return complete.answer_shell(app, read_named_master)

    words = expand_short_forms(sys.argv[1:] if arguments is None else arguments)
    if not HELP.isdisjoint(words):
        with silence_libraries():
            importlib.import_module("typer.rich_utils")  # It loads what lays out the help.
    config = config_for_command(words)
    for whole in (False, True) if PANELED.isdisjoint(words) else (True,):
        command = typer.main.get_command(app if whole else main_job_alone())
        try:
            context = command.make_context(
                "tailor", list(words), obj=config, default_map=default_values(config)
            )
            break
        except (typer.Exit, OSError):  # OSError: the version could not be printed.
            raise
        except Exception:
            if whole:
                raise
    with context:
        return int(command.invoke(context) or 0)


def main_job_alone() -> typer.Typer:
    """The program without its commands: to make them all takes a fifth of the time that passes
    before the main job begins. Errors in a command line are reported by the whole program."""
    alone = copy.copy(app)
    alone.registered_commands, alone.registered_callback = [], None
    alone.command()(silence_command(main_job))
    return alone


def expand_short_forms(words: Sequence[str]) -> list[str]:
    """The words of a command line with --format=json in the place of --json."""
    end = words.index("--") if "--" in words else len(words)
    return ["--format=json" if w == "--json" and n < end else w for n, w in enumerate(words)]


def read_named_master(context: typer.Context) -> "Resume":
    """The master that the command line, the environment or tailor.toml names, or that is here.

    Raises TailorError or OSError.
    """
    from tailor.cli.config import load_config
    from tailor.cli.inputs import find_master, read_master

    values = {key: value for key, value, _ in effective_settings(load_config(Path()))}
    master = context.params.get("resume") or values["resume"]
    return read_master(find_master(Path(master) if master else None), True).resume


def show_version(wanted: bool) -> None:
    if wanted:
        from tailor import __version__

        print_result(f"tailor {__version__}")
        raise typer.Exit


def silence_command(command: Callable[..., int]) -> Callable[..., int]:
    """The same command; what libraries print while it works reaches no result, and with --quiet
    nobody at all."""

    @functools.wraps(command)
    def called(*arguments: Any, **keywords: Any) -> int:
        with silence_libraries(messages=bool(keywords.get("quiet"))):
            return command(*arguments, **keywords)

    return called


@with_settings()
def main_job(
    context: typer.Context,
    job: Job = None,
    *,
    settings: Settings,
    _version: Annotated[
        bool,
        typer.Option(
            "--version", "-V", callback=show_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> int:
    if context.invoked_subcommand:
        refuse_options(context)
        return 0
    from tailor.cli.commands.tailor import run_job

    return run_job(settings_for_job(settings, require_job(job), context))


app.callback(invoke_without_command=True, help=with_examples("", SUMMARY), epilog=CODES)(
    silence_command(main_job)
)


def missing_job_problem() -> Problem:
    hint = "tailor --job posting.txt; or tailor init for a master CV to start from; or tailor -h"
    return Problem("no posting was given", hint=hint)


def refuse_options(context: typer.Context) -> None:
    """Options before a command would have no effect, so they are an error."""
    for parameter in context.command.params:
        source = context.get_parameter_source(parameter.name or "")
        if source is not None and source.name == "COMMANDLINE":
            hint = f"tailor {context.invoked_subcommand} {parameter.opts[0]} ..."
            raise UsageError(Problem(f"{parameter.opts[0]} must come after the command", hint=hint))


@with_settings()
def watch(
    context: typer.Context,
    job: Job = None,
    *,
    settings: Settings,
    open: Open = False,
    port: Port = None,
) -> int:
    """Make a new page at each save of the master or the posting."""
    return watch_job(context, settings, job, open, port)


@with_settings()
def edit(
    context: typer.Context,
    job: Job = None,
    *,
    settings: Settings,
    open: Open = True,
    port: Port = None,
) -> int:
    """Choose line by line, in the browser, what is on the page."""
    return watch_job(context, settings, job, open, port if open else port or 0)


def watch_job(
    context: typer.Context, settings: Settings, job: str | None, open: bool, port: int | None
) -> int:
    """Makes the page of a job at each save; shows the workbench if it is to `open`, or serves it
    on a `port`."""
    from tailor.cli.commands.watch import run_watch

    wanted = replace(settings, job=require_job(job))
    return run_watch(lambda: reload_settings(wanted, context), open, port)


@with_settings(but=("output", "html", "also", "dry_run", "verbose"))
def report(
    context: typer.Context,
    job: Job = None,
    *,
    settings: Settings,
    file: ReportFile = "out/{posting}.html",
) -> int:
    """Write a web page that shows page and posting, and the reasons."""
    from tailor.cli.commands.report import run_report

    return run_report(
        settings_for_job(settings, require_job(job), context), file, is_explicit(context, "file")
    )


@with_settings(
    only=(
        *("resume", "template", "paper", "language", "accent", "profile"),
        *("format", "quiet", "strict"),
    )
)
def render(context: typer.Context, *, settings: Settings, output: OutputFile = None) -> int:
    """Typeset the whole master, on as many pages as it takes."""
    from tailor.cli.commands.render import typeset_whole

    return typeset_whole(settings_for_job(settings, settings.job, context), output)


@with_settings(only=("allow_local", "format", "verbose"), reads_config=False)
def keywords(job: Job = None, *, settings: Settings) -> int:
    """List what a posting asks for."""
    from tailor.cli.commands.match import list_keywords

    return list_keywords(replace(settings, job=require_job(job)))


@with_settings(
    only=(
        *("resume", "allow_local", "weights", "emphasise", "profile", "format", "quiet"),
        *("verbose", "judge", "allow_remote_judge", "judge_employers", "judge_seconds"),
    )
)
def match(
    context: typer.Context, job: Job = None, *, settings: Settings, explain: LineKey = None
) -> int:
    """Score every line of the master and list the gaps; no PDF."""
    from tailor.cli.commands.match import run_match

    return run_match(settings_for_job(settings, require_job(job), context), explain)


@with_settings(only=("format", "quiet", "strict"), reads_config=False)
def check(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Masters or PDFs.")],
    resume: MasterFile = None,
    *,
    settings: Settings,
) -> int:
    """Check masters, or read PDFs back as an ATS would."""
    from tailor.cli.commands.check import check_files

    return check_files(files, resume, settings.format, settings.quiet, settings.strict)


Folders = Annotated[
    list[Path] | None,
    typer.Option(
        "--allow",
        metavar="FOLDER",
        help="Use files of this folder; pages are written to the first one. Repeatable. "
        "By default this folder.",
        rich_help_panel=INPUT,
    ),
]


def mcp(allow: Folders = None) -> int:
    """Serve tailor's functions to an AI agent (extra mcp)."""
    from tailor.cli.commands.mcp import run_mcp

    return run_mcp(allow or [Path()])


@with_settings(
    only=(
        *("resume", "allow_local", "template", "paper", "accent", "language", "weights"),
        *("emphasise", "only_tags", "hide_tags"),
        *("output", "also", "format", "dry_run", "quiet", "strict", "no_cache"),
    ),
    config_but=("output", "also"),
)
def letter(
    context: typer.Context,
    job: Job = None,
    *,
    settings: Settings,
    company: Annotated[
        str, Option("--company", "The text for {company}.", INPUT, metavar="NAME")
    ] = "",
    title: Annotated[str, Option("--title", "The text for {title}.", INPUT, metavar="TITLE")] = "",
    date: Annotated[
        str,
        Option(
            "--date",
            "The date of the letter, such as 2026-03-05, or none. Default: today.",
            INPUT,
            metavar="DATE",
        ),
    ] = "",
) -> int:
    """Make a letter of one page from your own paragraphs."""
    from tailor.cli.commands.letter import run_letter

    return run_letter(settings_for_job(settings, require_job(job), context), company, title, date)


PANELS: Mapping[str, Mapping[str, Callable[..., int]]] = {
    "More pages": {
        "edit": edit,
        "batch": batch,
        "watch": watch,
        "letter": letter,
        "render": render,
    },
    "Postings": {"keywords": keywords, "match": match, "report": report},
    "Finished pages": {"check": check, "verify": verify, "diff": diff, "log": log},
    "Masters": {"init": init, "import": import_files, "export": export_master},
    "The program": {
        "templates": templates,
        "schema": schema,
        "doctor": doctor,
        "mcp": mcp,
        "completion": completion,
    },
}
"""The commands, as the help groups them."""

PANELED = {*HELP, *(name for commands in PANELS.values() for name in commands)}
"""Words that the main job has nothing to do with."""

for title, commands in PANELS.items():
    for name, command in commands.items():
        about = with_examples(name, inspect.getdoc(command) or "")
        app.command(name, help=about, rich_help_panel=title)(silence_command(command))


def require_job(job: str | None) -> str:
    if job is None:
        raise UsageError(missing_job_problem())
    return job
