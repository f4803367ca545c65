"""Postings in office formats: PDF, DOCX and e-mail."""

import re
from collections import Counter
from email import message_from_bytes, policy
from email.message import EmailMessage
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from tailor.errors import InputError, LimitError, Problem

if TYPE_CHECKING:
    from lxml.etree import _Element

PAGES = 50
"""Pages of a PDF that are read."""

UNPACKED = 50_000_000
"""Most bytes of a DOCX when it is unpacked."""

COPY = "copy the text and use --job clipboard"
MARGIN = re.compile(
    r"(?:https?|file)://\S+(?:\s+\d+/\d+)?"
    r"|(?:page |seite )?\d{1,4}\s{0,9}(?:/|of|von)\s{0,9}\d{1,4}",
    re.I,
)
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SUBJECT = re.compile(
    r"^(?:(?:re|fwd?|wg|aw|tr|rv|vacancy|job|position|opportunity|stelle|offre|oferta)\s*[:–-]\s*)+",
    re.IGNORECASE,
)
FORWARDED = re.compile(
    r"^\W{0,9}(?:-{3}.*-{3}|(?:from|to|cc|sent|date|subject|von|an|gesendet|betreff|datum)\s*:.*)$",
    re.IGNORECASE,
)
ENVELOPE = 25
"""Lines of an e-mail in which it may say whose e-mail it forwards."""

FEW = 40
"""Words of an e-mail below which an attachment is looked at."""


def read_pdf(data: bytes) -> str:
    """The text of a PDF, page by page, without what is on every page.

    Raises InputError (damaged, locked, without text).
    """
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
        pages = [
            pdf[number].get_textpage().get_text_range() for number in range(min(len(pdf), PAGES))
        ]
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        what = "the PDF is locked with a password" if locked else "the PDF is damaged"
        raise InputError(Problem(what, hint=COPY)) from error
    if not any(char.isalnum() for page in pages for char in page):
        hint = "let a program for text recognition (OCR) read it, or " + COPY
        raise InputError(Problem("the PDF has no text; it may be a scan", hint=hint))
    return "\n".join(without_margins(pages))


def without_margins(pages: list[str]) -> list[str]:
    """The lines of pages without page numbers, addresses, and what tops or ends every page."""
    split = [
        [line.strip() for line in re.sub("[\ufffe\x02]\r?\n?", "", page).splitlines()]
        for page in pages
    ]
    edges = Counter(edge for page in split for edge in {*page[:2], *page[-2:]} if edge)
    often = {edge for edge, times in edges.items() if len(split) > 2 and times == len(split)}
    return [
        line
        for number, page in enumerate(split)
        for line in page
        if not MARGIN.fullmatch(line) and (line not in often or (number == 0 and line in page[:2]))
    ]


def read_docx(data: bytes) -> str:
    """The paragraphs of a DOCX, tables among them, without what is hidden or deleted.

    Raises InputError (no DOCX), LimitError (it unpacks to too much).
    """
    import docx

    try:
        with ZipFile(BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > UNPACKED:
                raise LimitError(Problem(f"it unpacks to more than {UNPACKED:,} bytes"))
        body = docx.Document(BytesIO(data)).element.find(f"{W}body")
        if body is None:
            raise ValueError("the main part is something else")
    except (BadZipFile, KeyError, ValueError, SyntaxError, NotImplementedError) as error:
        message = "this Word document cannot be read"
        raise InputError(Problem(message, hint=COPY)) from error
    blocks = [
        block
        for part in body.iter(f"{W}p", f"{W}tr")
        if (block := table_row(part) if part.tag == f"{W}tr" else paragraph_text(part))
    ]
    text = "\n".join(blocks)
    if not any(char.isalnum() for char in text):
        raise InputError(Problem("there is no text in the document", hint=COPY))
    return text


def table_row(part: "_Element") -> str:
    """ "Location: Leeds" for a row of a short label and a value; "" for other rows."""
    cells = [printed_text(cell) for cell in part.iterfind(f"{W}tc")]
    is_pair = len(cells) == 2 and len(cells[0].split()) <= 4 and len(cells[1].split()) <= 12
    if not is_pair or not all(cells):
        return ""
    for used in part.iter(f"{W}p"):
        used.clear()
    return f"{cells[0].rstrip(':')}: {cells[1]}"


def paragraph_text(part: "_Element") -> str:
    text = printed_text(part)
    style = part.find(f"{W}pPr/{W}pStyle")
    style_name = (style.get(f"{W}val") or "").lower() if style is not None else ""
    listed = part.find(f"{W}pPr/{W}numPr") is not None or style_name.startswith("list")
    if text and (style_name.startswith(("heading", "title")) or is_bold(part)):
        return f"\n{text}\n"
    return f"- {text}" if text and listed else text


def is_bold(part: "_Element") -> bool:
    """Whether a short paragraph is all in bold letters, as a heading."""
    runs = [run for run in part.iter(f"{W}r") if "".join(run.itertext(f"{W}t")).strip()]
    bold = runs and all(run.find(f"{W}rPr/{W}b") is not None for run in runs)
    return bool(bold) and len(printed_text(part)) <= 90


def printed_text(part: "_Element") -> str:
    """The characters of an element that are shown in print."""
    pieces = []
    for run in part.iter(f"{W}r"):
        if run.find(f"{W}rPr/{W}vanish") is None:
            for leaf in run.iter(f"{W}t", f"{W}tab", f"{W}br"):
                pieces.append(leaf.text or "" if leaf.tag == f"{W}t" else " ")
    return " ".join("".join(pieces).split())


def read_mail(data: bytes) -> tuple[str, str, bytes]:
    """An e-mail, or a web page that was saved as one file.

    Returns its subject, and what it holds as a format (".txt", ".html", ".pdf", ".docx") and
    bytes; text is in UTF-8. Raises InputError if it holds nothing.
    """
    message = message_from_bytes(data, policy=policy.default)
    assert isinstance(message, EmailMessage)
    try:
        subject = SUBJECT.sub("", " ".join(str(message.get("subject", "")).split()))
        saved = "multipart/related" in message.get_content_type() and not message.get("to")
        body = message.get_body(("html", "plain") if saved else ("plain", "html"))
        content = body.get_content() if body is not None else ""
        if len(content.split()) < FEW and (other_body := message.get_body(("html",))) is not None:
            body, content = other_body, other_body.get_content()
        kind = ".html" if body is not None and body.get_content_subtype() == "html" else ".txt"
        if len(content.split()) < FEW and (other := attached_document(message)):
            return subject, *other
    except (LookupError, ValueError, AttributeError, TypeError) as error:
        raise InputError(Problem("this e-mail is damaged", hint=COPY)) from error
    return "" if saved else subject, kind, content.encode("utf-8", "replace")


def without_envelope(text: str) -> str:
    """The text without "From: ...", "Sent: ..." and the like in its first lines."""
    lines = text.split("\n")
    top = [line for line in lines[:ENVELOPE] if not FORWARDED.fullmatch(line)]
    return "\n".join([*top, *lines[ENVELOPE:]]).strip()


def attached_document(message: EmailMessage) -> tuple[str, bytes] | None:
    """The first attached document."""
    for part in message.iter_attachments():
        suffix = "." + (part.get_filename() or "").rpartition(".")[2].lower()
        if suffix in (".pdf", ".docx", ".html", ".txt"):
            content = part.get_payload(decode=True)
            return (suffix, content) if isinstance(content, bytes) else None
    return None
