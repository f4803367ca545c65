"""`tailor report`: the report on a page as a web page, without the page."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from tailor.cli.clock import elapsed
from tailor.cli.coverage import Answer
from tailor.cli.job import judged, tailored
from tailor.cli.memory import memory
from tailor.cli.names import tells
from tailor.cli.outputs import filled, html_target, write
from tailor.cli.record import NOWHERE, as_json, job_record
from tailor.cli.report import about
from tailor.cli.rows import bars, heading
from tailor.cli.say import Row, say, show
from tailor.cli.settings import Settings
from tailor.cli.sources import find_master, read_master, read_posting
from tailor.cli.web import as_page, priced
from tailor.errors import UnfitError
from tailor.pipeline import Outcome
from tailor.project import NOTHING, named_pattern


def run_report(settings: Settings, pattern: str, named: bool) -> int:
    """Writes the report on the page for one posting, and not the page; returns 0.

    A page that is not good enough is reported on too, and then said. `named` is whether the user
    named the file. Raises what stands in the way.
    """
    settings = replace(settings, html=pattern)
    master = find_master(settings.resume)
    inputs = read_master(master, settings.quiet, settings.language, memory(settings))
    posting = read_posting(settings.job, settings.quiet, settings.allow_local, memory(settings))
    name = filled(pattern, settings.job, posting)
    chosen = named_pattern(pattern) if named else NOTHING
    goal = html_target(name, [master, Path(settings.job)], told=tells(pattern), named=chosen)
    outcome, found = tailored(settings, inputs.resume, posting)
    told = priced(job_record(outcome, found, None, outcome.seconds), outcome)
    write([(goal, as_page(told, outcome))], chosen)
    if settings.format == "json":
        say(as_json(told | {"outputs": NOWHERE | {"html": str(goal)}}))
    elif not settings.quiet:
        show(rows(outcome, found, goal, master))
    if faults := judged(settings, outcome, found, len(inputs.warnings)):
        raise UnfitError(*faults)
    return 0


def rows(outcome: Outcome, found: Sequence[Answer], goal: Path, master: Path) -> Iterator[Row]:
    yield from about(outcome, elapsed())
    yield (str(goal), "green"), (f" from {master}", "")
    yield from heading("coverage", "of what the posting asks for")
    yield from bars(found)
