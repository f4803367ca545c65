"""Small files that want much time or memory, through the doors that the command line uses."""

import json
import resource
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from benchmarks.trust import Line
from benchmarks.trust.objects import assembled
from benchmarks.trust.spoil import zipped
from tailor.ats.inspect import inspect_file
from tailor.errors import TailorError
from tailor.loader.isolated import read_any
from tailor.posting.fetch import fetch_posting

PATIENCE = 75.0
"""Seconds; the limits of the child processes are 20 to 40."""
GROWTH = 400_000
"""Kilobytes by which this process, which reads masters and texts itself, may grow."""
MASTER = "basics: {name: Robin}\nwork:\n- name: Acme\n  highlights:\n  - "
CV = "# Robin Example\n\n## Work\n\n### Acme\n- "
ADVERT = "Backend Engineer\n\nRequirements\n- Python "
PIECES = ("a ", " ", "a", "(", "[", "1 ", ", ", "- ", "– ", ".", "2020 - ", "www.", "**a ", "\\a{")
DEEP = 100_000


def bombs(quick: bool) -> Iterator[Line]:
    small = {"deep .yaml", "aliases .yaml", "doubling .pdf", "entities .xml", "zeros .docx"}
    chosen = {name: data for name, data in made().items() if not quick or name in small}
    yield tried("bombs: nesting, aliases, entities, archives, streams, drawings", chosen)
    yield tried("long lines in masters, CVs and postings", lines(20_000 if quick else 200_000))


def tried(name: str, files: Mapping[str, bytes]) -> Line:
    """Every file through every door for its suffix; each ends in time and in our own errors."""
    before = peak()
    with tempfile.TemporaryDirectory(prefix="trust") as folder, ThreadPoolExecutor(2) as pool:
        tries = list(doors(files, Path(folder)))
        faults = list(pool.map(timed, tries))
    wrong = [
        f"{one.title}: {fault or f'{taken:.0f} s'}"
        for one, (fault, taken) in zip(tries, faults, strict=True)
        if fault or taken > PATIENCE
    ]
    if peak() - before > GROWTH:
        wrong.append(f"memory grew by {(peak() - before) // 1000} MB")
    taken, title = max((taken, one.title) for one, (_, taken) in zip(tries, faults, strict=True))
    detail = f"slowest: {title}, {taken:.0f} s" + "".join(f"; {one}" for one in wrong)
    return Line(name, len(tries), len(wrong), detail)


@dataclass(frozen=True, slots=True)
class Try:
    """A file and one way to read it."""

    title: str
    read: Callable[[Path], object]
    path: Path


def doors(files: Mapping[str, bytes], folder: Path) -> Iterator[Try]:
    """Every file, written to a folder, with every door for its suffix."""
    for number, (title, data) in enumerate(files.items()):
        suffix = title.split()[-1]
        path = folder / f"file{number}{suffix}"
        path.write_bytes(data)
        for door, read in DOORS.items():
            if opens(door, title, suffix):
                yield Try(f"{title} {door}", read, path)


def timed(one: Try) -> tuple[str, float]:
    """What is wrong with how reading ended, if anything, and the seconds that it took."""
    start = time.monotonic()
    return outcome(one.read, one.path), time.monotonic() - start


def opens(door: str, title: str, suffix: str) -> bool:
    """Whether a file is for a door; the PDFs of postings are those of masters, and are inspected
    but once."""
    if door == "inspect":
        return suffix == ".pdf" and "posting" not in title
    return suffix in SUFFIXES[door] and (door == "posting") == ("posting" in title)


def outcome(read: Callable[[Path], object], path: Path) -> str:
    try:
        read(path)
    except TailorError as error:
        return "" if str(error) else "an error that says nothing"
    except Exception as error:
        return f"{type(error).__name__}: {str(error)[:80]}"
    return ""


def peak() -> int:
    """The most memory that this process had, in kilobytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


DOORS: Mapping[str, Callable[[Path], object]] = {
    "master": read_any,
    "posting": lambda path: fetch_posting(str(path)),
    "inspect": inspect_file,
}
SUFFIXES = {
    "master": (".yaml", ".json", ".md", ".txt", ".tex", ".docx", ".pdf", ".zip"),
    "posting": (".txt", ".html", ".json", ".xml", ".eml", ".pdf", ".docx"),
}


def made() -> dict[str, bytes]:
    """The bombs, by a name that ends in their suffix."""
    return texts() | archives()


def texts() -> dict[str, bytes]:
    """Those that are short to make, by a name that ends in their suffix."""
    deep = "[" * DEEP + "]" * DEEP
    laughs = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [{','.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(9)
    )
    entities = '<!DOCTYPE x [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(10)
    )
    xml = f"<?xml version='1.0'?>{entities}]><position><name>&k;</name></position>"
    outside = (
        "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>"
    )
    mail = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(3000))
    return {
        "deep .yaml": deep.encode(),
        "deep mapping .yaml": ("{a: " * DEEP).encode(),
        "deep indents .yaml": "".join(" " * n + "a:\n" for n in range(3000)).encode(),
        "aliases .yaml": laughs.encode(),
        "many anchors .yaml": (MASTER + "a\n" + "  - &a\n" * 600_000).encode(),
        "many broken quotes .yaml": ('- "a" b\n' * 600_000).encode(),
        "many comments .yaml": (MASTER + "a\n" + "  - a #b c d\n" * 300_000).encode(),
        "control characters .yaml": (MASTER + "\x07a" * 2_000_000).encode(),
        "large number .yaml": (MASTER + "9" * 1_000_000).encode(),
        "deep .json": deep.encode(),
        "large number .json": b'{"basics": {"name": ' + b"9" * 1_000_000 + b"}}",
        "many keys .json": json.dumps({f"k{n}": n for n in range(300_000)}).encode(),
        "deep quotes .md": (CV + ">" * 50_000).encode(),
        "deep list .md": "".join("  " * n + "- a\n" for n in range(2000)).encode(),
        "deep braces .tex": ("{" * DEEP).encode(),
        "deep groups .tex": (r"\begin{itemize}\item " * 20_000).encode(),
        "self-defining .tex": rb"\def\x{\x\x}\x\newcommand{\y}{\y\y}\y",
        "entities .docx": zipped({"word/document.xml": xml.encode()}),
        "doubling .pdf": drawing(12),
        "circling .pdf": circling(),
        "posting deep .json": deep.encode(),
        "posting deep .html": ("<div>" * DEEP).encode(),
        "posting deep tables .html": ("<table><tr><td>" * 5000).encode(),
        "posting attributes .html": b"<p " + b'a="' * 200_000 + b">",
        "posting entities .xml": xml.encode(),
        "posting outside .xml": outside.encode(),
        "posting deep .xml": ("<a>" * DEEP).encode(),
        "posting nested .eml": mail.encode(),
        "posting doubling .pdf": drawing(12),
        "posting circling .pdf": circling(),
    }


def archives() -> dict[str, bytes]:
    """Those that hold much when they are unpacked."""
    return {
        "zeros .docx": zipped({"word/document.xml": b" " * 300_000_000}),
        "many files .zip": zipped({f"{n}.csv": b"a" for n in range(20_000)}),
        "false size .zip": false_size(),
        "unpacking .pdf": packed(300_000_000),
        "posting zeros .docx": zipped({"word/document.xml": b" " * 300_000_000}),
        "posting unpacking .pdf": packed(300_000_000),
    }


def lines(length: int) -> dict[str, bytes]:
    """Long lines of one piece. CVs that a child process reads get lines of a tenth of that."""
    kinds = {
        ".yaml": (MASTER, length // 10),
        "endless .yaml": (MASTER, length),
        ".md": (CV, length // 10),
        ".tex": (r"\section{Work}Robin ", length // 10),
        "posting .txt": (ADVERT, length),
        "posting .html": ("<p>" + ADVERT, length // 4),
    }
    return {
        f"{piece!r} {kind}": (head + piece * (most // len(piece))).encode()
        for kind, (head, most) in kinds.items()
        for piece in PIECES
    }


def false_size() -> bytes:
    """An archive that says its file is small."""
    data = bytearray(zipped({"Profile.csv": b"a" * 50_000_000}))
    at = data.rindex(b"PK\x01\x02")
    data[at + 24 : at + 28] = (10).to_bytes(4, "little")
    return bytes(data)


def pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, of which the first is its catalogue."""
    return assembled(1, dict(enumerate(objects, 1)))


def stream(data: bytes, more: bytes = b"") -> bytes:
    return b"<</Length %d%s>>stream\n%s\nendstream" % (len(data), more, data)


HEAD = (b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>")
PAGE = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<<%s>>>>"


def drawing(levels: int) -> bytes:
    """A page that draws a form ten times, which draws a form ten times, and so on."""
    forms = [
        stream(
            b"/F Do " * 10,
            b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F %d 0 R>>>>"
            % (6 + n),
        )
        for n in range(levels)
    ]
    last = stream(b"0 0 1 1 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]")
    page = PAGE % b"/XObject<</F 5 0 R>>"
    return pdf(*HEAD, page, stream(b"/F Do"), *forms, last)


def packed(size: int) -> bytes:
    """A page whose content unpacks to that many bytes."""
    data = zlib.compress(b"0 0 m " * (size // 6), 9)
    return pdf(*HEAD, PAGE % b"", stream(data, b"/Filter/FlateDecode"))


def circling() -> bytes:
    """Pages that are their own children."""
    return pdf(HEAD[0], b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 9/Parent 2 0 R>>")
