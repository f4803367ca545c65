"""Every template on both papers with every example: does the page hold, and is it read whole?

    python benchmarks/pages.py [--keep FOLDER] [MASTER POSTING]...

Prints Markdown: one row a page with pages, fill, readers that read every text of the résumé
verbatim and in order, texts that a reader interrupts by others (tears), faults of any check (broken
characters, Type 3 fonts, boxes that stick out and so on), and how many of the fields (name, e-mail,
phone, and each job's and degree's organisation, title and dates) a form parser finds that knows
only the PDF. Whole masters, untailored, follow. Then the same for each template and for each
reader. Further pairs of files may be given; --keep writes the pages.

Besides the readers of the package and poppler's, pdfplumber and PyMuPDF read along where they are
installed. PyMuPDF is under the AGPL: it is for this comparison only, and nothing installs it.
"""

import argparse
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from tailor.ats.inspect import check_page, inspect_pdf
from tailor.i18n import month_name, present_word
from tailor.loader import read_resume
from tailor.models import Document, Entry, Finding, Resume
from tailor.pdf.text import READERS, read_with_poppler
from tailor.pipeline import Options, render, tailor
from tailor.posting import parse_posting
from tailor.render.templates import shipped_templates

ROOT = Path(__file__).resolve().parent.parent
HEAD = ("template", "paper", "master", "posting", "pages", "fill")
MEASURED = ("readers", "tears", "faults", "fields", "missed")
WHOLE = "whole"
"""Stands for the posting where the whole master is printed."""


def plumber_text(library: Any, pdf: bytes) -> str:
    with library.open(io.BytesIO(pdf)) as document:
        return "\f".join(page.extract_text() for page in document.pages)


def mupdf_text(library: Any, pdf: bytes) -> str:
    with library.open(stream=pdf, filetype="pdf") as document:
        return "\f".join(page.get_text() for page in document)


FURTHER: Mapping[str, Callable[[Any, bytes], str]] = {
    "pdfplumber": plumber_text,
    "pymupdf": mupdf_text,
}
"""Readers that need not be there, by the name of their library."""


@dataclass(frozen=True, slots=True)
class Row:
    """A page: what it is, and what was measured. `lost` counts texts a reader did not read."""

    names: tuple[str, str, str, str]
    pages: int
    fill: float | None
    readers: tuple[str, ...]
    lost: Counter[str]
    torn: Counter[str]
    faults: tuple[str, ...]
    wanted: int
    missed: tuple[str, ...]

    @property
    def perfect(self) -> bool:
        return not (self.faults or self.missed)

    def cells(self) -> tuple[str, ...]:
        whole = len(self.readers) - len(self.lost)
        return (
            *self.names,
            str(self.pages),
            "–" if self.fill is None else f"{self.fill:.1%}",
            f"{whole}/{len(self.readers)}",
            str(self.torn.total()),
            ", ".join(self.faults) or "0",
            f"{self.wanted - len(self.missed)}/{self.wanted}",
            ", ".join(self.missed[:4]) or "–",
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--keep", type=Path, help="write the PDFs to this folder")
    parser.add_argument("files", nargs="*", type=Path, metavar="MASTER POSTING")
    asked = parser.parse_args()
    libraries = dict(installed())
    rows = []
    print(table_head((*HEAD, *MEASURED)))
    for names, document, resume, fill in pages(asked.files):
        rows.append(judged(names, document, resume, fill, libraries))
        print_row(rows[-1].cells())
        if asked.keep:
            asked.keep.mkdir(parents=True, exist_ok=True)
            (asked.keep / f"{'-'.join(names)}.pdf").write_bytes(document.pdf)
    print_templates(rows)
    print_readers(rows)
    for name in FURTHER.keys() - libraries.keys():
        print(f"\n{name} is not installed and did not read along")


def installed() -> Iterator[tuple[str, Any]]:
    for name in FURTHER:
        try:
            yield name, import_module(name)
        except ImportError:
            continue


Made = tuple[tuple[str, str, str, str], Document, Resume, float | None]


def pages(files: Sequence[Path]) -> Iterator[Made]:
    """Every page: its names, the document, what it must say, how full it is."""
    for master, posting in pairs(files):
        resume, _ = read_resume(master)
        text = parse_posting(posting.read_text(encoding="utf-8"))
        for template in shipped_templates():
            for paper in ("letter", "a4"):
                outcome = tailor(resume, text, Options(template.name, paper))
                names = (template.name, paper, called(master), posting.stem)
                yield names, outcome.document, outcome.plan.resume, outcome.plan.fill
    for master in dict.fromkeys(master for master, _ in pairs(files)):
        resume, _ = read_resume(master)
        for template in shipped_templates():
            document, _ = render(resume, Options(template.name))
            yield (template.name, "letter", called(master), WHOLE), document, resume, None


def pairs(files: Sequence[Path]) -> Iterator[tuple[Path, Path]]:
    for posting in sorted(ROOT.glob("examples/*/postings/*")):
        yield posting.parent.parent / "resume.yaml", posting
    yield from zip(files[::2], files[1::2], strict=True)


def called(master: Path) -> str:
    return master.parent.name if master.name == "resume.yaml" else master.stem


def judged(
    names: tuple[str, str, str, str],
    document: Document,
    resume: Resume,
    fill: float | None,
    libraries: Mapping[str, Any],
) -> Row:
    readings = read_with_poppler(document.pdf)
    form = folded(repr(inspect_pdf(document.pdf, readings).fields))
    readings |= {name: FURTHER[name](library, document.pdf) for name, library in libraries.items()}
    most = document.pages if names[3] == WHOLE else 1
    found = check_page(document, resume, most, readings)
    faults = [one for one in found if one.level != "pass"]
    wanted = dict(fields(resume))
    readers = (*READERS, *readings)
    return Row(
        names,
        document.pages,
        fill,
        readers,
        counted([one for one in faults if one.check != "tears"], readers),
        counted([one for one in faults if one.check == "tears"], readers),
        tuple(sorted({one.check for one in faults})),
        len(wanted),
        tuple(name for name, text in wanted.items() if folded(text) not in form),
    )


def counted(faults: Sequence[Finding], readers: Sequence[str]) -> Counter[str]:
    """How many findings name each reader."""
    longest_first = sorted(readers, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])")
    return Counter(name for one in faults for name in set(pattern.findall(one.message)))


def print_templates(rows: Sequence[Row]) -> None:
    """One row a template and kind of page."""
    head = (
        "template",
        "pages",
        "of one page",
        "fill, least",
        "texts lost",
        "tears",
        "fields",
        "perfect",
    )
    print("\n" + table_head(head))
    for name in dict.fromkeys((row.names[0], row.fill is None) for row in rows):
        some = [row for row in rows if (row.names[0], row.fill is None) == name]
        fills = [row.fill for row in some if row.fill is not None]
        wanted, missed = sum(row.wanted for row in some), sum(len(row.missed) for row in some)
        print_row(
            (
                name[0] + (f", {WHOLE} masters" if name[1] else ""),
                str(len(some)),
                str(sum(row.pages == 1 for row in some)),
                f"{min(fills):.1%}" if fills else "–",
                str(sum(row.lost.total() for row in some)),
                str(sum(row.torn.total() for row in some)),
                f"{wanted - missed}/{wanted}",
                str(sum(row.perfect for row in some)),
            )
        )


def print_readers(rows: Sequence[Row]) -> None:
    print("\n" + table_head(("reader", "documents read whole", "texts lost", "tears")))
    for name in rows[0].readers:
        lost, torn = [row.lost[name] for row in rows], [row.torn[name] for row in rows]
        print_row((name, f"{lost.count(0)}/{len(rows)}", str(sum(lost)), str(sum(torn))))


def table_head(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |\n|{'---|' * len(cells)}"


def print_row(cells: Sequence[str]) -> None:
    print("|", " | ".join(cells), "|", flush=True)


def fields(resume: Resume) -> Iterator[tuple[str, str]]:
    """What a form asks for, by name."""
    yield "name", resume.name
    yield "e-mail", resume.contact.email
    yield "phone", resume.contact.phone
    for section in resume.sections:
        if section.kind in ("work", "education"):
            for entry in section.entries:
                yield f"{entry.key} organisation", entry.organisation
                yield f"{entry.key} title", entry.title
                yield f"{entry.key} dates", dated(entry, resume.language)


def dated(entry: Entry, language: str) -> str:
    days = [
        f"{month_name(day.month, language)} {day.year}" if day.month else str(day.year)
        for day in (entry.start, entry.end)
        if day and not day.text
    ]
    if entry.start and not entry.end:
        days.append(present_word(language))
    return " – ".join(dict.fromkeys(days))


def folded(text: str) -> str:
    return re.sub(r"\W+", " ", text).casefold().strip()


if __name__ == "__main__":
    main()
