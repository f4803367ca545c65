"""A TeX of the system, where there is one: which packages a page needs, and what it can print."""

import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest

from tailor.ats.inspect import check_page
from tailor.files import data_folder
from tailor.latex import engine, typeset_document
from tailor.loader import parse_resume
from tailor.models import Resume
from tailor.render.escape import character_table
from tailor.render.templates import find_template, shipped_templates
from tailor.sandbox.process import Limits, run_program
from tailor.sandbox.tempdirs import tex_environment

ROOT = Path(__file__).resolve().parent.parent
SYSTEM = engine.engine_on_path("pdflatex")
NO_TEX = "needs a pdflatex on the PATH"
NO_DPKG = "needs Debian's packages of TeX Live"
MASTER = """basics: {name: Ada Byron, email: ada@example.com}
work:
- name: Engines
  position: Fitter
  startDate: "2019-02"
  highlights:
"""
ESSENTIAL = {"tex-common", "texlive-base", "texlive-binaries", "libkpathsea6"}
"""What the packages of the hint bring."""


def master() -> Resume:
    """A résumé with every character that can be printed."""
    printed = sorted(one for one in character_table() if unicodedata.is_normalized("NFC", one))
    rows = [printed[start : start + 40] for start in range(0, len(printed), 40)]
    lines = "".join(f"  - |-\n    {' '.join(row)}\n" for row in rows)
    return parse_resume(MASTER + lines, "cv.yaml", "yaml")[0]


def test_the_fonts_that_a_system_may_lack_are_shipped() -> None:
    listed = (data_folder("data") / "texmf/fonts/map/pdftex" / engine.FONT_MAP).read_text()
    names = {path.name for path in (data_folder("data") / "texmf").rglob("*")}
    lines = [line.split() for line in listed.splitlines()]
    assert len(lines) == 16
    assert {f"{line[0]}.tfm" for line in lines} <= names
    assert set(re.findall(r"<\[?([\w.-]+)", listed)) <= names


def test_every_pdftex_is_given_these_fonts_and_that_of_the_system_their_map() -> None:
    other = engine.Engine("lualatex", Path("/usr/bin/lualatex"), "PATH")
    assert (other.fonts(), other.environment(), other.first()) == ((), {}, "")
    embedded = engine.Engine("pdflatex", Path("/opt/tex/bin/pdflatex"), "embedded")
    assert (embedded.environment(), embedded.first()) == (
        {"TEXMFHOME": str(data_folder("data") / "texmf")},
        "",
    )
    own = engine.Engine("pdflatex", Path("/usr/bin/pdflatex"), "PATH")
    tree = data_folder("data") / "texmf"
    assert own.environment() == {"TEXMFHOME": str(tree)}
    assert str(tree) in (own.reads() or ())


@pytest.mark.skipif(SYSTEM is None, reason=NO_TEX)
@pytest.mark.parametrize("template", [one.name for one in shipped_templates()])
def test_every_character_is_printed_and_read_back(template: str) -> None:
    document = typeset_document(find_template(template).render(master()), SYSTEM)
    found = check_page(document, master(), document.pages, {})
    assert [one for one in found if one.level == "fail"] == []


@pytest.mark.skipif(SYSTEM is None, reason=NO_TEX)
@pytest.mark.skipif(shutil.which("dpkg-query") is None, reason=NO_DPKG)
@pytest.mark.parametrize("template", [one.name for one in shipped_templates()])
def test_the_packages_of_the_hint_are_enough(template: str, tmp_path: Path) -> None:
    assert SYSTEM is not None
    if SYSTEM.path.resolve() != Path("/usr/bin/pdftex"):
        pytest.skip(NO_DPKG)
    text = SYSTEM.first() + find_template(template).render(master())
    (tmp_path / "resume.tex").write_text(text, encoding="utf-8")
    command: list[str | Path] = [SYSTEM.path, "-recorder", "-interaction=batchmode", "resume.tex"]
    given = tex_environment(tmp_path) | SYSTEM.environment()
    run_program(command, folder=tmp_path, environment=given, limits=Limits())
    record = (tmp_path / "resume.fls").read_text(encoding="utf-8")
    read = {line.removeprefix("INPUT ") for line in record.splitlines() if line[:6] == "INPUT "}
    files = sorted(path for path in read if path.startswith(("/usr/", "/etc/")))
    files = [path for path in files if ROOT not in Path(path).parents]
    assert files
    listed = subprocess.run(
        ["dpkg-query", "--search", *files], capture_output=True, text=True, check=False
    ).stdout
    owners = {
        owner.split(":")[0] for line in listed.splitlines() for owner in [line.split(", ")[0]]
    }
    assert owners <= {*engine.PACKAGES, *ESSENTIAL}
    assert set(engine.PACKAGES) <= owners
