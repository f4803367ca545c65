"""Keeps what libraries print off the standard descriptors: the tools of `tailor.streams`."""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from threading import RLock, get_ident

from tailor.system.c_output import flush_c_output

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar, TextIO

DEBUG = "TAILOR_DEBUG"
STDOUT, STDERR = 1, 2


def point(number: int, target: int | None) -> None:
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


def sink(number: int) -> "TextIO":
    """What stands in for `sys.stdout` or `sys.stderr` while a library works."""
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
        self.routed = Routed(self, sink(self.number), getattr(sys, self.name))
        if self.diverts:
            self.moved = list({id(raw): raw for raw in self.raw_streams()}.values())
            self.move(self.saved)
            point(self.number, self.target())
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
        """In a forked child none of the threads that were inside goes on."""
        if self.inside:
            self.restore()
        self.forget()


class Routed:
    """Stands in for a stream of `sys`: threads inside a guard write on `sink`, others as ever."""

    def __init__(self, guard: Guard, sink: "TextIO", stream: "Any") -> None:
        self.guard, self.sink, self.stream = guard, sink, stream

    def __getattr__(self, name: str) -> "Any":
        inside = Guard.owned or get_ident() in self.guard.inside
        return getattr(self.sink if inside else self.stream, name)


GUARDS = (Guard(STDOUT, "stdout"), Guard(STDERR, "stderr"))

if hasattr(os, "register_at_fork"):
    for one in GUARDS:
        os.register_at_fork(after_in_child=one.after_fork)
