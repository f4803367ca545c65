"""Programs that a program leaves behind in a session of their own, where no signal reaches them."""

import os
import select
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

GRACE, PATIENCE = 0.1, 2.0
"""Seconds that what was killed has to go before it is looked for, and for all of it to be gone."""


@contextmanager
def leash() -> Iterator[tuple[int, ...]]:
    """Descriptors for a program to inherit, as whatever it starts does; in the end, whoever still
    holds them is killed."""
    if sys.platform == "win32":
        yield ()
        return
    reader, writer = os.pipe()
    try:
        try:
            yield (writer,)
        finally:
            os.close(writer)
        end(reader)
    finally:
        os.close(reader)


def end(reader: int) -> None:
    """Kills whoever holds the other end of a pipe (Linux; elsewhere nobody is found)."""
    poll = select.poll()
    poll.register(reader, 0)
    deadline = time.monotonic() + PATIENCE
    while not poll.poll(GRACE * 1000) and time.monotonic() < deadline:
        for process in holders(f"pipe:[{os.fstat(reader).st_ino}]"):
            with suppress(OSError):
                os.kill(process, signal.SIGKILL)


def holders(pipe: str) -> Iterator[int]:
    """The processes, but for this one, that have a pipe open, by its name in /proc."""
    for folder in Path("/proc").glob("[1-9]*/fd"):
        process = int(folder.parent.name)
        with suppress(OSError):
            if process != os.getpid() and pipe in {str(one.readlink()) for one in folder.iterdir()}:
                yield process
