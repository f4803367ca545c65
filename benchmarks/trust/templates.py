"""Templates from the net: none reads a file, runs a program or goes on for ever; no PDF acts."""

import io
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from benchmarks.trust import Line
from benchmarks.trust.attacks import ACTING, ENDLESS, JINJA, READING
from benchmarks.trust.texts import named
from tailor.ats import structure
from tailor.errors import TailorError
from tailor.model import Bullet, Document, Entry, Finding, Group, Resume, Section
from tailor.pipeline import Options, render
from tailor.press import find
from tailor.render import shipped
from tailor.typeset.tex import LIMITS

MARK = "SECRET-7f3a91"
PATIENCE = 75.0
"""Seconds that anything may take."""
RESUME = Resume(
    "Robin Example",
    sections=(
        Section(
            "work",
            "Work",
            "work",
            (Entry("work/0", "Clerk", "Acme", groups=(Group("work/0", bullets=(
                Bullet("work/0/highlights/0", "Counted apples"),
            )),)),),
        ),
    ),
)  # fmt: skip


def templates(quick: bool) -> Iterator[Line]:
    yield tried("Jinja2 templates that attack: without effect or an error", JINJA, jinja)
    yield tried("LaTeX that reads, writes or runs: without effect or an error", READING, reading)
    limits = replace(LIMITS, seconds=8, cpu=6) if quick else LIMITS
    with patch("tailor.typeset.tex.LIMITS", limits):
        yield tried("LaTeX without end: stopped", ENDLESS, endless)
    yield tried("LaTeX whose PDF acts: named by the gate", ACTING, acting)
    yield own_pages()


def tried(name: str, attacks: Mapping[str, str], trial: Callable[[Path, str], str]) -> Line:
    """Every attack in a folder of its own; a trial returns what it did wrong, or ""."""
    wrong = []
    for title, attack in attacks.items():
        with ground() as folder:
            start = time.monotonic()
            fault = trial(folder, attack)
            fault = fault or trace(folder)
            if time.monotonic() - start > PATIENCE:
                fault = fault or "took too long"
        if fault:
            wrong.append(f"{title}: {fault}")
    return Line(name, len(attacks), len(wrong), named(wrong))


@contextmanager
def ground() -> Iterator[Path]:
    """A folder with a secret and ways that lead to it."""
    with TemporaryDirectory(prefix="trust") as root:
        folder = Path(root) / "template"
        (folder / ".hidden").mkdir(parents=True)
        for path in (
            Path(root) / "secret.txt",
            folder / "secret.txt",
            folder / ".hidden/secret.txt",
        ):
            path.write_text(MARK + "\n", encoding="utf-8")
        (folder / "link.j2").symlink_to(Path(root) / "secret.txt")
        shutil.copy(shipped()[1].folder / "picture.png", folder / "picture.png")
        yield folder


def trace(folder: Path) -> str:
    """What was written where nothing may be."""
    strange = [
        path for path in folder.parent.rglob("*") if path.name.startswith(("own", "escaped"))
    ]
    beside = folder.parent.parent / "escaped.tex"
    return "wrote a file" if strange or beside.exists() else ""


def written(folder: Path, source: str) -> Path:
    path = folder / "mine.tex.j2"
    for word, place in {
        "@SECRET@": folder.parent / "secret.txt",
        "@FOLDER@": folder,
        "@OUTSIDE@": folder.parent / "owned.txt",
        "@MARK@": MARK,
    }.items():
        source = source.replace(word, str(place))
    path.write_text(source, encoding="utf-8")
    return path


def jinja(folder: Path, attack: str) -> str:
    path = written(folder, "\\documentclass{article}\n" + attack)
    try:
        text = find(str(path)).document(RESUME, "")
    except TailorError as error:
        text = str(error)
    return "told the secret" if MARK in text or "object at 0x" in text else ""


def latex(folder: Path, attack: str) -> tuple[Document | None, tuple[Finding, ...], str]:
    """The page of a template around some LaTeX, and what the gate says; or why there is none."""
    begun = "" if r"\begin{document}" in attack else r"\begin{document}"
    source = (
        r"<% raw %>\documentclass{article}\usepackage[T1]{fontenc}\usepackage{lmodern}"
        rf"{begun}{attack}\end{{document}}<% endraw %>"
    )
    path = written(folder, source)
    try:
        document, findings = render(RESUME, Options(str(path)))
    except TailorError as error:
        return None, (), str(error)
    return document, findings, ""


def reading(folder: Path, attack: str) -> str:
    document, _, said = latex(folder, attack)
    if MARK in said:
        return "told the secret"
    if document is None:
        return ""
    inside = contents(document.pdf)
    return "is in the PDF" if any(MARK in one or "/Image" in one for one in inside) else ""


def contents(pdf: bytes) -> Iterator[str]:
    """The file as it is, every stream of it unpacked, and its text."""
    from pypdf import PdfReader
    from pypdf.generic import StreamObject

    yield pdf.decode("latin-1")
    reader = PdfReader(io.BytesIO(pdf))
    for one in structure.dictionaries(reader):
        if isinstance(one, StreamObject):
            yield one.get_data().decode("latin-1")
    yield from (page.extract_text() for page in reader.pages)


def endless(folder: Path, attack: str) -> str:
    document, findings, _ = latex(folder, attack)
    if document is None or any(one.level == "fail" for one in findings):
        return ""
    return "made a page that passes"


def acting(folder: Path, attack: str) -> str:
    document, findings, said = latex(folder, rf"\leavevmode{attack}")
    if document is None:
        return f"made no page: {said}"
    is_named = any(one.check == "active" and one.level == "fail" for one in findings)
    return "" if is_named else "was not named"


def own_pages() -> Line:
    """The objects of the pages that the five templates make."""
    wrong = []
    for template in shipped():
        document, _ = render(RESUME, Options(template.name))
        facts = structure.facts(document.pdf)
        wrong += [*facts.active, *structure.odd_links(facts)]
    return Line("pages of the five templates hold nothing that acts", len(shipped()), len(wrong))
