"""How values of the model read on paper: dates, one-line entries, lists. Words are the master's
own; only punctuation, month names and "Present" are added."""

from tailor.model import Date, Entry, Section
from tailor.render.escape import Tex, escape
from tailor.render.fragments import link, visible

MONTHS = "January February March April May June July August September October November December"
PRESENT = "Present"


def date(value: Date) -> str:
    """Such as "March 2021", or "2021" where the month is unknown."""
    if value.text:
        return value.text
    return f"{MONTHS.split()[value.month - 1]} {value.year}" if value.month else str(value.year)


def dates(entry: Entry) -> str:
    """Such as "March 2021 – Present"; a single date if it starts and ends in one month."""
    end = date(entry.end) if entry.end else PRESENT
    if entry.start is None:
        return date(entry.end) if entry.end else ""
    start = date(entry.start)
    return start if start == end else f"{start} – {end}"


def noted(title: str, note: str) -> str:
    """A title with its short extra: "Master of Science, Physics (1.3)"."""
    return f"{title} ({note})" if title and note else title or note


def names(section: Section) -> str:
    """All entries in one line: "English (native), German (C1)"."""
    return ", ".join(noted(entry.title, entry.note) for entry in section.entries)


def citation(entry: Entry) -> Tex:
    """An entry as one paragraph: authors. title. organisation, place. summary."""
    title = link(entry.title, entry.url) if entry.title else escape(visible(entry.url))
    where = ", ".join(text for text in (entry.organisation, entry.place, entry.note) if text)
    summary = entry.summary.text if entry.summary else ""
    pieces = [escape(", ".join(entry.authors)), title, escape(where), escape(summary)]
    return Tex(" ".join(stopped(piece) for piece in pieces if piece).removesuffix("."))


def stopped(piece: Tex) -> Tex:
    """The piece with a full stop unless it ends in a mark of its own."""
    return piece if piece.rstrip("}").endswith((".", "!", "?", "…")) else Tex(piece + ".")
