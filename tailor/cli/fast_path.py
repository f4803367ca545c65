"""Command lines that need no parser: what they ask for is plain, or was told before.

Loading the parser of the command line takes longer than such a command itself. Whatever is in any
way out of the ordinary is left to it.
"""

import hashlib
import io
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import redirect_stdout, suppress
from itertools import pairwise
from pathlib import Path
from typing import Any, ClassVar

from tailor.cache import file_stamps, hash_parts
from tailor.cli.console import Messages, Report, elapsed_seconds, print_report, write_line
from tailor.cli.user_cache import VARIABLE, user_cache
from tailor.files import data_folder
from tailor.streams import message_stream, result_stream, silence_libraries

MASTERS = (".yaml", ".yml", ".json")
HELP = ("-h", "--help")
SHAPING = ("COLOR", "COLUMNS", "LINES", "TERM", "TTY", "TYPER", "JUPYTER", "GITHUB", "LANG", "LC_")
"""Parts of the names of variables by which the layout of a text may be chosen."""
UNHEEDED = frozenset({"_", "OLDPWD", "PWD", "SHLVL"})
"""Variables that a shell changes between two commands, and that we do not read."""
JOB_OPTIONS = ("--job", "--jd", "-j")
PROGRAMS = ("pdflatex", "lualatex", "pdftotext")
SECONDS, SHOWN_SECONDS = 9.876, ("9.876", "9.9 s")
"""Stands for the time that a run took in a report that is kept: as JSON has it, and as text."""


def find_fast_path(words: Sequence[str]) -> Callable[[], int] | None:
    """What a command line does, if it is one of those; `words` are without the program's name."""
    Job.key = ""
    ours = {name for name in os.environ if name.lstrip("_").startswith("TAILOR_")}
    if ours - {VARIABLE} or not words or sys.stdout is not sys.__stdout__:
        return None
    *before, last = words
    if before[:1] == ["check"] and all(map(is_master, words[1:])):
        return lambda: check_quickly(words[1:])
    if last in HELP and all(word.isalpha() for word in before):
        return lambda: print_help(words)
    if words[0].startswith("-"):
        Job.key = state_key(words)
        if report := unchanged_report(Job.key):
            return lambda: repeat_report(report)
        if is_new_posting(words):
            from tailor.sandbox.worker import EarlyChild

            EarlyChild.start("tailor.keywords:extract")
    return None


def is_master(word: str) -> bool:
    return word.lower().endswith(MASTERS) and not word.startswith("-")


def check_quickly(names: Sequence[str]) -> int:
    from tailor.cli.commands.check import check_files

    with silence_libraries():
        return check_files([Path(name) for name in names], None, "text", False, False)


def print_help(words: Sequence[str]) -> int:
    """Prints a help text, which is the same until the program or the terminal changes."""
    stored = user_cache().kept(
        lambda: cached_help(words).encode(), "help", *words, terminal_key(), decode=bytes.decode
    )
    write_line(stored.decode().removesuffix("\n"), result_stream())
    return 0


class CapturedStdout(io.StringIO):
    """Looks like standard output, and keeps what is printed on it."""

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return result_stream().encoding

    def isatty(self) -> bool:
        return result_stream().isatty()


def cached_help(words: Sequence[str]) -> str:
    """A help text. Raises what is wrong with the command line."""
    from typer import Exit

    from tailor.cli.app import run_app

    with redirect_stdout(CapturedStdout()) as copy, suppress(Exit):
        run_app(words)
    return copy.getvalue()


def terminal_key() -> str:
    """All about the terminal that a text may be laid out by."""
    sizes = []
    for stream in (sys.stdin, result_stream(), message_stream()):
        with suppress(OSError):
            sizes.append(tuple(os.get_terminal_size(stream.fileno())))
    shaping = {
        name: value
        for name, value in sorted(os.environ.items())
        if any(part in name for part in SHAPING)
    }
    return json.dumps([sizes, CapturedStdout().isatty(), CapturedStdout().encoding, shaping])


class Job:
    """`key` is what the command line of this process asks for, and in which state; "" if its
    report is not kept."""

    key: ClassVar[str] = ""


def state_key(words: Sequence[str]) -> str:
    """A hash of what the main job depends on beside its files: the command line, the folder and
    the names in it, the environment, the terminal, and the templates that came with us."""
    kept = sorted((name, value) for name, value in os.environ.items() if name not in UNHEEDED)
    state = [
        list(words),
        Path.cwd().as_posix(),
        sorted(one.name for one in Path().iterdir()),
        kept,
        terminal_key(),
    ]
    return hash_parts(json.dumps(state), *sorted(file_stamps(data_folder("templates"))))


def is_new_posting(words: Sequence[str]) -> bool:
    """Whether the posting that a command line names is in a file that was never read before, as
    far as that can be seen at a glance."""
    named = [value for option, value in pairwise(words) if option in JOB_OPTIONS]
    found = named[:1] or [one.partition("=")[2] for one in words if one.startswith("--job=")]
    if not found or not Path(found[0]).is_file():
        return False
    from tailor.cli.inputs import read_file_of_suffix

    data = read_file_of_suffix(Path(found[0]))
    return "--no-cache" in words or not user_cache().has("posting", found[0], data)


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
    told = json.dumps(tell(SECONDS))
    shown = sum(told.count(text) for text in SHOWN_SECONDS)
    if not Job.key or Messages.used or shown != (told != "[]"):
        return
    record: dict[str, Any] = {
        "told": told,
        "inputs": {str(path): file_digest(path) for path in inputs},
        "outputs": {str(path): file_digest(path) for path in outputs},
        "beside": {str(path): names_beside(path) for path in outputs},
        "stamps": list(stamps),
        "programs": [shutil.which(name) for name in PROGRAMS],
    }
    record["stamps"] += [stamp_of(path) for path in record["programs"] if path]
    user_cache().keep(json.dumps(record).encode(), "report", Job.key)


def unchanged_report(key: str) -> Mapping[str, Any] | None:
    """What `keep_report` kept, if no file of the page and nothing that it was made of changed."""
    if (stored := user_cache().found("report", key, decode=json.loads)) is None:
        return None
    record: dict[str, Any] = json.loads(stored)
    files = {**record["inputs"], **record["outputs"]}
    with suppress(OSError, ValueError):
        if (
            all(file_digest(Path(path)) == digest for path, digest in files.items())
            and all(names_beside(Path(path)) == names for path, names in record["beside"].items())
            and all(stamp_of(one.rsplit(" ", 2)[0]) == one for one in record["stamps"])
            and [shutil.which(name) for name in PROGRAMS] == record["programs"]
        ):
            return record
    return None


def repeat_report(record: Mapping[str, Any]) -> int:
    """Prints the report; the files of the page are as new as if they had been written again."""
    for path in record["outputs"]:
        with suppress(OSError):
            os.utime(path)
    told, seconds = record["told"], elapsed_seconds()
    for text, now in zip(SHOWN_SECONDS, (f"{seconds:.3f}", f"{seconds:.1f} s"), strict=True):
        told = told.replace(text, now)
    print_report(json.loads(told))
    return 0


def file_digest(path: Path) -> str:
    """A hash of where a path leads, links and all, and of what stands there; "" if no file does."""
    if not path.is_file():
        return ""
    return hashlib.sha256(os.path.realpath(path).encode() + b"\0" + path.read_bytes()).hexdigest()


def names_beside(path: Path) -> list[str]:
    """The files beside one that are called as it is but for their ends, and begun ones."""
    names = (one.name for one in path.parent.iterdir())
    return sorted(name for name in names if name.startswith((path.stem, ".tailor-")))


def stamp_of(path: str) -> str:
    """Path, size and time of a program, as `tailor.latex.engine.Engine.stamp` has them."""
    about = Path(path).stat()
    return f"{path} {about.st_size} {about.st_mtime_ns}"
