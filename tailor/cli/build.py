"""Builds one page, and again when an input changes."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from tailor.cli.commands.tailor import (
    find_failed_checks,
    find_page_faults,
    html_report,
    make_judge,
    moved_lines,
    other_forms,
    page_options,
    target_for,
)
from tailor.cli.config import place_in_config
from tailor.cli.inputs import (
    Inputs,
    find_master,
    posting_bytes,
    read_file_of_suffix,
    read_master,
    read_posting,
    sha256_hex,
)
from tailor.cli.lockfile import (
    PageFacts,
    current_lock,
    hash_inputs,
    page_facts,
    whole_master_facts,
    write_page,
)
from tailor.cli.outputs import Target
from tailor.cli.settings import Settings
from tailor.cli.user_cache import cache_for
from tailor.errors import Problem, TailorError, UnfitError
from tailor.judge import Judgement
from tailor.models import Document, Posting, Resume
from tailor.pipeline import Outcome, Progress, posting_keywords, render, tailor, tailor_for_all
from tailor.scoring.coverage import KeywordAnswer, answer_keywords


@dataclass(frozen=True, slots=True)
class BuildResult:
    """A page, or why there is none: `code` is the exit code that says so. `warnings` are about
    pins and excludes that now stand for other lines."""

    document: Document | None = None
    facts: PageFacts | None = None
    problems: tuple[Problem, ...] = ()
    code: int = 0
    html: bytes = b""
    judgement: Judgement = field(default_factory=Judgement)
    forms: Mapping[str, bytes] = field(default_factory=dict)
    warnings: tuple[Problem, ...] = ()


def try_page(
    settings: Settings, master: Resume, warnings: int, posting: Posting, target: Target
) -> BuildResult:
    """Makes the page of one job; errors that the user can fix are returned. A judge's answers may
    be recorded next to the `target`."""

    options = page_options(settings, posting)
    moved = moved_lines(master, options.rules)

    def work() -> Outcome:
        judge, cache = make_judge(settings, target), cache_for(settings)
        return tailor(master, posting, options, cache=cache, judge=judge)

    return replace(try_work(settings, warnings + len(moved), work), warnings=moved)


def try_shared_page(
    settings: Settings, master: Resume, warnings: int, postings: Sequence[Posting]
) -> BuildResult:
    """The same for one page for several postings."""

    def work() -> Outcome:
        cache = cache_for(settings)
        pairs = [(posting, posting_keywords(posting, cache)) for posting in postings]
        return tailor_for_all(master, pairs, page_options(settings), cache=cache)

    return try_work(settings, warnings, work)


def try_work(settings: Settings, warnings: int, work: Callable[[], Outcome]) -> BuildResult:
    try:
        outcome = work()
    except TailorError as error:
        problems = place_in_config(error.problems, settings)
        return BuildResult(None, None, problems, error.exit_code)
    answers = answer_keywords(outcome.keywords, outcome.master, outcome.scores, outcome.plan)
    faults = find_page_faults(settings, outcome, answers, warnings)
    facts = page_facts(outcome, answers)
    judgement = outcome.judgement
    if faults:
        code = UnfitError.exit_code
        return BuildResult(outcome.document, facts, tuple(faults), code, judgement=judgement)
    html, forms = html_report(settings, outcome, answers), other_forms(settings, outcome)
    return BuildResult(outcome.document, facts, html=html, judgement=judgement, forms=forms)


def try_whole_master(settings: Settings, master: Resume, warnings: int) -> BuildResult:
    """The same for the pages of a whole master."""
    try:
        document, findings = render(master, page_options(settings), cache_for(settings))
    except TailorError as error:
        return BuildResult(None, None, error.problems, error.exit_code)
    faults = find_failed_checks(settings, findings, warnings)
    return BuildResult(
        document, whole_master_facts(master, document), tuple(faults), 4 if faults else 0
    )


@dataclass(frozen=True, slots=True)
class WatchBuild:
    """A page and what is known of it; `written` is None if nothing was to be written."""

    settings: Settings
    inputs: Inputs
    outcome: Outcome
    found: tuple[KeywordAnswer, ...]
    facts: PageFacts
    written: Target | None


@dataclass(frozen=True, slots=True)
class InputCache:
    """The inputs as they were read last, by kind, each with what it was read from and how."""

    known: dict[str, tuple[Hashable, Any]] = field(default_factory=dict)

    def recall(self, kind: str, about: Hashable, digest: str, read: Callable[[], Any]) -> Any:
        """What `read` gives, or gave of the same; `digest` is that of the file as it is now."""
        cached = self.known.get(kind)
        if cached is None or (cached[0], cached[1].sha256) != (about, digest):
            cached = self.known[kind] = about, read()
        return cached[1]

    def master(self, path: Path, language: str) -> Inputs:
        """Raises as `read_master`."""
        about, digest = (path, language), sha256_hex(read_file_of_suffix(path))
        inputs: Inputs = self.recall(
            "master", about, digest, lambda: read_master(path, True, language)
        )
        return inputs

    def posting(self, source: str, allow_local: bool) -> Posting:
        """One that is in no file is asked for once. Raises as `read_posting`."""
        about, data = (source, allow_local), posting_bytes(source)
        posting: Posting = self.recall(
            "posting",
            about,
            sha256_hex(data) if data else "",
            lambda: read_posting(source, allow_local=allow_local),
        )
        return posting


def remake_page(
    settings: Settings, desk: InputCache, step: Progress, lazy: bool
) -> WatchBuild | None:
    """Makes the page of a job and writes it, if it is good enough; raises as the main job.

    The report as a web page, if one is wanted, is left to
    `tailor.cli.commands.watch.publish_report`.

    None if `lazy` and the page that was written last is what would be made.
    """
    step("reading the master")
    master = find_master(settings.resume)
    inputs = desk.master(master, settings.language)
    step("opening the posting")
    posting = desk.posting(settings.job, settings.allow_local)
    goal = target_for(settings, posting, master)
    hashed = hash_inputs(settings, master, inputs.sha256, goal, posting)
    if lazy and current_lock(hashed, goal):
        return None
    options, cache = page_options(settings, posting), cache_for(settings)
    judge = make_judge(settings, goal)
    outcome = tailor(inputs.resume, posting, options, step, cache, apart=True, judge=judge)
    step("writing")
    answers = answer_keywords(outcome.keywords, outcome.master, outcome.scores, outcome.plan)
    if faults := find_page_faults(settings, outcome, answers, len(inputs.warnings)):
        raise UnfitError(*faults)
    facts = page_facts(outcome, answers)
    if settings.dry_run:
        return WatchBuild(settings, inputs, outcome, answers, facts, None)
    forms, record = other_forms(settings, outcome), outcome.judgement.record()
    write_page(goal, hashed, facts, outcome.document, forms, posting, judge=record)
    return WatchBuild(settings, inputs, outcome, answers, facts, goal)


def preload_libraries(desk: InputCache) -> None:
    """Loads the libraries that later pages may need, wherever the first one did without."""
    from tailor.keywords import extract
    from tailor.scoring.similarity import find_similar_wordings, repeatable_wordings

    extract(desk.known["posting"][1])
    find_similar_wordings(repeatable_wordings(desk.known["master"][1].resume))
