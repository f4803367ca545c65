"""Where what runs find out is kept for the next."""

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from tailor.cache import NOWHERE, Cache, file_stamp
from tailor.cli.console import Messages, Report, elapsed_seconds, print_report
from tailor.system import is_foreign, is_shared

if TYPE_CHECKING:
    from tailor.cli.settings import Settings

VARIABLE = "TAILOR_CACHE"
"""Names another folder than the user's own."""


def cache_for(settings: "Settings") -> Cache:
    """The cache to use; where nothing is to be kept, one that keeps nothing."""
    return NOWHERE if settings.no_cache else user_cache()


def user_cache() -> Cache:
    """The cache of this user; where nothing can be kept, one that keeps nothing."""
    if chosen := os.environ.get(VARIABLE):
        return private_cache(Path(chosen).absolute())
    from platformdirs import user_cache_path

    folder = user_cache_path("tailor")
    return private_cache(folder / "answers") if folder.is_absolute() else NOWHERE


def private_cache(folder: Path) -> Cache:
    """The cache in a folder, unless anybody else could put answers there."""
    try:
        about = folder.stat()
    except OSError:
        return Cache(folder)
    return NOWHERE if is_foreign(about) or is_shared(about) else Cache(folder)


PROGRAMS = ("pdflatex", "lualatex", "pdftotext")
SECONDS, SHOWN_SECONDS = 9.876, ("9.876", "9.9 s")
"""Stands for the time that a run took in a report that is kept: as JSON has it, and as text."""


class Job:
    """`key` is what the command line of this process asks for, and in which state; "" if its
    report is not kept."""

    key: ClassVar[str] = ""


def keep_report(
    inputs: Iterable[Path], outputs: Iterable[Path], stamps: Iterable[str], tell: Report
) -> None:
    """Keeps the report of a page that was just written, to be printed again while nothing changes.

    Args:
        inputs: files that were read, and files that would be read if they were there.
        outputs: the files of the page.
        stamps: of the engine (`tailor.latex.engine.Engine.stamp`).
        tell: the report, by the seconds that the run took.
    """
    report, read = json.dumps(tell(SECONDS)), tuple(inputs)
    count = sum(report.count(text) for text in SHOWN_SECONDS)
    if not Job.key or Messages.used or count != (report != "[]"):
        return
    with suppress(OSError, ValueError):
        start = time.time() - elapsed_seconds()
        if any(path.exists() and is_newer(path.stat(), start) for path in read):
            return  # The report may be about what was there before.
        record: dict[str, Any] = {
            "told": report,
            "inputs": {str(path): file_digest(path) for path in read},
            "outputs": {str(path): file_digest(path) for path in outputs},
            "beside": {str(path): names_beside(path) for path in outputs},
            "stamps": list(stamps),
            "programs": [shutil.which(name) for name in PROGRAMS],
        }
        record["stamps"] += [file_stamp(path) for path in record["programs"] if path]
        user_cache().put_bytes(json.dumps(record).encode(), "report", Job.key)


def unchanged_report(key: str) -> Mapping[str, Any] | None:
    """What `keep_report` kept, if no file of the page and nothing that it was made of changed."""
    if (stored := user_cache().get_bytes("report", key, decode=json.loads)) is None:
        return None
    record: dict[str, Any] = json.loads(stored)
    files = {**record["inputs"], **record["outputs"]}
    with suppress(OSError, ValueError):
        if (
            all(file_digest(Path(path)) == digest for path, digest in files.items())
            and all(names_beside(Path(path)) == names for path, names in record["beside"].items())
            and all(file_stamp(stamp.rsplit(" ", 2)[0]) == stamp for stamp in record["stamps"])
            and [shutil.which(name) for name in PROGRAMS] == record["programs"]
        ):
            return record
    return None


def repeat_report(record: Mapping[str, Any]) -> int:
    """Prints the report; the files of the page are as new as if they had been written again."""
    for path in record["outputs"]:
        with suppress(OSError):
            os.utime(path)
    report, seconds = record["told"], elapsed_seconds()
    for text, now in zip(SHOWN_SECONDS, (f"{seconds:.3f}", f"{seconds:.1f} s"), strict=True):
        report = report.replace(text, now)
    print_report(json.loads(report))
    return 0


def is_newer(about: os.stat_result, moment: float) -> bool:
    """Whether a file was changed, or put in its place, after a moment (seconds, `time.time`)."""
    return max(about.st_mtime, about.st_ctime) >= moment


def file_digest(path: Path) -> str:
    """A hash of where a path leads, links and all, and of what is there; "" if no file does."""
    if not path.is_file():
        return ""
    return hashlib.sha256(os.path.realpath(path).encode() + b"\0" + path.read_bytes()).hexdigest()


def names_beside(path: Path) -> list[str]:
    """The files next to one that are of the same name with other endings, and unfinished ones."""
    names = (file.name for file in path.parent.iterdir())
    return sorted(name for name in names if name.startswith((path.stem, ".tailor-")))
