"""Every template on both papers with every example: does the page hold, and is it read whole?

    python benchmarks/pages.py [MASTER POSTING]...

Prints one Markdown row a page: pages, fill, readers that read every text of the résumé
verbatim and in order, broken characters, Type 3 fonts, boxes that stick out, and how many of
the fields (name, e-mail, phone, and each job's and degree's organisation, title and dates) a
form parser finds that knows only the PDF. Further pairs of files may be given.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from tailor.ats import inspect
from tailor.ats.readers import READERS
from tailor.model import Entry, Finding, Resume
from tailor.pipeline import Options, Outcome, tailor
from tailor.posting import parse
from tailor.read import read
from tailor.render import shipped
from tailor.typeset import poppler
from tailor.words import month, present

ROOT = Path(__file__).resolve().parent.parent
HEAD = "template | paper | master | posting | pages | fill | readers | faults | fields | missed"


def main(arguments: list[str]) -> None:
    print(f"| {HEAD} |\n|{'---|' * (HEAD.count('|') + 1)}")
    total = perfect = 0
    for master, posting in pairs(arguments):
        resume, _ = read(master)
        text = parse(posting.read_text(encoding="utf-8"))
        for template in shipped():
            for paper in ("letter", "a4"):
                outcome = tailor(resume, text, Options(template.name, paper))
                cells, good = judged(outcome)
                name = master.parent.name if master.name == "resume.yaml" else master.stem
                print("|", " | ".join((template.name, paper, name, posting.stem, *cells)), "|")
                total, perfect = total + 1, perfect + good
    print(f"\n{perfect} of {total} pages without any fault")


def pairs(arguments: list[str]) -> Iterator[tuple[Path, Path]]:
    for posting in sorted(ROOT.glob("examples/*/postings/*")):
        yield posting.parent.parent / "resume.yaml", posting
    for master, text in zip(arguments[::2], arguments[1::2], strict=True):
        yield Path(master), Path(text)


def judged(outcome: Outcome) -> tuple[tuple[str, ...], bool]:
    """The measured cells of a row, and whether all of them are as they should be."""
    readings = poppler(outcome.document.pdf)
    readers = len(READERS) + len(readings)
    faults = [finding for finding in outcome.findings if finding.level != "pass"]
    bad = readers_with(faults)
    wanted = dict(fields(outcome.plan.resume))
    form = inspect(outcome.document.pdf, readings).fields
    found = folded(repr(form))
    missed = [name for name, text in wanted.items() if folded(text) not in found]
    cells = (
        str(outcome.document.pages),
        f"{outcome.plan.fill:.1%}",
        f"{readers - len(bad)}/{readers}",
        ", ".join(sorted({fault.check for fault in faults})) or "0",
        f"{len(wanted) - len(missed)}/{len(wanted)}",
        ", ".join(missed[:4]) or "–",
    )
    return cells, not faults and not missed and outcome.document.pages == 1


def readers_with(faults: list[Finding]) -> set[str]:
    named = "|".join(sorted({*READERS, "poppler -layout", "poppler"}, key=len, reverse=True))
    return {name for fault in faults for name in re.findall(named, fault.message)}


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
        f"{month(day.month, language)} {day.year}" if day.month else str(day.year)
        for day in (entry.start, entry.end)
        if day and not day.text
    ]
    if entry.start and not entry.end:
        days.append(present(language))
    return " – ".join(dict.fromkeys(days))


def folded(text: str) -> str:
    return re.sub(r"\W+", " ", text).casefold().strip()


if __name__ == "__main__":
    main(sys.argv[1:])
