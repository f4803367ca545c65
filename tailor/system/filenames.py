"""Names of files: what Windows refuses, and what its shells leave to the programs."""

from collections.abc import Sequence
from pathlib import Path

from tailor import system

RESERVED_NAMES = frozenset(
    {
        *("con", "prn", "aux", "nul", "conin$", "conout$", "clock$"),
        *(f"{port}{digit}" for port in ("com", "lpt") for digit in "0123456789¹²³"),
    }
)
"""Names of devices on Windows, whatever ending follows ("Naming Files, Paths, and Namespaces")."""
REFUSED_CHARACTERS = frozenset('<>:"|?*') | frozenset(map(chr, range(32)))
"""Characters that no name of a file on Windows has."""


def refused_name(name: str) -> str:
    """Why Windows takes no file of this name, such as "`con` is a device"; "" if it does."""
    if name in (".", ".."):
        return ""
    if is_reserved(name):
        return f"`{name}` names a device on Windows"
    if strange := sorted(REFUSED_CHARACTERS.intersection(name)):
        return f"Windows allows no `{strange[0]}` in the name of a file"
    if name.endswith((".", " ")):
        return "Windows allows no name that ends in a dot or a space"
    return ""


def is_reserved(name: str) -> bool:
    """Whether a file of this name is a device on Windows, such as con.pdf."""
    return name.partition(".")[0].rstrip(" ").lower() in RESERVED_NAMES


def refused_path(path: Path) -> str:
    """Why this system takes no file of this path; "" if it does, or if only trying can tell."""
    if not system.IS_WINDOWS:
        return ""
    names = path.parts[1:] if path.anchor else path.parts
    return next(filter(None, map(refused_name, names)), "")


def expand_patterns(words: Sequence[str]) -> list[str]:
    """Words of a command line, each pattern of names replaced by the files that have such a name.

    Every shell but those of Windows has done that before a program starts.
    """
    if not system.IS_WINDOWS:
        return list(words)
    import glob

    names = []
    for word in words:
        is_pattern = any(char in word for char in "*?[") and not word.startswith("-")
        files = sorted(glob.glob(word)) if is_pattern and "://" not in word else []  # noqa: PTH207
        names += files or [word]
    return names
