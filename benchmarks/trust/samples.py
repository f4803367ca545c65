# ruff: noqa: E501
"""Files of every format that tailor reads, made by the project itself, and ways to spoil them."""

import io
import json
import random
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from tailor.pipeline import Options, render
from tailor.read import read
from tailor.write import WRITERS

ROOT = Path(__file__).resolve().parent.parent.parent
CASE = ROOT / "examples" / "software-engineer"
EXPORT = {
    "Profile.csv": "First Name,Last Name,Headline,Summary\nOda,Example,Clerk,Counts ships\n",
    "Email Addresses.csv": "Email Address,Confirmed,Primary\noda@example.com,Yes,Yes\n",
    "Positions.csv": "Company Name,Title,Description,Location,Started On,Finished On\n"
    'Acme,Clerk,"• Counted ships\n• Wrote lists",Oslo,Jan 2020,Feb 2022\n',
    "Education.csv": "School Name,Start Date,End Date,Degree Name\nOslo,2015,2018,BSc\n",
    "Skills.csv": "Name\nRadar\nC++\n",
}
LATEX = r"""\documentclass[11pt]{article}
\begin{document}
\begin{center}\textbf{\Huge Oda Example}\\ \small 555-0100 $|$ \href{mailto:oda@example.com}{oda@example.com}\end{center}
\section{Experience}
\resumeSubheading{Clerk}{Jan 2020 -- Feb 2022}{Acme}{Oslo, Norway}
\begin{itemize}\item Counted \textbf{ships} \& boats, 50\% more\item Wrote lists\end{itemize}
\cventry{2015--2018}{BSc}{University of Oslo}{Oslo}{}{Mathematics}
\section{Skills}
\textbf{Languages:} C++, Python % and more
\end{document}
"""
TOKENS = (
    *(b"\x00", b"\xff", b"\xfe\xff", b"\xef\xbb\xbf", b"\n", b"\t", b" " * 50, b"\r", b"\xc3"),
    *(b"-" * 80, b"(" * 300, b"[" * 300, b"{" * 300, b"<" * 300, b"*" * 300, b"`" * 99, b"> " * 99),
    *(b"%PDF-1.7", b"PK\x03\x04", b"<!--", b"-->", b"<script>", b"</html>", b"<![CDATA[", b"&#x0;"),
    *(b": ", b" #", b"- ", b"---\n", b"&a", b"*a", b"!!python/object:os.system", b"<<: *a", b"~"),
    *(b"null", b"true", b"1e999", b"-0", b"9" * 400, b"2021-02-30", b"\\u0000", b"\\ud800", b'"'),
    *(
        b"\\begin{x}",
        b"\\end{document}",
        b"\\def\\x{\\x}\\x",
        b"$$",
        b"\\cventry{}{}{}{}{}{}",
        b"%",
    ),
    *(
        b"endobj",
        b"stream\n",
        b"endstream",
        b"0 0 R",
        b"/Length 99999999",
        b"/Kids[1 0 R]",
        b"xref",
    ),
    *("\u202e\u200b\u0301".encode(), "٣".encode(), "²".encode(), "Ⅷ".encode(), "2020 – ".encode()),
)
VALUES: tuple[Any, ...] = (
    None,
    True,
    -1,
    10**400,
    1.5,
    "",
    "x" * 5000,
    [],
    {},
    [[[]]],
    {"a": {}},
    "\x00",
)


@cache
def samples() -> Mapping[str, tuple[bytes, ...]]:
    """By kind: whole files. CVs have the name of their suffix, postings that behind a "posting"."""
    resume, _ = read(CASE / "resume.yaml")
    document, _ = render(resume, Options())
    cvs = {suffix: (write(resume),) for suffix, write in WRITERS.items() if suffix != ".yml"}
    advert = (CASE / "postings" / "backend-payments.txt").read_bytes()
    text = advert.decode()
    posting = {
        "@type": "JobPosting",
        "@context": "https://schema.org",
        "title": "Engineer",
        "description": f"<p>{text}</p>",
        "hiringOrganization": {"name": "Acme"},
    }
    data = json.dumps(posting)
    page = f'<html><head><title>Engineer</title><script type="application/ld+json">{data}</script>'
    page += f"</head><body><h1>Engineer</h1><p>{text.replace(chr(10), '</p><p>')}</p></body></html>"
    feed = f"<?xml version='1.0'?><position><name>Engineer</name><description>{escape(page)}</description></position>"
    mail = b"From: a@example.com\nSubject: Engineer\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n"
    return cvs | {
        ".yaml": (cvs[".yaml"][0], (CASE / "resume.yaml").read_bytes()),
        ".tex": (LATEX.encode(),),
        ".pdf": (document.pdf,),
        ".zip": (zipped({name: one.encode() for name, one in EXPORT.items()}),),
        "posting .txt": (advert,),
        "posting .html": (page.encode(),),
        "posting .json": (data.encode(),),
        "posting .xml": (feed.encode(),),
        "posting .eml": (mail + page.encode(),),
        "posting .pdf": (document.pdf,),
        "posting .docx": cvs[".docx"],
    }


def zipped(files: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


def spoiled(kind: str, source: random.Random) -> bytes:
    """A sample with some of its structure spoiled, or of its bytes."""
    data = source.choice(samples()[kind])
    suffix = kind.split()[-1]
    if suffix in STRUCTURES and source.random() < 0.7:
        data = STRUCTURES[suffix](data, source)
        if source.random() < 0.8:
            return data
    return bytewise(data, source)


def bytewise(data: bytes, source: random.Random) -> bytes:
    """Some bytes changed, cut out, doubled or put in."""
    found = bytearray(data)
    for _ in range(source.choice((1, 1, 2, 4, 16))):
        at, length = source.randrange(len(found) + 1), source.choice((1, 4, 30, 400))
        change = source.randrange(5)
        if change == 0:
            found[at : at + length] = b""
        elif change == 1:
            found[at:at] = found[at : at + length] * source.choice((1, 3, 50))
        elif change == 2:
            found[at : at + 1] = bytes([source.randrange(256)])
        else:
            found[at : at + source.choice((0, length))] = source.choice(TOKENS)
    return bytes(found[: source.choice((len(found), len(found), source.randrange(len(found) + 1)))])


def tree(data: bytes, source: random.Random) -> bytes:
    """A JSON text with some values replaced by values of another kind, or moved."""
    root = json.loads(data)
    places = list(walked(root))
    for _ in range(source.choice((1, 1, 2, 5))):
        holder, key = source.choice(places)
        other, name = source.choice(places)
        try:
            holder[key] = source.choice(
                (*VALUES, other[name], {"text": other[name]}, [other[name]])
            )
        except (KeyError, IndexError, TypeError):
            continue
    try:
        return json.dumps(root).encode()
    except (ValueError, RecursionError):
        return data


def walked(value: Any) -> list[tuple[Any, Any]]:
    """Every place in a tree, as what holds it and its key there."""
    keys = (
        value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    )
    found = [(value, key) for key in keys]
    return found + [place for holder, key in found for place in walked(holder[key])]


def archive(data: bytes, source: random.Random) -> bytes:
    """A zip with one of its files spoiled, left out, or put in under another name."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    name = source.choice(list(files))
    change = source.randrange(4)
    if change == 0:
        del files[name]
    elif change == 1:
        files[source.choice(list(files))] = files[name]
    else:
        files[name] = bytewise(files[name], source)
    return zipped(files)


STRUCTURES: Mapping[str, Callable[[bytes, random.Random], bytes]] = {
    ".json": tree,
    ".zip": archive,
    ".docx": archive,
}
