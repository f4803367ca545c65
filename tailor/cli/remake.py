"""One page, made again and again: what did not change since the last time is not read again."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tailor.cli.coverage import Answer, answers
from tailor.cli.job import judged, options_of, target_for
from tailor.cli.lock import Lock, current, facts, ingredients, lock
from tailor.cli.masters import content, job_file, sha256
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
    """The inputs as they were read last, by kind, each with what it was read from and how."""

    known: dict[str, tuple[Hashable, Any]] = field(default_factory=dict)

    def recall(self, kind: str, about: Hashable, digest: str, read: Callable[[], Any]) -> Any:
        """What `read` gives, or gave of the same; `digest` is that of the file as it is now."""
        held = self.known.get(kind)
        if held is None or (held[0], held[1].sha256) != (about, digest):
            held = self.known[kind] = about, read()
        return held[1]

    def master(self, path: Path, language: str) -> Inputs:
        """Raises as `read_master`."""
        about, digest = (path, language), sha256(content(path))
        found: Inputs = self.recall(
            "master", about, digest, lambda: read_master(path, True, language)
        )
        return found

    def posting(self, source: str, allow_local: bool) -> Posting:
        """One that is in no file is asked for once. Raises as `read_posting`."""
        about, data = (source, allow_local), job_file(source)
        found: Posting = self.recall(
            "posting",
            about,
            sha256(data) if data else "",
            lambda: read_posting(source, allow_local=allow_local),
        )
        return found


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
    used = ingredients(settings, master, inputs.sha256, goal, posting)
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
