"""Job adverts of invented firms (adverts.txt), each put on pages in the shapes of boards, firms'
sites, mails and papers (shells/), with what a reader should find in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from itertools import pairwise
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from tests.postings.papers import pdf

HERE = Path(__file__).parent
FACTS = ("title", "company", "place", "seniority", "years", "degree", "language")
ASKED = ("must", "nice", "duties")
STEP, TURN = 5, 13
"""Which adverts stand in which shell: two in each, no shell with those of its neighbour."""


@dataclass(frozen=True, slots=True)
class Part:
    kind: str
    heading: str
    lines: tuple[str, ...]

    @property
    def prose(self) -> str:
        return " ".join(line for line in self.lines if not line.startswith("- "))

    @property
    def items(self) -> tuple[str, ...]:
        return tuple(line[2:] for line in self.lines if line.startswith("- "))


@dataclass(frozen=True, slots=True)
class Advertised:
    """An advert as it was written: the facts of its head, and its parts."""

    slug: str
    facts: dict[str, str]
    sections: tuple[Part, ...]

    def __getattr__(self, name: str) -> str:
        return self.facts[name]

    def said(self, *kinds: str) -> tuple[str, ...]:
        """The lines of these kinds, without headings."""
        parts = (part for part in self.sections if part.kind in kinds)
        return tuple(line for part in parts for line in (part.prose, *part.items) if line)


@dataclass(frozen=True, slots=True)
class Page:
    """A page as a server or a disk would hold it, and what is on it."""

    name: str
    format: str
    data: bytes
    advert: Advertised
    junk: tuple[str, ...] = field(default=())


def adverts() -> tuple[Advertised, ...]:
    text = (HERE / "adverts.txt").read_text(encoding="utf-8")
    return tuple(advert(block) for block in text.split("@ ")[1:])


def advert(block: str) -> Advertised:
    head, *rest = re.split(r"^# ", block, flags=re.MULTILINE)
    slug, *facts = head.strip().splitlines()
    named = {key: value.strip() for key, _, value in (fact.partition(":") for fact in facts)}
    parts = []
    for part in rest:
        first, *lines = [line for line in part.splitlines() if line.strip()]
        kind, _, heading = first.partition(":")
        parts.append(Part(kind, heading.strip(), tuple(lines)))
    return Advertised(slug.strip(), named, tuple(parts))


def pages() -> Iterator[Page]:
    """Every shell with two adverts."""
    return (page(*pair) for pair in pairs())


def pairs() -> Iterator[tuple[str, Advertised]]:
    """What the pages are made of: the name of a shell, and an advert."""
    known = adverts()
    shells = sorted(path.name for path in (HERE / "shells").iterdir() if path.name[0] != "_")
    shells += ["styled.docx", "bold.docx", "printed.pdf", "wrapped.pdf"]
    for number, shell in enumerate(shells):
        for turn in (0, TURN):
            yield shell, known[(number * STEP + turn) % len(known)]


def page(shell: str, advert: Advertised) -> Page:
    suffix = Path(shell).suffix
    junk: list[str] = []
    if suffix == ".docx":
        data = docx(advert, styled=shell.startswith("styled"))
    elif suffix == ".pdf":
        data = pdf(written(advert), 70 if shell.startswith("wrapped") else 95)
    else:
        data = filled(shell, advert, junk).encode()
    return Page(f"{shell} {advert.slug}", suffix, data, advert, tuple(junk))


@cache
def environment(marked: bool) -> Environment:
    """The shells, each compiled once."""
    found = Environment(loader=FileSystemLoader(HERE / "shells"), autoescape=marked)
    found.filters["ascii"] = lambda text: text.encode("ascii", "replace").decode()
    return found


def filled(shell: str, advert: Advertised, junk: list[str]) -> str:
    marked = Path(shell).suffix in (".html", ".json", ".xml")

    def record(text: str) -> str:
        junk.append(text)
        return text

    def parts(kind: str, lead: str = "") -> Markup:
        found = [part for part in advert.sections if part.kind == kind]
        prose = "".join(f"<p>{part.prose}</p>" for part in found if part.prose)
        items = "".join(f"<li>{item}</li>" for part in found for item in part.items)
        return Markup(lead + prose + (f"<ul>{items}</ul>" if items else ""))

    def lists() -> list[dict[str, str]]:
        return [
            {
                "text": part.heading,
                "content": "".join(
                    f"<li>{line}</li>" for line in (part.prose, *part.items) if line
                ),
            }
            for part in advert.sections
        ]

    template = environment(marked).get_template(shell)
    return template.render(a=advert, junk=record, parts=parts, lists=lists)


def written(advert: Advertised) -> list[str]:
    lines = [advert.title, f"{advert.company} | {advert.place}", ""]
    for part in advert.sections:
        lines += [part.heading, *([part.prose] if part.prose else [])]
        lines += [*(f"• {item}" for item in part.items), ""]
    return lines


def docx(advert: Advertised, *, styled: bool) -> bytes:
    import docx

    document = docx.Document()
    if styled:
        document.add_heading(advert.title, 0)
        table = document.add_table(rows=0, cols=2)
        for label, value in (("Company", advert.company), ("Location", advert.place)):
            for cell, text in zip(table.add_row().cells, (label, value), strict=True):
                cell.text = text
    else:
        document.add_paragraph().add_run(advert.title).bold = True
        document.add_paragraph(f"{advert.company} | {advert.place}")
    for part in advert.sections:
        if styled:
            document.add_heading(part.heading, 2)
        else:
            document.add_paragraph().add_run(part.heading).bold = True
        if part.prose:
            document.add_paragraph(part.prose)
        for item in part.items:
            if styled:
                document.add_paragraph(item, style="List Bullet")
            else:
                document.add_paragraph(f"• {item}")
    saved = BytesIO()
    document.save(saved)
    return saved.getvalue()


assert all(one.slug != other.slug for one, other in pairwise(adverts()))
