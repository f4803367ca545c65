"""Zip archives from elsewhere, opened with care."""

import zipfile
import zlib
from io import BytesIO

from tailor.errors import InputError, LimitError, Place, Problem

MOST_BYTES = 60_000_000
"""Of all files of an archive together, unpacked."""
MOST_FILES = 3000
DAMAGED = (zipfile.BadZipFile, zlib.error, ValueError, NotImplementedError, EOFError, OSError)
OLE = b"\xd0\xcf\x11\xe0"


def opened(data: bytes, path: str, what: str) -> zipfile.ZipFile:
    """The archive. Raises InputError if it is none, LimitError if it unpacks to too much."""
    place = Place(path)
    if data.startswith(OLE):
        message = f"this is an encrypted or old .doc file, not {what}"
        raise InputError(Problem(message, place, hint="save it without a password as .docx"))
    try:
        archive = zipfile.ZipFile(BytesIO(data))
        entries = archive.infolist()
    except DAMAGED as error:
        raise InputError(Problem(f"this is not {what}: it is no zip archive", place)) from error
    if len(entries) > MOST_FILES or sum(one.file_size for one in entries) > MOST_BYTES:
        raise LimitError(Problem("the archive unpacks to more than tailor reads", place))
    if any(one.flag_bits & 1 for one in entries):
        raise InputError(Problem("the archive is encrypted", place))
    try:
        broken = archive.testzip()
    except DAMAGED as error:
        raise InputError(Problem(f"the archive is damaged: {error}", place)) from error
    if broken:
        raise InputError(Problem(f"the archive is damaged: {broken}", place))
    return archive
