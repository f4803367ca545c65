"""Makes data/characters.tsv: what pdfTeX prints in every template and every reader reads back.

    python -m scripts.characters > data/characters.tsv

Each candidate is typeset in the regular, bold and italic font of each family that a shipped
template uses, and kept only if all readers give the very same character each time. First choice
is the character itself; then a slot of another encoding of Latin Modern (T1, L7x, QX, T5, TS1),
or of our own (scripts/glyphs.py); then a mathematical symbol; then Source Sans stands in
(scripts/stand_ins.py).
"""

import io
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from scripts import stand_ins
from scripts.record_tex import full_engine
from tailor.files import data_folder
from tailor.models import Resume
from tailor.render.templates import Template, shipped_templates
from tailor.sandbox.process import run_program
from tailor.sandbox.tempdirs import scratch_folder, tex_environment

ENCODINGS = {"T1": "ec", "L7x": "l7x", "QX": "qx", "T5": "t5", "TS1": "ts1"}
FONTS = (r"\normalfont", r"\bfseries", r"\itshape")
SYMBOLS = {
    "≥": "geq",
    "≤": "leq",
    "≈": "approx",
    "≠": "neq",
    "∞": "infty",
    "√": "surd",
    "∈": "in",
    "⇒": "Rightarrow",
    "⇔": "Leftrightarrow",
    "↔": "leftrightarrow",
    "≡": "equiv",
    "∂": "partial",
    "∇": "nabla",
    "∼": "sim",
    "⊂": "subset",
    "∪": "cup",
    "∩": "cap",
    "⊕": "oplus",
    "⊗": "otimes",
    "∝": "propto",
    "∀": "forall",
    "∃": "exists",
}
FAULT = re.compile(r"^(?:\./)?resume\.tex:(\d+): ", re.MULTILINE)
LINE = re.compile(r"^([0-9A-F]{4,5}) ((?:q.*?q ?){3})$")


def main() -> None:
    found: dict[str, str] = {}
    for candidates in (
        itself(),
        *map(slots, ENCODINGS),
        superiors(),
        letters(),
        maths(),
        stand_ins.candidates(),
    ):
        left = {c: tex for c, tex in candidates if c not in found and is_character(c)}
        for template in one_per_family():
            left = kept(left, template)
        found |= left
    print("# what every reader reads back, and the LaTeX that prints it (empty: the character)")
    for character in sorted(found):
        tex = found[character]
        print(f"{ord(character):04X}\t{'' if tex == character else tex}")


def is_character(text: str) -> bool:
    return unicodedata.category(text)[0] != "C"


def one_per_family() -> list[Template]:
    found: dict[str, Template] = {}
    for template in shipped_templates():
        source = (template.folder / "cv.tex.j2").read_text(encoding="utf-8")
        found[re.findall(r'= "(\S+?)"', source)[0]] = template
    return list(found.values())


def itself() -> Iterator[tuple[str, str]]:
    for code in range(0xA1, 0x10000):
        if unicodedata.category(chr(code))[0] in "LNPS" and not 0x3400 <= code < 0xE000:
            yield chr(code), chr(code)


def slots(encoding: str) -> Iterator[tuple[str, str]]:
    tree = full_engine().path.parents[2] / "texmf-dist"
    meaning = glyphs(tree / "tex/generic/pdftex/glyphtounicode.tex")
    text = (tree / f"fonts/enc/dvips/lm/lm-{ENCODINGS[encoding]}.enc").read_text()
    names = re.findall(r"/([\w.]+)", re.sub(r"%.*", "", text).split("[", 1)[1])
    for slot, name in enumerate(names[:256]):
        if ord(meaning.get(name, " ")) > 0xA0 and not is_greek(meaning[name]):
            yield meaning[name], rf"\tailorglyph{{{encoding}}}{{{slot}}}{{{meaning[name]}}}"


def is_greek(character: str) -> bool:
    """Whether a letter is Greek: all of those come from one font, or words would look motley."""
    return unicodedata.name(character, "").startswith("GREEK")


def glyphs(path: Path) -> dict[str, str]:
    """Glyph name -> character, from TeX's own table and the names that the preamble changes."""
    pairs = re.findall(r"\\pdfglyphtounicode\{(.+?)\}\{([0-9A-F]{4})\}", path.read_text())
    ours = {"Tcommaaccent": "Ț", "tcommaaccent": "ț"}
    return {name: chr(int(code, 16)) for name, code in pairs} | ours


def superiors() -> Iterator[tuple[str, str]]:
    """Raised figures have glyph names without a meaning; the preamble maps them in LY1."""
    for character in "¹²³":
        yield character, rf"\tailorglyph{{LY1}}{{{ord(character)}}}{{{character}}}"


def letters() -> Iterator[tuple[str, str]]:
    """Those of our own encoding."""
    text = (data_folder("templates") / "shared" / "glyphs.tex.j2").read_text(encoding="utf-8")
    for letter, base, slot in re.findall(r"^% (\S) (\S) (\d+)$", text, re.MULTILINE):
        yield letter, rf"\tailorletter{{{base}}}{{{slot}}}{{{letter}}}"


def maths() -> Iterator[tuple[str, str]]:
    for character, name in SYMBOLS.items():
        yield character, rf"\tailorsymbol{{\{name}}}{{{character}}}"


def kept(candidates: Mapping[str, str], template: Template) -> dict[str, str]:
    """Those that compile without an error and come back identical from every reader."""
    fine: dict[str, str] = {}
    characters = sorted(candidates)
    for start in range(0, len(characters), 4000):
        batch = {c: candidates[c] for c in characters[start : start + 4000]}
        wrong = failing(batch, template)
        compiled = {c: tex for c, tex in batch.items() if c not in wrong}
        same = set(compiled)
        pdf = made(compiled, template)[1]
        if not pdf:
            continue
        for reader in READERS:
            same &= identical(reader(pdf))
        fine |= {character: tex for character, tex in compiled.items() if character in same}
        counts = f"{len(batch)} tried, {len(compiled)} compiled, {len(same)} read"
        print(f"{template.name}: {counts}", file=sys.stderr)
    return fine


def failing(candidates: Mapping[str, str], template: Template) -> set[str]:
    lines = source(candidates, template).splitlines()
    log = made(candidates, template)[0]
    codes = (re.match(r".*?% ([0-9A-F]+)$", lines[int(n) - 1]) for n in FAULT.findall(log))
    return {chr(int(code[1], 16)) for code in codes if code}


def source(candidates: Mapping[str, str], template: Template) -> str:
    rows = [
        rf"\tailorpart{{\strut {ord(c):04X} {' '.join(f'{{{font} q{tex}q}}' for font in FONTS)}}}"
        rf"\allowbreak % {ord(c):04X}"
        for c, tex in candidates.items()
    ]
    return template.document(Resume("Characters"), "\n".join(rows))


def made(candidates: Mapping[str, str], template: Template) -> tuple[str, bytes]:
    """Log and PDF of a run that goes on after errors."""
    with scratch_folder() as folder:
        (folder / "resume.tex").write_text(source(candidates, template), encoding="utf-8")
        command: list[str | Path] = [
            full_engine().path,
            "-interaction=nonstopmode",
            "-file-line-error",
            "resume.tex",
        ]
        run_program(command, folder=folder, environment=tex_environment(folder))
        log = (folder / "resume.log").read_text(encoding="utf-8", errors="replace")
        pdf = folder / "resume.pdf"
        return log, pdf.read_bytes() if pdf.exists() else b""


def identical(text: str) -> set[str]:
    """The characters whose line says the same thing in all three fonts."""
    same = set()
    for line in text.splitlines():
        found = LINE.match(line.strip())
        if found:
            character = chr(int(found[1], 16))
            if found[2].split() == [f"q{character}q"] * len(FONTS):
                same.add(character)
    return same


def poppler(pdf: bytes) -> str:
    ended = run_program(["pdftotext", "-layout", "-", "-"], data=pdf)
    return ended.output.decode("utf-8", "replace")


def pypdf(pdf: bytes) -> str:
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


def pdfminer(pdf: bytes) -> str:
    from pdfminer.high_level import extract_text

    return str(extract_text(io.BytesIO(pdf)))


def pdfium(pdf: bytes) -> str:
    from pypdfium2 import PdfDocument

    return "\n".join(page.get_textpage().get_text_range() for page in PdfDocument(pdf))


READERS: Sequence[Callable[[bytes], str]] = (poppler, pypdf, pdfminer, pdfium)

if __name__ == "__main__":
    main()
