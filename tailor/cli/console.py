"""Writes results, notes, problems and progress."""

import codecs
import os
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import ClassVar, TextIO

from tailor import streams
from tailor.errors import Place, Problem, TailorError, one_line
from tailor.system import process_age

TYPE_CHECKING = False

if TYPE_CHECKING:
    from tailor.pipeline import Progress

UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""Characters that could command a terminal, or turn the direction of what it shows."""
COMMAND = re.compile(r"^([^\S\r\n]*+:):|(##(?:vso)?)\[", re.MULTILINE)
"""What CI runners (GitHub Actions, Azure Pipelines) obey where a program prints it."""
NARROW, USUAL = 60, 100
"""Columns: the fewest that a report is laid out for, and those where there is no terminal."""
SIMPLE = str.maketrans(
    {"█": "#", "░": ".", "…": "...", "·": "-", "–": "-", "−": "-", "“": '"', "”": '"'}
    | {"•": "*", "→": "->", "‘": "'", "’": "'", "—": "-", "\N{REPLACEMENT CHARACTER}": "?"}
)
"""For output that can show ASCII only."""
LOOKALIKES = "tailor.lookalikes"
"""What a stream does with a character that it cannot show: it prints one that looks like it."""
Row = tuple[tuple[str, str], ...]
"""A line of a report: pieces of text, each with a style of Rich ("" for none)."""
Report = Callable[[float], "str | Sequence[Row]"]
"""A report, as JSON or in rows, by the seconds that the run took."""


class Stdout:
    """`used` is whether a result was printed since the streams were opened."""

    used: ClassVar[bool] = False


class Messages:
    """`used` is whether a problem or note was printed since the streams were opened."""

    used: ClassVar[bool] = False


class Written:
    """`files` are those that were written since the streams were opened."""

    files: ClassVar[tuple[str, ...]] = ()


class UsageError(TailorError):
    """The command line itself is wrong."""

    exit_code = 2


def open_streams() -> None:
    """Makes stdin, stdout and stderr usable: a closed one leads nowhere, no text fails to print."""
    Stdout.used = Messages.used = False
    Written.files = ()
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115, PTH123
    streams.remember_streams()
    codecs.register_error(LOOKALIKES, substitute_characters)
    for stream in (streams.result_stream(), streams.message_stream()):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=LOOKALIKES)


def substitute_characters(error: UnicodeError) -> tuple[str | bytes, int]:
    """What is printed for characters that the stream's encoding lacks (`codecs.register_error`);
    those without a look-alike are named by their code, such as \\u0142."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    simple = lacking.translate(SIMPLE)
    return simple.encode("ascii", "backslashreplace").decode(), error.end


def print_result(text: str) -> None:
    """A result, on stdout."""
    Stdout.used = True
    write_line(strip_controls(text), streams.result_stream())


def print_bytes(data: bytes, what: str) -> None:
    """A finished file, on stdout.

    Raises UsageError: standard output is a terminal, which cannot show it.
    """
    stream = streams.result_stream()
    if stream.isatty():
        hint = "redirect it: add > FILE, or | PROGRAM"
        raise UsageError(Problem(f"a terminal cannot show {what}", hint=hint))
    Stdout.used = True
    try:
        stream.flush()
        stream.buffer.write(data)
        stream.buffer.flush()
    except BrokenPipeError:
        silence_stream(stream)
    except OSError as error:
        silence_stream(stream)
        raise OSError(error.errno, error.strerror, "standard output") from error


def print_problems(*problems: Problem) -> None:
    """Faults or warnings, on stderr; of many warnings of one kind the first few."""
    for text in problem_texts(problems):
        Messages.used = True
        write_line(escape_commands(text), streams.message_stream())


ALIKE_SHOWN = 3
"""Warnings of one kind that are shown; one more says how many there are."""
PLACE = re.compile(r"^[\w.-]+(?:/[\w.-]+)+(?=:)")
"""The path of a value, with which a message about it begins."""


def problem_texts(problems: Sequence[Problem]) -> Iterator[str]:
    """The problems as they are printed. Faults are never left out."""
    kinds = list(map(warning_kind, problems))
    counts, seen = Counter(kinds), Counter[tuple[str, ...]]()
    for problem, kind in zip(problems, kinds, strict=True):
        seen[kind] += 1
        rest = counts[kind] - ALIKE_SHOWN
        if problem.level != "warning" or seen[kind] <= ALIKE_SHOWN or rest == 1:
            yield str(problem)
        elif seen[kind] == counts[kind]:
            key = f"{kind[2]}: " if kind[2] else ""
            message = f"{rest} more like this: {key}{PLACE.sub('', problem.message).lstrip(': ')}"
            file = problem.place and Place(problem.place.path)
            last = f"the last one is on line {problem.place.line}" if problem.place else ""
            hint = f"{last}; tailor check --format json lists all" if last else ""
            yield str(Problem(message, file, hint=hint, level="warning"))


def warning_kind(problem: Problem) -> tuple[str, str, str, str]:
    """What warnings of one kind have in common: all but numbers, and in which list they are."""
    place = PLACE.match(problem.message)
    key = place[0].rpartition("/")[2] if place else ""
    path = problem.place.path if problem.place else ""
    last_key = "" if key.isdigit() else key
    return path, problem.level, last_key, re.sub(r"\d+", "0", PLACE.sub("", problem.message))


def print_note(text: str) -> None:
    """What the user should know or do, on stderr."""
    Messages.used = True
    write_line(escape_commands(text), streams.message_stream())


def escape_commands(text: str) -> str:
    """A text for people, which commands neither a terminal nor a CI runner."""
    return COMMAND.sub(
        lambda match: f"{match[1]} :" if match[1] else f"{match[2]} [", strip_controls(text)
    )


def strip_controls(text: str) -> str:
    return UNSAFE.sub("\N{REPLACEMENT CHARACTER}", text)


def write_line(text: str, stream: TextIO) -> None:
    """Prints a text and a line end; a closed pipe is ignored.

    Raises OSError if a result cannot be printed; a message that cannot be printed is dropped.
    """
    try:
        stream.write(text + "\n")
        stream.flush()
    except OSError as error:
        silence_stream(stream)
        if stream is streams.result_stream() and not isinstance(error, BrokenPipeError):
            raise OSError(error.errno, error.strerror, "standard output") from error


def silence_stream(stream: TextIO) -> None:
    """Sends what is still to be written nowhere, so that nothing fails at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def report_width() -> int:
    """Columns of a report: those of the terminal, from `NARROW` on."""
    import shutil

    return max(shutil.get_terminal_size((USUAL, 24)).columns, NARROW)


def is_ascii_only(stream: TextIO) -> bool:
    """Whether the stream can show ASCII only."""
    return "utf" not in (stream.encoding or "").lower()


def print_rows(rows: Iterable[Row]) -> None:
    """A report: with styles on a terminal, plain text elsewhere."""
    rows = tuple(rows)
    if not rows:
        return
    stream = streams.result_stream()
    if not stream.isatty():
        lines = (one_line("".join(words for words, _ in row).rstrip()) for row in rows)
        text = escape_commands("\n".join(lines))
        print_result(text.translate(SIMPLE) if is_ascii_only(stream) else text)
        return
    from rich.console import Console
    from rich.text import Text

    Stdout.used = True
    console = Console(file=stream, highlight=False, soft_wrap=True)
    for row in rows:
        console.print(
            Text.assemble(*((escape_commands(one_line(words)), style) for words, style in row))
        )


def print_report(report: "str | Sequence[Row]") -> None:
    """A report: JSON as it is, or rows."""
    if isinstance(report, str):
        print_result(report)
    else:
        print_rows(report)


@contextmanager
def show_progress(quiet: bool) -> "Iterator[Progress]":
    """A function that shows the step the program is at, on stderr if that is a terminal."""
    if quiet or not streams.message_stream().isatty():
        yield str
        return
    from rich.console import Console
    from rich.text import Text

    with Console(file=streams.message_stream()).status(Text("starting")) as status:
        yield lambda step: status.update(Text(strip_controls(step)))


@contextmanager
def show_progress_bar(total: int, quiet: bool) -> Iterator[Callable[[], object]]:
    """A function to call when one of `total` things is done."""
    if quiet or not sys.stderr.isatty():
        yield int
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(
        *columns, TimeRemainingColumn(), console=Console(file=sys.stderr), transient=True
    ) as bar:
        task = bar.add_task("starting the workers", total=total)
        yield lambda: bar.update(task, advance=1, description="pages")


LOADED = time.perf_counter()


class Clock:
    """`start` is when the command began, on the scale of `time.perf_counter`."""

    start: "ClassVar[float]" = LOADED


def start_clock(whole_process: bool) -> None:
    """Starts the clock: for the process's own command line when the process began, else now."""
    now = time.perf_counter()
    Clock.start = (process_start(now) or LOADED) if whole_process else now


def elapsed_seconds() -> float:
    """Seconds of wall time since the command began."""
    return time.perf_counter() - Clock.start


def process_start(now: float) -> float | None:
    """When this process began, where the system says it; None elsewhere."""
    age = process_age()
    return now - age if age is not None and age >= now - LOADED else None
