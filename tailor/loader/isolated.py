"""Reading a CV in any format: what can harm the libraries that read it, in a child process."""

import json
from pathlib import Path

from tailor.errors import InputError, LimitError, Place, Problem
from tailor.importers.base import ImportResult
from tailor.loader import READERS, import_cv, parse_resume
from tailor.models import Resume
from tailor.resume.source import printable
from tailor.sandbox.process import Limits
from tailor.sandbox.worker import WorkerError, WorkerKilledError, call_isolated
from tailor.system.children import HAS_CPU_LIMIT

RESAVE_HINT = "save it again with the program that made it, or export it to another format"
MOST_TOLD = 1000
"""Characters of a line that are shown; the whole is in `meta.unplaced`."""
PATIENCE_S = 600 if HAS_CPU_LIMIT else 40
"""Seconds by the clock. On a busy machine a second of processor time takes far longer than that, so
where the processor time is limited the clock only ends what waits for ever."""
LIMITS = Limits(seconds=PATIENCE_S, cpu=20, file=50_000_000, memory=2_000_000_000)


def import_isolated(path: Path) -> ImportResult:
    """The CV in a file as a master, with what of it was not understood.

    Raises InputError, FileError or LimitError.
    """
    if path.suffix.lower() in READERS:
        return import_cv(path)
    place = Place(str(path))
    slow = "this file takes more time or memory to read than any CV should"
    try:
        return call_isolated(LIMITS, import_in_child, str(path))
    except (LimitError, WorkerKilledError) as error:
        if isinstance(error, LimitError) and any(problem.place for problem in error.problems):
            raise
        raise LimitError(Problem(slow, place, hint=RESAVE_HINT)) from error
    except WorkerError as error:
        message = "the libraries that read this format failed on this file"
        raise InputError(Problem(message, place, hint=RESAVE_HINT)) from error


def import_in_child(path: str) -> ImportResult:
    """As `import_cv`, where a file may make the libraries that read it crash, hang or grow."""
    try:
        return import_cv(path)
    except RecursionError as error:
        raise LimitError(Problem("the file is nested too deeply", Place(path))) from error
    except MemoryError as error:
        message = "the file takes too much memory to read"
        raise LimitError(Problem(message, Place(path))) from error


def read_any(path: Path) -> tuple[Resume, tuple[Problem, ...]]:
    """The résumé in a file of any format, and warnings. Raises as `brought`."""
    from tailor.loader import read_resume

    if path.suffix.lower() in READERS or not path.is_file():
        return read_resume(path)
    result = import_isolated(path)
    resume, _ = parse_resume(json.dumps(result.master), str(path), "json")
    return resume, (*result.problems, *unplaced_warnings(result))


def unplaced_warnings(result: ImportResult) -> tuple[Problem, ...]:
    """A warning for each line of a CV that is not in the master."""
    return tuple(
        Problem(
            "this line was not understood",
            Place(result.path, line.line),
            printable(line.text, MOST_TOLD),
            level="warning",
        )
        for line in result.unplaced
    )
