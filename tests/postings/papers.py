"""A small PDF made by hand: lines of text in Helvetica, as a browser prints a page."""

import textwrap
from collections.abc import Sequence

PER_PAGE = 54


def pdf(lines: Sequence[str], columns: int) -> bytes:
    """The lines, wrapped at so many letters, on pages with a page number and an address."""
    wrapped = [piece for line in lines for piece in textwrap.wrap(line, columns) or [""]]
    sheets = [wrapped[at : at + PER_PAGE] for at in range(0, len(wrapped), PER_PAGE)]
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(sheets)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(sheets)} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, sheet in enumerate(sheets):
        foot = f"https://jobs.example.com/41 {number + 1}/{len(sheets)}"
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F 3 0 R "
            b">> >> /Contents %d 0 R >>" % (5 + 2 * number)
        )
        text = b"".join(shown(line) + b" Tj T*\n" for line in [*sheet, "", foot])
        stream = b"BT /F 10 Tf 12 TL 60 740 Td\n" + text + b"ET"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream))
    return assembled(objects)


def shown(line: str) -> bytes:
    text = line.encode("cp1252", "replace")
    for letter in (b"\\", b"(", b")"):
        text = text.replace(letter, b"\\" + letter)
    return b"(" + text + b")"


def assembled(objects: Sequence[bytes]) -> bytes:
    data, starts = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        starts.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    size, at = len(objects) + 1, len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    return data + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, at)
