"""One page, from a master and what was read: what batch and verify do for each."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tailor.cli.coverage import answers
from tailor.cli.job import as_html, faulty, judged, options_of
from tailor.cli.lock import Lock, facts, facts_of_whole
from tailor.cli.memory import memory
from tailor.cli.settings import Settings
from tailor.errors import Problem, TailorError, UnfitError
from tailor.model import Document, Posting, Resume
from tailor.pipeline import Outcome, demands, render, tailor, tailor_for_all


@dataclass(frozen=True, slots=True)
class Made:
    """A page, or why there is none: `code` is the exit code that says so."""

    document: Document | None = None
    facts: Lock | None = None
    problems: tuple[Problem, ...] = ()
    code: int = 0
    html: bytes = b""


def attempt(settings: Settings, master: Resume, warnings: int, posting: Posting) -> Made:
    """Makes the page of one job; whatever the user could mend comes back as a value."""
    return attempted(settings, warnings, lambda: one(settings, master, posting))


def one(settings: Settings, master: Resume, posting: Posting) -> Outcome:
    return tailor(master, posting, options_of(settings), cache=memory(settings))


def attempt_for_all(
    settings: Settings, master: Resume, warnings: int, postings: Sequence[Posting]
) -> Made:
    """Likewise the page that serves several postings."""

    def work() -> Outcome:
        cache = memory(settings)
        asked = [(posting, demands(posting, cache)) for posting in postings]
        return tailor_for_all(master, asked, options_of(settings), cache=cache)

    return attempted(settings, warnings, work)


def attempted(settings: Settings, warnings: int, work: Callable[[], Outcome]) -> Made:
    try:
        outcome = work()
    except TailorError as error:
        return Made(None, None, error.problems, error.exit_code)
    found = answers(outcome.keywords, outcome.master, outcome.scores, outcome.plan)
    faults = judged(settings, outcome, found, warnings)
    told = facts(outcome, found)
    if faults:
        return Made(outcome.document, told, tuple(faults), UnfitError.exit_code)
    return Made(outcome.document, told, html=as_html(settings, outcome, found))


def attempt_whole(settings: Settings, master: Resume, warnings: int) -> Made:
    """Likewise the pages of a whole master."""
    try:
        document, findings = render(master, options_of(settings), memory(settings))
    except TailorError as error:
        return Made(None, None, error.problems, error.exit_code)
    faults = faulty(settings, findings, warnings)
    return Made(document, facts_of_whole(master, document), tuple(faults), 4 if faults else 0)
