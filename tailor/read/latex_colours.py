"""Colours of a LaTeX document: what is white on white paper, nobody sees."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

GROUND = re.compile(
    r"\\(?:page|row|rows|cell|column|background)colors?(?![A-Za-z])|\\f?colorbox(?![A-Za-z])"
    r"|tcolorbox|\\(?:new)?tcbox|mdframed|\{shaded|\\fill(?![A-Za-z])|\bfill\s*=|Background"
)
"""What paints something behind text: there, white letters may be seen."""
REMARK = re.compile(r"(?<!\\)%[^\n]*")
DEFINED = re.compile(r"\\definecolor\s*\{([^{}]+)\}\s*\{(\w+)\}\s*\{([^{}]*)\}")
SAME = re.compile(r"\\colorlet\s*\{([^{}]+)\}\s*\{([^{}]+)\}")
WHOLE = {"gray": 1.0, "rgb": 1.0, "RGB": 255.0, "Gray": 15.0}
"""Model of a colour -> what each of its numbers is in white."""
NEAR = 0.95
"""How much of white cannot be told from it."""


@dataclass(frozen=True, slots=True)
class Colours:
    """The names of white; none if something is painted, on which one sees white letters."""

    white: frozenset[str] = frozenset()
    painted: bool = True

    def hide(self, given: Sequence[Any]) -> bool:
        """Whether the arguments of a command, model and colour, name what nobody sees."""
        model, colour = (one.latex_verbatim().strip("[]{} ") if one else "" for one in given[:2])
        named = not model and re.sub(r"!100$", "", colour) in self.white
        return not self.painted and (named or is_white(model, colour))


UNKNOWN = Colours()


def colours(text: str) -> Colours:
    """The colours of a document."""
    text = REMARK.sub("", text)
    white = {"white", "White"}
    white |= {name for name, model, value in DEFINED.findall(text) if is_white(model, value)}
    white |= {name for name, other in SAME.findall(text) if other in white}
    return Colours(frozenset(white), bool(GROUND.search(text)))


def is_white(model: str, value: str) -> bool:
    """Whether a colour of a model of xcolor cannot be told from paper."""
    if model == "HTML":
        found = re.fullmatch(r"[0-9A-Fa-f]{6}", value.strip())
        return bool(found) and min(bytes.fromhex(value)) > NEAR * 255
    try:
        numbers = [float(one) for one in value.split(",")]
    except ValueError:
        return False
    if model == "cmyk":
        return max(numbers) < 1 - NEAR
    return model in WHOLE and min(numbers) > NEAR * WHOLE[model]
