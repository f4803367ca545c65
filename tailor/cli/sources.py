"""The inputs of a command: where the master is, and reading it and the posting."""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tailor.cache import NOWHERE, Cache
from tailor.cli.say import UsageError, complain, note
from tailor.errors import FileError, Place, Problem
from tailor.model import Keyword, Posting, Resume
from tailor.project import refuse_input
from tailor.system import END_OF_INPUT

if TYPE_CHECKING:
    from tailor.cli.settings import Settings

NAMES = ("resume.yaml", "resume.yml", "resume.json", "cv.yaml", "cv.yml")
"""A master is looked for under these names, in this order."""
FEW = 4
"""Keywords; with fewer a posting says too little."""
VARIABLE = "TAILOR_RESUME"


@dataclass(frozen=True, slots=True)
class Inputs:
    """What was read. `path` is the master's file, `sha256` that of its bytes as they were read (""
    if somebody saved it just then)."""

    path: Path
    sha256: str
    resume: Resume
    warnings: tuple[Problem, ...]


def find_master(given: Path | None) -> Path:
    """The master's file: as given, as the environment says, or by its name in this folder.

    Raises `UsageError` if there is none, `FileError` if the one that the environment names is gone,
    or the one in this folder is a link that leads out of it.
    """
    named = os.environ.get(VARIABLE)
    if named and given in (None, Path(named)):
        return in_environment(Path(named))
    if given is not None:
        return given
    for name in NAMES:
        if Path(name).is_file():
            refuse_input(Path(name), "--resume")
            return Path(name)
    hint = "name it with --resume FILE, or write one to begin with: tailor init"
    problem = Problem(f"no master CV: there is no {', '.join(NAMES)} in this folder", hint=hint)
    raise UsageError(problem)


def in_environment(path: Path) -> Path:
    """The path that a variable names, if there is something. Raises `FileError`."""
    if not path.exists():
        hint = f"the variable {VARIABLE} names it: let it name your master, or unset it"
        raise FileError(Problem("no such file", Place(str(path)), hint=hint))
    return path


def read_master(
    given: Path | None, quiet: bool, language: str = "", cache: Cache = NOWHERE
) -> Inputs:
    """The master; warnings about it go to stderr unless `quiet`.

    With a `language` its usual section titles are those of that language. Raises as `read_known`
    and `tailor.words.translated`.
    """
    from tailor.cli.masters import read_known
    from tailor.words import translated

    path = find_master(given)
    (resume, warnings), digest = read_known(path, cache)
    if not quiet:
        complain(*warnings)
    resume = translated(resume, language) if language else resume
    return Inputs(path, digest, resume, warnings)


def read_posting(
    source: str, quiet: bool = True, allow_local: bool = False, cache: Cache = NOWHERE
) -> Posting:
    """The posting; what is odd about it goes to stderr unless `quiet`.

    Raises as `tailor.fetch.fetch`.
    """
    from tailor.cli.masters import read_job
    from tailor.fetch import fetch

    if source == "-" and sys.stdin.isatty():
        note(f"paste the posting, then press {END_OF_INPUT} on a line of its own")
    stdin = sys.stdin.buffer
    posting = read_job(source, lambda: fetch(source, stdin, allow_local=allow_local), cache)
    if not quiet:
        complain(*oddities(posting))
    return posting


def refuse_chosen(settings: "Settings") -> None:
    """Refuses the posting of a job that leads out of the project, unless the user named it.

    Raises `FileError`.
    """
    from tailor.posting import in_file

    if "job" not in settings.named and in_file(settings.job):
        refuse_input(Path(settings.job), "--job")


def oddities(posting: Posting) -> tuple[Problem, ...]:
    """Warnings about what is odd about a posting."""
    place = Place(posting.source)
    return tuple(Problem(one, place, level="warning") for one in posting.notes)


def few(source: str, keywords: Sequence[Keyword]) -> tuple[Problem, ...]:
    """A warning if a posting names so little that no page can be made to fit it."""
    if len(keywords) >= FEW:
        return ()
    if not keywords:
        message = (
            "the posting says nothing of the work: its title alone decides what is on the page"
        )
        hint = "is the whole posting there? see it with tailor keywords"
        return (Problem(message, Place(source), hint=hint, level="warning"),)
    some = "one keyword was" if len(keywords) == 1 else f"{len(keywords)} keywords were"
    message = f"only {some} recognised: the posting hardly decides what is on the page"
    hint = "see them with tailor keywords; is the whole posting there?"
    return (Problem(message, Place(source), hint=hint, level="warning"),)


def strictly(strict: bool, warnings: int) -> list[Problem]:
    """The fault that there are warnings, if they are to be one."""
    if not (strict and warnings):
        return []
    there = "there is a warning" if warnings == 1 else f"there are {warnings} warnings"
    return [Problem(f"{there}, and --strict was asked for")]
