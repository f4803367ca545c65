"""The form that a parser filled, beside the master that it should come from."""

from collections.abc import Iterator
from dataclasses import replace

from tailor.ats.entries import Post
from tailor.ats.expected import expected
from tailor.ats.inspection import Inspection
from tailor.ats.readback import folded
from tailor.model import Entry, Finding, Resume

SENTENCE = 5
"""Words from which on a bullet is a statement."""


def compared(inspection: Inspection, resume: Resume) -> Inspection:
    """The inspection with findings on what differs from a master.

    A page may leave out anything of the master but its name and contact data.
    """
    differences = (*details(inspection, resume), *posts(inspection, resume))
    found = differences or (Finding("resume", "pass", "the form is filled as the master says"),)
    strange = tuple(sentences(inspection, resume))
    ours = Finding("sentences", "pass", "every sentence of the jobs is in the master")
    return replace(inspection, findings=(*inspection.findings, *found, *(strange or (ours,))))


def details(inspection: Inspection, resume: Resume) -> Iterator[Finding]:
    form = inspection.fields
    for noun, read, wanted in (
        ("name", form.name, resume.name),
        ("e-mail address", form.email, resume.contact.email),
        ("telephone number", form.phone, resume.contact.phone),
    ):
        if wanted and squeezed(read) != squeezed(wanted):
            message = f"the {noun} is read as “{read}”, your master says “{wanted}”"
            yield Finding("resume", "fail", message)


def posts(inspection: Inspection, resume: Resume) -> Iterator[Finding]:
    """Jobs and degrees of the master whose organisation is on the page, but not as it is there."""
    text = squeezed(" ".join(inspection.readings.values()))
    form = inspection.fields
    for kind, found in (("work", form.jobs), ("education", form.education)):
        entries = (e for s in resume.sections if s.kind == kind for e in s.entries)
        for entry in entries:
            if entry.organisation and squeezed(entry.organisation) in text and printed(entry, text):
                yield from differences(entry, found)


def printed(entry: Entry, text: str) -> bool:
    return not entry.title or squeezed(entry.title) in text


def differences(entry: Entry, found: tuple[Post, ...]) -> Iterator[Finding]:
    """What is wrong with the post that comes nearest to an entry."""
    near = [post for post in found if matches(post.organisation, entry.organisation)]
    near = [post for post in near if matches(post.title, entry.title)] or near
    if not near:
        message = f"“{entry.organisation}” is on the page but not found as an employer or school"
        yield Finding("resume", "warn", message, entry.key)
        return
    if entry.title and not any(matches(post.title, entry.title) for post in near):
        message = f"the title “{entry.title}” is read as “{near[0].title}”"
        yield Finding("resume", "warn", message, entry.key)
    years = [str(day.year) for day in (entry.start, entry.end) if day and day.year]
    if not any(all(year in post.dates for year in years) for post in near):
        message = f"the dates of “{entry.organisation}” are read as “{near[0].dates}”"
        yield Finding("resume", "warn", message, entry.key)


def matches(read: str, wanted: str) -> bool:
    """Whether a field holds the wanted text, perhaps with a note such as a grade after it."""
    return squeezed(read).startswith(squeezed(wanted)) if wanted else True


def sentences(inspection: Inspection, resume: Resume) -> Iterator[Finding]:
    """Bullets of the page that no text of the master holds."""
    own = squeezed(" ".join(master_texts(resume)))
    for post in inspection.fields.jobs:
        for bullet in post.bullets:
            if len(bullet.split()) >= SENTENCE and squeezed(bullet) not in own:
                shown = bullet if len(bullet) <= 60 else bullet[:59] + "…"
                yield Finding("sentences", "warn", f"“{shown}” is not in your master")


def master_texts(resume: Resume) -> Iterator[str]:
    """Every wording of the master, and what stands on a page made of it."""
    yield from (text.text for text in expected(resume))
    for section in resume.sections:
        for entry in section.entries:
            for bullet in (*entry.bullets, *((entry.summary,) if entry.summary else ())):
                yield from bullet.texts


def squeezed(text: str) -> str:
    """The text without white space: where lines end does not matter here."""
    return "".join(folded(text).split())
