"""The commands about pages that were or shall be made: `batch`, `verify`, `diff`, `log`."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from tailor.cli.console import UsageError
from tailor.cli.options import is_explicit, jobs_of_command, jobs_of_config, with_settings
from tailor.cli.settings import INPUT, OUTPUT, PAGE, Option, Settings
from tailor.errors import Place, Problem

WORK = "Work"

Jobs = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[POSTING|DIR|GLOB|@LIST]...",
        help="Postings; folders of them; patterns in quotes; @FILE with one of these per line. "
        "By default the jobs of tailor.toml.",
    ),
]
JSONL = (".jsonl", ".ndjson")
"""How the name of a file with one JSON object a line ends: no input of ours ends so."""
# fmt: off
JsonLines = Annotated[Path | None, Option(
    "--jsonl", "Also write one JSON object per posting.", OUTPUT, metavar="FILE")]
ForAll = Annotated[bool, Option(
    "--master-for-all",
    "Make the one page that suits all the postings best, by default out/for-all.pdf.", PAGE)]
Again = Annotated[bool, Option("--again", "Make unchanged pages too.", WORK)]
Workers = Annotated[int, Option(
    "--workers", "Number of worker processes; 0 chooses it.",
    WORK, metavar="N", minimum=0, maximum=1024)]
Backend = Annotated[Literal["local", "dask"], Option(
    "--backend", "How the work is run.", WORK)]
Scheduler = Annotated[str, Option(
    "--scheduler", "The Dask cluster, such as tcp://10.0.0.5:8786.", WORK, metavar="ADDRESS")]
LogFolder = Annotated[Path, Option("--folder", "The folder to search.", INPUT, metavar="DIR")]
MarkName = Annotated[Literal["sent", "interview", "offer", "no"] | None, Option(
    "--mark", "Record what became of the one page with these words.", WORK)]
Note = Annotated[str, Option("--note", "A note of your own for the mark.", WORK, metavar="TEXT")]
# fmt: on


@with_settings(but=("dry_run", "verbose"))
def batch(
    context: typer.Context,
    jobs: Jobs = None,
    *,
    settings: Settings,
    master_for_all: ForAll = False,
    jsonl: JsonLines = None,
    again: Again = False,
    workers: Workers = 0,
    backend: Backend = "local",
    scheduler: Scheduler = "",
) -> int:
    """Make a page for each of many postings. Unchanged pages stay."""
    from tailor.cli.commands.batch import BatchOptions, run_batch
    from tailor.cli.executor import ExecutorConfig
    from tailor.cli.inputs import find_master
    from tailor.cli.outputs import refuse_taken

    all_jobs = jobs_of_command(context, settings, jobs or ())
    if jsonl:
        refuse_taken(
            jsonl, {path for job in all_jobs for path in (find_master(job.resume), Path(job.job))}
        )
        refuse_list_name(jsonl)
    crew = ExecutorConfig(backend, workers, scheduler)
    wanted = BatchOptions(settings.format, settings.quiet, jsonl, again, crew)
    if master_for_all:
        from tailor.cli.commands.batch_shared import run_for_all

        if is_explicit(context, "html"):
            hint = "leave out --html; tailor report shows a page beside one posting"
            raise UsageError(
                Problem("--html is about one posting, this page about many", hint=hint)
            )
        if settings.judge:
            hint = "leave out --judge" if "judge" in settings.named else "--judge '' leaves it out"
            message = "a judge grades lines for one posting, this page is about many"
            raise UsageError(Problem(message, hint=hint))
        return run_for_all(all_jobs, settings, wanted)
    return run_batch(all_jobs, wanted)


@with_settings(only=("format", "quiet"))
def verify(
    context: typer.Context,
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FILE.pdf]...",
            help="Pages with their lock files. By default those of the jobs of tailor.toml.",
        ),
    ] = None,
    *,
    settings: Settings,
    quick: Annotated[
        bool,
        Option(
            "--quick", "Only compare hashes: are the pages unchanged since they were locked?", WORK
        ),
    ] = False,
) -> int:
    """Check that pages match their inputs, word for word."""
    from tailor.cli.commands.verify import verify_files, verify_jobs

    if files:
        return verify_files(files, settings.format, settings.quiet, quick)
    return verify_jobs(jobs_of_config(context), settings.format, settings.quiet, quick)


@with_settings(only=("format",), reads_config=False)
def diff(
    first: Annotated[Path, typer.Argument(metavar="A", help="A page (.pdf) or a master.")],
    second: Annotated[Path, typer.Argument(metavar="B", help="Another page, or a master.")],
    *,
    settings: Settings,
) -> int:
    """Say what differs between two pages, or a page and its master."""
    from tailor.cli.commands.diff import compare_files

    return compare_files(first, second, settings.format)


@with_settings(only=("format", "quiet"), reads_config=False)
def log(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[WORD]...",
            help="Only pages with all these words in company, title, template, path, state or "
            "note.",
        ),
    ] = None,
    *,
    settings: Settings,
    folder: LogFolder = Path(),
    mark: MarkName = None,
    note: Note = "",
) -> int:
    """List the pages in a folder: job, state, and what was sent."""
    from tailor.cli.commands.log import run_log

    return run_log(words or (), folder, mark, note, settings.format, settings.quiet)


def refuse_list_name(jsonl: Path) -> None:
    """A usage error, unless the name of the list says what it is."""
    if jsonl.suffix.lower() not in JSONL:
        message = f"the list must be a file that ends in {' or '.join(JSONL)}"
        raise UsageError(Problem(message, Place(str(jsonl))))
