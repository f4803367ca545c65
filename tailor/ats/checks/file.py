"""Checks of the file, and of the form that a parser fills from it."""

from collections.abc import Iterator

from tailor.ats.evidence import Evidence
from tailor.ats.form_parser import ParsedJob, lines_of, split_sections
from tailor.ats.vocabulary import kind_of
from tailor.models import Finding
from tailor.pdf.structure import Facts, odd_links

MANY_PAGES = 2
LARGE = 2_500_000
"""Bytes; some upload forms take no more."""
NEEDED = {"work": "work experience", "education": "education"}
HARMFUL = ("JavaScript", "launch", "opening", "sends", "media", "import")


def check_fonts(page: Evidence) -> Iterator[Finding]:
    """A page of our own must have no fault here."""
    facts = structure_of(page)
    odd = "fail" if page.own else "warn"
    for font in facts.fonts:
        if font.kind == "Type3":
            level = odd if font.unicode else "fail"
            message = f"the font {font.name} is Type 3: its letters are drawings"
            yield Finding("fonts", level, message)
        elif not font.embedded:
            yield Finding("fonts", odd, f"the font {font.name} is not embedded")
        elif not font.unicode:
            yield Finding("fonts", odd, f"the font {font.name} has no map to Unicode")
    if facts.fonts and not any("bold" in font.name.lower() for font in facts.fonts):
        message = "no font is named Bold, so headings cannot be recognised"
        yield Finding("fonts", odd, message)


def structure_of(page: Evidence) -> Facts:
    """Raises ValueError if it could not be read."""
    if page.facts is None:
        raise ValueError("the structure of the PDF is not known")
    return page.facts


def check_length(page: Evidence) -> Iterator[Finding]:
    pages = structure_of(page).pages
    if pages > MANY_PAGES:
        yield Finding("pages", "warn", f"there are {pages} pages")


def check_size(page: Evidence) -> Iterator[Finding]:
    if len(page.pdf) > LARGE:
        yield Finding("size", "warn", f"the file has {len(page.pdf) / 1e6:.1f} MB")


def check_metadata(page: Evidence) -> Iterator[Finding]:
    facts = structure_of(page)
    wanted = {
        "title": facts.title,
        "author": facts.author,
        "language": facts.language,
        "tagged structure": facts.tagged,
    }
    if lacking := [name for name, value in wanted.items() if not value]:
        yield Finding("metadata", "warn", f"the PDF has no {', no '.join(lacking)}")


def check_encryption(page: Evidence) -> Iterator[Finding]:
    if structure_of(page).encrypted:
        yield Finding("encryption", "warn", "the file is encrypted, although without a password")


def check_activity(page: Evidence) -> Iterator[Finding]:
    """A page of our own must hold nothing that acts at all."""
    facts = structure_of(page)
    for name in facts.active:
        harmful = bool(page.own) or any(word in name for word in HARMFUL)
        yield Finding("active", "fail" if harmful else "warn", f"the PDF contains {name}")
    for uri in odd_links(facts, *(() if page.own else ("tel",))):
        yield Finding("active", "fail", f"the PDF contains a link to “{uri}”")


def check_contact(page: Evidence) -> Iterator[Finding]:
    form = page.form
    if not form.name:
        picture = any(
            shape.kind == "image" and shape.box[1] > first.box[1] + 0.75 * first.height
            for first in page.pages[:1]
            for shape in first.shapes
        )
        why = ": a picture stands where it is expected" if picture else ""
        yield Finding("contact", "fail", f"no name is found at the top{why}")
    if not form.email:
        lacking = page.own and not page.own.resume.contact.email
        yield Finding("contact", "warn" if lacking else "fail", "no e-mail address is found")
    elif form.headings and not any(
        form.email in line.text for line in split_sections(lines_of(page.pages))[0]
    ):
        yield Finding("contact", "warn", "the e-mail address is not above all headings")
    if not form.phone:
        yield Finding("contact", "warn", "no telephone number is found")


def check_headings(page: Evidence) -> Iterator[Finding]:
    form = page.form
    kinds = {kind for _, kind in form.headings if kind}
    needed = needed_headings(page)
    if not kinds:
        level = "fail" if needed or not page.own else "warn"
        yield Finding("headings", level, "none of the usual headings is found")
        return
    for heading, kind in form.headings:
        if not kind:
            yield Finding("headings", "warn", f"no parser knows the heading “{heading}”")
    lacking = [kind for kind in NEEDED if kind not in kinds]
    level = "fail" if len(lacking) == len(NEEDED) and needed else "warn"
    for kind in lacking:
        yield Finding("headings", level, f"there is no usual heading for {NEEDED[kind]}")


def needed_headings(page: Evidence) -> set[str]:
    """The kinds in `NEEDED`; of our own page those whose usual headings the résumé has."""
    if page.own is None:
        return set(NEEDED)
    return {kind_of(section.title) for section in page.own.resume.sections} & set(NEEDED)


def check_jobs(page: Evidence) -> Iterator[Finding]:
    form = page.form
    kinds = {kind for _, kind in form.headings}
    for kind, posts, noun in (("work", form.jobs, "job"), ("education", form.education, "degree")):
        if kind in kinds and not posts:
            yield Finding("jobs", "fail", f"no {noun} is found under its heading")
        for post in posts:
            if lacking := missing_fields(post):
                name = post.organisation or post.title or post.dates
                message = f"the {noun} “{name}” is found without {' and '.join(lacking)}"
                yield Finding("jobs", "warn", message)


def missing_fields(post: ParsedJob) -> list[str]:
    wanted = {"organisation": post.organisation, "title": post.title, "dates": post.dates}
    return [name for name, value in wanted.items() if not value]
