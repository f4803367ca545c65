"""The inputs of a command: where the master is, and reading it and the posting."""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from tailor.cli.say import UsageError, complain, note
from tailor.errors import Problem
from tailor.model import Posting, Resume

NAMES = ("resume.yaml", "resume.yml", "resume.json", "cv.yaml", "cv.yml")
"""A master is looked for under these names, in this order."""
VARIABLE = "TAILOR_RESUME"


@dataclass(frozen=True, slots=True)
class Inputs:
    """What was read. `path` is the master's file."""

    path: Path
    resume: Resume
    warnings: tuple[Problem, ...]


def find_master(given: Path | None) -> Path:
    """The master's file: as given, as the environment says, or by its name in this folder.

    Raises `UsageError` if there is none.
    """
    if given is not None:
        return given
    if named := os.environ.get(VARIABLE):
        return Path(named)
    for name in NAMES:
        if Path(name).is_file():
            return Path(name)
    hint = "name it with --resume FILE, or write one to begin with: tailor init"
    problem = Problem(f"no master CV: there is no {', '.join(NAMES)} in this folder", hint=hint)
    raise UsageError(problem)


def read_master(given: Path | None, quiet: bool) -> Inputs:
    """The master; warnings about it go to stderr unless `quiet`. Raises as `tailor.read.read`."""
    from tailor.read import read

    path = find_master(given)
    resume, warnings = read(path)
    if not quiet:
        complain(*warnings)
    return Inputs(path, resume, warnings)


def read_posting(source: str) -> Posting:
    """The posting. Raises as `tailor.posting.fetch`."""
    from tailor.posting import fetch

    if source == "-" and sys.stdin.isatty():
        note("paste the posting, then press Ctrl-D on a line of its own")
    return fetch(source, sys.stdin.buffer)


def strictly(strict: bool, warnings: int) -> list[Problem]:
    """The fault that there are warnings, if they are to be one."""
    if not (strict and warnings):
        return []
    there = "there is a warning" if warnings == 1 else f"there are {warnings} warnings"
    return [Problem(f"{there}, and --strict was asked for")]
