"""LaTeX text -> heights and PDF. The only room that starts programs."""

import re
from collections.abc import Sequence

from tailor.errors import Problem, ToolchainError
from tailor.model import Document
from tailor.parts import Measured
from tailor.typeset.engine import Engine, find
from tailor.typeset.tex import OVERFULL, PAGES, latex

__all__ = ["Engine", "find", "measure", "probes", "typeset"]

HEIGHT = re.compile(r"^tailor-height (\d+) (-?\d+)$", re.MULTILINE)
PAGE = re.compile(r"^tailor-page (\d+)$", re.MULTILINE)


def probes(parts: Sequence[str]) -> str:
    r"""LaTeX that says the height of each part, to stand as the body of a document.

    A part is a rigid box, so its height plus depth in sp is all that a page needs to know.
    """
    lines = [r"\typeout{tailor-page \number\dimexpr\textheight\relax}"]
    for number, part in enumerate(parts):
        lines.append(f"\\setbox0\\vbox{{{part}}}%")
        lines.append(rf"\typeout{{tailor-height {number} \number\dimexpr\ht0+\dp0\relax}}")
    return "\n".join(lines) + "\n"


def measure(tex: str, count: int, engine: Engine | None = None) -> Measured:
    """Lets TeX measure the parts of a document whose body is `probes(parts)`.

    Args:
        tex: the whole LaTeX document.
        count: how many parts it measures.
        engine: the program to run; by default the one that `find` finds.

    Returns:
        Heights and page height in sp.

    Raises:
        ToolchainError, LimitError: as `latex`.
    """
    log = latex(tex, engine or find()).log
    heights = {int(number): int(height) for number, height in HEIGHT.findall(log)}
    page = PAGE.search(log)
    if page is None or sorted(heights) != list(range(count)):
        raise ToolchainError(Problem("LaTeX did not measure every part of the résumé"))
    return Measured(int(page[1]), tuple(heights[number] for number in range(count)))


def typeset(tex: str, engine: Engine | None = None) -> Document:
    """Makes the PDF.

    Raises:
        ToolchainError: LaTeX failed or made no page.
        LimitError: it ran out of time, memory or output.
    """
    engine = engine or find()
    run = latex(tex, engine)
    pages = PAGES.search(run.log)
    if pages is None or not run.pdf.startswith(b"%PDF-"):
        raise ToolchainError(Problem("LaTeX ended without making a page"))
    overfull = tuple(float(width) for width in OVERFULL.findall(run.log))
    return Document(tex, run.pdf, int(pages[1]), overfull, str(engine))
