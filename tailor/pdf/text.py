"""The text of a PDF by several independent readers."""

import io
import logging
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib import import_module

from tailor.cache import file_stamp
from tailor.pdf.drawing import LINE_END_HYPHEN
from tailor.sandbox.process import Limits, RunningProcess, start_program

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


LIBRARIES = ("pypdf", "pypdfium2")
"""The packages of these readers."""


def load_readers() -> None:
    """Loads the libraries that read, which takes a while."""
    for library in LIBRARIES:
        import_module(library)


def silence_readers() -> None:
    """Keeps the libraries from writing what they think of a file; we say it in findings."""
    for name in LOUD:
        logging.getLogger(name).setLevel(logging.CRITICAL)


MODES: Mapping[str, tuple[str, ...]] = {"poppler": (), "poppler -layout": ("-layout",)}
LIMITS = Limits(seconds=20, cpu=10, memory=1_000_000_000)


@dataclass(frozen=True, slots=True)
class Readings(Mapping[str, str]):
    """Text by reader; it is waited for when it is asked for."""

    programs: Mapping[str, RunningProcess]

    def __getitem__(self, name: str) -> str:
        return self.programs[name].wait().output.decode("utf-8", "replace")

    def __iter__(self) -> Iterator[str]:
        return iter(self.programs)

    def __len__(self) -> int:
        return len(self.programs)


@contextmanager
def start_poppler(pdf: bytes) -> Iterator[Readings]:
    """Begins to read a PDF in poppler's two modes, if it is installed."""
    program = shutil.which("pdftotext")
    modes = MODES if program else {}
    with ExitStack() as stack:
        yield Readings(
            {
                name: stack.enter_context(
                    start_program(
                        [str(program), *switches, "-enc", "UTF-8", "-", "-"],
                        data=pdf,
                        limits=LIMITS,
                    )
                )
                for name, switches in modes.items()
            }
        )


def poppler_stamp() -> str:
    """Place, size and time of the pdftotext on the PATH; "" if there is none."""
    program = shutil.which("pdftotext")
    return file_stamp(program) if program else ""


def read_with_poppler(pdf: bytes) -> dict[str, str]:
    """The text that poppler reads, by mode; nothing if it is not installed."""
    with start_poppler(pdf) as texts:
        return dict(texts)
