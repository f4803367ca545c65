"""Keeps standard output for our own results, whatever the libraries print.

A library written in C prints on file descriptor 1, which replacing `sys.stdout` does not stop:
HiGHS 1.16 greets everybody there. There are two ways:

- A process that is ours (the command line, a child that answers a request) calls `own` once.
  Results then go to a private copy of the descriptor, and descriptor 1 leads nowhere for good.
- A process that is not ours (a program that imports `tailor`) keeps its descriptor 1. Only while
  one of our functions runs, descriptor 1 leads to standard error (`libraries_silenced`).

With the environment variable TAILOR_DEBUG everything that is silenced here is shown on standard
error.
"""

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from tailor.shield import DEBUG, GUARDS, STDERR, STDOUT, Guard, point
from tailor.system import IS_WINDOWS
from tailor.system.c_output import flush_c_output

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import ClassVar, TextIO


class Streams:
    """Where results (`output`) and messages (`errors`) are printed; None for those of `sys`."""

    output: "ClassVar[TextIO | None]" = None
    errors: "ClassVar[TextIO | None]" = None


def output() -> "TextIO":
    """The stream for results: only our own code writes on it."""
    return Streams.output or sys.stdout


def errors() -> "TextIO":
    """The stream for messages."""
    return Streams.errors or sys.stderr


def own() -> None:
    """Takes the standard streams of this process, until it ends.

    `sys.stdout` and `sys.stderr` then write on private descriptors, which no child process
    inherits. What a library or a child writes on descriptor 1 is dropped. A stream that was
    closed leads nowhere.
    """
    if Guard.owned:
        return
    Guard.owned = True
    for number in (0, STDOUT, STDERR):
        open_if_closed(number)
    Streams.output, Streams.errors = private(STDOUT, sys.stdout), private(STDERR, sys.stderr)
    sys.stdout, sys.stderr = Streams.output, Streams.errors
    sys.__stdout__, sys.__stderr__ = Streams.output, Streams.errors  # type: ignore[misc, assignment]
    point(STDOUT, STDERR if os.environ.get(DEBUG) else None)
    threading.excepthook = report_thread


def report_thread(failed: "threading.ExceptHookArgs") -> None:
    """Says on our own stream that a thread failed, even while libraries are silenced."""
    import traceback

    if not issubclass(failed.exc_type, SystemExit):
        traceback.print_exception(
            failed.exc_type, failed.exc_value, failed.exc_traceback, file=errors()
        )


def remember() -> None:
    """Makes today's `sys.stdout` and `sys.stderr` those of `output` and `errors`, until `release`.

    For a command line that a program runs within itself.
    """
    if not Guard.owned:
        Streams.output, Streams.errors = sys.stdout, sys.stderr


def release() -> None:
    if not Guard.owned:
        Streams.output = Streams.errors = None


def open_if_closed(number: int) -> None:
    """Makes a standard descriptor usable, so that no file of ours gets its number."""
    try:
        os.fstat(number)
    except OSError:
        nowhere = os.open(os.devnull, os.O_RDWR)  # The lowest free number, so perhaps this one.
        if nowhere == number:
            os.set_inheritable(nowhere, True)
        else:
            os.dup2(nowhere, number)
            os.close(nowhere)


def private(number: int, stream: "TextIO | None") -> "TextIO":
    """A stream like `stream` on a copy of a standard descriptor."""
    if stream is None:
        return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123
    with suppress(OSError):
        stream.flush()
    # Windows turns "\n" into "\r\n" on its standard streams, as None does here.
    newline = None if IS_WINDOWS else "\n"
    return open(  # noqa: PTH123
        os.dup(number), "w", encoding=stream.encoding, errors=stream.errors, newline=newline
    )


@contextmanager
def libraries_silenced(messages: bool = False) -> Iterator[None]:
    """While inside, nothing that a library prints reaches standard output.

    Args:
        messages: whether nothing reaches standard error either. What is written on `output()` and
            `errors()` is printed all the same.

    In a process that is not ours, output of other threads through `sys.stdout` goes where it
    always went. What they write past it, in C or by a child process that they start meanwhile,
    goes to standard error. Calls may be nested, and made by several threads at once.
    """
    guards = GUARDS if messages else GUARDS[:1]
    for guard in guards:
        guard.enter()
    try:
        yield
    finally:
        for guard in reversed(guards):
            guard.leave()


@contextmanager
def discarded() -> Iterator[None]:
    """While inside, what is printed on descriptor 1 is dropped: for a call that takes a moment."""
    if Guard.owned or os.environ.get(DEBUG):
        yield
        return
    with GUARDS[0].lock:
        flush_c_output()
        try:
            before = os.dup(STDOUT)
        except OSError:  # Standard output is closed.
            yield
            return
        point(STDOUT, None)
        try:
            yield
        finally:
            flush_c_output()
            os.dup2(before, STDOUT)
            os.close(before)
