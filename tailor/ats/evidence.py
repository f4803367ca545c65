"""What is known of a PDF before it is judged."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from tailor.ats.expected_text import ReadBack, Text, expected_texts, read_back
from tailor.ats.form_parser import Fields, fill_form
from tailor.ats.layout import Page
from tailor.models import Document, Resume
from tailor.pdf.structure import Facts


@dataclass(frozen=True)
class Evidence:
    """A PDF as its readers see it.

    Args:
        pdf: the bytes of the file.
        readings: text by reader.
        pages: the lines, pictures and areas of each page; empty if they cannot be read.
        facts: fonts, links, metadata; None if they cannot be read.
        errors: why a reader gave up, by reader.
        own: what a page of this program must hold; None for any other PDF.
    """

    pdf: bytes
    readings: Mapping[str, str]
    pages: tuple[Page, ...]
    facts: Facts | None
    errors: Mapping[str, str] = field(default_factory=dict)
    own: "OwnPage | None" = None

    @cached_property
    def form(self) -> Fields:
        """The form that a parser fills from the pages."""
        return fill_form(self.pages)

    @cached_property
    def backs(self) -> Mapping[str, ReadBack]:
        """By reader: which of the texts of our own page it read, and what besides."""
        texts = self.own.texts if self.own else ()
        return {name: read_back(text, texts) for name, text in self.readings.items()}

    def is_own_text(self, text: str) -> bool:
        """Whether the résumé itself says so: then no other page of it can do without."""
        return bool(self.own) and text in self.own_text

    @cached_property
    def own_text(self) -> str:
        """Every text of our own page; "" for any other PDF."""
        return " ".join(text.text for text in self.own.texts) if self.own else ""


@dataclass(frozen=True)
class OwnPage:
    """A page of this program: as it was typeset, what it must say, how many pages it may have."""

    document: Document
    resume: Resume
    max_pages: int

    @cached_property
    def texts(self) -> Sequence[Text]:
        """The texts that must be read, in the order of the page."""
        return expected_texts(self.resume)
