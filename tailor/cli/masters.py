"""A master that was read before need not be read again: the libraries that do take their time."""

import io
import pickle
from pathlib import Path
from typing import Any

from tailor.cache import NOWHERE, Cache
from tailor.errors import Problem
from tailor.model import Resume

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
    data = content(path) if cache.folder else b""
    if not data:
        from tailor.cli.bring import read_any

        return read_any(path)
    stored = cache.kept(lambda: pickle.dumps(parsed(data, path)), "master", str(path), data)
    found: Read = Unpickler(io.BytesIO(stored)).load()
    return found


def content(path: Path) -> bytes:
    """The bytes of a master; none of anything else."""
    try:
        regular = path.suffix.lower() in SUFFIXES and path.is_file()
        return path.read_bytes() if regular and path.stat().st_size <= LONGEST else b""
    except (OSError, ValueError):
        return b""


def parsed(data: bytes, path: Path) -> Read:
    from tailor.read import parse
    from tailor.read.files import decode

    return parse(decode(data, str(path)), str(path), path.suffix.lower().lstrip("."))
