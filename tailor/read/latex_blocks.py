"""Commands and environments of LaTeX that make lines: headings, entries, lists, tables."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tailor.read import latex_commands as known
from tailor.read.latex_literal import LISTINGS, REMARK
from tailor.read.latex_tree import following
from tailor.read.understand.vocabulary import section_kind

if TYPE_CHECKING:
    from tailor.read.latex_nodes import Reader


def titled(node: Any, args: Sequence[Any], reader: "Reader") -> bool:
    """A command with a title and a text, or any other that makes lines; whether it was one."""
    if node.macroname in known.TITLED and args:
        told(args[-1], known.TITLED[node.macroname], reader)
        return True
    return structural(node, args, reader)


def structural(node: Any, args: Sequence[Any], reader: "Reader") -> bool:
    """A command that makes lines of its own; whether it was one."""
    name, lines = node.macroname, reader.lines
    if name in known.HEADINGS and args:
        heading(args[-1], known.HEADINGS[name], reader)
    elif name == "item" or name in known.BULLETS:
        item(node, args, reader)
    elif name in known.BREAKS:
        lines.end()
    elif name in known.TABS:
        lines.text("\t" if name != "hspace" else " ")
    elif (name, len(args)) in known.ROWS:
        lines.end()
        lines.gap = True
        rows(args, known.ROWS[name, len(args)], reader)
    elif name in known.PAIRS and len(args) > 1:
        lines.end()
        pair(args, reader)
    elif name in known.DOUBLES:
        lines.end()
        for one in range(0, len(args), 2):
            pair(args[one : one + 2], reader)
    elif name in known.HEAD and args and not (name == "location" and reader.sectioned):
        contact(node, args, reader)
    else:
        return False
    return True


def contact(node: Any, args: Sequence[Any], reader: "Reader") -> None:
    """Contact data that a command sets inside the document: a line of its own."""
    from tailor.read.latex_head import spans

    lines = reader.lines
    lines.end()
    lines.gap = True
    own = known.HOSTS.keys() | known.PLACES.keys() | known.PERSONAL.keys() | known.WHOLE
    if node.macroname in own or node.macroname.startswith(("ecv", "cv")):
        lines.spans += spans(node, args, reader)
        lines.end()
    else:
        reader.row(args)


def heading(arg: Any, level: int, reader: "Reader") -> None:
    lines = reader.lines
    lines.end()
    lines.kind, lines.level, lines.gap = "heading", level, True
    reader.walk(arg.nodelist)
    lines.end()
    lines.kind, lines.level = "text", 0


def told(arg: Any, title: str, reader: "Reader") -> None:
    """A title, and a text or a list of skills with their levels: "{Sewing/5},{Knitting/3}"."""
    lines = reader.lines
    lines.end()
    lines.kind, lines.level, lines.gap = "heading", 1, True
    lines.text(title)
    lines.end()
    lines.kind, lines.level = "text", 0
    text = reader.text(arg.nodelist)
    rated = re.findall(r"([^,/]+)/[\d.]+", text)
    lines.text(", ".join(one.strip() for one in rated) if rated else text)
    lines.end()


def item(node: Any, args: Sequence[Any], reader: "Reader") -> None:
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
        for arg in args:
            reader.walk(arg.nodelist)
        return
    for number, arg in enumerate(args):
        lines.text(": " if number else "")
        reader.walk(arg.nodelist)
    lines.end()
    lines.kind = "text"


def rows(
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


def pair(args: Sequence[Any], reader: "Reader") -> None:
    """A label and a text: "Languages: Go, C"."""
    label = reader.text(args[0].nodelist) if args else ""
    lines = reader.lines
    lines.gap = True
    if label:
        lines.bold += 1
        lines.text(label.rstrip(": ") + (":" if len(args) > 1 else ""))
        lines.bold -= 1
        lines.text(" ")
    told = [arg for arg in args[1:] if reader.text(arg.nodelist)]
    for number, arg in enumerate(told):
        lines.text(", " if number else "")
        reader.walk(arg.nodelist)
    lines.end()


def environment(node: Any, reader: "Reader") -> None:
    """A list, a table, or any other stretch of the document."""
    name, lines = node.environmentname, reader.lines
    if name == REMARK:
        return
    if name.rstrip("*") in LISTINGS:
        reader.walk(node.nodelist)
        lines.end()
        return
    args, start = following(node.nodelist, 0)
    body = node.nodelist[start:]
    if name == "twocolentry":
        reader.walk(body)
        lines.text("\t")
        reader.walk([one for arg in args for one in arg.nodelist])
        lines.end()
        return
    lines.end()
    opening(name, args, reader)
    level = lines.level
    lines.level = level + 1 if name in known.LISTS else level
    before, reader.broken = reader.broken, reader.broken or name in known.BROKEN
    reader.walk(body)
    reader.broken = before
    lines.end()
    lines.kind, lines.level = ("bullet" if level else "text"), level


def opening(name: str, args: Sequence[Any], reader: "Reader") -> None:
    """The arguments of an environment: columns of a table, the heading of a section or entry."""
    if name in known.TABLES | known.ENVIRONMENTS or not args:
        return
    if (name, len(args)) in known.ROWS:
        rows(args, known.ROWS[name, len(args)], reader)
    elif section_kind(reader.text(args[0].nodelist)):
        heading(args[0], 1, reader)
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
