"""The gate on our own page: the finished PDF, read back, says what the résumé says."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain

from tailor.ats.checks import text as glyphs
from tailor.ats.expected_text import ReadBack, Text, expected_texts, read_back
from tailor.ats.hidden_text import unseen
from tailor.ats.layout import read_pages as layout
from tailor.models import Document, Finding, Resume
from tailor.pdf import structure
from tailor.pdf.text import READERS

OVERFULL = 0.5
"""Points by which a box may be too large before anyone could see it."""
SHOWN = 60
WORD = re.compile(r"\w+")


def check_page(
    document: Document, resume: Resume, max_pages: int, readings: Mapping[str, str]
) -> tuple[Finding, ...]:
    """Reads the PDF of a résumé back and compares.

    Args:
        document: the typeset résumé.
        resume: what it must say.
        max_pages: how many pages it may have.
        readings: reader name -> text, from readers that the caller ran.

    Returns:
        One finding for each check that passed, one for each fault of those that did not;
        `place` is the key of the part of the résumé.
    """
    texts = expected_texts(resume)
    read = {name: reader(document.pdf) for name, reader in READERS.items()} | dict(readings)
    backs = {name: read_back(text, texts) for name, text in read.items()}
    facts = structure.read_facts(document.pdf)
    sheets = layout(document.pdf)
    by = f"by {len(read)} readers"
    checks: dict[str, tuple[Iterator[Finding], str]] = {
        "text": (missing_texts(backs, read), f"{len(texts)} texts read back identical {by}"),
        "order": (disordered_texts(backs), f"texts read in page order {by}"),
        "tears": (interrupted_texts(backs), f"no text is interrupted by another, {by}"),
        "additions": (added_words(backs, facts.pages), f"nothing was read besides the résumé {by}"),
        "hidden": (unseen(sheets), "no hidden text"),
        "contact": (contact_findings(texts, backs), f"name and contact data read whole {by}"),
        "glyphs": (
            chain(broken_characters(read, texts), glyphs.unmapped(sheets)),
            f"no broken characters {by}",
        ),
        "pages": (
            page_count_findings(document, facts, max_pages),
            f"{pluralize(facts.pages, 'page')}",
        ),
        "overfull": (overfull_findings(document), "nothing sticks out"),
        "fonts": (
            font_findings(facts),
            f"{pluralize(len(facts.fonts), 'font')}, all embedded, none Type 3",
        ),
        "active": (
            active_content_findings(facts),
            f"{pluralize(len(facts.links), 'link')}, nothing that acts",
        ),
    }
    found: list[Finding] = []
    for name, (faults, passed) in checks.items():
        found += list(faults) or [Finding(name, "pass", passed)]
    return tuple(found)


def has_failed(findings: Iterable[Finding]) -> bool:
    """Whether any check failed."""
    return any(finding.level == "fail" for finding in findings)


def missing_texts(backs: Mapping[str, ReadBack], read: Mapping[str, str]) -> Iterator[Finding]:
    """Texts that a reader does not read. Where only the hyphen at the end of one is gone, and our
    own readers read it, the reader took it for hyphenation, as poppler does."""
    for text, names in group_by_reader({name: back.missing for name, back in backs.items()}):
        if all(name not in READERS and is_cut_by_hyphen(text, read[name]) for name in names):
            message = f"{', '.join(names)} drops the hyphen at the end of {quote_text(text)}"
            yield Finding("text", "warn", message, text.key)
        else:
            message = f"{quote_text(text)} is not read by {', '.join(names)}"
            yield Finding("text", "fail", message, text.key)


def is_cut_by_hyphen(text: Text, reading: str) -> bool:
    """Whether a text stands in a reading but for the hyphen at its end."""
    bare = "".join(text.text.removesuffix("-").split())
    return text.text.endswith("-") and bare in "".join(reading.split())


def disordered_texts(backs: Mapping[str, ReadBack]) -> Iterator[Finding]:
    for text, names in group_by_reader({name: back.disordered for name, back in backs.items()}):
        yield Finding(
            "order", "fail", f"{quote_text(text)} is read too early by {', '.join(names)}", text.key
        )


def interrupted_texts(backs: Mapping[str, ReadBack]) -> Iterator[Finding]:
    for text, names in group_by_reader({name: back.torn for name, back in backs.items()}):
        message = f"{', '.join(names)} puts a date or place between the lines of {quote_text(text)}"
        yield Finding("tears", "fail", message, text.key)


def group_by_reader(seen: Mapping[str, Sequence[Text]]) -> Iterator[tuple[Text, tuple[str, ...]]]:
    """Each text once, with the names of the readers that it is seen in."""
    names: dict[Text, list[str]] = {}
    for name, texts in seen.items():
        for text in texts:
            names.setdefault(text, []).append(name)
    return ((text, tuple(dict.fromkeys(found))) for text, found in names.items())


def added_words(backs: Mapping[str, ReadBack], count: int) -> Iterator[Finding]:
    """Words that are in no text of the résumé; the numbers of so many pages alone are a warning.

    A reader that lost texts is no witness: what is left of them would look like an addition.
    """
    numbers = {str(number + 1) for number in range(count)}
    for name, back in backs.items():
        words = WORD.findall(back.rest)
        if words and not back.missing:
            message = f"{name} reads {pluralize(len(words), 'word')} that are not in the résumé: "
            level = "warn" if numbers.issuperset(words) else "fail"
            yield Finding("additions", level, message + " ".join(words[:10]))


def contact_findings(texts: Sequence[Text], backs: Mapping[str, ReadBack]) -> Iterator[Finding]:
    if not any(text.role == "name" for text in texts):
        yield Finding("contact", "fail", "the résumé has no name", "basics/name")
    if not any(text.key == "basics/email" for text in texts):
        yield Finding("contact", "warn", "the résumé has no e-mail address", "basics/email")
    lost = {
        name: [text for text in back.missing if text.role in ("name", "contact")]
        for name, back in backs.items()
    }
    for text, names in group_by_reader(lost):
        message = f"{quote_text(text)} is not read as one piece by {', '.join(names)}"
        yield Finding("contact", "fail", message, text.key)


def broken_characters(read: Mapping[str, str], texts: Sequence[Text]) -> Iterator[Finding]:
    """Broken characters, unless the résumé itself has them."""
    own = glyphs.bad_characters(" ".join(text.text for text in texts))
    for name, text in read.items():
        found = {bad: kind for bad, kind in glyphs.bad_characters(text).items() if bad not in own}
        for message in glyphs.list_characters(found):
            yield Finding("glyphs", "fail", f"{name} reads {message}")


def page_count_findings(document: Document, facts: structure.Facts, most: int) -> Iterator[Finding]:
    if facts.pages != document.pages:
        message = f"LaTeX made {pluralize(document.pages, 'page')}, the PDF has {facts.pages}"
        yield Finding("pages", "fail", message)
    if facts.pages > most:
        yield Finding("pages", "fail", f"{pluralize(facts.pages, 'page')} where {most} may be")


def overfull_findings(document: Document) -> Iterator[Finding]:
    for width in document.overfull:
        if width > OVERFULL:
            yield Finding("overfull", "fail", f"a line or box is {width:g} pt too large")


def font_findings(facts: structure.Facts) -> Iterator[Finding]:
    for font in facts.fonts:
        if font.kind == "Type3":
            yield Finding("fonts", "fail", f"the font {font.name} is Type 3: pictures of letters")
        elif not font.embedded:
            yield Finding("fonts", "fail", f"the font {font.name} is not embedded")
        elif not font.unicode:
            yield Finding("fonts", "fail", f"the font {font.name} has no map to Unicode")
    if not any("bold" in font.name.lower() for font in facts.fonts):
        yield Finding("fonts", "fail", "no font is named Bold, so headings cannot be recognised")


def active_content_findings(facts: structure.Facts) -> Iterator[Finding]:
    for name in facts.active:
        yield Finding("active", "fail", f"the PDF holds {name}")
    for uri in structure.odd_links(facts):
        yield Finding("active", "fail", f"the PDF holds a link to “{uri}”")


def quote_text(text: Text) -> str:
    shown = text.text if len(text.text) <= SHOWN else text.text[: SHOWN - 1] + "…"
    return f"“{shown}”"


def pluralize(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
