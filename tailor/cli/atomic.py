"""Files are written whole and together, or not at all, and where they were meant to go."""

import errno
import os
import re
import secrets
import stat
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from pathlib import Path

from tailor.cli.console import Written
from tailor.errors import FileError, Place, Problem
from tailor.files import refused_path
from tailor.folders import Entry, Folder, open_folder, sync_folder
from tailor.locks import clean_up_on_exit, exclusive_folders, remove_if_unused, try_exclusive
from tailor.project import Named, result_destination
from tailor.system import REPLACES_OPEN_FILES, take_lock

TEMPORARY = re.compile(r"\.tailor-[0-9a-f-]+\.tmp")
LOCK_WAIT_S = 2.0
"""Seconds that another run may take to put its results in place."""


def write_files(files: Sequence[tuple[Path, bytes]], named: Named | None = None) -> None:
    """Replaces files, each atomically, all of them if nothing fails on the way, and without the
    files of another run among them.

    Missing folders are made. The folders stay open from the check of where they are until the last
    file is in place, so no link that is put there meanwhile leads a file elsewhere.

    Args:
        files: paths and contents.
        named: what the user named; None: all of the paths.

    Raises:
        FileError: one cannot be written, or leads out of the project; then every older file is
            still there.
    """
    named = Named(frozenset(path for path, _ in files)) if named is None else named
    for path, _ in files:
        refuse_name(path)
    destinations = [
        (path, data, *result_destination(path, named)) for path, data in reversed(files)
    ]
    with ExitStack() as stack, clean_up_on_exit(remove_entry) as litter, ExitStack() as undo:
        place, writing = files[0][0], stack.enter_context(ExitStack())
        try:
            ready, folders = [], dict[Path, Folder]()
            for path, data, real, root in destinations:
                place = path
                target = Entry(
                    open_folder_once(real.parent, root, folders, litter, stack), real.name
                )
                refuse_unwritable(target)
                ready.append((path, write_temporary(target, data, litter, writing), target))
            stack.enter_context(exclusive_folders(folders, LOCK_WAIT_S))
            writing.close()  # Windows replaces no file that is open.
            for path, temp, target in reversed(ready):
                place = path
                put_in_place(temp, target, litter, undo)
            undo.pop_all()
        except OSError as error:
            raise write_error(place, error) from error
        for folder in folders.values():
            sync_folder(folder)
    Written.files += tuple(str(path) for path, _ in files)


def write_error(path: Path, error: OSError) -> FileError:
    """What is said of a file that cannot be written."""
    reason = (error.strerror or str(error)).lower()
    in_use = isinstance(error, PermissionError) and not REPLACES_OPEN_FILES
    hint = "close the program that shows it, then run this again" if in_use else ""
    return FileError(Problem(f"cannot be written: {reason}", Place(str(path)), hint=hint))


def refuse_name(path: Path) -> None:
    """Raises FileError if this system takes no file of this name."""
    if reason := refused_path(path):
        hint = "choose another name with --output, or rename the posting"
        raise FileError(Problem(f"cannot be written: {reason}", Place(str(path)), hint=hint))


def refuse_unwritable(target: Entry) -> None:
    """Raises what keeps a file from being written, if it can be seen; links were resolved."""
    status = target.stat()
    if status is not None and not stat.S_ISREG(status.st_mode):
        raise FileExistsError(errno.EEXIST, "this is a folder, a device or a pipe")


def open_folder_once(
    path: Path, root: Path, folders: dict[Path, Folder], litter: list[Entry], stack: ExitStack
) -> Folder:
    """An open folder, each once; missing ones are made, and are `litter` as long as they are empty.

    What programs that died left in it is cleared away.
    """
    if path not in folders:
        folders[path] = open_folder(path, root, stack, litter.append)
        with suppress(OSError):
            remove_stale_files(path)
    return folders[path]


def remove_stale_files(folder: Path) -> None:
    """Removes the temporary files of programs that died, but not while another one is putting its
    own in place: those are no longer locked. Raises OSError."""
    leftovers = [path for path in folder.glob(".tailor-*.tmp") if TEMPORARY.fullmatch(path.name)]
    with try_exclusive(folder) as is_free:
        for leftover in leftovers if is_free else ():
            remove_if_unused(leftover, Path.unlink)


def remove_entry(entry: Entry) -> None:
    """Removes a file or an empty folder, if that can be done."""
    with suppress(OSError):
        entry.remove()


def write_temporary(target: Entry, data: bytes, litter: list[Entry], writing: ExitStack) -> Entry:
    """The data in a new file next to the target, with its permissions, on disk for good.

    It stays open, and locked, until `writing` is closed, for nobody to clear it away.
    """
    while True:
        temp = temporary_entry(target, litter)
        handle = temp.create()
        writing.callback(os.close, handle)
        take_lock(handle, shared=True, wait=True)
        if temp.is_at(handle):
            break
    with open(handle, "wb", closefd=False) as file:
        file.write(data)
    os.fsync(handle)
    if (older := target.stat()) and hasattr(os, "fchmod"):
        with suppress(OSError):
            os.fchmod(handle, stat.S_IMODE(older.st_mode))
    return temp


def put_in_place(temp: Entry, target: Entry, litter: list[Entry], undo: ExitStack) -> None:
    """Replaces the target; the older file, if any, is kept for `undo` under a temporary name."""
    older = temporary_entry(target, litter)
    if target.stat() is not None:
        with suppress(OSError, NotImplementedError):
            target.link_to(older)
            undo.callback(older.replace, target)
    else:
        undo.callback(remove_entry, target)
    temp.replace(target)


def temporary_entry(target: Entry, litter: list[Entry]) -> Entry:
    """A name for a temporary file."""
    temp = target.beside(f".tailor-{secrets.token_hex(8)}.tmp")
    litter.append(temp)
    return temp
