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
from tailor.cli.config import place_in_config
from tailor.cli.console import (
    Row,
    UsageError,
    elapsed_seconds,
    print_problems,
    print_rows,
    report_width,
)
from tailor.cli.executor import ExecutorConfig, run_tasks
from tailor.cli.inputs import Inputs, find_master, read_master, read_posting, refuse_outside_posting
from tailor.cli.json_report import ODD_NAMES, output_record, print_json
from tailor.cli.lockfile import (
    PageFacts,
    PageInputs,
    current_lock,
    hash_inputs,
    hash_posting,
    write_page,
)
from tailor.cli.outputs import Target, unused_fields
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
    target: Target | None = None
    problems: tuple[Problem, ...] = ()
    code: int = 0


@dataclass(frozen=True, slots=True)
class Task:
    """A page to make: `number` is its place among the jobs."""

    number: int
    settings: Settings
    target: Target
    inputs: PageInputs
    master: Inputs
    posting: Posting


def run_batch(jobs: Sequence[Settings], options: BatchOptions) -> int:
    """Makes the pages that are not up to date and reports on all; returns 0, or 4 if any failed.

    Raises the errors that concern all of them.
    """
    from tailor.cli.console import show_progress_bar

    masters = read_masters(jobs, options.quiet)
    results: dict[int, Result] = {}
    with show_progress_bar(len(jobs), options.quiet) as advance:
        waiting = plan_tasks(jobs, masters, options.again, results, advance)
        for task, build in run_tasks(attempt_task, waiting, len(jobs), options.crew):
            results[task.number] = finish_task(task, build)
            advance()
    ordered = [results[number] for number in range(len(jobs))]
    if options.jsonl:
        write_files([(options.jsonl, to_json_lines(ordered))])
    for result in ordered:
        print_problems(*result.problems)
    if options.format == "json":
        missing = [
            {"term": term, "postings": count} for term, count in top_missing_keywords(ordered)
        ]
        rows = [result_record(result) for result in ordered]
        print_json({"postings": rows, "missing": missing})
    elif not options.quiet:
        print_rows(batch_rows(ordered, top_missing_keywords(ordered), elapsed_seconds()))
    return UnfitError.exit_code if any(result.code for result in ordered) else 0


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
    taken: dict[Path, str] = {}
    for number, job in enumerate(jobs):
        master = masters[find_master(job.resume), job.language]
        try:
            planned = prepare_task(number, job, master, again, taken)
        except TailorError as error:
            problems = place_in_config(error.problems, job)
            problems = tuple(with_posting(problem, job.job) for problem in problems)
            planned = Result(job.job, "failed", problems=problems, code=error.exit_code)
        if isinstance(planned, Task):
            yield planned
        else:
            results[number] = planned
            advance()


def prepare_task(
    number: int, job: Settings, master: Inputs, again: bool, taken: dict[Path, str]
) -> Task | Result:
    """The task for a job, or its result if the page is there already.

    `goals` are the outputs of earlier jobs, so that none is written twice.
    """
    refuse_outside_posting(job)
    early = in_file(job.job) and not names_posting(job)
    posting = None if early else fetch_job_posting(job)
    target = target_for(job, posting or Posting(""), master.path)
    for noun, setting, path in (("page", "output", target.pdf), ("report", "html", target.html)):
        if path and (other := taken.setdefault(path, job.job)) != job.job:
            hint = distinct_names_hint(setting, getattr(job, setting))
            raise UsageError(Problem(f"its {noun} would replace that of {other}", hint=hint))
    inputs = hash_inputs(job, master.path, master.sha256, target, posting)
    lacking = target.html is not None and not target.html.exists()
    lock = None if again or lacking else current_lock(inputs, target)
    if lock is not None:
        return Result(job.job, "current", lock.facts, target)
    if posting is None:
        posting = fetch_job_posting(job)  # It may have been saved since it was compared.
        inputs = replace(inputs, posting=hash_posting(job.job, target, posting))
    return Task(number, job, target, inputs, master, posting)


def distinct_names_hint(option: str, pattern: str) -> str:
    """How to tell two outputs apart that a pattern gives one name."""
    more = unused_fields(pattern)
    if not more:
        return "rename one of the two postings"
    return f"add {' or '.join(more)} to --{option} '{pattern}'"


def fetch_job_posting(job: Settings) -> Posting:
    """The posting of a job. Raises as `read_posting`."""
    return read_posting(job.job, allow_local=job.allow_local, cache=cache_for(job))


def attempt_task(task: Task) -> BuildResult:
    warnings = len(task.master.warnings)
    return try_page(task.settings, task.master.resume, warnings, task.posting, task.target)


def finish_task(task: Task, build: BuildResult) -> Result:
    """Writes the page, if there is one."""
    name, facts = task.settings.job, build.facts
    problems, code = tuple(with_posting(problem, name) for problem in build.problems), build.code
    if build.document and facts and not code:
        try:
            files = build.forms, task.posting, build.html, build.judgement.record()
            older = write_page(task.target, task.inputs, facts, build.document, *files)
            notes = (*build.warnings, *build.judgement.problems, *older)
            warnings = tuple(with_posting(problem, name) for problem in notes)
            return Result(name, "made", facts, task.target, warnings)
        except TailorError as error:
            problems, code = error.problems, error.exit_code
    return Result(name, "failed", facts, None, problems, code)


def with_posting(problem: Problem, posting: str) -> Problem:
    """A problem that says which posting it is about."""
    return problem if problem.place else replace(problem, place=Place(posting))


def top_missing_keywords(results: Sequence[Result]) -> list[tuple[str, int]]:
    """What the master has nothing for, by the number of postings that ask for it.

    Capitals make no difference, and the commonest spelling is shown. A job's title counts for the
    skill that it begins with: DevOps Engineer for DevOps, if some posting asks for DevOps.
    """
    pages = [result.facts for result in results if result.facts]
    names = {term.casefold(): term for facts in pages for term in facts.missing}
    missing: list[dict[str, str]] = []
    for facts in pages:
        title = (facts.title or "").casefold()
        terms = {term.casefold(): term for term in facts.missing}
        for key in [key for key in terms if key in title]:
            skill = next((other for other in names if key.startswith(f"{other} ")), None)
            if skill is not None:
                del terms[key]
                terms.setdefault(skill, names[skill])
        missing.append(terms)
    counts = Counter(key for terms in missing for key in terms)
    spellings = Counter(term for terms in missing for term in terms.values())
    for term, _ in sorted(spellings.items(), key=lambda pair: (-pair[1], pair[0]), reverse=True):
        names[term.casefold()] = term
    return sorted(
        ((names[key], count) for key, count in counts.items()),
        key=lambda pair: (-pair[1], pair[0].casefold()),
    )


def result_record(result: Result) -> dict[str, Any]:
    """A result for machines; the same however many workers there were."""
    facts = result.facts or PageFacts()
    return {
        "posting": result.posting,
        "state": result.state,
        "title": facts.title or "",
        "company": facts.company,
        "coverage": facts.coverage,
        "page": facts.page,
        "missing": list(facts.missing),
        "outputs": output_record(result.target) if result.target else None,
        "problems": [
            {"message": problem.message, "hint": problem.hint} for problem in result.problems
        ],
        "exit_code": result.code,
    }


def to_json_lines(results: Iterable[Result]) -> bytes:
    lines = (json.dumps(result_record(result), ensure_ascii=False) + "\n" for result in results)
    return "".join(lines).encode(errors=ODD_NAMES)


STATE_STYLES = {"made": "green", "current": "", "failed": "bold red"}
NUMBER_COLUMNS = 33
"""Columns of state, coverage and fill."""
MISSING_SHOWN = 10
"""How many things that the master lacks are listed."""


def batch_rows(
    results: Sequence[Result], missing: Sequence[tuple[str, int]], seconds: float
) -> Iterator[Row]:
    """What became of every posting, and what the master lacks for most of them."""
    yield ((f"{'':9}{'must':>8}{'nice':>8}{'fill':>7} ", "dim"), (" posting", "dim"))
    for result in results:
        yield from result_rows(result)
    yield from missing_rows(missing)
    yield ()
    yield ((batch_total(results, seconds), "bold"),)


def missing_rows(missing: Sequence[tuple[str, int]]) -> Iterator[Row]:
    if missing:
        yield from heading_rows("missing most often", "postings that ask for what the master lacks")
        for term, count in missing[:MISSING_SHOWN]:
            yield (f"  {count:>4}  ", "cyan"), (term, "")


def result_rows(result: Result) -> Iterator[Row]:
    facts = result.facts or PageFacts()
    must, nice = facts.share_text("must"), facts.share_text("nice")
    numbers = f"{must:>8}{nice:>8}{facts.fill_text():>7}  "
    name = result.facts.label() if result.facts else result.posting
    room = report_width() - NUMBER_COLUMNS
    yield (
        (f"{result.state:<9}", STATE_STYLES[result.state]),
        (numbers, ""),
        (shorten(name, room), "bold"),
    )
    where = str(result.target.pdf) if result.target else result.posting
    yield ((" " * NUMBER_COLUMNS + shorten(where, room), "dim"),)
    for problem in result.problems:
        yield ((" " * NUMBER_COLUMNS + shorten(problem.message, room), "red"),)


def batch_total(results: Sequence[Result], seconds: float) -> str:
    """Such as "12 pages made, 3 unchanged, 1 failed · 8.2 s"."""
    states = Counter(result.state for result in results)
    words = [f"{pluralize(states['made'], 'page')} made"]
    if states["current"]:
        words.append(f"{states['current']} unchanged")
    if states["failed"]:
        words.append(f"{states['failed']} failed")
    return f"{', '.join(words)} · {seconds:.1f} s"
