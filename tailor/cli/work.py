"""One page, from a master and a posting that were read: what batch and verify do for each."""

from dataclasses import dataclass

from tailor.cli.coverage import answers
from tailor.cli.job import judged, options_of
from tailor.cli.lock import Lock, facts
from tailor.cli.settings import Settings
from tailor.errors import Problem, TailorError
from tailor.model import Document, Posting, Resume
from tailor.pipeline import tailor


@dataclass(frozen=True, slots=True)
class Made:
    """A page, or why there is none: `code` is the exit code that says so."""

    document: Document | None = None
    facts: Lock | None = None
    problems: tuple[Problem, ...] = ()
    code: int = 0


def attempt(settings: Settings, master: Resume, warnings: int, posting: Posting) -> Made:
    """Makes the page of one job; whatever the user could mend comes back as a value."""
    try:
        outcome = tailor(master, posting, options_of(settings))
    except TailorError as error:
        return Made(None, None, error.problems, error.exit_code)
    found = answers(outcome.keywords, outcome.master, outcome.scores, outcome.plan)
    faults = judged(settings, outcome, found, warnings)
    return Made(outcome.document, facts(outcome, found), tuple(faults), 4 if faults else 0)
