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

from tailor.cli.memory import VARIABLE, usual
from tailor.cli.say import put
from tailor.streams import errors, libraries_silenced, output

MASTERS = (".yaml", ".yml", ".json")
HELP = ("-h", "--help")
SHAPING = ("COLOR", "COLUMNS", "LINES", "TERM", "TTY", "TYPER", "JUPYTER", "GITHUB", "LANG", "LC_")
"""Parts of the names of variables by which the layout of a text may be chosen."""


def short(words: Sequence[str]) -> Callable[[], int] | None:
    """What a command line does, if it is one of those; `words` are without the program's name."""
    ours = {name for name in os.environ if name.lstrip("_").startswith("TAILOR_")}
    if ours - {VARIABLE} or not words or sys.stdout is not sys.__stdout__:
        return None
    *before, last = words
    if before[:1] == ["check"] and all(map(is_master, words[1:])):
        return lambda: check(words[1:])
    if last in HELP and all(word.isalpha() for word in before):
        return lambda: tell(words)
    return None


def is_master(word: str) -> bool:
    return word.lower().endswith(MASTERS) and not word.startswith("-")


def check(names: Sequence[str]) -> int:
    from tailor.cli.check import check_files

    with libraries_silenced():
        return check_files([Path(name) for name in names], None, "text", False, False)


def tell(words: Sequence[str]) -> int:
    """Prints a help text, which is the same until the program or the terminal changes."""
    stored = usual().kept(
        lambda: told(words).encode(), "help", *words, terminal(), decode=bytes.decode
    )
    put(stored.decode().removesuffix("\n"), output())
    return 0


class Copy(io.StringIO):
    """Looks like standard output, and keeps what is printed on it."""

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return output().encoding

    def isatty(self) -> bool:
        return output().isatty()


def told(words: Sequence[str]) -> str:
    """A help text. Raises what is wrong with the command line."""
    from typer import Exit

    from tailor.cli.app import run

    with redirect_stdout(Copy()) as copy, suppress(Exit):
        run(words)
    return copy.getvalue()


def terminal() -> str:
    """All about the terminal that a text may be laid out by."""
    sizes = []
    for stream in (sys.stdin, output(), errors()):
        with suppress(OSError):
            sizes.append(tuple(os.get_terminal_size(stream.fileno())))
    shaping = {
        name: value
        for name, value in sorted(os.environ.items())
        if any(part in name for part in SHAPING)
    }
    return json.dumps([sizes, Copy().isatty(), Copy().encoding, shaping])
