"""Command lines that need no parser: what they ask for is plain, or was told before.

Loading the parser of the command line takes longer than such a command itself. Whatever is in any
way out of the ordinary is left to it.
"""

import io
import json
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import redirect_stdout, suppress
from pathlib import Path

from tailor.cli.console import write_line
from tailor.cli.user_cache import VARIABLE, user_cache
from tailor.streams import message_stream, result_stream, silence_libraries

MASTERS = (".yaml", ".yml", ".json")
HELP = ("-h", "--help")
SHAPING = ("COLOR", "COLUMNS", "LINES", "TERM", "TTY", "TYPER", "JUPYTER", "GITHUB", "LANG", "LC_")
"""Parts of the names of variables by which the layout of a text may be chosen."""


def find_fast_path(words: Sequence[str]) -> Callable[[], int] | None:
    """What a command line does, if it is one of those; `words` are without the program's name."""
    ours = {name for name in os.environ if name.lstrip("_").startswith("TAILOR_")}
    if ours - {VARIABLE} or not words or sys.stdout is not sys.__stdout__:
        return None
    *before, last = words
    if before[:1] == ["check"] and all(map(is_master, words[1:])):
        return lambda: check_quickly(words[1:])
    if last in HELP and all(word.isalpha() for word in before):
        return lambda: print_help(words)
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
