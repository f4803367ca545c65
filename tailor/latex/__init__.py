"""Compiles LaTeX: text to heights and PDF."""

import re
from collections.abc import Sequence

from tailor.cache import NOWHERE, Cache
from tailor.errors import Problem, ToolchainError
from tailor.latex import lualatex
from tailor.latex.compiler import OVERFULL, PAGES, run_latex
from tailor.latex.engine import Engine, find_engine
from tailor.layout import Measured
from tailor.models import Document

HEIGHT = re.compile(r"^tailor-height (\d{1,9}) (-?\d{1,10})$", re.MULTILINE)
PAGE = re.compile(r"^tailor-page (\d{1,10})$", re.MULTILINE)
WHOLE = re.compile(rb"%PDF-.*startxref\s+\d+\s+%%EOF\s*", re.DOTALL)
"""A PDF of which nothing is cut off."""


def probe_latex(parts: Sequence[str]) -> str:
    r"""LaTeX that says the height of each part, to be the body of a document.

    A part is a rigid box, so its height plus depth in sp is all that a page needs to know.
    """
    lines = [r"\typeout{tailor-page \number\dimexpr\textheight\relax}"]
    for number, part in enumerate(parts):
        lines.append(f"\\setbox0\\vbox{{{part}}}%")
        lines.append(rf"\typeout{{tailor-height {number} \number\dimexpr\ht0+\dp0\relax}}")
    return "\n".join(lines) + "\n"


def measure_parts(
    tex: str, count: int, engine: Engine | None = None, cache: Cache = NOWHERE
) -> Measured:
    """Lets TeX measure the parts of a document whose body is `probes(parts)`.

    Args:
        tex: the whole LaTeX document.
        count: how many parts it measures.
        engine: the program to run; by default the one that `find` finds.
        cache: as for `typeset`.

    Returns:
        Heights and page height in sp.

    Raises:
        ToolchainError, LimitError: as `latex`.
    """
    engine = engine or find_engine()
    log = run_latex(with_fallback_fonts(tex, engine), engine, cache).log
    heights = {int(number): int(height) for number, height in HEIGHT.findall(log)}
    page = PAGE.search(log)
    if page is None or sorted(heights) != list(range(count)):
        raise ToolchainError(Problem("LaTeX did not measure every part of the résumé"))
    return Measured(int(page[1]), tuple(heights[number] for number in range(count)))


def typeset_document(tex: str, engine: Engine | None = None, cache: Cache = NOWHERE) -> Document:
    """Makes the PDF; the formats of templates are kept in the cache.

    Raises:
        ToolchainError: LaTeX failed or made no page.
        LimitError: it ran out of time, memory or output.
    """
    engine = engine or find_engine()
    tex = with_fallback_fonts(tex, engine)
    run = run_latex(tex, engine, cache)
    pages = PAGES.search(run.log)
    if pages is None or not WHOLE.fullmatch(run.pdf):
        raise ToolchainError(Problem("LaTeX ended without making a page"))
    overfull = tuple(float(width) for width in OVERFULL.findall(run.log))
    return Document(tex, run.pdf, int(pages[1]), overfull, str(run.engine))


def with_fallback_fonts(tex: str, engine: Engine) -> str:
    """The document, for LuaTeX with the fonts of this machine that help out."""
    return lualatex.font_prefix() + tex if engine.name == "lualatex" else tex
