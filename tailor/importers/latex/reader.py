"""LaTeX nodes to lines of a CV."""

import re
from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import replace
from typing import Any

from tailor.errors import Problem
from tailor.importers.latex import commands as known
from tailor.importers.latex.commands import (
    BLANK,
    SIDEWAYS,
    SIZES,
    UPWARD,
    Nodes,
    brace_groups,
    following_groups,
    is_tiny,
    is_zero,
    moves_off_page,
    next_command,
    node_kind,
)
from tailor.importers.latex.macros import DEFINED, UserMacros
from tailor.importers.latex.preprocess import (
    CONCEALED,
    LISTINGS,
    NOTHING,
    REMARK,
    UNKNOWN,
    Colours,
    restore_verbatim,
)
from tailor.importers.line_builder import TODAY, Lines, formula_text
from tailor.resume.source import Source, printable
from tailor.resume_parser.blocks import Block, Span, make_block
from tailor.resume_parser.vocabulary import is_title, section_kind

SPECIALS = {"---": "—", "--": "–", "``": "“", "''": "”", "~": " ", "&": "\t", "`": "‘"}
NAMED_ICON = re.compile(r"^(?:fa|ai)(?!Icon)[A-Z]\w*$")
"""An icon that is a command of its own: what is in braces behind it is not its name."""
ICON = re.compile(r"^(?:fa[A-Z]\w*|ai[A-Z]\w*|\w*[sS]ymbol|\w*[iI]con)$")
ACCENTS = set("'`^\"~=.uvHtcdbkr")
SPACE = re.compile(r"\s+")
ADDRESS = re.compile(r"\{(?:https?://|mailto:|tel:|www\.)")
PHANTOMS = {"phantom", "hphantom", "vphantom", CONCEALED[1:]}
"""Commands that leave the room that a text would take."""
LINE_ENDS = known.BREAKS | known.TABS | known.BULLETS | known.HEADINGS.keys() | {"item"}
"""Commands behind which text is no longer where the last shift puts it."""


class Reader:
    """Walks nodes; `lines` collects what they print, `own` the author's commands.

    `broken`: each line of the file is one on the page.
    `fixed` is the line on which one of those is while it is read, else 0.
    """

    def __init__(self, source: Source, colours: Colours = UNKNOWN) -> None:
        self.source = source
        self.colours = colours
        self.warnings: list[Problem] = []
        self.lines = Lines()
        self.head: list[Block] = []
        self.own = UserMacros()
        self.fixed = 0
        self.broken = False
        self.sectioned = "\\runsubsection" in source.text

    def blocks(self) -> list[Block]:
        """The lines in order; what the preamble says of the person comes first."""
        self.lines.end()
        return [*self.head, *self.lines.blocks]

    def preamble(self, nodes: Nodes) -> None:
        """Definitions, and contact data that are set before the document begins."""

        for node in nodes:
            if node_kind(node) == "Macro" and node.macroname in DEFINED:
                self.own.define(node)
        for index, node in enumerate(nodes):
            if node_kind(node) == "Macro" and node.macroname in known.BOXES:
                args = brace_groups(node) or following_groups(nodes, index + 1)[0]
                self.report_box(node, args)
        self.head = read_preamble(nodes, self)

    def walk(self, nodes: Nodes) -> None:
        index = 0
        while index < len(nodes):
            node = nodes[index]
            index += 1
            self.lines.number = self.line(node)
            if node_kind(node) == "Macro":
                args = brace_groups(node)
                bare = node.nodeargd is None or not node.nodeargd.argnlist
                if node.macroname == "item":
                    args, index = item_arguments(nodes, index)
                elif bare and node.macroname not in known.ALONE:
                    most = 1 if node.macroname in known.SHIFTS else 99
                    is_silent = node.macroname in known.SILENT
                    args, index = following_groups(nodes, index, is_silent, most)
                self.macro(node, args)
                end = index
                if node.macroname == "color" and self.unseen(node):
                    end = next_command(nodes, index, ("color",))
                elif node.macroname == "transparent" and args and is_zero(args[0]):
                    end = next_command(nodes, index, ("transparent",))
                elif node.macroname in SIDEWAYS and moves_off_page(args):
                    nodes, end = line_end(nodes, index)
                elif node.macroname == "fontsize" and is_tiny("fontsize", args):
                    end = next_command(nodes, index, SIZES)
                    begin = next_command(nodes[:end], index, ("selectfont",))
                    self.walk(nodes[index:begin])
                    index = begin
                if end > index:
                    self.conceal(node.pos, nodes[index:end])
                    index = end
            else:
                self.plain(node)

    def line(self, node: Any) -> int:
        """The line of the source on which a node begins."""
        return self.fixed or self.source.place(node.pos).line or 1

    def plain(self, node: Any) -> None:
        """A node that is not a command."""
        what = node_kind(node)
        if what == "Chars":
            self.chars(node.chars)
        elif what == "Specials":
            self.lines.text(SPECIALS.get(node.specials_chars, node.specials_chars))
        elif what == "Math":
            self.lines.text(formula_text(node.latex_verbatim().strip("$")))
        elif what == "Group":
            bold, italic = self.lines.bold, self.lines.italic
            self.walk(node.nodelist)
            self.lines.bold, self.lines.italic = bold, italic
        elif what == "Environment":
            read_environment(node, self)

    def chars(self, text: str) -> None:
        """Text; an empty line ends the paragraph."""
        text = text.replace(NOTHING, "")
        if self.broken:
            text = re.sub(r"\s{0,99}\n\s*", "\n\n", text)
        for number, part in enumerate(BLANK.split(text)):
            if number:
                self.lines.end()
                self.lines.gap = True
                self.lines.kind = "text" if not self.lines.level else self.lines.kind
            self.lines.text(SPACE.sub(" ", part))
            if part:
                last = self.lines.spans[-1]
                self.lines.spans[-1] = replace(
                    last, text=SPACE.sub(" ", restore_verbatim(last.text))
                )

    def macro(self, node: Any, args: list[Any]) -> None:
        """A command with its arguments."""

        name = node.macroname
        if self.apart_from_text(node, args):
            return
        if name in known.BOXES or name in known.LOGS:
            self.report_box(node, args)
        elif name in known.SILENT or ICON.match(name):
            for arg in args if name in known.ALONE or NAMED_ICON.match(name) else ():
                self.plain(arg)
        elif self.own.knows(name, args):
            self.own.expand(name, args, self)
        elif self.hides_text(node, args):
            self.conceal(node.pos, args[-1:])
        elif name in known.BOLD | known.ITALIC:
            self.styled(name, args)
        elif name in ("href", "url", "email", "mailto"):
            self.link(args)
        elif not read_command(node, args, self):
            self.inline(node, args)

    def apart_from_text(self, node: Any, args: list[Any]) -> bool:
        """A definition, a file, the day of print, a separator, a tooltip; whether it was one."""
        name = node.macroname
        if name in known.FILES:
            self.missing(node, args)
        elif name == "today":
            self.lines.text(TODAY)
        elif name in known.SEPARATORS:
            self.lines.text(" | ")
        elif name == "pdftooltip":
            self.walk(args[:1])
            self.conceal(node.pos, args[1:])
        elif name in DEFINED:
            self.own.define(node)
        elif name in UPWARD and moves_off_page(args):
            message = "the text behind this space may be off the page"
            hint = "take out what nobody sees, or import the PDF"
            self.warnings.append(self.problem(node.pos, message, hint, level="warning"))
        else:
            return False
        return True

    def missing(self, node: Any, args: list[Any]) -> None:
        """A command that brings in a file that was not read: it is reported."""
        named = ", ".join(restore_verbatim(arg.latex_verbatim()).strip("{} ") for arg in args)
        kind = "the list of publications" if "bib" in node.macroname else "the file"
        message = f"\\{node.macroname}: {kind} {named} is not read".replace("  ", " ")
        hint = "insert its text, or import the PDF"
        self.warnings.append(self.problem(node.pos, message, hint, level="warning"))

    def problem(self, offset: int, message: str, hint: str = "", level: str = "error") -> Problem:
        """A fault at an offset, or at the command of the author's that is read."""
        offset = self.source.starts[self.fixed - 1] if self.fixed else offset
        return self.source.problem(offset, message, hint, level=level)

    def unseen(self, node: Any) -> bool:
        """Whether a command sets a colour in which nobody sees letters."""
        given = (node.nodeargd and node.nodeargd.argnlist) or ()
        return len(given) > 1 and self.colours.hide(given)

    def hides_text(self, node: Any, args: Nodes) -> bool:
        """Whether nobody sees the last argument of a command."""
        name, has_setting = node.macroname, len(args) > 1
        return (
            name in PHANTOMS
            or (name == "textcolor" and self.unseen(node))
            or (name in ("scalebox", "resizebox") and is_tiny(name, args))
            or (name == "raisebox" and has_setting and moves_off_page(args))
            or (name == "texttransparent" and has_setting and is_zero(args[0]))
        )

    def conceal(self, offset: int, nodes: Nodes) -> None:
        """Leaves out what nobody sees, and warns of it."""
        if text := self.text(nodes):
            message = f"hidden text was left out: `{printable(text)}`"
            self.warnings.append(self.problem(offset, message, level="warning"))

    def report_box(self, node: Any, args: Nodes) -> None:
        """Leaves out what a command keeps for another place, and warns of it."""
        text = self.text(args)
        if set(re.findall(r"\w+", text.casefold())) - known.PAGE_WORDS:
            message = f"the text of \\{node.macroname} was left out: `{printable(text)}`"
            self.warnings.append(self.problem(node.pos, message, level="warning"))

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
        url = restore_verbatim(re.sub(r"\\([%#&_{}])", r"\1", args[0].latex_verbatim()[1:-1]))
        self.lines.url = url
        if len(args) > 1:
            self.walk(args[1].nodelist)
        else:
            self.lines.text(url)
        self.lines.url = ""

    def inline(self, node: Any, args: list[Any]) -> None:
        """Any other command: a symbol, or the text of its arguments."""
        if node.macroname in ACCENTS or not any(arg.nodelist for arg in args):
            self.lines.text(symbol_text(node))
            return
        if len(args) == 2 and ADDRESS.match(restore_verbatim(args[0].latex_verbatim())):
            self.link(args)
            return
        for number, arg in enumerate(args[-1:] if node.macroname in known.FIRST_SILENT else args):
            if number:
                self.lines.text("\t")
            self.plain(arg)
        if node.macroname in known.TAGS:
            self.lines.text(", ")
        elif node.macroname == "makebox":  # Boxes of a width of their own make columns.
            self.lines.text("\t")

    def text(self, nodes: Nodes) -> str:
        """What nodes print, on one line."""
        return " ".join(self.texts(nodes))

    def texts(self, nodes: Nodes) -> list[str]:
        """What nodes print, line by line."""
        whole = ("".join(span.text for span in spans) for spans in self.apart(nodes))
        return [
            " ".join(line.split()) for text in whole for line in text.split("\n") if line.strip()
        ]

    def apart(self, nodes: Nodes) -> Iterator[list[Span]]:
        """What nodes print, as spans of one line that is not added to the lines."""
        outer_lines, self.lines = self.lines, Lines()
        self.walk(nodes)
        spans, blocks, self.lines = self.lines.spans, self.lines.blocks, outer_lines
        yield [Span(f"{block.text}\n") for block in blocks] + spans

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
        block = make_block(kind, spans, place, place, self.lines.level, self.lines.gap)
        if block is not None:
            self.lines.blocks.append(block)
            self.lines.gap = False


def line_end(nodes: Nodes, index: int) -> tuple[Nodes, int]:
    """The nodes, and which of them begins the next line; text with an empty line is split."""
    end = next_command(nodes, index, LINE_ENDS)
    for place in range(index, end):
        blank = BLANK.search(nodes[place].chars) if node_kind(nodes[place]) == "Chars" else None
        if blank:
            before, after = copy(nodes[place]), copy(nodes[place])
            before.chars, after.chars = before.chars[: blank.start()], after.chars[blank.start() :]
            return [*nodes[:place], before, after, *nodes[place + 1 :]], place + 1
    return nodes, end


def symbol_text(node: Any) -> str:
    """A symbol or an accented letter."""
    if node.macroname in (" ", ",", ";", ":", "quad", "qquad", "enskip", "enspace", "thinspace"):
        return " "
    if node.macroname in known.SYMBOLS:
        return known.SYMBOLS[node.macroname]
    tex = node.latex_verbatim()
    text = formula_text(tex)
    return "" if text == tex else text


def read_command(node: Any, args: Sequence[Any], reader: "Reader") -> bool:
    """A command with a title and a text, or any other that makes lines; whether it was one."""
    if node.macroname in known.TITLED and args:
        read_title_and_text(args[-1], known.TITLED[node.macroname], reader)
        return True
    if node.macroname in known.CARDS and len(args) > 2:
        reader.lines.end()
        reader.head += read_card(args, reader)
        return True
    return read_structural(node, args, reader)


def read_structural(node: Any, args: Sequence[Any], reader: "Reader") -> bool:
    """A command that makes lines of its own; whether it was one."""
    name, lines = node.macroname, reader.lines
    if name in known.HEADINGS and args:
        read_heading(args[-1], known.HEADINGS[name], reader)
    elif name == "item" or name in known.BULLETS:
        read_item(node, args, reader)
    elif name in known.BREAKS:
        lines.end()
    elif name in known.TABS:
        lines.text("\t" if name != "hspace" else " ")
    elif (name, len(args)) in known.ROWS:
        lines.end()
        lines.gap = True
        read_rows(args, known.ROWS[name, len(args)], reader)
    elif name in known.PAIRS and len(args) > 1:
        lines.end()
        read_pair(args, reader)
    elif name in known.DOUBLES:
        lines.end()
        for start in range(0, len(args), 2):
            read_pair(args[start : start + 2], reader)
    elif name in known.HEAD and args and not (name == "location" and reader.sectioned):
        read_contact(node, args, reader)
    else:
        return False
    return True


def read_contact(node: Any, args: Sequence[Any], reader: "Reader") -> None:
    """Contact data that a command sets inside the document: a line of its own."""

    lines = reader.lines
    lines.end()
    lines.gap = True
    contact_commands = (
        known.HOSTS.keys() | known.PLACES.keys() | known.PERSONAL.keys() | known.WHOLE
    )
    if node.macroname in contact_commands or node.macroname.startswith(("ecv", "cv")):
        lines.spans += contact_spans(node, args, reader)
        lines.end()
    else:
        reader.row(args)


def read_card(args: Sequence[Any], reader: "Reader") -> Iterator[Block]:
    """Each argument of a command with all contact data as a line."""
    for arg in args:
        place = reader.line(arg)
        whole = Span(", ".join(reader.texts(arg.nodelist)))
        if block := make_block("text", [whole], place, place, gap=True):
            yield block


def read_heading(arg: Any, level: int, reader: "Reader") -> None:
    lines = reader.lines
    lines.end()
    lines.kind, lines.level, lines.gap = "heading", level, True
    reader.walk(arg.nodelist)
    lines.end()
    lines.kind, lines.level = "text", 0


def read_title_and_text(arg: Any, title: str, reader: "Reader") -> None:
    """A title, and a text or a list of skills with their levels: "{Sewing/5},{Knitting/3}"."""
    lines = reader.lines
    lines.end()
    lines.kind, lines.level, lines.gap = "heading", 1, True
    lines.text(title)
    lines.end()
    lines.kind, lines.level = "text", 0
    text = reader.text(arg.nodelist)
    rated = re.findall(r"([^,/]+)/[\d.]+", text)
    lines.text(", ".join(skill.strip() for skill in rated) if rated else text)
    lines.end()


def read_item(node: Any, args: Sequence[Any], reader: "Reader") -> None:
    """An item of a list, by \\item or by a command whose arguments are its text."""
    lines = reader.lines
    lines.end()
    lines.kind, lines.level = "bullet", max(lines.level, 1)
    if node.macroname == "item":
        label = node.nodeargd.argnlist if node.nodeargd else []
        if label and label[0] is not None:
            lines.bold += 1
            reader.walk(label[0].nodelist)
            lines.bold -= 1
            lines.text(" ")
        if len(args) > 2:
            lines.kind, lines.level = "text", lines.level - 1
            date, *others = args
            reader.row((*others, date), (*("" for _ in others), "date"))
        elif args:
            reader.row(args, kind="bullet")
        return
    for number, arg in enumerate(args):
        lines.text(": " if number else "")
        reader.walk(arg.nodelist)
    lines.end()
    lines.kind = "text"


def item_arguments(nodes: Sequence[Any], index: int) -> tuple[list[Any], int]:
    """The arguments of an \\item of a class such as tccv, and where they end: two or more groups,
    the first of them directly behind it. One group alone is a text."""
    first, _ = following_groups(nodes[index : index + 1], 0, near=True)
    args, end = following_groups(nodes, index) if first else ([], index)
    return (args, end) if len(args) > 1 else ([], index)


def read_rows(
    args: Sequence[Any], layout: tuple[tuple[tuple[int, str], ...], ...], reader: "Reader"
) -> None:
    """The arguments on the lines that the layout says; the last may hold a list."""
    for number, row in enumerate(layout):
        chosen = [args[index] for index, _ in row]
        if number and len(row) == 1 and not row[0][1]:
            reader.walk(chosen[0].nodelist)
            reader.lines.end()
        else:
            reader.row(chosen, [role for _, role in row])


def read_pair(args: Sequence[Any], reader: "Reader") -> None:
    """A label and a text: "Languages: Go, C"."""
    label = reader.text(args[0].nodelist) if args else ""
    lines = reader.lines
    lines.gap = True
    if label:
        lines.bold += 1
        lines.text(label.rstrip(": ") + (":" if len(args) > 1 else ""))
        lines.bold -= 1
        lines.text(" ")
    filled = [arg for arg in args[1:] if reader.text(arg.nodelist)]
    for number, arg in enumerate(filled):
        lines.text(", " if number else "")
        reader.walk(arg.nodelist)
    lines.end()


def read_environment(node: Any, reader: "Reader") -> None:
    """A list, a table, or any other stretch of the document."""
    name, lines = node.environmentname, reader.lines
    if name == REMARK:
        return
    if name.rstrip("*") in LISTINGS:
        reader.walk(node.nodelist)
        lines.end()
        return
    args, start = following_groups(node.nodelist, 0, near=True)
    body = node.nodelist[start:]
    if name == "twocolentry":
        reader.walk(body)
        lines.text("\t")
        reader.walk([child for arg in args for child in arg.nodelist])
        lines.end()
        return
    lines.end()
    read_environment_arguments(name, args, reader)
    level = lines.level
    lines.level = level + 1 if name in known.LISTS else level
    before, reader.broken = reader.broken, reader.broken or name in known.BROKEN
    reader.walk(body)
    reader.broken = before
    lines.end()
    lines.kind, lines.level = ("bullet" if level else "text"), level


def read_environment_arguments(name: str, args: Sequence[Any], reader: "Reader") -> None:
    """The arguments of an environment: columns of a table, the heading of a section or entry."""
    if name in known.TABLES | known.ENVIRONMENTS or not args:
        return
    if (name, len(args)) in known.ROWS:
        read_rows(args, known.ROWS[name, len(args)], reader)
    elif section_kind(reader.text(args[0].nodelist)):
        read_heading(args[0], 1, reader)
        reader.walk(args[1:])
    elif len(args) == 1:
        length = reader.text(args[0].nodelist)
        if any(
            letter.isalpha()
            for letter in length.replace("em", "").replace("cm", "").replace("pt", "")
        ):
            reader.row(args)
    else:
        reader.row(args)


NAMES = ("name", "firstname", "familyname", "lastname", "author", "ecvname", "cvname")


def read_preamble(nodes: Sequence[Any], reader: "Reader") -> list[Block]:
    """The lines that the commands of a preamble stand for; the name comes first."""
    names: list[Block] = []
    others: list[Block] = []
    for index, node in enumerate(nodes):
        if node_kind(node) != "Macro" or node.macroname not in known.HEAD:
            continue
        args = brace_groups(node) or following_groups(nodes, index + 1)[0]
        line = reader.source.place(node.pos).line or 1
        look = "quote" if node.macroname == "quote" else "text"
        block = make_block(look, contact_spans(node, args, reader), line, line, gap=True)
        if block is not None:
            (names if node.macroname in NAMES else others).append(block)
    return [*join_names(names), *others]


def contact_spans(node: Any, args: Sequence[Any], reader: "Reader") -> list[Span]:
    texts = [text for arg in args for text in reader.texts(arg.nodelist)]
    option = node.nodeargd.argnlist[0] if node.nodeargd and node.nodeargd.argnlist else None
    network = node.macroname
    if network == "social" and option is not None:
        network = reader.text(option.nodelist)
    if network in known.PERSONAL:
        return [Span(f"{known.PERSONAL[network]}: {' '.join(texts)}")]
    if network.removeprefix("ecv").removeprefix("cv") in known.HOSTS and texts:
        network = network.removeprefix("ecv").removeprefix("cv")
        account = texts[-1].lstrip("@")
        url = account if "/" in account else known.HOSTS[network] + account
        return [Span(account, url=url if "://" in url else f"https://{url}")]
    if network in known.WHOLE and len(texts) > 2:
        return [Span(" ".join(texts[:2])), Span("\t"), *(Span(f"{text}\t") for text in texts[2:])]
    if network in known.PLACES:
        whole = ", ".join(texts)
        if re.search(r"@|://|(?:\d\W*){9}", whole):
            return [Span("\t".join(texts))]
        somewhere = texts and not re.search(r"\w\.\w", whole) and not is_title(whole)
        return [Span(whole, role="place" if somewhere else "")]
    text = " ".join(texts)
    if network == "ecvname" and text.count(",") == 1:  # Europass: "Surname, First name".
        text = " ".join(part.strip() for part in reversed(text.split(",")))
    return [Span(text, role="name" if network in NAMES and len(texts) else "")]


def join_names(names: list[Block]) -> list[Block]:
    """First and family name as one line."""
    if not names:
        return []
    text = " ".join(name.text for name in names)
    block = make_block("text", [Span(text, role="name")], names[0].line, names[-1].last)
    return [block] if block else []
