"""Where the data files are, how bytes become text, names that Windows refuses, and expressions
that are compiled late."""

import codecs
import errno
import os
import re
import secrets
import stat
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, cast

from tailor import system
from tailor.system import BINARY, NO_WAIT

PACKAGE = Path(__file__).resolve().parent


def data_folder(name: str) -> Path:
    """The folder `name` ("templates", "data" or "tex") that was shipped with this program."""
    shipped = PACKAGE / name
    return shipped if shipped.is_dir() else PACKAGE.parent / name


@cache
def load_towns() -> frozenset[str]:
    """Places with more than 15,000 people."""
    return frozenset((data_folder("data") / "towns.txt").read_text(encoding="utf-8").split("\n"))


@cache
def load_spoken_languages() -> frozenset[str]:
    """What languages are called in many languages, in lower case."""
    path = data_folder("data") / "spoken_languages.txt"
    return frozenset(path.read_text(encoding="utf-8").split("\n")) - {""}


def read_regular(path: Path, most: int = -1) -> bytes:
    """The bytes of a file, no more than `most` if that is given.

    Raises OSError: there is none, it cannot be read, or it is a folder, a device or a pipe, which
    may have no end and is not waited for.
    """
    handle = os.open(path, os.O_RDONLY | NO_WAIT | BINARY)
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "this is not a file", str(path))
        return file.read(most)


def save_file(path: Path, data: bytes) -> None:
    """Replaces a file, or makes it, as a whole: nobody sees a part of it. Raises OSError."""
    partial = path.with_name(f".tailor-{secrets.token_hex(8)}.tmp")
    try:
        partial.write_bytes(data)
        partial.replace(path)
    except BaseException:
        with suppress(OSError):
            partial.unlink()
        raise


PARTS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "split")
"""What is used of a pattern."""


class LazyPattern:
    """Stands for a `re.Pattern`, whose attributes and methods it has."""

    def __init__(self, text: str, flags: int) -> None:
        self.pattern, self.flags = text, flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self.pattern, self.flags)
        for part in PARTS:  # From now on they are found without this function.
            setattr(self, part, getattr(compiled, part))
        return getattr(compiled, name)


def lazy_pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """As `re.compile`, but it is compiled when it is first used: to compile all 500 of the program
    would take longer than to use the few that a run needs. A mistake in the text is raised then."""
    return cast("re.Pattern[str]", LazyPattern(text, flags))


MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
SAFE = re.compile(
    r"utf-8|utf-16(?:-[lb]e)?|cp(?:125\d|874|866|932|949)|iso8859-\d+|koi8-[ru]|mac-roman|shift_jis"
    r"|euc_(?:jp|kr)|iso2022_jp|gb(?:k|2312|18030)|big5"
)
"""Encodings of pages. UTF-7 is none of them: in it, text can pose as markup."""
WIDER = {"ascii": "cp1252", "iso8859-1": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
"""What is meant by a label, as browsers read it (WHATWG Encoding Standard)."""
LABEL = re.compile(
    rb"""<meta[^>]{0,300}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{2,40})""", re.IGNORECASE
)
DECLARED = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{2,40})["']""")
HEAD = 4096
"""Bytes in which a page must say what its encoding is."""


def decode_bytes(data: bytes, announced: str = "", *, page: bool = False) -> str:
    """The text, without a byte order mark; odd bytes are replaced.

    `announced` is the label that came with it; a `page` may name its encoding itself.
    """
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    encodings = [python_codec(announced), *(declared_encodings(data) if page else ()), "utf-8"]
    texts = (decode_or_none(data, encoding) for encoding in encodings if encoding)
    text = next((text for text in texts if text is not None), None)
    return text if text is not None else data.decode("cp1252", "replace")


def declared_encodings(data: bytes) -> list[str]:
    """The encodings that a page says it is in; what says so in ASCII is not in UTF-16.

    There are none if a byte order mark says more.
    """
    if any(data.startswith(mark) for mark, _ in MARKS):
        return []
    labels = [match[1] for match in (LABEL.search(data[:HEAD]), DECLARED.match(data)) if match]
    names = (python_codec(label.decode("ascii")) for label in labels)
    return ["utf-8" if name.startswith("utf-16") else name for name in names if name]


def python_codec(label: str) -> str:
    """Python's name of an encoding; "" if it is unknown or unsafe."""
    try:
        name = codecs.lookup(label.strip("\"' ")).name
    except (LookupError, ValueError):
        return ""
    name = WIDER.get(name, name)
    return name if SAFE.fullmatch(name) else ""


def decode_or_none(data: bytes, encoding: str) -> str | None:
    """The text, or None if hardly anything of it is in that encoding."""
    text = data.decode(encoding, "replace")
    odd = text.count("\N{REPLACEMENT CHARACTER}")
    return text if odd == 0 or (encoding != "utf-8" and odd * 50 <= len(text)) else None


def charset_in_header(content_type: str) -> str:
    """The label in "text/html; charset=..."; "" if there is none."""
    match = re.search(r"charset\s*=\s*[\"']?([\w.:-]{2,40})", content_type, re.IGNORECASE)
    return match[1] if match else ""


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
