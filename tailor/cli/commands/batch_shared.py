"""`batch --master-for-all`: the one page that serves many postings best."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from tailor.cache import Cache
from tailor.cli import report_rows
from tailor.cli.atomic import write_files
from tailor.cli.commands.batch import (
    BatchOptions,
    Result,
    fetch_job_posting,
    missing_rows,
    to_json_lines,
    top_missing_keywords,
    with_posting,
)
from tailor.cli.commands.batch import result_record as result_record
from tailor.cli.commands.tailor import find_page_faults, other_forms, page_options
from tailor.cli.console import (
    Row,
    elapsed_seconds,
    print_problems,
    print_rows,
    report_width,
    show_progress,
)
from tailor.cli.executor import run_tasks
from tailor.cli.inputs import Inputs, find_master, read_master, refuse_outside_posting
from tailor.cli.json_report import job_record, print_json
from tailor.cli.lockfile import (
    PageFacts,
    hash_page_inputs,
    hash_posting,
    page_facts,
    posting_facts,
    write_page,
)
from tailor.cli.outputs import Target, target_paths
from tailor.cli.settings import Settings
from tailor.cli.text_report import headline_rows, job_details
from tailor.cli.user_cache import cache_for
from tailor.errors import TailorError, UnfitError
from tailor.models import Keyword, Posting
from tailor.pipeline import Outcome, posting_keywords, tailor_for_all
from tailor.scoring.coverage import KeywordAnswer, answer_keywords

SHARED_PAGE_NAME = "for-all"
"""The page's name, where the pattern of outputs would name it after its posting."""
SHARED_NUMBERS = 18
"""Columns of coverage."""


@dataclass(frozen=True, slots=True)
class PostingKeywords:
    """A posting and what it asks for, or why that is not known."""

    name: str
    posting: Posting | None = None
    keywords: tuple[Keyword, ...] = ()
    error: TailorError | None = None


@dataclass(frozen=True, slots=True)
class SharedPage:
    """The page, what it answers of all postings together, and what it is for each."""

    outcome: Outcome
    found: tuple[KeywordAnswer, ...]
    results: tuple[Result, ...]


def run_for_all(jobs: Sequence[Settings], settings: Settings, options: BatchOptions) -> int:
    """Makes the page and reports on it for each posting; returns 0, or 4 if a posting failed.

    Raises the errors because of which there is no page.
    """
    master = find_master(settings.resume)
    target = shared_target(settings, master, jobs)
    inputs = read_master(master, settings.quiet, settings.language, cache_for(settings))
    postings = tuple(read_postings(jobs, options))
    problems = [
        with_posting(problem, item.name)
        for item in postings
        if item.error
        for problem in item.error.problems
    ]
    if not any(item.posting for item in postings):
        raise UnfitError(*problems)
    print_problems(*problems)
    page = tailor_shared_page(inputs, postings, settings)
    faults = find_page_faults(settings, page.outcome, page.found, len(inputs.warnings))
    if not faults:
        write_shared_page(settings, inputs, target, postings, page)
    if options.jsonl:
        write_files([(options.jsonl, to_json_lines(page.results))])
    report_shared_page(page, settings, None if faults else target, master)
    if faults:
        raise UnfitError(*faults)
    return UnfitError.exit_code if any(item.error for item in postings) else 0


def shared_target(settings: Settings, master: Path, jobs: Sequence[Settings]) -> Target:
    """Where the page goes. Raises as `target`."""
    path = fixed = Path(settings.output)
    while "{" in str(fixed):
        fixed = fixed.parent
        path = fixed / f"{SHARED_PAGE_NAME}.pdf"
    inputs = [master, *(Path(job.job) for job in jobs)]
    named, also = settings.named_output(), tuple(settings.also)
    return target_paths(path, SHARED_PAGE_NAME, inputs, named=named, also=also)


def read_postings(jobs: Sequence[Settings], options: BatchOptions) -> Iterator[PostingKeywords]:
    """The postings with their keywords, in the order of the jobs."""
    from tailor.cli.console import show_progress_bar

    by_name: dict[str, PostingKeywords] = {}
    with show_progress_bar(len(jobs), options.quiet) as advance:
        read = map(read_asked_posting, jobs)
        work = partial(extract_asked_keywords, cache=cache_for(jobs[0]))
        for _, item in run_tasks(work, read, len(jobs), options.crew):
            by_name[item.name] = item
            advance()
    yield from (by_name[job.job] for job in jobs)


def read_asked_posting(job: Settings) -> PostingKeywords:
    try:
        refuse_outside_posting(job)
        return PostingKeywords(job.job, fetch_job_posting(job))
    except TailorError as error:
        return PostingKeywords(job.job, error=error)


def extract_asked_keywords(item: PostingKeywords, cache: Cache) -> PostingKeywords:
    """The same with its keywords."""
    if item.posting is None:
        return item
    try:
        return PostingKeywords(item.name, item.posting, posting_keywords(item.posting, cache))
    except TailorError as error:
        return PostingKeywords(item.name, error=error)


def tailor_shared_page(
    inputs: Inputs, postings: Sequence[PostingKeywords], settings: Settings
) -> SharedPage:
    pairs = [(item.posting, item.keywords) for item in postings if item.posting]
    with show_progress(settings.quiet) as step:
        outcome = tailor_for_all(
            inputs.resume, pairs, page_options(settings), step, cache_for(settings)
        )
    results = tuple(posting_result(item, outcome) for item in postings)
    return SharedPage(outcome, answer_postings_keywords(outcome, outcome.keywords), results)


def answer_postings_keywords(
    outcome: Outcome, keywords: Sequence[Keyword]
) -> tuple[KeywordAnswer, ...]:
    return answer_keywords(keywords, outcome.master, outcome.scores, outcome.plan)


def posting_result(item: PostingKeywords, outcome: Outcome) -> Result:
    """What the page is for one posting."""
    if item.posting:
        facts = posting_facts(item.posting, answer_postings_keywords(outcome, item.keywords))
        return Result(item.name, "served", facts)
    error = item.error or UnfitError()
    problems = tuple(with_posting(problem, item.name) for problem in error.problems)
    return Result(item.name, "failed", problems=problems, code=error.exit_code)


def write_shared_page(
    settings: Settings,
    inputs: Inputs,
    target: Target,
    postings: Sequence[PostingKeywords],
    page: SharedPage,
) -> None:
    hashed_postings = [
        hash_posting(item.name, target, item.posting) for item in postings if item.posting
    ]
    page_inputs = hash_page_inputs(
        settings, inputs.path, inputs.sha256, target, postings=hashed_postings
    )
    outcome, facts = page.outcome, page_facts(page.outcome, page.found)
    forms = other_forms(settings, outcome)
    warned = write_page(target, page_inputs, facts, outcome.document, forms)
    print_problems(*(() if settings.quiet else warned))


def report_shared_page(
    page: SharedPage, settings: Settings, written: Target | None, master: Path
) -> None:
    outcome, answers = page.outcome, page.found
    if settings.format == "json":
        missing = [
            {"term": term, "postings": count} for term, count in top_missing_keywords(page.results)
        ]
        report: dict[str, Any] = job_record(outcome, answers, written, elapsed_seconds())
        report |= {
            "postings": [result_record(result) for result in page.results],
            "missing": missing,
        }
        print_json(report)
    elif not settings.quiet:
        details = tuple(job_details(outcome, answers, False))
        head = headline_rows(outcome, written, master, elapsed_seconds())
        print_rows((*head, *posting_rows(page.results), *details))


def posting_rows(results: Sequence[Result]) -> Iterator[Row]:
    """What the page covers of each posting, and what the master lacks for most of them."""
    yield from report_rows.heading_rows(
        "postings", "must-haves and nice-to-haves that the page covers"
    )
    for result in results:
        facts = result.facts or PageFacts()
        name = result.facts.label() if result.facts else f"{result.posting}: failed"
        numbers = f"  {facts.share_text('must'):>7} {facts.share_text('nice'):>7}  "
        yield (numbers, "cyan"), (report_rows.shorten(name, report_width() - SHARED_NUMBERS), "")
    yield from missing_rows(top_missing_keywords(results))
