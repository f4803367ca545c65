"""Temporary files and folders: whose they are, and which of them a killed program left behind.

What is in use is locked (flock(2)). The system undoes the lock when the program ends, however it
ends. Process numbers in names would not do: containers share folders, but not numbers.
"""

import os
import stat
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import TypeVar

from tailor.system import (
    HAS_FILE_LOCKS,
    NO_FOLLOW,
    NO_WAIT,
    is_foreign,
    is_locked,
    take_lock,
    user_id,
)

Thing = TypeVar("Thing")
OLD_S = 86_400
"""Seconds after which a leftover is removed where the system has no locks: no run takes a day."""


@contextmanager
def claim_path(path: Path) -> Iterator[bool]:
    """Marks a new file or folder as in use for a while.

    Where the system has no locks it is not held open: Windows replaces no file that is open.

    Yields:
        Whether it is still there: another program may have cleared it away a moment before.
    """
    if not HAS_FILE_LOCKS:
        yield os.path.lexists(path)
        return
    try:
        handle = os.open(path, os.O_RDONLY)
    except FileNotFoundError:
        yield False
        return
    except OSError:  # It may not be read.
        yield True
        return
    try:
        take_lock(handle, shared=True, wait=True)
        yield is_same_inode(path, handle)
    finally:
        os.close(handle)


def remove_if_unused(path: Path, remove: Callable[[Path], object]) -> None:
    """Removes a file or folder if it is this user's own and no program claims it."""
    with suppress(OSError):
        if not HAS_FILE_LOCKS:
            if is_ordinary(about := path.lstat()) and time.time() - about.st_mtime > OLD_S:
                remove(path)
            return
        handle = os.open(path, os.O_RDONLY | NO_FOLLOW | NO_WAIT)
        try:
            if is_owned_by_user(handle) and take_lock(handle) and is_same_inode(path, handle):
                remove(path)
        finally:
            os.close(handle)


@contextmanager
def clean_up_on_exit(remove: Callable[[Thing], object]) -> Iterator[list[Thing]]:
    """A list of files and folders that are removed in the end, however that comes, the last first.

    A signal may interrupt that, but only one is handled, so it is done twice.
    """
    litter: list[Thing] = []
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
def exclusive_folders(folders: Iterable[Path], seconds: float) -> Iterator[None]:
    """Keeps other programs that ask for this out of the same folders for a while.

    One that stays in there longer than `seconds` is not waited for, so nothing comes to a halt;
    nor is there a lock where the system has none.
    """
    end = time.monotonic() + seconds
    with ExitStack() as stack:
        for folder in sorted(folders):  # In one order, or two could wait for each other.
            with suppress(OSError):
                handle = os.open(folder, os.O_RDONLY)
                stack.callback(os.close, handle)
                while is_locked(handle) and time.monotonic() < end:
                    time.sleep(0.005)
        yield


@contextmanager
def try_exclusive(folder: Path) -> Iterator[bool]:
    """Whether no other program is in `alone` with a folder, and keeps it so for a while; True where
    the system has no locks. Raises OSError."""
    if not HAS_FILE_LOCKS:
        yield True
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        yield not is_locked(handle)
    finally:
        os.close(handle)


def is_owned_by_user(handle: int) -> bool:
    """Whether an open file or folder is this user's; False where users have no numbers."""
    about = os.fstat(handle)
    return is_ordinary(about) and user_id() is not None and not is_foreign(about)


def is_ordinary(about: os.stat_result) -> bool:
    """Whether this is a file or a folder, and no link, pipe or device."""
    return stat.S_ISREG(about.st_mode) or stat.S_ISDIR(about.st_mode)


def is_same_inode(path: Path, handle: int) -> bool:
    try:
        return os.path.samestat(path.lstat(), os.fstat(handle))
    except OSError:
        return False
