"""Temporary files and folders: whose they are, and which of them a killed program left behind.

What is in use is locked (flock(2)). The system undoes the lock when the program ends, however it
ends. Process numbers in names would not do: containers share folders, but not numbers.
"""

import os
import stat
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path


@contextmanager
def claim(path: Path) -> Iterator[bool]:
    """Marks a new file or folder as in use for a while.

    Yields:
        Whether it is still there: another program may have cleared it away a moment before.
    """
    try:
        handle = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        yield False
        return
    except OSError:  # Windows opens no folders.
        yield True
        return
    try:
        lock(handle, wait=True)
        yield is_at(path, handle)
    finally:
        os.close(handle)


def sweep(path: Path, remove: Callable[[Path], object]) -> None:
    """Removes a file or folder if it is this user's own and no program claims it."""
    with suppress(OSError):
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | NONBLOCKING)
        try:
            if is_own(handle) and lock(handle, wait=False) and is_at(path, handle):
                remove(path)
        finally:
            os.close(handle)


@contextmanager
def swept(remove: Callable[[Path], object]) -> Iterator[list[Path]]:
    """A list of files and folders that are removed in the end, however that comes, the last first.

    A signal may come while that is done, but only one is heeded, so it is done twice.
    """
    litter: list[Path] = []
    try:
        try:
            yield litter
        finally:
            for path in reversed(litter):
                remove(path)
    finally:
        for path in reversed(litter):
            remove(path)


@contextmanager
def alone(folders: Iterable[Path], seconds: float) -> Iterator[None]:
    """Keeps other programs that ask for this out of the same folders for a while.

    One that stays in there longer than `seconds` is not waited for, so nothing comes to a halt;
    nor is there a lock where the system has none.
    """
    end = time.monotonic() + seconds
    with ExitStack() as held:
        for folder in sorted(folders):  # In one order, or two could wait for each other.
            with suppress(OSError):
                handle = os.open(folder, os.O_RDONLY)
                held.callback(os.close, handle)
                while is_taken(handle) and time.monotonic() < end:
                    time.sleep(0.005)
        yield


def is_taken(handle: int) -> bool:
    """Takes the lock for good, if it can be had; whether another program has it."""
    if sys.platform == "win32":
        return False
    from fcntl import LOCK_EX, LOCK_NB, flock

    try:
        flock(handle, LOCK_EX | LOCK_NB)
    except BlockingIOError:
        return True
    return False


NONBLOCKING = getattr(os, "O_NONBLOCK", 0)
"""To open a named pipe would wait for whoever writes to it."""


def lock(handle: int, wait: bool) -> bool:
    """Shares the lock if `wait`, else takes it for good; whether that worked."""
    if sys.platform == "win32":
        return False
    from fcntl import LOCK_EX, LOCK_NB, LOCK_SH, flock

    try:
        flock(handle, LOCK_SH if wait else LOCK_EX | LOCK_NB)
    except OSError:
        return False
    return True


def is_own(handle: int) -> bool:
    found = os.fstat(handle)
    ordinary = stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)
    return ordinary and sys.platform != "win32" and found.st_uid == os.geteuid()


def is_at(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(path.lstat(), os.fstat(handle))
    except OSError:
        return False
