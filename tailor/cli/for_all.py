"""`batch --master-for-all`: the one page that serves many postings best."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from tailor.cache import Cache
from tailor.cli import rows
from tailor.cli.batch import Result, Wanted, fetched, json_lines, most_missing, placed
from tailor.cli.batch import record as result_record
from tailor.cli.batch_rows import missing_rows, part
from tailor.cli.clock import elapsed
from tailor.cli.coverage import Answer, answers
from tailor.cli.crew import perform
from tailor.cli.job import judged, options_of
from tailor.cli.lock import facts, lock, made_of, served, source
from tailor.cli.memory import memory
from tailor.cli.outputs import Target, target, write
from tailor.cli.record import as_json, job_record
from tailor.cli.report import headline, job_details
from tailor.cli.say import Row, complain, progress, say, show, width
from tailor.cli.settings import Settings
from tailor.cli.sources import Inputs, find_master, read_master, refuse_chosen
from tailor.errors import TailorError, UnfitError
from tailor.model import Keyword, Posting
from tailor.pipeline import Outcome, demands, tailor_for_all

NAME = "for-all"
"""The page's name, where the pattern of outputs would name it after its posting."""
NUMBERS = 18
"""Columns of coverage."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A posting and what it asks for, or why that is not known."""

    name: str
    posting: Posting | None = None
    keywords: tuple[Keyword, ...] = ()
    error: TailorError | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """The page, what it answers of all postings together, and what it is for each."""

    outcome: Outcome
    found: tuple[Answer, ...]
    results: tuple[Result, ...]


def run_for_all(jobs: Sequence[Settings], settings: Settings, wanted: Wanted) -> int:
    """Makes the page and tells what it is for each posting; returns 0, or 4 if a posting failed.

    Raises what stands in the way of the page.
    """
    master = find_master(settings.resume)
    goal = goal_of(settings, master, jobs)
    inputs = read_master(master, settings.quiet, settings.language, memory(settings))
    asked = tuple(read_all(jobs, wanted))
    problems = [placed(p, one.name) for one in asked if one.error for p in one.error.problems]
    if not any(one.posting for one in asked):
        raise UnfitError(*problems)
    complain(*problems)
    made = tailored(inputs, asked, settings)
    faults = judged(settings, made.outcome, made.found, len(inputs.warnings))
    if not faults:
        goal.write(made.outcome.document, locked(settings, inputs, goal, asked, made))
    if wanted.jsonl:
        write([(wanted.jsonl, json_lines(made.results))])
    tell(made, settings, None if faults else goal, master)
    if faults:
        raise UnfitError(*faults)
    return UnfitError.exit_code if any(one.error for one in asked) else 0


def goal_of(settings: Settings, master: Path, jobs: Sequence[Settings]) -> Target:
    """Where the page goes. Raises as `target`."""
    path = fixed = Path(settings.output)
    while "{" in str(fixed):
        fixed = fixed.parent
        path = fixed / f"{NAME}.pdf"
    inputs = [master, *(Path(job.job) for job in jobs)]
    return target(path, NAME, inputs, named=settings.named_output())


def read_all(jobs: Sequence[Settings], wanted: Wanted) -> Iterator[Asked]:
    """The postings with their keywords, in the order of the jobs."""
    from tailor.cli.bar import bar

    found: dict[str, Asked] = {}
    with bar(len(jobs), wanted.quiet) as advance:
        opened = map(opening, jobs)
        work = partial(understood, cache=memory(jobs[0]))
        for _, one in perform(work, opened, len(jobs), wanted.crew):
            found[one.name] = one
            advance()
    yield from (found[job.job] for job in jobs)


def opening(job: Settings) -> Asked:
    try:
        refuse_chosen(job)
        return Asked(job.job, fetched(job))
    except TailorError as error:
        return Asked(job.job, error=error)


def understood(one: Asked, cache: Cache) -> Asked:
    """The same with its keywords."""
    if one.posting is None:
        return one
    try:
        return Asked(one.name, one.posting, demands(one.posting, cache))
    except TailorError as error:
        return Asked(one.name, error=error)


def tailored(inputs: Inputs, asked: Sequence[Asked], settings: Settings) -> Made:
    pairs = [(one.posting, one.keywords) for one in asked if one.posting]
    with progress(settings.quiet) as step:
        outcome = tailor_for_all(inputs.resume, pairs, options_of(settings), step, memory(settings))
    results = tuple(result(one, outcome) for one in asked)
    return Made(outcome, answered(outcome, outcome.keywords), results)


def answered(outcome: Outcome, keywords: Sequence[Keyword]) -> tuple[Answer, ...]:
    return answers(keywords, outcome.master, outcome.scores, outcome.plan)


def result(one: Asked, outcome: Outcome) -> Result:
    """What the page is for one posting."""
    if one.posting:
        told = served(one.posting, answered(outcome, one.keywords))
        return Result(one.name, "served", told)
    error = one.error or UnfitError()
    problems = tuple(placed(problem, one.name) for problem in error.problems)
    return Result(one.name, "failed", problems=problems, code=error.exit_code)


def locked(
    settings: Settings, inputs: Inputs, goal: Target, asked: Sequence[Asked], made: Made
) -> bytes:
    postings = [source(one.name, goal, one.posting) for one in asked if one.posting]
    used = made_of(settings, inputs.path, inputs.sha256, goal, {"postings": postings})
    return lock(used, facts(made.outcome, made.found), made.outcome.document)


def tell(made: Made, settings: Settings, written: Target | None, master: Path) -> None:
    outcome, found = made.outcome, made.found
    if settings.format == "json":
        missing = [{"term": t, "postings": count} for t, count in most_missing(made.results)]
        report: dict[str, Any] = job_record(outcome, found, written, elapsed())
        report |= {"postings": [result_record(one) for one in made.results], "missing": missing}
        say(as_json(report))
    elif not settings.quiet:
        details = tuple(job_details(outcome, found, False))
        head = headline(outcome, written, master, elapsed())
        show((*head, *posting_rows(made.results), *details))


def posting_rows(results: Sequence[Result]) -> Iterator[Row]:
    """What the page covers of each posting, and what the master lacks for most of them."""
    yield from rows.heading("postings", "must-haves and nice-to-haves that the page covers")
    for one in results:
        told = one.facts
        name = rows.aim(told["title"], told["company"]) if told else f"{one.posting}: failed"
        numbers = f"  {part(told, 'must'):>7} {part(told, 'nice'):>7}  "
        yield (numbers, "cyan"), (rows.shortened(name, width() - NUMBERS), "")
    yield from missing_rows(most_missing(results))
