"""Folders that are kept open: what is done in one happens there, whatever its path comes to name.

A path is looked up again at each call, so a link that is put into it between two calls leads the
second one elsewhere. Where the system can (openat(2)), names are therefore looked up in a folder
that is open, and no link is followed. Where it cannot (Windows), paths are used.
"""

import os
import stat
from collections.abc import Callable
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path

from tailor.system import BINARY, FOLDER_FLAGS, HAS_FOLDER_HANDLES, NO_FOLLOW


@dataclass(frozen=True, slots=True)
class Folder:
    """An open folder; `handle` is None where the system cannot keep one open."""

    path: Path
    handle: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A name in an open folder, whether there is such a file or not. Methods raise OSError."""

    folder: Folder
    name: str

    @property
    def path(self) -> Path:
        return self.folder.path / self.name

    @property
    def at(self) -> str:
        """What the system calls it, besides the handle of the folder."""
        return str(self.path) if self.folder.handle is None else self.name

    def beside(self, name: str) -> "Entry":
        """Another name in the same folder."""
        return Entry(self.folder, name)

    def stat(self) -> os.stat_result | None:
        """What is there, links not followed; None for nothing."""
        with suppress(FileNotFoundError):
            return os.stat(self.at, dir_fd=self.folder.handle, follow_symlinks=False)
        return None

    def is_at(self, handle: int) -> bool:
        """Whether this is the file that is open."""
        status = self.stat()
        return status is not None and os.path.samestat(status, os.fstat(handle))

    def create(self) -> int:
        """Opens a new file for writing and returns its descriptor. Nothing may be there."""
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_FOLLOW | BINARY
        return os.open(self.at, flags, 0o666, dir_fd=self.folder.handle)

    def replace(self, other: "Entry") -> None:
        """Gives it another name; what is there goes, and a link there is not followed."""
        source, target = self.folder.handle, other.folder.handle
        os.replace(self.at, other.at, src_dir_fd=source, dst_dir_fd=target)

    def link_to(self, other: "Entry") -> None:
        """Gives it a second name. NotImplementedError: the system has no such names."""
        source, target = self.folder.handle, other.folder.handle
        follow = os.link not in os.supports_follow_symlinks
        os.link(self.at, other.at, src_dir_fd=source, dst_dir_fd=target, follow_symlinks=follow)

    def remove(self) -> None:
        """Removes a file or an empty folder, if there is one."""
        status = self.stat()
        if status is not None and stat.S_ISDIR(status.st_mode):
            os.rmdir(self.at, dir_fd=self.folder.handle)
        elif status is not None:
            os.unlink(self.at, dir_fd=self.folder.handle)


def open_folder(
    path: Path, root: Path, stack: ExitStack, on_made: Callable[[Entry], object]
) -> Folder:
    """Opens a folder below another, without following a link on the way from there.

    Args:
        path: a path without links, as from `os.path.realpath`.
        root: `path` itself, or a folder above it. It is opened by its path.
        stack: closes the folders in the end.
        on_made: called with each folder that was missing and was made.

    Raises:
        OSError: this cannot be done, or a link was put there meanwhile.
    """
    if not HAS_FOLDER_HANDLES:
        make_folders(path, on_made)
        return Folder(path)
    handle = os.open(root, FOLDER_FLAGS)
    stack.callback(os.close, handle)
    folder = Folder(root, handle)
    for name in path.relative_to(root).parts:
        entry = Entry(folder, name)
        handle = open_descriptor(entry, on_made)
        stack.callback(os.close, handle)
        folder = Folder(entry.path, handle)
    return folder


def open_descriptor(entry: Entry, on_made: Callable[[Entry], object]) -> int:
    """The descriptor of a folder in an open one, which is made if it is missing."""
    flags = FOLDER_FLAGS | NO_FOLLOW
    try:
        return os.open(entry.name, flags, dir_fd=entry.folder.handle)
    except FileNotFoundError:
        with suppress(FileExistsError):
            os.mkdir(entry.name, dir_fd=entry.folder.handle)
            on_made(entry)
        return os.open(entry.name, flags, dir_fd=entry.folder.handle)


def make_folders(path: Path, on_made: Callable[[Entry], object]) -> None:
    """The same by paths."""
    if path.is_dir():
        return
    make_folders(path.parent, on_made)
    with suppress(FileExistsError):
        path.mkdir()
        on_made(Entry(Folder(path.parent), path.name))


def sync_folder(folder: Folder) -> None:
    """Makes renames in a folder last through a power cut, where the system can."""
    with suppress(OSError):
        path = str(folder.path) if folder.handle is None else "."
        handle = os.open(path, os.O_RDONLY, dir_fd=folder.handle)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
