"""A master or posting that was read before need not be read again: what reads it takes its time."""

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
STREAMS = ("-", "clipboard")
"""Sources of postings that are no files, whatever files there are."""


class Unpickler(pickle.Unpickler):
    """Makes values of this program's model, and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        found = super().find_class(module, name) if module in OURS else None
        if not isinstance(found, type) or found.__module__ != module:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return found


def read_file(path: Path, cache: Cache = NOWHERE) -> Read:
    """The master in a file of any format, and warnings. Raises as `tailor.cli.bring.read_any`."""
    data = content(path, SUFFIXES) if cache.folder else b""
    if not data:
        from tailor.cli.bring import read_any

        return read_any(path)
    found: Read = known(lambda: parsed(data, path), cache, "master", str(path), data)
    return found


def read_job(source: str, fetch: Callable[[], Posting], cache: Cache = NOWHERE) -> Posting:
    """The posting that `fetch` finds in a source. Raises what it does."""
    data = content(Path(source)) if cache.folder and source not in STREAMS else b""
    if not data:
        return fetch()
    found: Posting = known(fetch, cache, "posting", source, data)
    return found


def known(read: Callable[[], object], cache: Cache, kind: str, *parts: str | bytes) -> Any:
    """What was read, now or earlier."""
    stored = cache.kept(lambda: pickle.dumps(read()), kind, *parts)
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
