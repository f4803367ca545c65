"""How values of the model read on paper: dates, one-line entries, lists. Words are the master's
own; only punctuation, month names and "Present" are added."""

from tailor.model import Date, Entry, Section
from tailor.render.escape import Tex, escape
from tailor.render.fragments import link, visible
from tailor.words import FALLBACK, month, present


def date(value: Date, language: str = FALLBACK) -> str:
    """Such as "March 2021", or "2021" where the month is unknown."""
    if value.text:
        return value.text
    return f"{month(value.month, language)} {value.year}" if value.month else str(value.year)


def dates(entry: Entry, language: str = FALLBACK) -> str:
    """Such as "March 2021 – Present"; a single date if it starts and ends in one month."""
    end = date(entry.end, language) if entry.end else present(language)
    if entry.start is None:
        return date(entry.end, language) if entry.end else ""
    start = date(entry.start, language)
    return start if start == end else f"{start} – {end}"


def noted(title: str, note: str) -> str:
    """A title with its short extra: "Master of Science, Physics (1.3)"."""
    return f"{title} ({note})" if title and note else title or note


def names(section: Section) -> str:
    """All entries in one line: "English (native), German (C1)"."""
    return ", ".join(noted(entry.title, entry.note) for entry in section.entries)


def citation(entry: Entry, own: str = "", language: str = FALLBACK) -> Tex:
    """An entry as one paragraph: authors. title. organisation, place. summary (date).

    `own` is the name of the résumé's person: where it is among the authors, it is set in bold.
    The date does not stand at the right edge: readers of PDF put it between two lines of the
    paragraph, or take it and its neighbours for a column.
    """
    title = link(entry.title, entry.url) if entry.title else escape(visible(entry.url))
    where = ", ".join(text for text in (entry.organisation, entry.place, entry.note) if text)
    summary = entry.summary.text if entry.summary else ""
    authors = Tex(", ".join(author(name, own) for name in entry.authors))
    pieces = [piece for piece in (authors, title, escape(where), escape(summary)) if piece]
    text = " ".join([*map(stopped, pieces[:-1]), *pieces[-1:]])
    date = dates(entry, language)
    return Tex(rf"{text} \mbox{{({escape(date)})}}") if date else Tex(text)


def author(name: str, own: str) -> Tex:
    return Tex(rf"\textbf{{{escape(name)}}}") if is_same(name, own) else escape(name)


def is_same(name: str, own: str) -> bool:
    """Whether two names are one person's: same surname, and no initial against the other's.

    "Z. Marczak-Lindh", "Marczak-Lindh, Z." and "Zofia Marczak-Lindh" are one; so are names
    that differ in middle names.
    """
    given, surname = split(name)
    own_given, own_surname = split(own)
    if not surname or surname != own_surname:
        return False
    return bool(given and own_given) and (
        given[0].startswith(own_given[0]) or own_given[0].startswith(given[0])
    )


def split(name: str) -> tuple[list[str], str]:
    """Given names (lower case, without full stops) and surname of "A. B. Lee" or "Lee, A. B."."""
    first, comma, rest = name.casefold().partition(",")
    given, surname = (
        (rest, first) if comma else (first.rpartition(" ")[0], first.rpartition(" ")[2])
    )
    return given.replace(".", " ").split(), surname.strip()


def stopped(piece: Tex) -> Tex:
    """The piece with a full stop unless it ends in a mark of its own."""
    return piece if piece.rstrip("}").endswith((".", "!", "?", "…")) else Tex(piece + ".")
