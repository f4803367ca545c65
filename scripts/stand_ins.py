"""Characters that only Source Sans has, for scripts/characters.py (needs fontTools).

Greek, Cyrillic, and symbols such as ≠ or ₹: the Type 1 fonts of Source Sans hold them, but no
encoding of TeX does. In each face a glyph takes the slot of the carrier whose width is nearest to
its own (`tailor/render/escape.py`).
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from fontTools.agl import UV2AGL  # type: ignore[import-not-found,unused-ignore]
from fontTools.pens.basePen import NullPen  # type: ignore[import-not-found,unused-ignore]
from fontTools.t1Lib import T1Font  # type: ignore[import-not-found,unused-ignore]

from scripts.glyphs import TREE, tfm
from tailor.render.escape import CARRIERS, FACES

CHARACTERS = {
    "TSG": tuple(map(chr, range(0x370, 0x400))),
    "TSC": tuple(map(chr, range(0x400, 0x530))),
    "TSS": tuple(
        "ẞ‐‒―′″⁰ⁱ⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎₦₮₱₲₴₵₸₹₺₽℅ℓ℗℠⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
        "↕↖↗↘↙⇐⇑⇓∏∑∫≠■□▪▫▲△▶▷►▼▽◀◁◄◆◊○●☐☑★☆♀♂✓❤"
    ),
}
"""Encoding -> what it may hold."""
FIGURES = "zero one two three four five six seven eight nine plus minus equal parenleft parenright"
NAMES = {
    **{chr(0x2080 + n): f"{name}.subs" for n, name in enumerate(FIGURES.split())},
    **{chr(0x2070 + n): f"{name}.sups" for n, name in enumerate(FIGURES.split())},
    "ⁱ": "i.sups",
    "ⁿ": "n.sups",
    "Δ": "Delta",
    "Ω": "Omega",
    "μ": "mu",
}
"""Glyphs whose names do not say what they are."""
FONTS = TREE / "fonts/type1/adobe/sourcesanspro"
METRICS = TREE / "fonts/tfm"


def candidates() -> Iterator[tuple[str, str]]:
    """Each such character with the LaTeX that prints it."""
    fonts = [T1Font(FONTS / f"SourceSansPro-{face}.pfb") for face in FACES.values()]
    for font in fonts:
        font.parse()
    for encoding, wanted in CHARACTERS.items():
        glyphs = dict(found(wanted, [font["CharStrings"] for font in fonts]))
        slots = []
        for carrier, font in zip(CARRIERS[encoding], fonts, strict=True):
            metric = tfm(next(METRICS.rglob(f"{carrier}.tfm")))
            slots.append(assigned([width(font, name) for name in glyphs.values()], metric))
        for (character, name), *places in zip(glyphs.items(), *slots, strict=True):
            told = "".join(f"{{{one}}}" for one in (encoding, name, *places, character))
            yield character, rf"\tailorstandin{told}"


def found(wanted: Sequence[str], strings: Sequence[Any]) -> Iterator[tuple[str, str]]:
    """Each character that all faces have, with the name of its glyph."""
    for one in wanted:
        names = (NAMES.get(one, ""), f"uni{ord(one):04X}", UV2AGL.get(ord(one), ""))
        name = next((name for name in names if all(name in glyphs for glyphs in strings)), "")
        if name:
            yield one, name


def width(font: Any, name: str) -> float:
    """Of a glyph, in units of the type size."""
    string = font["CharStrings"][name]
    string.draw(NullPen())
    return float(string.width) / 1000


def assigned(widths: Sequence[float], metric: Mapping[int, float]) -> list[int]:
    """A slot for each width, such that the squared differences add up to the least."""
    from scipy.optimize import linear_sum_assignment

    free = sorted(set(metric) - set(map(ord, "-' ")))
    _, columns = linear_sum_assignment([[(metric[at] - one) ** 2 for at in free] for one in widths])
    return [free[column] for column in columns]
