"""Programs that a program leaves behind in a session of their own, where no signal reaches them."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from tailor.system.children import can_find_holders, find_holders, is_hung_up

GRACE, PATIENCE = 0.1, 2.0
"""Seconds that what was killed has to go before it is looked for, and for all of it to be gone."""


@contextmanager
def leash() -> Iterator[tuple[int, ...]]:
    """Descriptors for a program to inherit, as whatever it starts does; in the end, whoever still
    holds them is killed. None where the system does not say who that is."""
    if not can_find_holders():
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
    """Kills whoever holds the other end of a pipe."""
    deadline = time.monotonic() + PATIENCE
    while not is_hung_up(reader, GRACE) and time.monotonic() < deadline:
        for process in find_holders(reader):
            with suppress(OSError):
                os.kill(process, signal.SIGKILL)
