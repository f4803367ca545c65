"""Command lines that need no parser: simple ones, and those whose output is cached.

Loading the parser of the command line takes longer than such a command itself. Whatever is in any
way out of the ordinary is left to it.
"""

import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout, suppress
from itertools import pairwise
from pathlib import Path

from tailor.cache import file_stamps, hash_parts
from tailor.cli.console import write_line
from tailor.cli.user_cache import VARIABLE, Job, repeat_report, unchanged_report, user_cache
from tailor.errors import TailorError
from tailor.files import data_folder
from tailor.streams import message_stream, result_stream, silence_libraries

MASTERS = (".yaml", ".yml", ".json")
HELP = ("-h", "--help")
SHAPING = ("COLOR", "COLUMNS", "LINES", "TERM", "TTY", "TYPER", "JUPYTER", "GITHUB", "LANG", "LC_")
"""Parts of the names of variables by which the layout of a text may be chosen."""
UNHEEDED = frozenset({"_", "OLDPWD", "PWD", "SHLVL"})
"""Variables that a shell changes between two commands, and that we do not read."""
JOB_OPTIONS = ("--job", "--jd", "-j")


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
    return find_main_job(words) if words[0].startswith("-") else None


def find_main_job(words: Sequence[str]) -> Callable[[], int] | None:
    """As `find_fast_path`, for the main job. What a new posting needs is begun meanwhile; whatever
    goes wrong here is reported by the job itself."""
    with suppress(OSError, ValueError, TailorError):
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
    stored = user_cache().get_or_make(
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
    with silence_libraries(messages=True):
        import rich.console  # noqa: F401 (typer imports it while the help is printed)
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


def state_key(words: Sequence[str]) -> str:
    """A hash of what the main job depends on besides its files: the command line, the folder and
    the names in it, the environment, the terminal, and the templates that came with us."""
    variables = sorted((name, value) for name, value in os.environ.items() if name not in UNHEEDED)
    state = [
        list(words),
        Path.cwd().as_posix(),
        sorted(file.name for file in Path().iterdir()),
        variables,
        terminal_key(),
    ]
    return hash_parts(json.dumps(state), *sorted(file_stamps(data_folder("templates"))))


def is_new_posting(words: Sequence[str]) -> bool:
    """Whether the posting that a command line names is in a file that was never read before, as
    far as that can be seen at a glance."""
    values = [value for option, value in pairwise(words) if option in JOB_OPTIONS]
    names = values[:1] or [word.partition("=")[2] for word in words if word.startswith("--job=")]
    if not names or not Path(names[0]).is_file():
        return False
    from tailor.cli.inputs import read_file_of_suffix

    data = read_file_of_suffix(Path(names[0]))
    return "--no-cache" in words or not user_cache().has_answer("posting", names[0], data)
