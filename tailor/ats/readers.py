"""The programs that read a PDF as text, each in its own way: bytes -> text."""

import io
import logging
from collections.abc import Callable, Mapping
from importlib import import_module

from tailor.pdf import LINE_END_HYPHEN

Reader = Callable[[bytes], str]
LOUD = ("pypdf",)


def pypdf_text(pdf: bytes) -> str:
    """What pypdf reads, page after page."""
    from pypdf import PdfReader

    return "\f".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


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
    "pdfium": pdfium_text,
}


def load_readers() -> None:
    """Loads the libraries that read, which takes a while."""
    for library in ("pypdf", "pypdfium2"):
        import_module(library)


def quiet() -> None:
    """Keeps the libraries from writing what they think of a file; we say it in findings."""
    for name in LOUD:
        logging.getLogger(name).setLevel(logging.CRITICAL)
