"""No. 2: any text prints literally or is refused by name; templates do no harm; PDFs do not act."""

import json
import os
import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from multiprocessing import get_context

from benchmarks.trust import Line
from benchmarks.trust.templates import templates
from benchmarks.trust.texts import master, named, text
from tailor.ats.checks import has_failed
from tailor.ats.inspect import check_page
from tailor.errors import InputError, TailorError, ToolchainError
from tailor.latex import typeset_document
from tailor.latex.engine import Engine, engine_on_path, find_engine
from tailor.loader import parse_resume
from tailor.models import Bullet, Contact, Entry, Group, Resume, Section
from tailor.pdf.text import READERS, silence_readers
from tailor.render.escape import escape, is_hopeless, unprintable_characters
from tailor.render.style import PageStyle
from tailor.render.templates import Template, shipped_templates
from tailor.resume.sanitize import clean_text
from tailor.typesetter import make_typesetter

STRINGS, STRANGE, DOCUMENTS = 100_000, 200, 100
PACK, FEW = 500, 50
"""Strings in one document, for pdfTeX and for LuaLaTeX."""
SEED = 20
HEAD = ("Robin Example", "robin@example.com", "WORK", "Acme", "Clerk")


@dataclass(slots=True)
class Tally:
    """What became of texts."""

    printed: int = 0
    refused: int = 0
    gated: int = 0
    wrong: list[str] = field(default_factory=list)

    def line(self, name: str, more: str = "") -> Line:
        tried = self.printed + self.refused + self.gated + len(self.wrong)
        said = f"{self.printed:,} printed and read back identical, {self.refused:,} refused by name"
        said += f", {self.gated:,} refused by the gate, which names the text" if self.gated else ""
        wrong = f"; wrong: {named(self.wrong)}" if self.wrong else ""
        return Line(name, tried, len(self.wrong), said + more + wrong)


def run(quick: bool) -> Iterator[Line]:
    silence_readers()
    part = 20 if quick else 1
    yield strings(STRINGS // part)
    with get_context("spawn").Pool(2) as pool:
        others = (
            pool.apply_async(strange, (STRANGE // part,)),
            pool.apply_async(documents, (DOCUMENTS // part,)),
        )
        yield from (one.get() for one in others)
    yield from templates(quick)


def texts(seed: int) -> Iterator[str]:
    """Texts without end, as reading a master leaves them: tidy, and not empty."""
    source = random.Random(seed)
    while True:
        if tidy := clean_text(text(source))[0]:
            yield tidy


def strings(count: int) -> Line:
    """Strings of every kind, in packs through all templates in turn, by pdfTeX."""
    tally, stream = Tally(), texts(SEED)
    plain: list[str] = []
    for one in (next(stream) for _ in range(count)):
        sort(one, plain, tally)
    packs = [plain[start : start + PACK] for start in range(0, len(plain), PACK)]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for part in pool.map(settled, packs, range(len(packs))):
            tally.printed += part.printed
            tally.gated += part.gated
            tally.wrong += part.wrong
    return tally.line("strings through pdfTeX, in every template", f", {len(packs)} documents")


def settled(pack: Sequence[str], number: int) -> Tally:
    """What becomes of the pack of that number."""
    silence_readers()
    tally = Tally()
    settle(pack, shipped_templates()[number % len(shipped_templates())], find_engine(), tally)
    return tally


def sort(one: str, plain: list[str], tally: Tally) -> None:
    """Puts a text where pdfTeX prints it, or counts it as refused, if it was, by name."""
    hopeless = {letter for letter in one if is_hopeless(letter)}
    try:
        escape(one)
    except ToolchainError as error:
        by_name = all(f"U+{ord(letter):04X}" in str(error) for letter in hopeless)
        if hopeless and by_name:
            tally.refused += 1
        else:
            tally.wrong.append(one)
        return
    if hopeless:
        tally.wrong.append(one)
    elif unprintable_characters(one):
        tally.refused += 1
    else:
        plain.append(one)


def settle(pack: Sequence[str], template: Template, engine: Engine, tally: Tally) -> None:
    """Prints texts and reads them back; finds those that are to blame if it fails."""
    if is_literal(pack, template, engine):
        tally.printed += len(pack)
    elif len(pack) == 1 and is_named(pack, template, engine):
        tally.gated += 1
    elif len(pack) == 1:
        tally.wrong.append(pack[0])
    else:
        middle = len(pack) // 2
        settle(pack[:middle], template, engine, tally)
        settle(pack[middle:], template, engine, tally)


def is_literal(pack: Sequence[str], template: Template, engine: Engine) -> bool:
    """Whether every reader reads these texts letter for letter, and nothing else.

    (What the gate says of such texts, whole masters show.)
    """
    resume = of_texts(pack)
    try:
        document = typeset_document(template.render(resume, PageStyle()), engine)
    except TailorError:
        return False
    whole = squeezed("".join((*HEAD, *(f"•{one}" for one in pack))))
    return all(squeezed(reader(document.pdf)) == whole for reader in READERS.values())


def is_named(pack: Sequence[str], template: Template, engine: Engine) -> bool:
    """Whether a page is made of a text, and the gate refuses it at the text's key."""
    resume = of_texts(pack)
    try:
        document = typeset_document(template.render(resume, PageStyle()), engine)
    except TailorError:
        return False
    faults = check_page(document, resume, document.pages, {})
    return any(one.level == "fail" and one.place == "work/0/highlights/0" for one in faults)


def of_texts(pack: Sequence[str]) -> Resume:
    bullets = tuple(Bullet(f"work/0/highlights/{n}", one) for n, one in enumerate(pack))
    entry = Entry("work/0", "Clerk", "Acme", groups=(Group("work/0", bullets=bullets),))
    name, email, *_ = HEAD
    section = Section("work", "Work", "work", (entry,))
    return Resume(name, contact=Contact(email), sections=(section,))


def squeezed(text: str) -> str:
    return "".join(text.split())


def strange(count: int) -> Line:
    """Strings that pdfTeX cannot print, by LuaLaTeX: printed, or refused for want of a font."""
    name = "strings beyond pdfTeX through LuaLaTeX"
    engine = engine_on_path("lualatex")
    if engine is None:
        return Line(name, 0, skipped="there is no lualatex on the PATH")
    stream = (one for one in texts(SEED + 1) if unprintable_characters(one))
    hopeful = (one for one in stream if not any(map(is_hopeless, one)))
    tally = Tally()
    for _ in range(0, count, FEW):
        pack = [next(hopeful) for _ in range(FEW)]
        pack = without_missing(pack, engine, tally)
        settle(pack, shipped_templates()[0], engine, tally)
    return tally.line(name)


def without_missing(pack: list[str], engine: Engine, tally: Tally) -> list[str]:
    """The texts that no letter is refused of by name."""
    while pack:
        try:
            typeset_document(shipped_templates()[0].render(of_texts(pack), PageStyle()), engine)
        except ToolchainError as error:
            kept = [one for one in pack if not any(f"(U+{ord(c):04X})" in str(error) for c in one)]
            if len(kept) == len(pack):
                return pack
            tally.refused += len(pack) - len(kept)
            pack = kept
        else:
            return pack
    return pack


def documents(count: int) -> Line:
    """Whole masters with such texts in every field, read, printed and put through the gate."""
    source, tally, whole = random.Random(SEED + 2), Tally(), texts(SEED + 3)
    plain = (
        one for one in whole if not unprintable_characters(one) and not any(map(is_hopeless, one))
    )
    for number in range(count):
        template = shipped_templates()[number % len(shipped_templates())]
        table = master(source, plain if number % 10 else whole)
        try:
            resume, _ = parse_resume(json.dumps(table), "master.json", "json")
            machine = make_typesetter(resume, template, PageStyle())
            document = machine.print(resume)
        except TailorError as error:
            if isinstance(error, InputError) or "U+" in str(error):
                tally.refused += 1
            else:
                tally.wrong.append(f"{number}: {error}")
            continue
        passes = not has_failed(machine.check(document, resume, document.pages))
        tally.printed, tally.gated = tally.printed + passes, tally.gated + (not passes)
    return tally.line("whole masters with such texts in every field")
