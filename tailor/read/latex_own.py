"""Commands that the author of a LaTeX file defined: what they stand for is read in their place."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tailor.errors import LimitError
from tailor.read.latex_commands import DOCUMENT_COMMANDS
from tailor.read.latex_tree import parsed

if TYPE_CHECKING:
    from tailor.read.latex_nodes import Reader

DEFINED = {"newcommand", "renewcommand", "providecommand", "DeclareRobustCommand"}
DEFINED |= DOCUMENT_COMMANDS
DEEPEST = 5
"""How deep the author's own commands may use each other."""
MOST = 200_000
"""Letters that they may stand for in all. To read so many takes some seconds of processor time, so
a short file may have less:"""
MOST_OF_FILE, MOST_AT_LEAST = 5, 8_000
"""times the letters of the file, and a few more for files that hardly hold anything else."""

NUMBERED = re.compile(r"#([1-9])")


@dataclass(slots=True)
class Own:
    """The commands by name: how many arguments each takes, and the text that it stands for."""

    bodies: dict[str, tuple[int, str]] = field(default_factory=dict)
    depth: int = 0
    read: int = 0

    def define(self, node: Any) -> None:
        r"""Remembers what a \newcommand defines."""
        found = list(node.nodeargd.argnlist if node.nodeargd else [])
        if len(found) < 2 or found[-1] is None:
            return
        if node.macroname in DOCUMENT_COMMANDS:
            named, letters = found[0], inner(found[1]).split()
            count, optional = str(len(letters)), bool(set(letters) - {"m"})
        else:
            named = found[1]
            count = found[2].latex_verbatim().strip("[] ") if len(found) > 3 and found[2] else "0"
            optional = len(found) > 4 and found[3] is not None
        macro = re.search(r"\\([A-Za-z]+)", named.latex_verbatim())
        body = inner(found[-1])
        if macro and count.isdigit() and not optional:
            whole = body.replace("\\beginxx", "\\begin").replace("\\endxx", "\\end")
            half = whole.count("\\begin{") != whole.count("\\end{")
            self.bodies[macro[1]] = (int(count), "" if half else whole)

    def knows(self, name: str, args: Sequence[Any]) -> bool:
        """Whether it is a command of the author's, used with as many arguments as it takes."""
        return name in self.bodies and len(args) >= self.bodies[name][0]

    def expand(self, name: str, args: Sequence[Any], reader: "Reader") -> None:
        """Reads what a command stands for. Raises LimitError."""

        count, body = self.bodies[name]
        texts = [inner(arg) for arg in args]
        text = NUMBERED.sub(
            lambda one: texts[int(one[1]) - 1] if int(one[1]) <= count else "", body
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
            hint = "write their text in its place"
            begin = reader.source.starts[reader.lines.number - 1]
            raise LimitError(reader.problem(begin, message, hint))
        kept, reader.fixed = reader.fixed, reader.fixed or reader.lines.number
        reader.walk(parsed(text))
        reader.fixed = kept
        self.depth -= 1
        for arg in args[count:]:
            reader.plain(arg)


def inner(group: Any) -> str:
    """The text between the braces of a group."""
    text = str(group.latex_verbatim())
    return text[1:-1] if text.startswith("{") else text
