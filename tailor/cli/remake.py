"""One page, made again and again: what did not change since the last time is not read again."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tailor.cli.coverage import Answer, answers
from tailor.cli.job import judged, options_of, target_for
from tailor.cli.lock import Lock, current, facts, ingredients, lock, sha256
from tailor.cli.memory import memory
from tailor.cli.outputs import Target, kept
from tailor.cli.settings import Settings
from tailor.cli.sources import Inputs, find_master, read_master, read_posting
from tailor.errors import UnfitError
from tailor.model import Posting
from tailor.pipeline import Outcome, Progress, tailor


@dataclass(frozen=True, slots=True)
class Remade:
    """A page and what is known of it; `written` is None if nothing was to be written."""

    settings: Settings
    inputs: Inputs
    outcome: Outcome
    found: tuple[Answer, ...]
    facts: Lock
    written: Target | None


@dataclass(frozen=True, slots=True)
class Desk:
    """The inputs as they were read last, by kind, each with a key of what it was read from."""

    known: dict[str, tuple[Hashable, Any]] = field(default_factory=dict)

    def recall(self, kind: str, key: Hashable, read: Callable[[], Any]) -> Any:
        """What `read` gives, or gave when the key was the same; without a key always anew."""
        if key is None:
            return read()
        if self.known.get(kind, (None, None))[0] != key:
            self.known[kind] = key, read()
        return self.known[kind][1]

    def master(self, path: Path, language: str) -> Inputs:
        """Raises as `read_master`."""
        key = (path, language, digest) if (digest := fingerprint(path)) else None
        found: Inputs = self.recall("master", key, lambda: read_master(path, True, language))
        return found

    def posting(self, source: str, allow_local: bool) -> Posting:
        """One that is in no file is asked for once. Raises as `read_posting`."""
        path = Path(source)
        key = (source, allow_local, fingerprint(path) if path.is_file() else "")
        found: Posting = self.recall(
            "posting", key, lambda: read_posting(source, allow_local=allow_local)
        )
        return found


def fingerprint(path: Path) -> str:
    """A hash of a file's content; "" if it cannot be read."""
    try:
        return sha256(path.read_bytes())
    except OSError:
        return ""


def remake(settings: Settings, desk: Desk, step: Progress, lazy: bool) -> Remade | None:
    """Makes the page of a job and writes it, if it is good enough; raises as the main job.

    The report as a web page, if one is wanted, is left to `tailor.cli.watch_tell.publish`.

    None if `lazy` and the page that was written last is what would be made.
    """
    step("reading the master")
    master = find_master(settings.resume)
    inputs = desk.master(master, settings.language)
    step("opening the posting")
    posting = desk.posting(settings.job, settings.allow_local)
    goal = target_for(settings, posting, master)
    used = ingredients(settings, master, goal, posting)
    if lazy and current(used, goal):
        return None
    options, cache = options_of(settings), memory(settings)
    outcome = tailor(inputs.resume, posting, options, step, cache, apart=True)
    step("writing")
    found = answers(outcome.keywords, outcome.master, outcome.scores, outcome.plan)
    if faults := judged(settings, outcome, found, len(inputs.warnings)):
        raise UnfitError(*faults)
    told = facts(outcome, found)
    if settings.dry_run:
        return Remade(settings, inputs, outcome, found, told, None)
    goal.write(outcome.document, lock(used, told, outcome.document), kept(posting))
    return Remade(settings, inputs, outcome, found, told, goal)


def warm(desk: Desk) -> None:
    """Loads the libraries that later pages may need, wherever the first one did without."""
    from tailor.keywords import extract
    from tailor.score import similar, wordings

    extract(desk.known["posting"][1])
    similar(wordings(desk.known["master"][1].resume))
