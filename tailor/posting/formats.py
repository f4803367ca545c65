"""Which reader understands which bytes; everything here may be hostile, so it runs in a child
process (`tailor.posting.fetch.read_format`)."""

import re
from collections.abc import Callable

from tailor.errors import InputError, Problem
from tailor.files import MARKS, decode_bytes
from tailor.posting.normalize import JobAd

Reader = Callable[[bytes, str, str], str]
"""Bytes, the label of their encoding, and the id of the posting that is meant, to text."""


def page_text(data: bytes, charset: str, wanted: str) -> str:
    from tailor.posting.web_page import read_page

    if b"\0" in data and not any(data.startswith(mark) for mark, _ in MARKS):
        hint = "save the page once more from a browser, or copy its text"
        raise InputError(Problem("this is not a web page: there is a NUL character", hint=hint))
    return read_page(data, charset, wanted)


def board_text(data: bytes, charset: str, wanted: str) -> str:
    from tailor.posting.job_boards import read_json

    return single_posting(read_json(decode_bytes(data, charset), wanted))


def feed_text(data: bytes, charset: str, wanted: str) -> str:
    from tailor.posting.job_boards import read_xml

    if b"<html" in data[:2000].lower():
        return page_text(data, charset, wanted)
    return single_posting(read_xml(data, wanted))


def single_posting(ads: list[JobAd]) -> str:
    """The one posting that was found. Raises InputError if it is none or several."""
    if len(ads) == 1:
        return ads[0].whole()
    some = f"{len(ads)} postings" if ads else "no posting in a known format"
    hint = "give one posting, or copy its text and use --job clipboard"
    raise InputError(Problem(f"there is {some}" if not ads else f"there are {some}", hint=hint))


def pdf_text(data: bytes, charset: str, wanted: str) -> str:  # noqa: ARG001
    from tailor.posting.office import read_pdf

    return read_pdf(data)


def docx_text(data: bytes, charset: str, wanted: str) -> str:  # noqa: ARG001
    from tailor.posting.office import read_docx

    return read_docx(data)


def mail_text(data: bytes, charset: str, wanted: str) -> str:  # noqa: ARG001
    from tailor.posting.identity import parse_identity
    from tailor.posting.office import read_mail, without_envelope

    subject, kind, content = read_mail(data)
    text = READERS[kind](content, "utf-8", wanted) if kind in READERS else decode_bytes(content)
    text = without_envelope(text)
    if subject and not parse_identity(text).title:
        text = JobAd(text, subject).whole()
    return text


READERS: dict[str, Reader] = {
    ".html": page_text,
    ".htm": page_text,
    ".xhtml": page_text,
    ".json": board_text,
    ".xml": feed_text,
    ".pdf": pdf_text,
    ".docx": docx_text,
    ".eml": mail_text,
    ".mht": mail_text,
    ".mhtml": mail_text,
}
"""By suffix."""

TYPES = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/json": ".json",
    "application/ld+json": ".json",
    "application/xml": ".xml",
    "text/xml": ".xml",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "message/rfc822": ".eml",
    "text/plain": ".txt",
    "text/markdown": ".txt",
}
"""By the type that a server says."""

PAGE = re.compile(
    rb"\s*+(?:<\?xml[^>]*>\s*+)?(?:<!--(?>.{0,500}?-->)\s*+)*+<(?:!doctype html|html)\b",
    re.I | re.S,
)


def looks_like(data: bytes) -> str:
    """The format that the first bytes show; ".txt" if they show none."""
    start = data[:3000].removeprefix(b"\xef\xbb\xbf")
    if start.startswith(b"%PDF-"):
        return ".pdf"
    if start.startswith(b"PK\x03\x04"):
        return ".docx"
    return ".html" if PAGE.match(start) else ".txt"
