"""Checks of our own page only: the finished PDF, read back, says what the résumé says."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from urllib.parse import unquote

from tailor.ats.evidence import Evidence, OwnPage
from tailor.ats.expected_text import Text
from tailor.errors import pluralize
from tailor.models import Finding, texts_in
from tailor.pdf.text import READERS

OVERFULL = 0.5
"""Points by which a box may be too large before anyone could see it."""
PAPERS = ((612.0, 792.0), (595.3, 841.9))
"""Width and height of letter and A4 in pt."""
SHOWN = 60
WORD = re.compile(r"\w+")


def own_page(page: Evidence) -> OwnPage:
    """What our own page must hold. Raises ValueError for any other PDF."""
    if page.own is None:
        raise ValueError("this check is only for pages of this program")
    return page.own


def find_missing_texts(page: Evidence) -> Iterator[Finding]:
    """Texts that a reader does not read. Where only the hyphen at the end of one is gone, and our
    own readers read it, the reader took it for hyphenation, as poppler does."""
    missing = {name: back.missing for name, back in page.backs.items()}
    for text, names in group_by_reader(missing):
        if all(
            name not in READERS and is_cut_by_hyphen(text, page.readings[name]) for name in names
        ):
            message = f"{', '.join(names)} drops the hyphen at the end of {quote_text(text)}"
            yield Finding("text", "warn", message, text.key)
        else:
            message = f"{quote_text(text)} is not read by {', '.join(names)}"
            yield Finding("text", "fail", message, text.key)


def is_cut_by_hyphen(text: Text, reading: str) -> bool:
    """Whether a text is in a reading, except for the hyphen at its end."""
    bare = "".join(text.text.removesuffix("-").split())
    return text.text.endswith("-") and bare in "".join(reading.split())


def find_disordered_texts(page: Evidence) -> Iterator[Finding]:
    early = {name: back.disordered for name, back in page.backs.items()}
    for text, names in group_by_reader(early):
        message = f"{quote_text(text)} is read too early by {', '.join(names)}"
        yield Finding("order", "fail", message, text.key)


def find_interrupted_texts(page: Evidence) -> Iterator[Finding]:
    for text, names in group_by_reader({name: back.torn for name, back in page.backs.items()}):
        message = f"{', '.join(names)} puts a date or place between the lines of {quote_text(text)}"
        yield Finding("tears", "fail", message, text.key)


def group_by_reader(seen: Mapping[str, Sequence[Text]]) -> Iterator[tuple[Text, tuple[str, ...]]]:
    """Each text once, with the names of the readers that it is seen in."""
    names: dict[Text, list[str]] = {}
    for name, texts in seen.items():
        for text in texts:
            names.setdefault(text, []).append(name)
    return ((text, tuple(dict.fromkeys(readers))) for text, readers in names.items())


def find_added_words(page: Evidence) -> Iterator[Finding]:
    """Words that are in no text of the résumé; the numbers of the pages alone are a warning.

    A reader that lost texts is not a witness: what is left of them would look like an addition.
    """
    yield from find_said_beside(page)
    count = page.facts.pages if page.facts else 0
    numbers = {str(number + 1) for number in range(count)}
    for name, back in page.backs.items():
        words = WORD.findall(back.rest)
        if words and not back.missing:
            message = f"{name} reads {pluralize(len(words), 'word')} that are not in the résumé: "
            level = "warn" if numbers.issuperset(words) else "fail"
            yield Finding("additions", level, message + " ".join(words[:10]))


def find_said_beside(page: Evidence) -> Iterator[Finding]:
    """Words that are in no text of the résumé, in what the file says besides its pages."""
    if page.facts is None:
        return
    person = own_page(page).resume
    own_words = {*WORD.findall(page.own_text), *WORD.findall(f"{person.name} {person.label}")}
    for text in page.facts.said:
        if words := [word for word in WORD.findall(text) if word not in own_words]:
            message = f"PDF properties that are not in the résumé: {' '.join(words[:10])}"
            yield Finding("additions", "fail", message)
    own_text = unquote("\n".join(texts_in(person))).lower()
    for link in dict.fromkeys(page.facts.links):
        if bare_address(link) not in own_text:
            message = f"the PDF has a link that is not in the résumé: “{link[:SHOWN]}”"
            yield Finding("additions", "fail", message)
    if page.facts.is_ambiguous:
        yield Finding("additions", "fail", "the PDF has two values for one name")


def bare_address(link: str) -> str:
    """A link without its scheme, and without the signs that stand for others in a PDF."""
    scheme, _, rest = link.partition(":")
    host, slash, path = rest.removeprefix("//").partition("/")
    with suppress(ValueError):
        host = host.encode("ascii").decode("idna") if scheme.lower() != "mailto" else host
    return unquote(f"{host}{slash}{path}").lower()


def find_lost_contact(page: Evidence) -> Iterator[Finding]:
    texts = own_page(page).texts
    if not any(text.role == "name" for text in texts):
        yield Finding("contact", "fail", "the résumé has no name", "basics/name")
    if not any(text.key == "basics/email" for text in texts):
        yield Finding("contact", "warn", "the résumé has no e-mail address", "basics/email")
    lost = {
        name: [text for text in back.missing if text.role in ("name", "contact")]
        for name, back in page.backs.items()
    }
    for text, names in group_by_reader(lost):
        message = f"{quote_text(text)} is not read as one piece by {', '.join(names)}"
        yield Finding("contact", "fail", message, text.key)


def find_wrong_page_count(page: Evidence) -> Iterator[Finding]:
    expected, pages = own_page(page), page.facts.pages if page.facts else 0
    if pages != expected.document.pages:
        message = f"LaTeX made {pluralize(expected.document.pages, 'page')}, the PDF has {pages}"
        yield Finding("pages", "fail", message)
    if pages > expected.max_pages:
        message = f"{pluralize(pages, 'page')} where {expected.max_pages} may be"
        yield Finding("pages", "fail", message)
    for sheet in page.pages:
        left, bottom, right, top = sheet.box
        if not any(abs(right - left - w) < 1 and abs(top - bottom - h) < 1 for w, h in PAPERS):
            message = f"a page has {right - left:.0f} × {top - bottom:.0f} pt, not letter or A4"
            yield Finding("pages", "fail", message)


def find_overfull_boxes(page: Evidence) -> Iterator[Finding]:
    for width in own_page(page).document.overfull:
        if width > OVERFULL:
            yield Finding("overfull", "fail", f"a line or box is {width:g} pt too large")


def quote_text(text: Text) -> str:
    excerpt = text.text if len(text.text) <= SHOWN else text.text[: SHOWN - 1] + "…"
    return f"“{excerpt}”"
