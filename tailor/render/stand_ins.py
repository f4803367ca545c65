"""Characters that only Source Sans has: fonts for pdfTeX that hold those of a document.

The Type 1 fonts of Source Sans have Greek, Cyrillic and symbols that no encoding of TeX has.
A character's LaTeX in `data/characters.tsv`, `\\tailorstandin`, tells an encoding of our own, the
glyph and its slot in each face. TeX needs metrics for these fonts: those of fonts that pages do
not use otherwise, with a glyph in a slot of its own width.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from tailor.render.escape import Tex, escape

FACES = {("m", "n"): "Regular", ("b", "n"): "Bold", ("m", "it"): "It", ("b", "it"): "BoldIt"}
"""Series and shape of LaTeX -> face of Source Sans; the order is that of the slots."""
CARRIERS = {
    "TSG": tuple(f"SourceSansPro-{face}-lf-lgr--base" for face in FACES.values()),
    "TSC": ("rm-lmss8", "rm-lmr7", "rm-lmss9", "rm-lmsso8"),
    "TSS": (
        "texnansi-lmssq8",
        "texnansi-lmssqbo8",
        "texnansi-lmssqo8",
        "SourceSansPro-Semibold-inf-ly1--base",
    ),
}
"""Encoding -> metrics for each face: for Greek, for Cyrillic, for symbols. They are those, among
fonts that pages do not use, whose widths come nearest (scripts/stand_ins.py)."""
USED = re.compile(r"\\tailorstandin\{(\w+)\}\{([\w.]+)\}" + r"\{(\d+)\}" * 4 + r"\{(.)\}")
FOREIGN = re.compile(r"\\tailorstandin\{TS[GC]\}")
WHOLE = r"""\InputIfFileExists{T1SourceSansPro-LF.fd}{%
  \renewcommand{\familydefault}{SourceSansPro-LF}%
  \expandafter\gdef\csname T1+SourceSansPro-LF\endcsname{\tailornoligatures}}{}\normalfont"""
MOST = 100
"""Rows of one block of a CMap (Adobe Technical Note 5014)."""
Glyphs = Sequence[tuple[str, tuple[str, ...], str]]


def stand_ins(name: str, body: str, family: str) -> Tex:
    """The LaTeX that declares the fonts for every stand-in of a body, for a font family.

    Where a person's name is Greek or Cyrillic, all of the page is set in Source Sans, so that
    words and figures match.
    """
    used: dict[str, list[tuple[str, tuple[str, ...], str]]] = {}
    for encoding, glyph, *slots, character in sorted(set(USED.findall(body))):
        used.setdefault(encoding, []).append((glyph, tuple(slots), character))
    lines = [line for one, glyphs in used.items() for line in fonts(one, glyphs, family)]
    return Tex("\n".join([*lines, WHOLE] if FOREIGN.match(escape(name)) else lines))


def fonts(encoding: str, glyphs: Glyphs, family: str) -> Iterator[str]:
    yield rf"\DeclareFontEncoding{{{encoding}}}{{}}{{}}"
    yield rf"\DeclareFontFamily{{{encoding}}}{{{family}}}{{}}"
    for number, ((series, shape), face) in enumerate(FACES.items()):
        names = {int(slots[number]): (glyph, character) for glyph, slots, character in glyphs}
        carrier, vector = CARRIERS[encoding][number], f"{encoding}{face}"
        yield from encoded(vector, names)
        yield rf"\tailormap{{{vector}}}{{{mapped(names)}}}"
        for weight in (series,) if series == "m" else ("b", "bx"):
            declared = rf"\DeclareFontShape{{{encoding}}}{{{family}}}{{{weight}}}{{{shape}}}"
            yield rf"{declared}{{<-> {carrier}}}{{\csname tailormap{vector}\endcsname}}"
        reencoded = f'" {vector} ReEncodeFont " <[{vector}.enc <SourceSansPro-{face}.pfb'
        yield rf"\pdfmapline{{={carrier} SourceSansPro-{face} {reencoded}}}"
    yield rf"\DeclareFontSubstitution{{{encoding}}}{{{family}}}{{m}}{{n}}"


def encoded(vector: str, names: Mapping[int, tuple[str, str]]) -> Iterator[str]:
    """An encoding file, written by TeX itself."""
    slots = [f"/{names[slot][0] if slot in names else '.notdef'}" for slot in range(256)]
    rows = [" ".join(slots[start : start + 16]) for start in range(0, 256, 16)]
    yield rf"\immediate\openout15={vector}.enc"
    yield from (rf"\immediate\write15{{{row}}}" for row in (f"/{vector} [", *rows, "] def"))
    yield r"\immediate\closeout15"


def mapped(names: Mapping[int, tuple[str, str]]) -> str:
    """What the slots mean, as blocks of a CMap."""
    rows = [f"<{slot:02X}> <{ord(name[1]):04X}>" for slot, name in sorted(names.items())]
    blocks = (rows[start : start + MOST] for start in range(0, len(rows), MOST))
    return " ".join(f"{len(one)} beginbfchar {' '.join(one)} endbfchar" for one in blocks)
