"""What LaTeX does not print: branches that are not taken, and the code of loops."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from tailor.errors import Problem
from tailor.read.latex_literal import NOTHING, told
from tailor.read.source import Source, visible

PRIMITIVES = {
    *("if", "ifcat", "ifx", "ifcase", "ifnum", "ifdim", "ifodd", "ifvmode", "ifhmode", "ifmmode"),
    *("ifinner", "ifvoid", "ifhbox", "ifvbox", "ifeof", "ifdefined", "ifcsname", "iffontchar"),
}
"""Conditions that only a run of LaTeX decides."""

TOKEN = re.compile(
    r"\\let\s*\\(?P<other>[A-Za-z@]+)\s*=?\s*\\if(?P<as>true|false)(?![A-Za-z@])"
    r"|\\newif\s*\\(?P<new>if[A-Za-z@]+)|\\(?P<name>[A-Za-z@]+)(?P<braced>\s*\{)?|\\.|%[^\n]*",
    re.DOTALL,
)
BRACES = r"\s*\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}"
LOOP = re.compile(
    r"\\[%\\]|%[^\n]*|(?P<loop>"
    rf"\\foreach(?![A-Za-z])[^{{}}]{{0,200}}{BRACES}{BRACES}|\\whiledo{BRACES}{BRACES}"
    r"|\\loop(?![A-Za-z]).{0,2000}?\\repeat(?![A-Za-z])"
    r"|\\advance\s*\\[A-Za-z@]+\s*(?:by)?\s*-?(?:\d+|\\[A-Za-z@]+))",
    re.DOTALL,
)


Stretch = tuple[int, int]


@dataclass(slots=True)
class Condition:
    """Where the commands of a condition stand; the value None is that of one not decided."""

    value: bool | None
    first: Stretch
    other: Stretch | None = None
    last: Stretch = (0, 0)

    @property
    def hidden(self) -> Stretch:
        """The branch that is not taken."""
        if self.value:
            return (self.other[1] if self.other else self.last[0], self.last[0])
        return (self.first[1], (self.other or self.last)[0])


def without_unseen(
    source: Source, text: str, begin: int, prints: Callable[[str], str]
) -> tuple[str, list[Problem]]:
    """A document without what is not printed, no place moved, and warnings of it.

    The body begins at `begin`; `prints` tells what a stretch of LaTeX would print.
    """
    tokens = list(TOKEN.finditer(text))
    found = list(conditions(tokens, values(tokens, begin)))
    hidden = outermost(one.hidden for one in found if one.value is not None)
    open_ones = outermost((one.first[0], one.last[1]) for one in found if one.value is None)
    warnings = [
        source.problem(start, f"hidden text was left out: `{visible(said)}`", level="warning")
        for start, end in hidden
        if (said := prints(text[start:end]))
    ]
    message = "a condition is not decided, so all its branches are read"
    warnings += [
        source.problem(start, message, level="warning")
        for start, end in open_ones
        if prints(text[start:end]) and not any(a <= start < b for a, b in hidden)
    ]
    letters = list(text)
    commands = (place for one in found for place in (one.first, one.other or one.last, one.last))
    for start, end in (*commands, *hidden):
        letters[start:end] = NOTHING * (end - start)
    for one in found:
        if one.value is None and one.other and letters[one.other[0]] == NOTHING:
            letters[one.other[0]] = " "
    return without_loops(source, "".join(letters), warnings)


def without_loops(source: Source, text: str, warnings: list[Problem]) -> tuple[str, list[Problem]]:
    """The same without code that would be run."""
    letters = list(text)
    for found in LOOP.finditer(text):
        start, end = found.span("loop")
        if code := told(text[start:end]) if found["loop"] else "":
            letters[start:end] = NOTHING * (end - start)
            message = f"code is not run and was left out: `{visible(code, 300)}`"
            warnings.append(source.problem(start, message, level="warning"))
    return "".join(letters), warnings


def values(tokens: Iterable[re.Match[str]], begin: int) -> dict[str, bool | None]:
    """The conditions that are known, with their values.

    One of the author's own has a value if nothing but the preamble sets it, and always alike.
    """
    told_of: dict[str, set[bool | None]] = {}
    for token in tokens:
        named = re.fullmatch(r"(.+?)(true|false)", token["name"] or "")
        if token["new"]:
            told_of[token["new"]] = set()
        elif token["other"]:
            value = token["as"] == "true"
            told_of.setdefault(token["other"], set()).add(value if token.start() < begin else None)
        elif named and f"if{named[1]}" in told_of:
            value = named[2] == "true"
            told_of[f"if{named[1]}"].add(value if token.start() < begin else None)
    own = {
        name: next(iter(set_to), False) if len(set_to) < 2 else None
        for name, set_to in told_of.items()
    }
    return {**dict.fromkeys(PRIMITIVES), "iftrue": True, "iffalse": False, **own}


def conditions(
    tokens: Iterable[re.Match[str]], known: dict[str, bool | None]
) -> Iterator[Condition]:
    """The conditions that have an end."""
    begun: list[Condition] = []
    for token in tokens:
        name = token["name"] or ""
        place = (token.start(), token.end("name"))
        if name in known or (re.match(r"if(?!f$)", name) and not token["braced"]):
            begun.append(Condition(known.get(name), place))
        elif name == "else" and begun:
            begun[-1].other = begun[-1].other or place
        elif name == "fi" and begun:
            one = begun.pop()
            one.last = place
            yield one


def outermost(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The stretches that stand in no other one."""
    found: list[Stretch] = []
    for start, end in sorted(stretches, key=lambda one: (one[0], -one[1])):
        if start < end and (not found or start >= found[-1][1]):
            found.append((start, end))
    return found
