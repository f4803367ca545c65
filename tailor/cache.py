"""What earlier runs found out, kept by the content that it was found from.

An answer is kept under a hash of everything that it depends on: the inputs, this program's own
files, and the libraries that found it. So a cache never goes stale, and it can be deleted at any
time. Runs may share one: files are put in place whole, and one that is gone is made again.
"""

import errno
import hashlib
import os
import re
import secrets
import stat
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from tailor.codec import decode as decode_value
from tailor.codec import encode
from tailor.files import PACKAGE, data_folder
from tailor.locks import claim_path, remove_if_unused
from tailor.system import BINARY, NO_FOLLOW, NO_WAIT

MOST_BYTES = 256_000_000
"""What the files of a cache may take together; the ones used longest ago go first."""
OURS = re.compile(r"[a-z]+-[0-9a-f]{64}(\.fmt)?")
"""Names of answers; no other file in the folder is touched."""
BEGUN = re.compile(r"\.[0-9a-f]{16}\.new")
"""Names of answers that are being written."""
FONTS = "luatex"
"""The folder next to them, where LuaTeX keeps what it knows about fonts."""
TEX = str(PACKAGE / "tex")
LISTINGS = 10
"""The folder is listed again whenever this process has added that part of `MOST_BYTES`."""
ADDED: dict[Path, int] = {}
"""Bytes that this process has added to each folder since it listed it."""

Decode = Callable[[bytes], object]
"""What makes something of an answer, and raises if that cannot be done."""
Value = TypeVar("Value")
SEAL = 32
"""Bytes before an answer by which it is checked that it is still whole."""


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of answers; without one nothing is kept."""

    folder: Path | None = None

    def answer_path(self, kind: str, *parts: str | bytes) -> Path | None:
        """The file for an answer of this kind to this question, there or not."""
        return (
            self.folder / f"{kind}-{hash_parts(program_stamp(), *parts)}" if self.folder else None
        )

    def get_or_make(
        self, make: Callable[[], bytes], kind: str, *parts: str | bytes, decode: Decode = bytes
    ) -> bytes:
        """The answer to a question: the one that is kept, else the one that `make` gives."""
        content = self.get_bytes(kind, *parts, decode=decode)
        if content is None:
            content = make()
            self.put_bytes(content, kind, *parts)
        return content

    def get_or_compute(
        self, make: Callable[[], Value], type: Any, kind: str, *parts: str | bytes
    ) -> Value:
        """As `kept`, for a value of a type that `tailor.codec` knows."""
        content = self.get_bytes(kind, *parts)
        if content is not None:
            with suppress(ValueError):
                cached: Value = decode_value(content, type)
                return cached
        value = make()
        if self.folder:
            self.put_bytes(encode(value), kind, *parts)
        return value

    def get_bytes(self, kind: str, *parts: str | bytes, decode: Decode = bytes) -> bytes | None:
        """The answer that is kept, if it is whole and `decode` can make something of it."""
        path = self.answer_path(kind, *parts)
        if path is None:
            return None
        with suppress(OSError):
            stored = content_of(path)
            content = stored[SEAL:]
            if stored[:SEAL] == make_seal(path, content):
                with suppress(Exception):  # Whatever a decoder raises: it is made once more.
                    decode(content)
                    return content
        return None

    def put_bytes(self, content: bytes, kind: str, *parts: str | bytes) -> None:
        """Keeps an answer for another run."""
        path = self.answer_path(kind, *parts)
        if path is not None:
            self.write_file(path, make_seal(path, content) + content)

    def has_answer(self, kind: str, *parts: str | bytes) -> bool:
        """Whether an answer is kept."""
        path = self.answer_path(kind, *parts)
        with suppress(OSError):
            return path is not None and path.is_file()
        return False

    def write_file(self, path: Path, content: bytes) -> None:
        """Keeps an answer; where that cannot be done, nothing is kept."""
        if self.folder is None:
            return
        new = path.with_name(f".{secrets.token_hex(8)}.new")
        try:
            make_private(self.folder)
            new.touch(mode=0o600, exist_ok=False)
            with claim_path(new) as temporary:
                if temporary:
                    new.write_bytes(content)
            new.replace(path)  # No longer open: Windows replaces no file that is.
        except OSError:
            return
        finally:
            with suppress(OSError):
                new.unlink(missing_ok=True)
        limit_size(self.folder, len(content))


def limit_size(folder: Path, more: int) -> None:
    """Keeps a folder that grew by `more` bytes near its limit."""
    ADDED[folder] = ADDED.get(folder, MOST_BYTES) + more
    if ADDED[folder] * LISTINGS > MOST_BYTES:
        ADDED[folder] = 0
        with suppress(OSError):
            remove_oldest(folder)


def remove_oldest(folder: Path) -> None:
    """Removes what killed programs left, and the answers that were used longest ago, until the
    rest is within `MOST_BYTES`. Raises OSError."""
    entries = [*os.scandir(folder)]
    remove_unfinished(entries)
    answers = []
    for entry in entries:
        if OURS.fullmatch(entry.name):
            with suppress(FileNotFoundError):
                answers.append((entry.path, entry.stat(follow_symlinks=False)))
    answers.sort(key=lambda answer: answer[1].st_mtime_ns)
    excess = sum(about.st_size for _, about in answers) - MOST_BYTES
    for path, about in answers:
        if excess <= 0:
            break
        Path(path).unlink(missing_ok=True)
        excess -= about.st_size


def remove_unfinished(entries: "Iterable[os.DirEntry[str]]") -> None:
    """Removes, of what is in a folder, the answers that a program was killed while it wrote.

    Raises OSError.
    """
    for entry in entries:
        if BEGUN.fullmatch(entry.name):
            remove_if_unused(Path(entry.path), Path.unlink)


def cache_files(folder: Path) -> Iterator[Path]:
    """The files that this program keeps in a folder: answers, and what LuaTeX knows about fonts.

    No file of anybody else is named, and no link is followed.
    """
    with suppress(OSError):
        for entry in os.scandir(folder):
            if OURS.fullmatch(entry.name) or BEGUN.fullmatch(entry.name):
                yield Path(entry.path)
            elif entry.name == FONTS and entry.is_dir(follow_symlinks=False):
                walked = os.walk(entry.path)
                yield from (
                    Path(directory, name) for directory, _, names in walked for name in names
                )


def cache_size(folder: Path) -> tuple[int, int]:
    """How many files this program keeps in a folder, and how many bytes they have."""
    sizes = []
    for path in cache_files(folder):
        with suppress(OSError):
            sizes.append(path.lstat().st_size)
    return len(sizes), sum(sizes)


def delete_cache_files(folder: Path) -> int:
    """Deletes what this program keeps in a folder, and the folder if it is empty then.

    Returns the number of files that were deleted. Raises OSError: a file could not be deleted.
    """
    count = 0
    for path in list(cache_files(folder)):
        path.unlink(missing_ok=True)
        count += 1
    for directory, _, _ in os.walk(folder / FONTS, topdown=False):
        with suppress(OSError):
            Path(directory).rmdir()
    with suppress(OSError):
        folder.rmdir()
    return count


NOWHERE = Cache()
"""Keeps nothing."""


def make_private(folder: Path) -> None:
    """Makes a folder, and those above it that are missing, for this user alone.

    Raises OSError.
    """
    if not folder.is_dir():
        make_private(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def touch_file(path: Path) -> Path:
    """The path of a file that from now on is the one used last. Raises OSError: there is none, or
    something else is in its place."""
    if not stat.S_ISREG(path.lstat().st_mode):
        raise OSError(errno.EINVAL, "this is not a file", str(path))
    os.utime(path)
    return path


def content_of(path: Path) -> bytes:
    """The bytes of an answer, which from now on is the one used last.

    Raises OSError: there is none, or it is a link, a pipe, a device, or larger than all may be.
    """
    handle = os.open(path, os.O_RDONLY | NO_FOLLOW | NO_WAIT | BINARY)
    with os.fdopen(handle, "rb") as file:
        about = os.fstat(handle)
        if not stat.S_ISREG(about.st_mode) or about.st_size > MOST_BYTES:
            raise OSError(errno.EINVAL, "this is not a cached result", str(path))
        content = file.read(about.st_size)
    os.utime(path)
    return content


def make_seal(path: Path, content: bytes) -> bytes:
    """What comes before an answer: it is whole, and was kept under this name."""
    return hashlib.sha256(path.name.encode() + content).digest()


def hash_parts(*parts: str | bytes) -> str:
    """SHA-256 over the parts and where each ends, in hex."""
    total = hashlib.sha256()
    for part in parts:
        content = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        total.update(len(content).to_bytes(8, "big") + content)
    return total.hexdigest()


@cache
def program_stamp() -> str:
    """Identifies this state of the program: name, size and time of each of its
    files and data, and the libraries that are installed, each with its version and time.

    Not the files of TeX, which are many: what depends on them is kept under a stamp of the engine.
    """
    stamps = (row for top in (PACKAGE, data_folder("data")) for row in file_stamps(top))
    return hash_parts(sys.version, *sorted({*stamps, *library_stamps()}))


def file_stamps(top: str | Path) -> Iterator[str]:
    """Name, size and time of every file in a folder and below."""
    for entry in os.scandir(top):
        if not entry.is_dir():
            yield file_stamp(entry.path)
        elif entry.name != "__pycache__" and entry.path != TEX:
            yield from file_stamps(entry.path)


def library_stamps() -> Iterator[str]:
    """The same of every installed distribution; its folder is called by name and version."""
    for place in filter(os.path.isdir, sys.path):
        yield from (
            file_stamp(item.path) for item in os.scandir(place) if item.name.endswith(".dist-info")
        )


def file_stamp(path: str | Path) -> str:
    """Path, size and time of a file, which identify its state. Raises OSError."""
    about = os.stat(path)  # noqa: PTH116 (pathlib is slow, and hundreds are asked at each start)
    return f"{path} {about.st_size} {about.st_mtime_ns}"
