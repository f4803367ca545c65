"""The nodes of a parsed LaTeX document, walked: what they would print becomes lines."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from tailor.errors import Problem
from tailor.read import latex_commands as known
from tailor.read.builder import TODAY, Lines, formula
from tailor.read.latex_colours import UNKNOWN, Colours
from tailor.read.latex_literal import NOTHING, told
from tailor.read.latex_own import DEFINED, Own
from tailor.read.latex_tree import BLANK, Nodes, colour_after, following, groups, kind
from tailor.read.source import Source, visible
from tailor.read.understand import Block, Span, block

SPECIALS = {"---": "—", "--": "–", "``": "“", "''": "”", "~": " ", "&": "\t", "`": "‘"}
NAMED_ICON = re.compile(r"^(?:fa|ai)(?!Icon)[A-Z]\w*$")
"""An icon that is a command of its own: what stands in braces behind it is no name of an icon."""
ICON = re.compile(r"^(?:fa[A-Z]\w*|ai[A-Z]\w*|\w*[sS]ymbol|\w*[iI]con)$")
ACCENTS = set("'`^\"~=.uvHtcdbkr")
SPACE = re.compile(r"\s+")
ADDRESS = re.compile(r"\{(?:https?://|mailto:|tel:|www\.)")
PHANTOMS = {"phantom", "hphantom", "vphantom"}
"""Commands that leave the room that a text would take."""


class Reader:
    """Walks nodes; `lines` collects what they print, `own` the author's commands.

    `broken`: each line of the file is one on the page.
    `fixed` is the line on which one of those stands while it is read, else 0.
    """

    def __init__(self, source: Source, colours: Colours = UNKNOWN) -> None:
        self.source = source
        self.colours = colours
        self.warnings: list[Problem] = []
        self.lines = Lines()
        self.head: list[Block] = []
        self.own = Own()
        self.fixed = 0
        self.broken = False
        self.sectioned = "\\runsubsection" in source.text

    def blocks(self) -> list[Block]:
        """The lines in order; what the preamble says of the person comes first."""
        self.lines.end()
        return [*self.head, *self.lines.blocks]

    def preamble(self, nodes: Nodes) -> None:
        """Definitions, and contact data that are set before the document begins."""
        from tailor.read.latex_head import head

        for node in nodes:
            if kind(node) == "Macro" and node.macroname in DEFINED:
                self.own.define(node)
        self.head = head(nodes, self)

    def walk(self, nodes: Nodes) -> None:
        at = 0
        while at < len(nodes):
            node = nodes[at]
            at += 1
            self.lines.number = self.line(node)
            if kind(node) == "Macro":
                args = groups(node)
                bare = node.nodeargd is None or not node.nodeargd.argnlist
                if bare and node.macroname not in known.ALONE:
                    args, at = following(nodes, at, node.macroname in known.SILENT)
                self.macro(node, args)
                if node.macroname == "color" and self.unseen(node):
                    end = colour_after(nodes, at)
                    self.conceal(node.pos, nodes[at:end])
                    at = end
            else:
                self.plain(node)

    def line(self, node: Any) -> int:
        """The line of the source on which a node begins."""
        return self.fixed or self.source.place(node.pos).line or 1

    def plain(self, node: Any) -> None:
        """A node that is no command."""
        what = kind(node)
        if what == "Chars":
            self.chars(node.chars)
        elif what == "Specials":
            self.lines.text(SPECIALS.get(node.specials_chars, node.specials_chars))
        elif what == "Math":
            self.lines.text(formula(node.latex_verbatim().strip("$")))
        elif what == "Group":
            bold, italic = self.lines.bold, self.lines.italic
            self.walk(node.nodelist)
            self.lines.bold, self.lines.italic = bold, italic
        elif what == "Environment":
            from tailor.read.latex_blocks import environment

            environment(node, self)

    def chars(self, text: str) -> None:
        """Text; an empty line ends the paragraph."""
        text = text.replace(NOTHING, "")
        if self.broken:
            text = re.sub(r"\s*\n\s*", "\n\n", text)
        for number, part in enumerate(BLANK.split(text)):
            if number:
                self.lines.end()
                self.lines.gap = True
                self.lines.kind = "text" if not self.lines.level else self.lines.kind
            self.lines.text(SPACE.sub(" ", part))
            if part:
                last = self.lines.spans[-1]
                self.lines.spans[-1] = replace(last, text=SPACE.sub(" ", told(last.text)))

    def macro(self, node: Any, args: list[Any]) -> None:
        """A command with its arguments."""
        from tailor.read.latex_blocks import titled

        name = node.macroname
        if self.apart_from_text(node, args):
            return
        if name in known.SILENT or ICON.match(name):
            for arg in args if name in known.ALONE or NAMED_ICON.match(name) else ():
                self.plain(arg)
        elif self.own.knows(name, args) and not known.structure(name, len(args)):
            self.own.expand(name, args, self)
        elif name in PHANTOMS or (name == "textcolor" and self.unseen(node)):
            self.conceal(node.pos, args[-1:])
        elif name in known.BOLD | known.ITALIC:
            self.styled(name, args)
        elif name in ("href", "url", "email", "mailto"):
            self.link(args)
        elif not titled(node, args, self):
            self.inline(node, args)

    def apart_from_text(self, node: Any, args: list[Any]) -> bool:
        """A definition, a file, the day of print, a separator; whether it was one."""
        name = node.macroname
        if name in known.FILES:
            self.missing(node, args)
        elif name == "today":
            self.lines.text(TODAY)
        elif name in known.SEPARATORS:
            self.lines.text(" | ")
        elif name in DEFINED:
            self.own.define(node)
        else:
            return False
        return True

    def missing(self, node: Any, args: list[Any]) -> None:
        """A command that brings in a file that was not read: it is reported."""
        named = ", ".join(told(arg.latex_verbatim()).strip("{} ") for arg in args)
        kind = "the list of publications" if "bib" in node.macroname else "the file"
        message = f"\\{node.macroname}: {kind} {named} is not read".replace("  ", " ")
        hint = "put its text in its place, or import the PDF"
        self.warnings.append(self.problem(node.pos, message, hint, level="warning"))

    def problem(self, offset: int, message: str, hint: str = "", level: str = "error") -> Problem:
        """A fault at an offset, or at the command of the author's that is read."""
        offset = self.source.starts[self.fixed - 1] if self.fixed else offset
        return self.source.problem(offset, message, hint, level=level)

    def unseen(self, node: Any) -> bool:
        """Whether a command sets a colour in which nobody sees letters."""
        given = (node.nodeargd and node.nodeargd.argnlist) or ()
        return len(given) > 1 and self.colours.hide(given)

    def conceal(self, offset: int, nodes: Nodes) -> None:
        """Leaves out what nobody sees, and warns of it."""
        if text := self.text(nodes):
            message = f"hidden text was left out: `{visible(text)}`"
            self.warnings.append(self.problem(offset, message, level="warning"))

    def styled(self, name: str, args: list[Any]) -> None:
        """Bold or italic text; without an argument up to the end of the group."""
        step = (int(name in known.BOLD), int(name in known.ITALIC))
        self.lines.bold += step[0]
        self.lines.italic += step[1]
        if name not in known.DECLARED:
            for arg in args:
                self.walk(arg.nodelist)
            self.lines.bold -= step[0]
            self.lines.italic -= step[1]

    def link(self, args: list[Any]) -> None:
        """The text of a link, with its address."""
        if not args:
            return
        url = told(re.sub(r"\\([%#&_{}])", r"\1", args[0].latex_verbatim()[1:-1]))
        self.lines.url = url
        if len(args) > 1:
            self.walk(args[1].nodelist)
        else:
            self.lines.text(url)
        self.lines.url = ""

    def inline(self, node: Any, args: list[Any]) -> None:
        """Any other command: a symbol, or the text of its arguments."""
        if node.macroname in ACCENTS or not any(arg.nodelist for arg in args):
            self.lines.text(symbol(node))
            return
        if len(args) == 2 and ADDRESS.match(told(args[0].latex_verbatim())):
            self.link(args)
            return
        for number, arg in enumerate(args[-1:] if node.macroname in known.FIRST_SILENT else args):
            if number:
                self.lines.text("\t")
            self.plain(arg)
        if node.macroname in known.TAGS:
            self.lines.text(", ")

    def text(self, nodes: Nodes) -> str:
        """What nodes print, on one line."""
        return " ".join(self.texts(nodes))

    def texts(self, nodes: Nodes) -> list[str]:
        """What nodes print, line by line."""
        whole = ("".join(span.text for span in one) for one in self.apart(nodes))
        return [" ".join(line.split()) for one in whole for line in one.split("\n") if line.strip()]

    def apart(self, nodes: Nodes) -> Iterator[list[Span]]:
        """What nodes print, as spans of one line that is not added to the lines."""
        kept, self.lines = self.lines, Lines()
        self.walk(nodes)
        spans, blocks, self.lines = self.lines.spans, self.lines.blocks, kept
        yield [Span(f"{one.text}\n") for one in blocks] + spans

    def row(self, args: Sequence[Any], roles: Sequence[str] = (), kind: str = "text") -> None:
        """Arguments as the columns of one line, the first in bold; `roles`: what they are."""
        spans: list[Span] = []
        for number, arg in enumerate(args):
            role = roles[number] if roles else ""
            for line in self.apart(arg.nodelist):
                loud = number == 0 and role != "score"
                bold = [Span(s.text, s.bold or loud, s.italic, s.url, role) for s in line]
                spans += [Span("\t"), *bold] if spans and bold else bold
        place = self.line(args[0]) if args else self.lines.number
        made = block(kind, spans, place, place, self.lines.level, self.lines.gap)
        if made is not None:
            self.lines.blocks.append(made)
            self.lines.gap = False


def symbol(node: Any) -> str:
    """A symbol or an accented letter."""
    if node.macroname in (" ", ",", ";", ":", "quad", "qquad", "enskip", "enspace", "thinspace"):
        return " "
    if node.macroname in known.SYMBOLS:
        return known.SYMBOLS[node.macroname]
    tex = node.latex_verbatim()
    text = formula(tex)
    return "" if text == tex else text
