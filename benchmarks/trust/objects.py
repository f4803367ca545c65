"""A PDF whose objects are spoiled, while its table of objects stays right."""

import io
import random
import re
import zlib
from collections.abc import Mapping
from functools import cache

OBJECT = re.compile(rb"(?:^|\n)(\d+) 0 obj\s*(.*?)\s*endobj", re.DOTALL)
STREAM = re.compile(rb"(<<.*?>>)\s*stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
ROOT = re.compile(rb"/Root (\d+) 0 R")
TOKEN = re.compile(
    rb"\d+ 0 R|/[A-Za-z0-9]+|-?\d+(?:\.\d+)?|\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f]*>|\[|\]"
)
VALUES = (
    *(b"null", b"true", b"-1", b"0", b"1", b"1e9", b"99999999999", b"0.00001", b"/X", b"()", b"[]"),
    *(b"<<>>", b"<00>", b"(\\377\\376\\000)", b"[[[[]]]]", b"/Type", b"9999 0 R", b"-0 0 R", b"<<"),
    *(b"/Identity-H", b"/FlateDecode", b"[/LZWDecode/LZWDecode]", b"/Form", b"/DeviceN", b">>"),
)
DRAWN = (
    *(
        b" q" * 3000,
        b" Q" * 99,
        b" BT",
        b" ET",
        b" (x) Tj",
        b" [(a) -9999 (b)] TJ",
        b" 3 Tr",
        b" T*",
    ),
    *(b" 1e30 0 0 1 0 0 cm", b" 0 0 0 0 0 0 Tm", b" /F1 0 Tf", b" /F1 -9 Tf", b" /Nil Do", b" EMC"),
    *(
        b" BI /W 9 /H 9 ID xx EI",
        b" /Span <</ActualText (y)>> BDC",
        b" (",
        b" <",
        b" ]",
        b" /GS gs",
    ),
)
MOST = 60_000
"""Bytes of a stream that is unpacked to be spoiled."""


def objects(data: bytes, source: random.Random) -> bytes:
    """A PDF with some values, streams or whole objects changed."""
    root, found = plain(data)
    changed = dict(found)
    for _ in range(source.choice((1, 1, 2, 5, 20))):
        number = source.choice(list(changed))
        kind = source.randrange(8)
        if kind == 0 and len(changed) > 1:
            del changed[number]
        elif kind == 1:
            changed[number] = source.choice(list(changed.values()))
        elif kind == 2:
            changed[number] = drawn(changed[number], source)
        else:
            changed[number] = valued(changed[number], list(changed), source)
    return assembled(root, changed)


def valued(body: bytes, numbers: list[int], source: random.Random) -> bytes:
    """An object with one of its values replaced by another, or by a reference to any object."""
    places = list(TOKEN.finditer(body.partition(b"stream")[0]))
    if not places:
        return source.choice(VALUES)
    place = source.choice(places)
    new = source.choice((*VALUES, *[b"%d 0 R" % source.choice(numbers)] * 9))
    return body[: place.start()] + b" " + new + b" " + body[place.end() :]


def drawn(body: bytes, source: random.Random) -> bytes:
    """An object with something else drawn in its stream, if it has one."""
    stream = STREAM.fullmatch(body)
    if not stream:
        return body
    lines = stream[2].split(b"\n")
    at = source.randrange(len(lines) + 1)
    lines[at : at + source.randrange(3)] = [source.choice(DRAWN)]
    return streamed(stream[1], b"\n".join(lines))


@cache
def plain(data: bytes) -> tuple[int, Mapping[int, bytes]]:
    """The number of the root and each object of a PDF, small streams unpacked."""
    from pypdf import PdfWriter

    made = io.BytesIO()
    PdfWriter(clone_from=io.BytesIO(data)).write(made)
    whole = made.getvalue()
    found = {int(one[1]): unpacked(one[2]) for one in OBJECT.finditer(whole)}
    root = ROOT.search(whole)
    assert root
    return int(root[1]), found


def unpacked(body: bytes) -> bytes:
    stream = STREAM.fullmatch(body)
    if not stream or b"/FlateDecode" not in stream[1] or b"/FontFile" in stream[1]:
        return body
    text = zlib.decompressobj().decompress(stream[2])
    small = len(text) <= MOST and b"/Length1" not in stream[1]
    return streamed(re.sub(rb"/Filter\s*/FlateDecode", b"", stream[1]), text) if small else body


def streamed(header: bytes, text: bytes) -> bytes:
    header = re.sub(rb"/Length \d+", b"/Length %d" % len(text), header)
    return header + b"\nstream\n" + text + b"\nendstream"


def assembled(root: int, found: Mapping[int, bytes]) -> bytes:
    """The bytes of a PDF of these objects, with a table that says where each is."""
    made, places = bytearray(b"%PDF-1.7\n"), {}
    for number, body in found.items():
        places[number] = len(made)
        made += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start, size = len(made), max(found) + 1
    made += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        at = places.get(number)
        made += b"0000000000 00000 f \n" if at is None else b"%010d 00000 n \n" % at
    made += b"trailer\n<</Size %d /Root %d 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, root, start)
    return bytes(made)
