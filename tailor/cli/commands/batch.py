"""`tailor batch`: a page for each of many postings."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from tailor.cli.atomic import write_files
from tailor.cli.build import BuildResult, try_page
from tailor.cli.commands.tailor import names_posting, target_for
from tailor.cli.console import (
    Row,
    UsageError,
    elapsed_seconds,
    print_problems,
    print_result,
    print_rows,
    report_width,
)
from tailor.cli.executor import ExecutorConfig, run_tasks
from tailor.cli.inputs import Inputs, find_master, read_master, read_posting, refuse_outside_posting
from tailor.cli.json_report import ODD_NAMES, VERSION, output_record, to_json
from tailor.cli.lockfile import (
    PageFacts,
    PageInputs,
    current_lock,
    hash_inputs,
    hash_posting,
    lock_page,
)
from tailor.cli.outputs import Target, posting_snapshot, unused_fields
from tailor.cli.report_rows import heading_rows, pluralize, shorten
from tailor.cli.settings import Settings
from tailor.cli.user_cache import cache_for
from tailor.errors import Place, Problem, TailorError, UnfitError
from tailor.models import Posting
from tailor.posting.sources import in_file


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """What a batch was asked for, besides its jobs. `again` makes what is up to date too."""

    format: str
    quiet: bool
    jsonl: Path | None
    again: bool
    crew: ExecutorConfig


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one posting: `state` is made, current (it was there already), served (by one
    page for all) or failed."""

    posting: str
    state: str
    facts: PageFacts | None = None
    goal: Target | None = None
    problems: tuple[Problem, ...] = ()
    code: int = 0


@dataclass(frozen=True, slots=True)
class Task:
    """A page to make: `number` is its place among the jobs."""

    number: int
    settings: Settings
    goal: Target
    inputs: PageInputs
    master: Inputs
    posting: Posting


def run_batch(jobs: Sequence[Settings], wanted: BatchOptions) -> int:
    """Makes the pages that are not up to date and tells about all; returns 0, or 4 if any failed.

    Raises what stands in the way of all of them.
    """
    from tailor.cli.console import show_progress_bar

    masters = read_masters(jobs, wanted.quiet)
    results: dict[int, Result] = {}
    with show_progress_bar(len(jobs), wanted.quiet) as advance:
        waiting = plan_tasks(jobs, masters, wanted.again, results, advance)
        for task, made in run_tasks(attempt_task, waiting, len(jobs), wanted.crew):
            results[task.number] = finish_task(task, made)
            advance()
    found = [results[number] for number in range(len(jobs))]
    if wanted.jsonl:
        write_files([(wanted.jsonl, to_json_lines(found))])
    for one in found:
        print_problems(*one.problems)
    if wanted.format == "json":
        missing = [{"term": term, "postings": count} for term, count in top_missing_keywords(found)]
        rows = [result_record(one) for one in found]
        print_result(to_json({"version": VERSION, "postings": rows, "missing": missing}))
    elif not wanted.quiet:
        print_rows(batch_rows(found, top_missing_keywords(found), elapsed_seconds()))
    return UnfitError.exit_code if any(one.code for one in found) else 0


def read_masters(jobs: Sequence[Settings], quiet: bool) -> dict[tuple[Path, str], Inputs]:
    """Every master that is needed, read once."""
    wanted = {(find_master(job.resume), job.language): cache_for(job) for job in jobs}
    return {about: read_master(about[0], quiet, about[1], wanted[about]) for about in wanted}


def plan_tasks(
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
            found = prepare_task(number, job, master, again, goals)
        except TailorError as error:
            problems = tuple(with_posting(one, job.job) for one in error.problems)
            found = Result(job.job, "failed", problems=problems, code=error.exit_code)
        if isinstance(found, Task):
            yield found
        else:
            results[number] = found
            advance()


def prepare_task(
    number: int, job: Settings, master: Inputs, again: bool, goals: dict[Path, str]
) -> Task | Result:
    """The task for a job, or its result if the page is there already.

    `goals` are the outputs of earlier jobs, so that none is written twice.
    """
    refuse_outside_posting(job)
    early = in_file(job.job) and not names_posting(job)
    posting = None if early else fetch_job_posting(job)
    goal = target_for(job, posting or Posting(""), master.path)
    for noun, setting, path in (("page", "output", goal.pdf), ("report", "html", goal.html)):
        if path and (other := goals.setdefault(path, job.job)) != job.job:
            hint = distinct_names_hint(setting, getattr(job, setting))
            raise UsageError(Problem(f"its {noun} would replace that of {other}", hint=hint))
    inputs = hash_inputs(job, master.path, master.sha256, goal, posting)
    lacking = goal.html is not None and not goal.html.exists()
    found = None if again or lacking else current_lock(inputs, goal)
    if found is not None:
        return Result(job.job, "current", found.facts, goal)
    if posting is None:
        posting = fetch_job_posting(job)  # It may have been saved since it was compared.
        inputs = replace(inputs, posting=hash_posting(job.job, goal, posting))
    return Task(number, job, goal, inputs, master, posting)


def distinct_names_hint(option: str, pattern: str) -> str:
    """How to tell two outputs apart that a pattern gives one name."""
    more = unused_fields(pattern)
    if not more:
        return "rename one of the two postings"
    return f"let its name have {' or '.join(more)} too: --{option} '{pattern}' has not"


def fetch_job_posting(job: Settings) -> Posting:
    """The posting of a job. Raises as `read_posting`."""
    return read_posting(job.job, allow_local=job.allow_local, cache=cache_for(job))


def attempt_task(task: Task) -> BuildResult:
    return try_page(task.settings, task.master.resume, len(task.master.warnings), task.posting)


def finish_task(task: Task, made: BuildResult) -> Result:
    """Writes the page, if there is one."""
    name, facts = task.settings.job, made.facts
    problems, code = tuple(with_posting(one, name) for one in made.problems), made.code
    if made.document and facts and not code:
        try:
            lock = lock_page(task.inputs, facts, made.document).to_json()
            task.goal.write(made.document, lock, posting_snapshot(task.posting), made.html)
            return Result(name, "made", facts, task.goal)
        except TailorError as error:
            problems, code = error.problems, error.exit_code
    return Result(name, "failed", facts, None, problems, code)


def with_posting(problem: Problem, posting: str) -> Problem:
    """A problem that says which posting it is about."""
    return problem if problem.place else replace(problem, place=Place(posting))


def top_missing_keywords(found: Sequence[Result]) -> list[tuple[str, int]]:
    """What the master has nothing for, by the number of postings that ask for it."""
    counts = Counter(term for one in found if one.facts for term in set(one.facts.missing))
    return sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].casefold(), pair[0]))


def result_record(one: Result) -> dict[str, Any]:
    """A result for machines; the same however many workers there were."""
    facts = one.facts or PageFacts()
    return {
        "posting": one.posting,
        "state": one.state,
        "title": facts.title or "",
        "company": facts.company,
        "coverage": facts.coverage,
        "page": facts.page,
        "missing": list(facts.missing),
        "outputs": output_record(one.goal) if one.goal else None,
        "problems": [{"message": p.message, "hint": p.hint} for p in one.problems],
        "exit_code": one.code,
    }


def to_json_lines(found: Iterable[Result]) -> bytes:
    lines = (json.dumps(result_record(one), ensure_ascii=False) + "\n" for one in found)
    return "".join(lines).encode(errors=ODD_NAMES)


STYLES = {"made": "green", "current": "", "failed": "bold red"}
NUMBERS = 33
"""Columns of state, coverage and fill."""
MISSING = 10
"""So many things that the master lacks are listed."""


def batch_rows(
    found: Sequence[Result], missing: Sequence[tuple[str, int]], seconds: float
) -> Iterator[Row]:
    """What became of every posting, and what the master lacks for most of them."""
    yield ((f"{'':9}{'must':>8}{'nice':>8}{'fill':>7} ", "dim"), (" posting", "dim"))
    for one in found:
        yield from result_rows(one)
    yield from missing_rows(missing)
    yield ()
    yield ((batch_total(found, seconds), "bold"),)


def missing_rows(missing: Sequence[tuple[str, int]]) -> Iterator[Row]:
    if missing:
        yield from heading_rows("missing most often", "postings that ask for what the master lacks")
        for term, count in missing[:MISSING]:
            yield (f"  {count:>4}  ", "cyan"), (term, "")


def result_rows(one: Result) -> Iterator[Row]:
    facts = one.facts or PageFacts()
    must, nice = facts.share_text("must"), facts.share_text("nice")
    numbers = f"{must:>8}{nice:>8}{facts.fill_text():>7}  "
    name = one.facts.label() if one.facts else one.posting
    room = report_width() - NUMBERS
    yield (f"{one.state:<9}", STYLES[one.state]), (numbers, ""), (shorten(name, room), "bold")
    where = str(one.goal.pdf) if one.goal else one.posting
    yield ((" " * NUMBERS + shorten(where, room), "dim"),)
    for problem in one.problems:
        yield ((" " * NUMBERS + shorten(problem.message, room), "red"),)


def batch_total(found: Sequence[Result], seconds: float) -> str:
    """Such as "12 pages made, 3 unchanged, 1 failed · 8.2 s"."""
    states = Counter(one.state for one in found)
    words = [f"{pluralize(states['made'], 'page')} made"]
    if states["current"]:
        words.append(f"{states['current']} unchanged")
    if states["failed"]:
        words.append(f"{states['failed']} failed")
    return f"{', '.join(words)} · {seconds:.1f} s"
