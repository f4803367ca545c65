"""The only place that prints: results on stdout, everything else on stderr."""

import codecs
import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar, TextIO

from tailor import streams
from tailor.errors import Problem, TailorError, one_line

if TYPE_CHECKING:
    from tailor.pipeline import Progress

UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Characters that could command a terminal, or turn the direction of what it shows."""
COMMAND = re.compile(r"^(\s*:):|(##(?:vso)?)\[", re.MULTILINE)
"""What CI runners (GitHub Actions, Azure Pipelines) obey where a program prints it."""
NARROW, WIDE = 80, 100
SIMPLE = str.maketrans(
    {"█": "#", "░": ".", "…": "...", "·": "-", "–": "-", "−": "-", "“": '"', "”": '"'}
    | {"•": "*", "→": "->", "‘": "'", "’": "'", "—": "-", "\N{REPLACEMENT CHARACTER}": "?"}
)
"""For output that can show ASCII only."""
LOOKALIKES = "tailor.lookalikes"
"""What a stream does with a character that it cannot show: it prints one that looks like it."""

Row = tuple[tuple[str, str], ...]
"""A line of a report: pieces of text, each with a style of Rich ("" for none)."""


class Stdout:
    """`used` is whether a result was printed since the streams were opened."""

    used: ClassVar[bool] = False


class Written:
    """`files` are those that were written since the streams were opened."""

    files: ClassVar[tuple[str, ...]] = ()


class UsageError(TailorError):
    """The command line itself is wrong."""

    exit_code = 2


def open_streams() -> None:
    """Makes stdin, stdout and stderr usable: a closed one leads nowhere, no text fails to print."""
    Stdout.used = False
    Written.files = ()
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123
    streams.remember()
    codecs.register_error(LOOKALIKES, look_alike)
    for stream in (streams.output(), streams.errors()):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=LOOKALIKES)


def look_alike(error: UnicodeError) -> tuple[str | bytes, int]:
    """What is printed for characters that the stream's encoding lacks (`codecs.register_error`);
    those without a look-alike are named by their code, such as \\u0142."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    simple = lacking.translate(SIMPLE)
    return simple.encode("ascii", "backslashreplace").decode(), error.end


def say(text: str) -> None:
    """A result, on stdout."""
    Stdout.used = True
    put(safe(text), streams.output())


def complain(*problems: Problem) -> None:
    """Faults or warnings, on stderr."""
    for problem in problems:
        put(harmless(str(problem)), streams.errors())


def note(text: str) -> None:
    """What the user should know or do, on stderr."""
    put(harmless(text), streams.errors())


def harmless(text: str) -> str:
    """A text for people, which commands neither a terminal nor a CI runner."""
    return COMMAND.sub(lambda found: f"{found[1]} :" if found[1] else f"{found[2]} [", safe(text))


def safe(text: str) -> str:
    return UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text)


def put(text: str, stream: TextIO) -> None:
    """Prints a text and a line end; whoever no longer listens is no error.

    Raises OSError if a result cannot be printed; that a fault cannot be told is not told.
    """
    try:
        stream.write(text + "\n")
        stream.flush()
    except OSError as error:
        hush(stream)
        if stream is streams.output() and not isinstance(error, BrokenPipeError):
            raise OSError(error.errno, error.strerror, "standard output") from error


def hush(stream: TextIO) -> None:
    """Sends what is still to be written nowhere, so that nothing fails at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def width() -> int:
    """Columns of a report: those of the terminal, within what reads well."""
    import shutil

    return min(max(shutil.get_terminal_size((WIDE, 24)).columns, NARROW), WIDE)


def plain(stream: TextIO) -> bool:
    """Whether the stream can show ASCII only."""
    return "utf" not in (stream.encoding or "").lower()


def show(rows: Iterable[Row]) -> None:
    """A report: with styles on a terminal, plain text elsewhere."""
    rows = tuple(rows)
    if not rows:
        return
    stream = streams.output()
    if not stream.isatty():
        lines = (one_line("".join(words for words, _ in row).rstrip()) for row in rows)
        text = harmless("\n".join(lines))
        say(text.translate(SIMPLE) if plain(stream) else text)
        return
    from rich.console import Console
    from rich.text import Text

    Stdout.used = True
    console = Console(file=stream, highlight=False, soft_wrap=True)
    for row in rows:
        console.print(Text.assemble(*((harmless(one_line(words)), style) for words, style in row)))


@contextmanager
def progress(quiet: bool) -> "Iterator[Progress]":
    """A function that shows the step the program is at, on stderr if that is a terminal."""
    if quiet or not streams.errors().isatty():
        yield str
        return
    from rich.console import Console
    from rich.text import Text

    with Console(file=streams.errors()).status(Text("starting")) as status:
        yield lambda step: status.update(Text(safe(step)))
