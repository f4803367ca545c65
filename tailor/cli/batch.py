"""`batch`: many postings, one master, a page each."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tailor.cli.clock import elapsed
from tailor.cli.crew import Crew, perform
from tailor.cli.job import names_posting, target_for
from tailor.cli.lock import Lock, current, ingredients, lock, source
from tailor.cli.memory import memory
from tailor.cli.names import unused
from tailor.cli.outputs import Target, kept, write
from tailor.cli.record import ODD_NAMES, VERSION, as_json, outputs
from tailor.cli.say import UsageError, complain, say, show
from tailor.cli.settings import Settings
from tailor.cli.sources import Inputs, find_master, read_master, read_posting, refuse_chosen
from tailor.cli.work import Made, attempt
from tailor.errors import Place, Problem, TailorError, UnfitError
from tailor.model import Posting
from tailor.posting import in_file


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a batch was asked for, besides its jobs. `again` makes what is up to date too."""

    format: str
    quiet: bool
    jsonl: Path | None
    again: bool
    crew: Crew


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one posting: `state` is made, current (it was there already) or failed."""

    posting: str
    state: str
    facts: Lock = field(default_factory=dict)
    goal: Target | None = None
    problems: tuple[Problem, ...] = ()
    code: int = 0


@dataclass(frozen=True, slots=True)
class Task:
    """A page to make: `number` is its place among the jobs."""

    number: int
    settings: Settings
    goal: Target
    used: Lock
    master: Inputs
    posting: Posting


def run_batch(jobs: Sequence[Settings], wanted: Wanted) -> int:
    """Makes the pages that are not up to date and tells about all; returns 0, or 4 if any failed.

    Raises what stands in the way of all of them.
    """
    from tailor.cli.bar import bar
    from tailor.cli.batch_rows import batch_rows

    masters = read_masters(jobs, wanted.quiet)
    results: dict[int, Result] = {}
    with bar(len(jobs), wanted.quiet) as advance:
        waiting = tasks(jobs, masters, wanted.again, results, advance)
        for task, made in perform(attempt_task, waiting, len(jobs), wanted.crew):
            results[task.number] = finished(task, made)
            advance()
    found = [results[number] for number in range(len(jobs))]
    if wanted.jsonl:
        write([(wanted.jsonl, json_lines(found))])
    for one in found:
        complain(*one.problems)
    if wanted.format == "json":
        missing = [{"term": term, "postings": count} for term, count in most_missing(found)]
        rows = [record(one) for one in found]
        say(as_json({"version": VERSION, "postings": rows, "missing": missing}))
    elif not wanted.quiet:
        show(batch_rows(found, most_missing(found), elapsed()))
    return UnfitError.exit_code if any(one.code for one in found) else 0


def read_masters(jobs: Sequence[Settings], quiet: bool) -> dict[tuple[Path, str], Inputs]:
    """Every master that is needed, read once."""
    wanted = {(find_master(job.resume), job.language): memory(job) for job in jobs}
    return {about: read_master(about[0], quiet, about[1], wanted[about]) for about in wanted}


def tasks(
    jobs: Sequence[Settings],
    masters: dict[tuple[Path, str], Inputs],
    again: bool,
    results: dict[int, Result],
    advance: Callable[[], object],
) -> Iterator[Task]:
    """The pages that have to be made; what is settled without that goes into `results`."""
    goals: dict[Path, str] = {}
    for number, job in enumerate(jobs):
        master = masters[find_master(job.resume), job.language]
        try:
            found = prepared(number, job, master, again, goals)
        except TailorError as error:
            problems = tuple(placed(one, job.job) for one in error.problems)
            found = Result(job.job, "failed", problems=problems, code=error.exit_code)
        if isinstance(found, Task):
            yield found
        else:
            results[number] = found
            advance()


def prepared(
    number: int, job: Settings, master: Inputs, again: bool, goals: dict[Path, str]
) -> Task | Result:
    """The task for a job, or its result if the page is there already.

    `goals` are the outputs of earlier jobs, so that none is written twice.
    """
    refuse_chosen(job)
    early = in_file(job.job) and not names_posting(job)
    posting = None if early else fetched(job)
    goal = target_for(job, posting or Posting(""), master.path)
    for noun, setting, path in (("page", "output", goal.pdf), ("report", "html", goal.html)):
        if path and (other := goals.setdefault(path, job.job)) != job.job:
            hint = apart(setting, getattr(job, setting))
            raise UsageError(Problem(f"its {noun} would replace that of {other}", hint=hint))
    used = ingredients(job, master.path, master.sha256, goal, posting)
    lacking = goal.html is not None and not goal.html.exists()
    found = None if again or lacking else current(used, goal)
    if found is not None:
        return Result(job.job, "current", found, goal)
    if posting is None:
        posting = fetched(job)  # It may have been saved since it was compared.
        used = {**used, "posting": source(job.job, goal, posting)}
    return Task(number, job, goal, used, master, posting)


def apart(option: str, pattern: str) -> str:
    """How to tell two outputs apart that a pattern gives one name."""
    more = unused(pattern)
    if not more:
        return "rename one of the two postings"
    return f"let its name have {' or '.join(more)} too: --{option} '{pattern}' has not"


def fetched(job: Settings) -> Posting:
    """The posting of a job. Raises as `read_posting`."""
    return read_posting(job.job, allow_local=job.allow_local, cache=memory(job))


def attempt_task(task: Task) -> Made:
    return attempt(task.settings, task.master.resume, len(task.master.warnings), task.posting)


def finished(task: Task, made: Made) -> Result:
    """Writes the page, if there is one."""
    name, told = task.settings.job, made.facts or {}
    problems, code = tuple(placed(one, name) for one in made.problems), made.code
    if made.document and not code:
        try:
            locked = lock(task.used, told, made.document)
            task.goal.write(made.document, locked, kept(task.posting), made.html)
            return Result(name, "made", told, task.goal)
        except TailorError as error:
            problems, code = error.problems, error.exit_code
    return Result(name, "failed", told, None, problems, code)


def placed(problem: Problem, posting: str) -> Problem:
    """A problem that says which posting it is about."""
    return problem if problem.place else replace(problem, place=Place(posting))


def most_missing(found: Sequence[Result]) -> list[tuple[str, int]]:
    """What the master has nothing for, by the number of postings that ask for it."""
    counts = Counter(term for one in found for term in set(one.facts.get("missing", ())))
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].casefold(), pair[0]))


def record(one: Result) -> dict[str, Any]:
    """A result for machines; the same however many workers there were."""
    told = one.facts
    return {
        "posting": one.posting,
        "state": one.state,
        "title": told.get("title", ""),
        "company": told.get("company", ""),
        "coverage": told.get("coverage"),
        "page": told.get("page"),
        "missing": list(told.get("missing", ())),
        "outputs": outputs(one.goal) if one.goal else None,
        "problems": [{"message": p.message, "hint": p.hint} for p in one.problems],
        "exit_code": one.code,
    }


def json_lines(found: Iterable[Result]) -> bytes:
    lines = (json.dumps(record(one), ensure_ascii=False) + "\n" for one in found)
    return "".join(lines).encode(errors=ODD_NAMES)
