"""The LaTeX that tailor itself makes of a page, in the commands that every reader knows."""

import re

from tailor.read.latex_own import Own

PAGE = re.compile(r"\\begin\{document\}\n% key: ")
TITLE = re.compile(
    r"\\tailoras\{H2\}\\tailorpart\{.*?\\bfseries *\\strut *(?:\\tailoraccent\{)?"
    r"(.*?)\}?(?:\\strut|\\par).*"
)
LAYOUT = re.compile(
    r"\\tailoras\{\w*\}|\\kern-?[\d.]+pt|\\hrule height[\d.]+pt|\\hang(?:indent|after)[\d.]+(?:em)?"
    r"|\\strut(?:\{\}|(?![A-Za-z]))|\\(?:allowbreak|nobreak|centering)(?![A-Za-z])"
)
BODIES = {
    "tailorpart": (1, "\n\n#1\n\n"),
    "tailorname": (4, "\\textbf{#4}"),
    "tailorlabel": (4, "#4"),
    "tailorsides": (2, "#1 & #2"),
    "tailoritem": (1, "\\begin{itemize}\\item #1\\end{itemize}"),
    "tailorlink": (2, "\\href{#1}{#2}"),
    "tailorwhole": (1, "#1"),
    "tailoraccent": (1, "#1"),
    "tailorbar": (1, " | "),
    "tailortag": (2, "#2"),
    "tailorglyph": (3, "#3"),
    "tailorstandin": (7, "#7"),
    "tailorsymbol": (2, "#2"),
    "tailorletter": (3, "#3"),
    "tailorlone": (1, "#1"),
}
"""What the commands of a page print: their arguments, and the text."""


def is_page(text: str) -> bool:
    """Whether tailor made it."""
    return bool(PAGE.search(text))


def usual(text: str) -> str:
    """The body of a page without what only places it; no line moves."""
    return LAYOUT.sub("", TITLE.sub(r"\\section{\1}", text))


def commands() -> Own:
    return Own(dict(BODIES))
