"""Keeps standard output for our own results, whatever the libraries print."""

import io
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import RLock, get_ident

from tailor.system import IS_MACOS, IS_WINDOWS

TYPE_CHECKING = False

if TYPE_CHECKING:
    from typing import Any, ClassVar, TextIO


def flush_c_output() -> None:
    """Lets C's standard output write what it holds back, where it was meant to go.

    Only that stream: to flush all would wait for a thread that reads standard input in C.
    """
    import ctypes

    with suppress(OSError, AttributeError, ValueError):
        if IS_WINDOWS:
            library = ctypes.CDLL("ucrtbase")
            library.__acrt_iob_func.restype = ctypes.c_void_p
            stream = ctypes.c_void_p(library.__acrt_iob_func(1))
        else:
            library = ctypes.CDLL(None)
            name = "__stdoutp" if IS_MACOS else "stdout"
            stream = ctypes.c_void_p.in_dll(library, name)
        library.fflush(stream)


DEBUG = "TAILOR_DEBUG"
STDOUT, STDERR = 1, 2


def redirect_descriptor(number: int, target: int | None) -> None:
    """Lets a standard descriptor lead where another one leads (None: nowhere)."""
    if target is not None:
        os.dup2(target, number)
        return
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
    except OSError:  # A child behind a wall may not open it.
        os.dup2(STDERR, number)
        return
    os.dup2(nowhere, number)
    os.close(nowhere)


def null_stream(number: int) -> "TextIO":
    """What replaces `sys.stdout` or `sys.stderr` while a library works."""
    return open(number, "w", buffering=1, encoding="utf-8", errors="replace", closefd=False)


class Guard:
    """Keeps what libraries print off one standard descriptor while some thread is inside.

    `owned` is whether this process is ours: its descriptor 1 leads nowhere already, and no thread
    of anybody else prints.
    """

    owned: "ClassVar[bool]" = False

    def __init__(self, number: int, name: str) -> None:
        """`number` is 1 or 2, `name` that of the stream in `sys`."""
        self.number, self.name = number, name
        self.saved = -1
        """A copy of the descriptor, kept for good: another thread may be about to write on it."""
        self.forget()

    def forget(self) -> None:
        self.lock = RLock()
        self.inside: dict[int, int] = {}
        """For each thread that is inside, how many times it entered."""
        self.moved: list[Any] = []
        self.routed: Routed | None = None

    def enter(self) -> None:
        with self.lock:
            if not self.inside:
                try:
                    self.divert()
                except BaseException:  # Such as Ctrl-C.
                    self.restore()
                    raise
            self.inside[get_ident()] = self.inside.get(get_ident(), 0) + 1

    def leave(self) -> None:
        with self.lock:
            self.inside[get_ident()] -= 1
            if not self.inside[get_ident()]:
                del self.inside[get_ident()]
            if not self.inside:
                self.restore()

    def divert(self) -> None:
        if self.diverts:
            flush_c_output()
            try:
                if self.saved < 0:
                    self.saved = os.dup(self.number)
                else:
                    os.dup2(self.number, self.saved, inheritable=False)
            except OSError:  # The descriptor is closed: nothing that is printed arrives anyway.
                return
        self.routed = Routed(self, null_stream(self.number), getattr(sys, self.name))
        if self.diverts:
            self.moved = list({id(raw): raw for raw in self.raw_streams()}.values())
            self.move(self.saved)
            redirect_descriptor(self.number, self.target())
        setattr(sys, self.name, self.routed)

    def restore(self) -> None:
        if self.routed is None:
            return
        with suppress(OSError, ValueError):
            self.routed.sink.flush()
        if getattr(sys, self.name) is self.routed:
            setattr(sys, self.name, self.routed.stream)
        if self.diverts:
            flush_c_output()
            os.dup2(self.saved, self.number)
            self.move(self.number)
        self.routed = None

    @property
    def diverts(self) -> bool:
        """Whether the descriptor leads to somebody yet."""
        return self.number == STDERR or not Guard.owned

    def target(self) -> int | None:
        """Where what is printed goes: in a process of somebody else nothing must get lost."""
        if self.number == STDERR:
            return self.saved if os.environ.get(DEBUG) else None
        try:
            os.fstat(STDERR)
        except OSError:
            return None
        return STDERR

    def move(self, number: int) -> None:
        """Lets the streams of Python that write on our descriptor write on another one.

        Whoever holds such a stream, in any thread, writes on where it always led.
        """
        for raw in self.moved:
            name = raw.name
            raw.__init__(number, "w", closefd=False)
            raw.name = name

    def raw_streams(self) -> "Iterator[io.FileIO]":
        for name in (self.name, f"__{self.name}__"):
            buffer = getattr(getattr(sys, name), "buffer", None)
            raw = getattr(buffer, "raw", buffer)  # With `python -u` there is no buffer.
            if (
                isinstance(raw, io.FileIO)
                and not (raw.closed or raw.closefd)
                and raw.fileno() == self.number
            ):
                yield raw

    def after_fork(self) -> None:
        """In a forked child none of the threads that were inside continues."""
        if self.inside:
            self.restore()
        self.forget()


class Routed:
    """Stands in for a stream of `sys`: threads inside a guard write on `sink`, others as usual."""

    def __init__(self, guard: Guard, sink: "TextIO", stream: "Any") -> None:
        self.guard, self.sink, self.stream = guard, sink, stream

    def __getattr__(self, name: str) -> "Any":
        inside = Guard.owned or get_ident() in self.guard.inside
        return getattr(self.sink if inside else self.stream, name)


GUARDS = (Guard(STDOUT, "stdout"), Guard(STDERR, "stderr"))
if hasattr(os, "register_at_fork"):
    for guard in GUARDS:
        os.register_at_fork(after_in_child=guard.after_fork)


class Streams:
    """Where results (`output`) and messages (`errors`) are printed; None for those of `sys`."""

    output: "ClassVar[TextIO | None]" = None
    errors: "ClassVar[TextIO | None]" = None


def result_stream() -> "TextIO":
    """The stream for results: only our own code writes on it."""
    return Streams.output or sys.stdout


def message_stream() -> "TextIO":
    """The stream for messages."""
    return Streams.errors or sys.stderr


def take_streams() -> None:
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
    Streams.output, Streams.errors = (
        copy_stream(STDOUT, sys.stdout),
        copy_stream(STDERR, sys.stderr),
    )
    sys.stdout, sys.stderr = Streams.output, Streams.errors
    sys.__stdout__, sys.__stderr__ = Streams.output, Streams.errors  # type: ignore[misc, assignment]
    redirect_descriptor(STDOUT, STDERR if os.environ.get(DEBUG) else None)
    threading.excepthook = report_thread


def report_thread(failed: "threading.ExceptHookArgs") -> None:
    """Says on our own stream that a thread failed, even while libraries are silenced."""
    import traceback

    if not issubclass(failed.exc_type, SystemExit):
        traceback.print_exception(
            failed.exc_type, failed.exc_value, failed.exc_traceback, file=message_stream()
        )


def remember_streams() -> None:
    """Makes today's `sys.stdout` and `sys.stderr` those of `output` and `errors`, until `release`.

    For a command line that a program runs within itself.
    """
    if not Guard.owned:
        Streams.output, Streams.errors = sys.stdout, sys.stderr


def release_streams() -> None:
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


def copy_stream(number: int, stream: "TextIO | None") -> "TextIO":
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
def silence_libraries(messages: bool = False) -> Iterator[None]:
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
def discard_output() -> Iterator[None]:
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
        redirect_descriptor(STDOUT, None)
        try:
            yield
        finally:
            flush_c_output()
            os.dup2(before, STDOUT)
            os.close(before)
