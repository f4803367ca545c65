"""The programs that read a PDF as text, each in its own way: bytes -> text."""

import io
import logging
from collections.abc import Callable, Mapping
from importlib import import_module

Reader = Callable[[bytes], str]
LINE_END_HYPHEN = "\x02"
"""PDFium writes this where it closes up a word that is cut by a hyphen at the end of a line."""
LOUD = ("pypdf", "pdfminer")


def pypdf_text(pdf: bytes) -> str:
    """What pypdf reads, page after page."""
    from pypdf import PdfReader

    return "\f".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def pdfminer_text(pdf: bytes) -> str:
    """What pdfminer.six reads with its usual layout analysis."""
    from pdfminer.high_level import extract_text

    return str(extract_text(io.BytesIO(pdf)))


def pdfium_text(pdf: bytes) -> str:
    """What PDFium, the reader inside Chrome, reads."""
    from pypdfium2 import PdfDocument

    document = PdfDocument(pdf)
    try:
        text = "\f".join(page.get_textpage().get_text_bounded() for page in document)
    finally:
        document.close()
    return text.replace(LINE_END_HYPHEN, "-\n")


READERS: Mapping[str, Reader] = {
    "pypdf": pypdf_text,
    "pdfminer": pdfminer_text,
    "pdfium": pdfium_text,
}


def load_readers() -> None:
    """Loads the libraries that read, which takes a while."""
    for library in ("pypdf", "pdfminer.high_level", "pypdfium2"):
        import_module(library)


def quiet() -> None:
    """Keeps the libraries from writing what they think of a file; we say it in findings."""
    for name in LOUD:
        logging.getLogger(name).setLevel(logging.CRITICAL)
