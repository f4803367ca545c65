"""A master or posting that was read before need not be read again: what reads it takes its time."""

import hashlib
import io
import pickle
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from tailor.cache import NOWHERE, Cache
from tailor.errors import Problem
from tailor.model import Posting, Resume

Read = tuple[Resume, tuple[Problem, ...]]
"""A master, and warnings about its file."""

OURS = frozenset({"tailor.model", "tailor.errors"})
SUFFIXES = (".yaml", ".yml", ".json")
LONGEST = 5_000_000
"""Bytes; whatever is longer, odd or missing is left to the reader, which knows what to say."""


class Unpickler(pickle.Unpickler):
    """Makes values of this program's model, and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        found = super().find_class(module, name) if module in OURS else None
        if not isinstance(found, type) or found.__module__ != module:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return found


def read_file(path: Path, cache: Cache = NOWHERE) -> Read:
    """The master in a file of any format, and warnings. Raises as `tailor.cli.bring.read_any`."""
    return read_known(path, cache)[0]


def read_known(path: Path, cache: Cache = NOWHERE) -> tuple[Read, str]:
    """The same, and the SHA-256 of the bytes that were read; "" if the file was saved meanwhile."""
    data = content(path, SUFFIXES)
    if not data:
        from tailor.cli.bring import read_any

        before = sha256(content(path))
        read = read_any(path)
        return read, before if before == sha256(content(path)) else ""
    if not cache.folder:
        return parsed(data, path), sha256(data)
    stored = cache.kept(
        lambda: pickle.dumps(parsed(data, path)), "master", str(path), data, decode=loads
    )
    found: Read = loads(stored)
    return found, sha256(data)


def read_job(source: str, fetch: Callable[[], Posting], cache: Cache = NOWHERE) -> Posting:
    """The posting that `fetch` finds in a source; it opens the file anew, so what it finds is kept
    only if that was still the same. Raises what it does."""
    data = job_file(source) if cache.folder else b""
    if stored := cache.found("posting", source, data, decode=loads) if data else None:
        kept: Posting = loads(stored)
        return kept
    found = fetch()
    if data and found.sha256 == sha256(data):
        cache.keep(pickle.dumps(found), "posting", source, data)
    return found


def job_file(source: str) -> bytes:
    """The bytes of the file that a posting stands in, if it is in one that can be read."""
    from tailor.posting import in_file

    return content(Path(source)) if in_file(source) else b""


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def loads(stored: bytes) -> Any:
    return Unpickler(io.BytesIO(stored)).load()


def content(path: Path, suffixes: Collection[str] = ()) -> bytes:
    """The bytes of a file of one of these formats (none: of any); nothing of anything else."""
    try:
        regular = path.is_file() and (not suffixes or path.suffix.lower() in suffixes)
        return path.read_bytes() if regular and path.stat().st_size <= LONGEST else b""
    except (OSError, ValueError):
        return b""


def parsed(data: bytes, path: Path) -> Read:
    from tailor.read import parse
    from tailor.read.files import decode

    return parse(decode(data, str(path)), str(path), path.suffix.lower().lstrip("."))
