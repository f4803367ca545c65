"""Where the text of a posting begins and ends on a page whose menus carry no known names.

A menu, a list of other jobs and the links of a footer have one thing in common, whatever their
tags and classes: most of their letters are links. (This is the link density of C. Kohlschütter,
P. Fankhauser, W. Nejdl, "Boilerplate Detection using Shallow Text Features", WSDM 2010.)
"""

import re
from collections.abc import Sequence
from itertools import accumulate, pairwise

from lxml.html import HtmlElement

from tailor.posting.headings import asks
from tailor.posting.heads import squeezed
from tailor.posting.lined import LONGEST_HEADING, lines

OPEN, CLOSE = "\ufdd0", "\ufdd1"
"""Mark both ends of a link. Unicode keeps these two characters for use inside programs."""

MARKS = re.compile(f"([{OPEN}{CLOSE}])")

SHORT = 12
"""Letters up to which a line at the edge of a page says nothing by itself."""

LINKED = 0.5
"""Share of letters that are links from which a line is a menu."""

LONGEST_LIST, LONGEST_ITEM = 60, 60
"""Lines of a list, and characters of an item without a dash, that a heading claims."""

BELOW = 0.1
"""Share of the text that may stand below a list of links that is not part of the posting."""


def within_edges(root: HtmlElement, title: str) -> str:
    """The lines between the menus at the top and those at the bottom, with their layout.

    The text begins at the title of the page, if it stands in the upper half. Changes the tree.
    """
    body = root.find("body")
    visible, own, menus = counted(body if body is not None else root)
    claim_lists(visible, own, menus)
    said = [number for number, letters in enumerate(own) if letters > SHORT]
    if not said:
        return "\n".join(visible)
    left = [*accumulate(reversed(own))][::-1]
    middle = max((n for n in said if left[n] >= left[0] / 2), default=said[0])
    titles = [n for n, line in enumerate(visible) if title and squeezed(line) == squeezed(title)]
    start = titles[0] if titles and titles[0] <= middle else said[0]
    lists = (n for n, after in pairwise(menus) if after == n + 1 or not any(own[n:after]))
    end = next((n for n in lists if n > middle and left[n] <= BELOW * left[0]), len(visible))
    last = max((n for n in said if n < end), default=said[-1])
    if titled_menu(visible, last, menus):
        last = max((n for n in said if start <= n < last), default=last)
    return "\n".join(visible[start : last + 1]).strip()


def claim_lists(visible: Sequence[str], own: list[int], menus: list[int]) -> None:
    """Counts the lines under a heading for duties, needs or wishes as text, however short they
    are and though they may be links: "Nice to have", "- Kafka"."""
    number = 0
    while number < len(visible):
        line = visible[number].removeprefix("- ")
        number += 1
        if len(line) > LONGEST_HEADING or not asks(line):
            continue
        listed = []
        for below in range(number, min(number + LONGEST_LIST, len(visible))):
            text = visible[below]
            if text and not asks(text) and (text.startswith("- ") or len(text) <= LONGEST_ITEM):
                listed.append(below)
            elif text or listed:
                break
        if not listed:
            continue
        for claimed in (number - 1, *listed):
            own[claimed] = max(own[claimed], len(squeezed(visible[claimed])) + SHORT)
        menus[:] = [one for one in menus if one not in {number - 1, *listed}]
        number = listed[-1] + 1


def titled_menu(visible: list[str], last: int, menus: list[int]) -> bool:
    """Whether a line is only the heading of a list of links."""
    line = visible[last]
    alone = not line.startswith("- ") and line[-1].isalnum() and len(line) <= LONGEST_HEADING
    below = next((n for n in range(last + 1, len(visible)) if visible[n]), -1)
    return alone and below in menus and last > 0 and not visible[last - 1]


def counted(body: HtmlElement) -> tuple[list[str], list[int], list[int]]:
    """The lines of a page, the letters that each says by itself, and which lines are menus."""
    for link in body.iter("a"):
        link.text = f"{OPEN}{link.text or ''}"
        link.tail = f"{CLOSE}{link.tail or ''}"
    visible: list[str] = []
    own: list[int] = []
    menus: list[int] = []
    depth = 0
    for marked in lines(body).split("\n"):
        text, linked, depth = without_marks(marked, depth)
        if not text and visible and not visible[-1]:
            continue
        letters = len(squeezed(text))
        is_menu = len(squeezed(linked)) > LINKED * letters
        is_item = text.startswith("- ")
        visible.append(text)
        own.append(0 if is_menu else letters + SHORT * is_item)
        if is_menu:
            menus.append(len(own) - 1)
    return visible, own, menus


def without_marks(marked: str, depth: int) -> tuple[str, str, int]:
    """A line without the marks, the part of it in links, and how many links stay open."""
    linked = []
    for piece in MARKS.split(marked):
        if piece == OPEN:
            depth += 1
        elif piece == CLOSE:
            depth = max(depth - 1, 0)
        elif depth:
            linked.append(piece)
    return MARKS.sub("", marked).strip(), "".join(linked), depth
