"""Findings about the file, and about the form that a parser fills from it."""

from collections.abc import Iterator

from tailor.ats.form_parser import Fields, ParsedJob, lines_of, split_sections
from tailor.ats.layout import Page
from tailor.models import Finding
from tailor.pdf.structure import Facts, odd_links

MANY_PAGES = 2
LARGE = 2_500_000
"""Bytes; some upload forms take no more."""
NEEDED = {"work": "work experience", "education": "education"}
HARMFUL = ("JavaScript", "launch", "opening", "sends", "media", "import")


def check_fonts(facts: Facts) -> Iterator[Finding]:
    for font in facts.fonts:
        if font.kind == "Type3":
            level = "warn" if font.unicode else "fail"
            message = f"the font {font.name} is Type 3: its letters are drawings"
            yield Finding("fonts", level, message)
        elif not font.embedded:
            yield Finding("fonts", "warn", f"the font {font.name} is not embedded")
        elif not font.unicode:
            yield Finding("fonts", "warn", f"the font {font.name} has no map to Unicode")
    if facts.fonts and not any("bold" in font.name.lower() for font in facts.fonts):
        yield Finding("fonts", "warn", "no font is named Bold, so headings cannot be told by it")


def check_length(facts: Facts) -> Iterator[Finding]:
    if facts.pages > MANY_PAGES:
        yield Finding("pages", "warn", f"there are {facts.pages} pages")


def check_size(pdf: bytes) -> Iterator[Finding]:
    if len(pdf) > LARGE:
        yield Finding("size", "warn", f"the file has {len(pdf) / 1e6:.1f} MB")


def check_metadata(facts: Facts) -> Iterator[Finding]:
    wanted = {
        "title": facts.title,
        "author": facts.author,
        "language": facts.language,
        "tagged structure": facts.tagged,
    }
    if lacking := [name for name, value in wanted.items() if not value]:
        yield Finding("metadata", "warn", f"the PDF has no {', no '.join(lacking)}")


def check_encryption(facts: Facts) -> Iterator[Finding]:
    if facts.encrypted:
        yield Finding("encryption", "warn", "the file is encrypted, although without a password")


def check_activity(facts: Facts) -> Iterator[Finding]:
    for name in facts.active:
        level = "fail" if any(word in name for word in HARMFUL) else "warn"
        yield Finding("active", level, f"the PDF holds {name}")
    for uri in odd_links(facts, "tel"):
        yield Finding("active", "fail", f"the PDF holds a link to “{uri}”")


def check_contact(form: Fields, pages: tuple[Page, ...]) -> Iterator[Finding]:
    if not form.name:
        picture = any(
            one.kind == "image" and one.box[1] > page.box[1] + 0.75 * page.height
            for page in pages[:1]
            for one in page.shapes
        )
        why = ": a picture stands where it is expected" if picture else ""
        yield Finding("contact", "fail", f"no name is found at the top{why}")
    if not form.email:
        yield Finding("contact", "fail", "no e-mail address is found")
    elif form.headings and not any(
        form.email in line.text for line in split_sections(lines_of(pages))[0]
    ):
        yield Finding("contact", "warn", "the e-mail address does not stand above all headings")
    if not form.phone:
        yield Finding("contact", "warn", "no telephone number is found")


def check_headings(form: Fields) -> Iterator[Finding]:
    kinds = {kind for _, kind in form.headings if kind}
    if not kinds:
        yield Finding("headings", "fail", "none of the usual headings is found")
        return
    for heading, kind in form.headings:
        if not kind:
            yield Finding("headings", "warn", f"no parser knows the heading “{heading}”")
    lacking = [name for kind, name in NEEDED.items() if kind not in kinds]
    level = "fail" if len(lacking) == len(NEEDED) else "warn"
    for name in lacking:
        yield Finding("headings", level, f"there is no usual heading for {name}")


def check_jobs(form: Fields) -> Iterator[Finding]:
    kinds = {kind for _, kind in form.headings}
    for kind, found, noun in (
        ("work", form.jobs, "job"),
        ("education", form.education, "degree"),
    ):
        if kind in kinds and not found:
            yield Finding("jobs", "fail", f"no {noun} is found under its heading")
        for post in found:
            if lacking := missing_fields(post):
                name = post.organisation or post.title or post.dates
                message = f"the {noun} “{name}” is found without {' and '.join(lacking)}"
                yield Finding("jobs", "warn", message)


def missing_fields(post: ParsedJob) -> list[str]:
    wanted = {"organisation": post.organisation, "title": post.title, "dates": post.dates}
    return [name for name, value in wanted.items() if not value]
