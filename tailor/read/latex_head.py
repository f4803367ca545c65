"""Contact data that LaTeX classes for CVs take by commands of their own."""

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tailor.read import latex_commands as known
from tailor.read.latex_tree import following, groups, kind
from tailor.read.understand import Block, Span, block
from tailor.read.understand.vocabulary import is_title

if TYPE_CHECKING:
    from tailor.read.latex_nodes import Reader

NAMES = ("name", "firstname", "familyname", "lastname", "author", "ecvname", "cvname")


def head(nodes: Sequence[Any], reader: "Reader") -> list[Block]:
    """The lines that the commands of a preamble stand for; the name comes first."""
    names: list[Block] = []
    others: list[Block] = []
    for at, node in enumerate(nodes):
        if kind(node) != "Macro" or node.macroname not in known.HEAD:
            continue
        args = groups(node) or following(nodes, at + 1)[0]
        line = reader.source.place(node.pos).line or 1
        look = "quote" if node.macroname == "quote" else "text"
        made = block(look, spans(node, args, reader), line, line, gap=True)
        if made is not None:
            (names if node.macroname in NAMES else others).append(made)
    return [*together(names), *others]


def spans(node: Any, args: Sequence[Any], reader: "Reader") -> list[Span]:
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
        return [Span(" ".join(texts[:2])), Span("\t"), *(Span(f"{one}\t") for one in texts[2:])]
    if network in known.PLACES:
        whole = ", ".join(texts)
        if re.search(r"@|://|(?:\d\W*){9}", whole):
            return [Span("\t".join(texts))]
        somewhere = texts and not re.search(r"\w\.\w", whole) and not is_title(whole)
        return [Span(whole, role="place" if somewhere else "")]
    return [Span(" ".join(texts))]


def together(names: list[Block]) -> list[Block]:
    """First and family name as one line."""
    if not names:
        return []
    text = " ".join(one.text for one in names)
    made = block("text", [Span(text)], names[0].line, names[-1].last)
    return [made] if made else []
