"""Files to text, within limits."""

import re
import stat
import zipfile
import zlib
from difflib import get_close_matches
from io import BytesIO
from pathlib import Path

from tailor.errors import FileError, InputError, LimitError, Place, Problem
from tailor.files import MARKS, read_regular
from tailor.resume.source import Source

MOST_BYTES = 60_000_000
"""Of all files of an archive together, unpacked."""
MOST_FILES = 3000
DAMAGED = (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, EOFError, OSError)
OLE = b"\xd0\xcf\x11\xe0"
STRICT = b"http://purl.oclc.org/ooxml/"
STRICT_NAME = re.compile(
    rb"http://purl\.oclc\.org/ooxml/"
    rb"(wordprocessingml|officeDocument|drawingml|spreadsheetml|presentationml|schemaLibrary)/"
)


def open_zip(data: bytes, path: str, what: str) -> zipfile.ZipFile:
    """The archive. Raises InputError if it is none, LimitError if it unpacks to too much."""
    place = Place(path)
    if data.startswith(OLE):
        message = f"this is an encrypted or old .doc file, not {what}"
        raise InputError(Problem(message, place, hint="save it without a password as .docx"))
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        entries = archive.infolist()
    except DAMAGED as error:
        raise InputError(Problem(f"this is not {what}: it is not a zip archive", place)) from error
    if len(entries) > MOST_FILES or sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise LimitError(Problem("the archive unpacks to more than tailor reads", place))
    if any(entry.flag_bits & 1 for entry in entries):
        raise InputError(Problem("the archive is encrypted", place))
    try:
        broken = archive.testzip()
    except DAMAGED as error:
        raise InputError(Problem(f"the archive is damaged: {error}", place)) from error
    if broken:
        raise InputError(Problem(f"the archive is damaged: {broken}", place))
    return archive


LONGEST = 5_000_000
"""Most bytes of a master CV."""
UNTYPED = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff]+")
"""Characters that no one types and that a YAML file must not contain."""
BINARY = (
    (b"%PDF-", "a PDF", "rename it so that it ends in .pdf"),
    (
        b"PK\x03\x04",
        "a Word document or another zip archive",
        "rename it so that it ends in .docx or .zip",
    ),
    (b"\xd0\xcf\x11\xe0", "an encrypted or old .doc file", "save it without a password as .docx"),
    (b"{\\rtf1", "an RTF file", "rename it so that it ends in .rtf"),
)
"""How files that are not text begin, what they are, and what to do."""
MASTERS = (".yaml", ".yml", ".json")


def load_bytes(path: Path) -> bytes:
    """The bytes of a regular file.

    Raises FileError (missing, a folder, unreadable) or LimitError (over 5 MB).
    """
    place = Place(str(path))
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise FileError(Problem("this is a folder, not a file", place))
        if not stat.S_ISREG(mode):
            raise FileError(Problem("this is not a regular file", place))
        data = read_regular(path, LONGEST + 1)
    except FileNotFoundError as error:
        raise FileError(Problem("no such file", place, hint=similar_names(path))) from error
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise FileError(Problem(f"cannot be read: {reason}", place)) from error
    if len(data) > LONGEST:
        raise LimitError(Problem(f"the file is larger than {LONGEST:,} bytes", place))
    return data


def similar_names(path: Path) -> str:
    try:
        near = [file for file in path.parent.iterdir() if file.is_file()]
    except OSError:
        return ""
    names = {file.stem: file.name for file in near if file.suffix in (*MASTERS, path.suffix)}
    close = get_close_matches(path.stem, names, 1)
    return f"did you mean {names[close[0]]}?" if close else ""


def refuse_binary(data: bytes, path: str) -> None:
    """Raises InputError if the bytes begin as those of a format that is not text."""
    for start, kind, hint in BINARY:
        if data.startswith(start):
            raise InputError(Problem(f"this is {kind}, not a text", Place(path), hint=hint))


def decode_utf8(data: bytes, path: str) -> str:
    """Bytes as text: UTF-8, or what a byte order mark says. Raises InputError."""
    refuse_binary(data, path)
    encoding = next((name for mark, name in MARKS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(encoding, "replace")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        raise InputError(
            Problem(
                f"byte 0x{data[error.start]:02X} is not {encoding.upper().removesuffix('-SIG')}",
                Place(path, line, column),
                hint="save the file as UTF-8 in your editor",
            )
        ) from error


def drop_control_characters(text: str, path: str) -> tuple[Source, list[Problem]]:
    """Text without the characters that no one types, with a warning for each line that had some.

    Line ends become \\n. Raises InputError if there are NUL characters: that is not a text file.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    source = Source(path, text)
    if "\0" in text:
        hint = "this looks like a binary file; save it as UTF-8 text"
        raise InputError(source.problem(text.index("\0"), "there is a NUL character", hint))
    warnings: dict[int | None, Problem] = {}
    for match in UNTYPED.finditer(text):
        line = source.place(match.start()).line
        if line in warnings:
            continue
        codes = ", ".join(f"U+{ord(char):04X}" for char in sorted(set(match[0])))
        message = f"invisible characters were removed: {codes}"
        warnings[line] = source.problem(match.start(), message, level="warning")
    # YAML 1.1 ends a line at these three; nobody else does.
    text = UNTYPED.sub("", text).translate({0x85: " ", 0x2028: " ", 0x2029: " "})
    return Source(path, text), list(warnings.values())


def as_transitional_docx(data: bytes, archive: zipfile.ZipFile) -> bytes:
    """A document whose names are those that python-docx knows: a Strict one (ISO/IEC 29500-1) has
    others for the same things."""
    if STRICT not in archive.read("word/document.xml"):
        return data
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as copy:
        for name in archive.namelist():
            content = archive.read(name)
            if name.endswith((".xml", ".rels")):
                content = as_transitional(content)
            copy.writestr(name, content)
    return target.getvalue()


def as_transitional(content: bytes) -> bytes:
    return STRICT_NAME.sub(rb"http://schemas.openxmlformats.org/\1/2006/", content)
