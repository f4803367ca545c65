"""Macros that a LaTeX file defines."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tailor.errors import LimitError
from tailor.importers.latex.commands import DOCUMENT_COMMANDS, HEAD, is_structural, parse_latex

if TYPE_CHECKING:
    from tailor.importers.latex.reader import Reader

DEFINED = {"newcommand", "renewcommand", "providecommand", "DeclareRobustCommand"}
DEFINED |= DOCUMENT_COMMANDS
DEEPEST = 5
"""How deep the author's own commands may use each other."""
MOST = 200_000
"""Characters that they may stand for in all. Reading them takes some seconds of CPU time, so
a short file may have less:"""
MOST_OF_FILE, MOST_AT_LEAST = 5, 8_000
"""times the letters of the file, and a few more for files that hardly hold anything else."""
NUMBERED = re.compile(r"#([1-9])")


@dataclass(slots=True)
class UserMacros:
    """The commands by name: how many arguments each takes, and the text that it stands for."""

    bodies: dict[str, tuple[int, str]] = field(default_factory=dict)
    depth: int = 0
    read: int = 0

    def define(self, node: Any) -> None:
        r"""Remembers what a \newcommand defines."""
        args = list(node.nodeargd.argnlist if node.nodeargd else [])
        if len(args) < 2 or args[-1] is None:
            return
        if node.macroname in DOCUMENT_COMMANDS:
            macro_name, letters = args[0], inner_text(args[1]).split()
            count, optional = str(len(letters)), bool(set(letters) - {"m"})
        else:
            macro_name = args[1]
            count = args[2].latex_verbatim().strip("[] ") if len(args) > 3 and args[2] else "0"
            optional = len(args) > 4 and args[3] is not None
        macro = re.search(r"\\([A-Za-z]+)", macro_name.latex_verbatim())
        body = inner_text(args[-1])
        if macro and count.isdigit() and not optional:
            whole = body.replace("\\beginxx", "\\begin").replace("\\endxx", "\\end")
            half = whole.count("\\begin{") != whole.count("\\end{")
            self.bodies[macro[1]] = (int(count), "" if half else whole)

    def knows(self, name: str, args: Sequence[Any]) -> bool:
        """Whether it is a command of the author's, used with as many arguments as it takes."""
        if name not in self.bodies or is_structural(name, len(args)):
            # "name" may be such a command: \def\name{Ada Lovelace}.
            return name in HEAD and self.bodies.get(name, (1, ""))[0] == len(args) == 0
        return len(args) >= self.bodies[name][0]

    def expand(self, name: str, args: Sequence[Any], reader: "Reader") -> None:
        """Reads what a command stands for. Raises LimitError."""

        count, body = self.bodies[name]
        texts = [inner_text(arg) for arg in args]
        text = NUMBERED.sub(
            lambda match: texts[int(match[1]) - 1] if int(match[1]) <= count else "", body
        )
        self.depth += 1
        self.read += len(text)
        most = min(MOST, MOST_AT_LEAST + MOST_OF_FILE * len(reader.source.text))
        if self.depth > DEEPEST or self.read > most:
            how = (
                f"more than {DEEPEST} deep"
                if self.read <= most
                else f"for more than {most:,} letters"
            )
            message = f"commands that use each other {how}, such as \\{name}"
            hint = "write their text instead"
            begin = reader.source.starts[reader.lines.number - 1]
            raise LimitError(reader.problem(begin, message, hint))
        fixed, reader.fixed = reader.fixed, reader.fixed or reader.lines.number
        reader.walk(parse_latex(text))
        reader.fixed = fixed
        self.depth -= 1
        for arg in args[count:]:
            reader.plain(arg)


def inner_text(group: Any) -> str:
    """The text between the braces of a group."""
    text = str(group.latex_verbatim())
    return text[1:-1] if text.startswith("{") else text


DEF = re.compile(r"(?<!\\)\\[egx]?def\s?\\([A-Za-z]{1,40})\s?((?:#\d){0,9})\s?\{")
BRACE = re.compile(r"\\.|[{}]|(?<!\\)%[^\n]*", re.DOTALL)
LONGEST_BODY = 20_000


def read_definitions(text: str, filler: str) -> tuple[str, dict[str, tuple[int, str]]]:
    """A text without what TeX's def defines, in whose place `filler` is, and these commands."""
    bodies: dict[str, tuple[int, str]] = {}
    pieces, start = list[str](), 0
    for match in DEF.finditer(text):
        end = find_closing_brace(text, match.end())
        if match.start() < start or end is None:
            continue
        body = text[match.end() : end]
        half = body.count("\\begin{") != body.count("\\end{")
        bodies[match[1]] = (match[2].count("#"), "" if half else body)
        whole = text[match.start() : end + 1]
        pieces += [text[start : match.start()], re.sub(r"[^\n]", filler, whole)]
        start = end + 1
    return "".join([*pieces, text[start:]]), bodies


def find_closing_brace(text: str, start: int) -> int | None:
    """Where the group ends whose text begins at `start`; None if that is far away."""
    depth = 1
    for token in BRACE.finditer(text, start, start + LONGEST_BODY):
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if not depth:
            return token.start()
    return None


PAGE = re.compile(r"\\begin\{document\}\n% key: ")
TITLE = re.compile(
    r"\\tailoras\{H2\}\\tailorpart\{.{0,200}?\\bfseries {0,9}\\strut {0,9}(?:\\tailoraccent\{)?"
    r"(.{0,400}?)\}?(?:\\strut|\\par).*"
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


def strip_placement(text: str) -> str:
    """The body of a page without what only places it; no line moves."""
    return LAYOUT.sub("", TITLE.sub(r"\\section{\1}", text))


def page_commands() -> UserMacros:
    return UserMacros(dict(BODIES))
