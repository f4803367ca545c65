"""Landlock: the Linux kernel keeps a program from every file but those it needs.

TeX's own switches (`openin_any=p`) leave a door open: pdfTeX's `\\pdfobj file` asks nobody.
Where the kernel has no Landlock (before Linux 5.13, or another system) there is no such wall, and
`built` says so.
"""

import ctypes
import os
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from pathlib import Path

from tailor.system import IS_LINUX

CREATE, ADD, RESTRICT = 444, 445, 446
"""Numbers of the system calls, the same on every processor (Linux, syscall tables)."""
NO_NEW_PRIVILEGES = 38
RUN, WRITE, READ, LIST = 1, 2, 4, 8
EVERY = (1 << 13) - 1
"""The rights of the first version of Landlock (linux/landlock.h)."""
OF_FILES = RUN | WRITE | READ
SYSTEM = ("/usr", "/lib", "/lib32", "/lib64", "/bin", "/etc/ld.so.cache")
"""Where a program's libraries are."""


class Rule(ctypes.Structure):
    """`struct landlock_path_beneath_attr`."""

    _pack_ = 1
    _fields_ = (("rights", ctypes.c_uint64), ("parent", ctypes.c_int32))


@cache
def has_landlock() -> bool:
    """Whether this kernel has Landlock."""
    return IS_LINUX and landlock_call(CREATE, None, 0, 1) > 0


def make_ruleset(readable: Iterable[str | Path], writable: str | Path | None) -> int | None:
    """A descriptor of the rules for `confine`, or None where there is no Landlock.

    Args:
        readable: folders and files that may be read; those that are not there are left out.
        writable: the folder that may be changed as well.
    """
    if not has_landlock():
        return None
    handled = ctypes.c_uint64(EVERY)
    rules = landlock_call(CREATE, ctypes.byref(handled), ctypes.sizeof(handled), 0)
    if rules < 0:
        return None
    for path in (*SYSTEM, *readable):
        allow_path(rules, path, RUN | READ | LIST)
    if writable is not None:
        allow_path(rules, writable, EVERY)
    return rules


def allow_path(rules: int, path: str | Path, rights: int) -> None:
    with suppress(OSError):
        parent = os.open(path, os.O_PATH | os.O_CLOEXEC)
        try:
            allowed = rights if Path(path).is_dir() else rights & OF_FILES
            landlock_call(ADD, rules, 1, ctypes.byref(Rule(allowed, parent)), 0)
        finally:
            os.close(parent)


def confine(rules: int) -> None:
    """Puts this process, and whatever it starts, under the rules for good.

    Raises:
        OSError: the kernel refused.
    """
    library = ctypes.CDLL(None, use_errno=True)
    if library.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0) or library.syscall(RESTRICT, rules, 0):
        raise OSError(ctypes.get_errno(), "the kernel does not confine the program")


def landlock_call(number: int, *arguments: object) -> int:
    return int(ctypes.CDLL(None, use_errno=True).syscall(number, *arguments))
