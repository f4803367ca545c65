"""Makes templates/shared/glyphs.tex.j2: letters that Latin Modern has but no encoding of TeX.

    python scripts/glyphs.py > templates/shared/glyphs.tex.j2

An encoding of our own puts them into a font that pages do not use otherwise (that of Czech and
Slovak). Each takes the slot of the letter nearest to its own width in every face, and the
width of its base letter.
"""

import re
import struct
import unicodedata
from pathlib import Path

from scripts.record_tex import full_engine

LETTERS = "ĈĉĜĝĤĥĴĵŜŝŬŭŴŵŶŷẀẁẂẃẄẅǍǎǏǐǑǒǓǔĔĕĬĭŎŏǦǧǪǫĠġĊċĦħḌḍḎḏḤḥḶḷṂṃṄṅṆṇṚṛṢṣṬṭẒẓ"
BASES = {"Ħ": "H", "ħ": "h", "ĭ": "i", "ǐ": "i", "ĵ": "j"}
FACES = {
    ("lmr", "m", "n"): ("lmr10", "LMRoman10-Regular"),
    ("lmr", "bx", "n"): ("lmbx10", "LMRoman10-Bold"),
    ("lmr", "m", "it"): ("lmri10", "LMRoman10-Italic"),
    ("lmr", "bx", "it"): ("lmbxi10", "LMRoman10-BoldItalic"),
    ("lmss", "m", "n"): ("lmss10", "LMSans10-Regular"),
    ("lmss", "bx", "n"): ("lmssbx10", "LMSans10-Bold"),
    ("lmss", "m", "it"): ("lmsso10", "LMSans10-Oblique"),
    ("lmss", "bx", "it"): ("lmssbo10", "LMSans10-BoldOblique"),
}
TREE = full_engine().path.parents[2] / "texmf-dist"
HEAD = r"""<# Letters that Latin Modern has but no encoding of TeX: made by scripts/glyphs.py. #>
\DeclareFontEncoding{IL2}{}{}
"""


def main() -> None:
    widths = [tfm(TREE / f"fonts/tfm/public/lm/cs-{face}.tfm") for face, _ in FACES.values()]
    slots = assigned(widths)
    names = {slot: glyph(letter) for letter, slot in slots.items()}
    vector = " ".join(f"/{names.get(slot, '.notdef')}" for slot in range(256))
    print(HEAD, end="")
    print(r"\immediate\openout15=tailor.enc \immediate\write15{/TailorEncoding [}")
    for piece in re.findall(r"(?:\S+ ?){1,16}", vector):
        print(rf"\immediate\write15{{{piece.strip()}}}")
    print(r"\immediate\write15{] def}\immediate\closeout15")
    for family in ("lmr", "lmss"):
        print(rf"\DeclareFontFamily{{IL2}}{{{family}}}{{\tailornoligatures}}")
    for (family, series, shape), (face, name) in FACES.items():
        for weight in (series,) if series == "m" else (series, "b"):
            print(
                rf"\DeclareFontShape{{IL2}}{{{family}}}{{{weight}}}{{{shape}}}{{<-> cs-{face}}}{{}}"
            )
        reencoded = '" TailorEncoding ReEncodeFont " <[tailor.enc'
        print(rf"\pdfmapline{{=cs-{face} {name} {reencoded} <{face}.pfb}}")
    for letter, slot in slots.items():
        print(f"% {letter} {base(letter)} {slot}")


def tfm(path: Path) -> dict[int, float]:
    """Slot -> width in units of the design size (the TFM format of TeX: The Program, part 30)."""
    data = path.read_bytes()
    _, lh, first, last, nw = struct.unpack(">5H", data[:10])
    infos, start = 24 + 4 * lh, 24 + 4 * (lh + last - first + 1)
    table = struct.unpack(f">{nw}i", data[start : start + 4 * nw])
    indices = {slot: data[infos + 4 * (slot - first)] for slot in range(first, last + 1)}
    return {slot: table[index] / 2**20 for slot, index in indices.items() if index}


def assigned(widths: list[dict[int, float]]) -> dict[str, int]:
    """Each letter's slot, such that the widths differ least over all faces."""
    from scipy.optimize import linear_sum_assignment

    free = sorted(set.intersection(*map(set, widths)) - set(map(ord, "-' ")))
    cost = [
        [max(abs(face[slot] / face[ord(base(letter))] - 1) for face in widths) for slot in free]
        for letter in LETTERS
    ]
    rows, columns = linear_sum_assignment(cost)
    return {LETTERS[row]: free[column] for row, column in zip(rows, columns, strict=True)}


def base(letter: str) -> str:
    return BASES.get(letter) or unicodedata.normalize("NFD", letter)[0]


def glyph(letter: str) -> str:
    """The glyph's name in Latin Modern."""
    marks = {
        "CIRCUMFLEX": "circumflex", "BREVE": "breve", "GRAVE": "grave", "ACUTE": "acute",
        "DIAERESIS": "dieresis", "CARON": "caron", "OGONEK": "ogonek", "DOT ABOVE": "dotaccent",
        "STROKE": "bar", "DOT BELOW": "dotbelow", "LINE BELOW": "linebelow",
    }  # fmt: skip
    return base(letter) + marks[unicodedata.name(letter).partition(" WITH ")[2]]


if __name__ == "__main__":
    main()
