"""Templates from the net: none reads a file, runs a program or goes on for ever; no PDF acts."""

import io
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from jinja2.sandbox import ImmutableSandboxedEnvironment

from benchmarks.trust import Line
from benchmarks.trust.attacks import ABSENT, ACCESS, ACTING, ENDLESS, JINJA, READING
from benchmarks.trust.texts import named
from tailor.errors import TailorError, TemplateError
from tailor.latex.compiler import LIMITS
from tailor.models import Bullet, Document, Entry, Finding, Group, Resume, Section
from tailor.pdf import structure
from tailor.pipeline import Options, render
from tailor.render.environment import print_foreign
from tailor.render.templates import shipped_templates
from tailor.sandbox.process import Limits
from tailor.typesetter import find_any_template

Trial = Callable[[Path, str], str]
"""Tries an attack in a folder; what it did wrong, or ""."""
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
    reach = {**ACCESS, **ABSENT}
    yield tried("Jinja2 templates that reach for what is not theirs: refused", reach, access)
    yield control()
    yield tried("Jinja2 templates that attack: without effect or an error", JINJA, jinja)
    yield tried("LaTeX that reads, writes or runs: without effect or an error", READING, reading)
    short = replace(LIMITS, seconds=6, cpu=3)
    yield tried("LaTeX without end: stopped, here after 3 s", ENDLESS, partial(endless, short))
    if not quick:
        some = {name: ENDLESS[name] for name in ("macro", "loop")}
        yield tried("two of them after the 10 s of every run", some, partial(endless, LIMITS))
    yield tried("LaTeX whose PDF acts: named by the gate", ACTING, acting)
    yield own_pages()


def tried(name: str, attacks: Mapping[str, str], trial: Trial) -> Line:
    """Every attack, two at a time."""
    with get_context("spawn").Pool(2) as pool:
        found = pool.map(partial(fault, trial), attacks.values(), chunksize=1)
    wrong = [f"{title}: {one}" for title, one in zip(attacks, found, strict=True) if one]
    return Line(name, len(attacks), len(wrong), named(wrong))


def fault(trial: Trial, attack: str) -> str:
    """What an attack did wrong in a folder of its own, or ""."""
    with ground() as folder:
        start = time.monotonic()
        try:
            found = trial(folder, attack)
        except Exception as error:
            found = f"{type(error).__name__}: {error}"
        found = found or trace(folder)
        if time.monotonic() - start > PATIENCE:
            found = found or "took too long"
    return found


def control() -> Line:
    """Whether it is the sandbox that refuses, and whether we would see it if it did not: where it
    is taken away, as here, each attack has to get through."""
    with (
        patch.object(ImmutableSandboxedEnvironment, "is_safe_attribute", lambda *_: True),
        patch.object(ImmutableSandboxedEnvironment, "is_safe_callable", lambda *_: True),
        patch("tailor.typesetter.run_template_isolated", print_foreign),
    ):
        unseen = [title for title, attack in ACCESS.items() if not fault(access, attack)]
    name = "as a control, without the sandbox each of them gets through and is seen"
    return Line(name, len(ACCESS), len(unseen), named(unseen))


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
        shutil.copy(shipped_templates()[1].folder / "picture.png", folder / "picture.png")
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


def access(folder: Path, attack: str) -> str:
    """Only a refusal will do, whatever else would be printed."""
    try:
        text = printed(folder, attack)
    except TemplateError:
        return ""
    return f"was let through: {text[:80]}"


def jinja(folder: Path, attack: str) -> str:
    try:
        text = printed(folder, attack)
    except TailorError as error:
        text = str(error)
    return "told the secret" if MARK in text else ""


def printed(folder: Path, attack: str) -> str:
    """What a template prints that begins like any other."""
    begun = "\\documentclass{article}\n"
    return (
        find_any_template(str(written(folder, begun + attack)))
        .document(RESUME, "")
        .removeprefix(begun)
    )


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
    for one in structure.all_dictionaries(reader):
        if isinstance(one, StreamObject):
            yield one.get_data().decode("latin-1")
    yield from (page.extract_text() for page in reader.pages)


def endless(limits: Limits, folder: Path, attack: str) -> str:
    with patch("tailor.latex.compiler.LIMITS", limits):
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
    """The objects of the pages that the shipped templates make."""
    wrong = []
    for template in shipped_templates():
        document, _ = render(RESUME, Options(template.name))
        facts = structure.read_facts(document.pdf)
        wrong += [*facts.active, *structure.odd_links(facts)]
    return Line(
        "pages of the shipped templates hold nothing that acts",
        len(shipped_templates()),
        len(wrong),
    )
