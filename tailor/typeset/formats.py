r"""What every page of a template has in common, digested by TeX once: a format.

TeX spends most of a run on reading its own format and the preamble of the document. Where a
document says which part of its preamble is the same for every résumé, TeX reads that part once
and dumps what it knows (`\dump`); later runs begin there, and print the same bytes.
"""

import gzip
import lzma
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from tailor.cache import Cache, touched
from tailor.errors import TailorError
from tailor.typeset.engine import Engine
from tailor.typeset.program import Limits, run
from tailor.typeset.scratch import environment, scratch

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


def prepared(tex: str, engine: Engine, cache: Cache) -> Format | None:
    """The format for a document, made if it is not in the cache; None where there cannot be one."""
    fixed, seam, rest = tex.partition(SEAM)
    stamp = engine.stamp()
    path = cache.path("format", fixed, *stamp) if seam and stamp else None
    if path is None:
        return None
    path = path.with_suffix(".fmt")
    with suppress(OSError):
        return Format(touched(path), "\n" * fixed.count("\n") + seam + rest)
    with suppress(TailorError, OSError):
        cache.put(path, dumped(fixed, engine))
        return Format(touched(path), "\n" * fixed.count("\n") + seam + rest)
    return None


def drop(found: Format) -> None:
    """Takes away a format that fails where the document itself does not."""
    with suppress(OSError):
        found.path.unlink(missing_ok=True)


def place_latex(folder: Path, engine: Engine) -> None:
    """Puts the format of LaTeX into the folder that TeX runs in, where its own copy is packed.

    TeX reads no more than gzip, which leaves four times as much as xz. To unpack it takes 0.2 s,
    but only where no format of a preamble is in the cache. Raises OSError.
    """
    packed = engine.path.parents[min(2, len(engine.path.parents) - 1)] / PACKED
    if engine.origin == "embedded" and packed.is_file():
        (folder / "pdflatex.fmt").write_bytes(lzma.decompress(packed.read_bytes()))


def dumped(fixed: str, engine: Engine) -> bytes:
    """The format of a preamble, unpacked, which TeX reads in half the time.

    Raises:
        OSError: TeX made none.
        ToolchainError, LimitError: as `run`.
    """
    with scratch() as folder:
        place_latex(folder, engine)
        (folder / "format.tex").write_text(f"{fixed}\n\\dump\n", encoding="utf-8")
        command: list[str | Path] = [engine.path, "-ini", "-interaction=batchmode"]
        command += ["-halt-on-error", "-no-shell-escape", "-jobname=format"]
        command += ["&pdflatex", "format.tex"]
        limits = replace(LIMITS, reads=engine.reads())
        given = environment(folder) | engine.environment()
        run(command, folder=folder, environment=given, limits=limits)
        with gzip.open(folder / "format.fmt") as packed:
            found = packed.read(LARGEST + 1)
    if len(found) > LARGEST:
        raise OSError("the format unpacks to more than any does")
    return found
