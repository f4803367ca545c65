"""LuaLaTeX, for texts that hold characters which pdfTeX cannot print: which fonts help out.

Latin Modern stays the text font; what it lacks comes from the first of these fonts that is on
this machine and has it.
"""

import os
import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

from tailor.cache import FONTS, Cache, private
from tailor.errors import Problem, ToolchainError
from tailor.system import FONT_FOLDERS
from tailor.typeset.keys import key_above
from tailor.typeset.program import Limits
from tailor.typeset.scratch import lasting

SERIF = (
    ("NotoSerif-Regular.ttf", "NotoSerif-Bold.ttf"),
    ("DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf"),
    ("FreeSerif.ttf", "FreeSerifBold.ttf"),
)
SANS = (
    ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"),
    ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    ("FreeSans.ttf", "FreeSansBold.ttf"),
    ("Arial Unicode.ttf", "Arial Unicode.ttf"),
)
CJK = (
    ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"),
    ("NotoSansCJKsc-Regular.otf", "NotoSansCJKsc-Bold.otf"),
    ("SourceHanSansSC-Regular.otf", "SourceHanSansSC-Bold.otf"),
    ("FandolHei-Regular.otf", "FandolHei-Bold.otf"),
    ("wqy-microhei.ttc", "wqy-microhei.ttc"),
    ("DroidSansFallbackFull.ttf", "DroidSansFallbackFull.ttf"),
)
SYMBOLS = (
    ("NotoSansSymbols-Regular.ttf", "NotoSansSymbols-Bold.ttf"),
    ("NotoSansSymbols2-Regular.ttf", "NotoSansSymbols2-Regular.ttf"),
    ("NotoSansMath-Regular.ttf", "NotoSansMath-Regular.ttf"),
    ("Symbola.ttf", "Symbola.ttf"),
)
LIMITS = Limits(seconds=240, cpu=230)
"""A large font takes long when it is met for the first time."""
MISSING = re.compile(r"^Missing character: There is no (.)", re.MULTILINE)

INSTALL = "install a font that has it, such as Noto (fonts-noto, fonts-noto-cjk) or DejaVu"


def prefix() -> str:
    """LaTeX that stands before a document, on its first line: the fonts that help out."""
    lists = {
        f"{style}-{weight}": [
            pair[number] for pair in (*fonts, *CJK, *SYMBOLS) if set(pair) <= installed()
        ]
        for style, fonts in {"serif": (*SERIF, *SANS), "sans": (*SANS, *SERIF)}.items()
        for number, weight in enumerate(("regular", "bold"))
    }
    calls = (
        f'luaotfload.add_fallback("tailor-{name}",{{{",".join(map(described, files))}}})'
        for name, files in lists.items()
        if files
    )
    return rf"\directlua{{{' '.join(calls)}}}"


def described(file: str) -> str:
    return f'"[{file}]{"(2)" if file.startswith("NotoSansCJK-") else ""}:mode=node;"'


@cache
def installed() -> frozenset[str]:
    """The names of the font files on this machine."""
    found = (names for folder in folders() for _, _, names in os.walk(folder))
    return frozenset(name for names in found for name in names)


def folders() -> Iterator[Path]:
    return (path for name in FONT_FOLDERS if (path := Path(name).expanduser()).is_dir())


def environment(cache: Cache) -> dict[str, str]:
    """Where LuaTeX looks for fonts, subfolders and all, and keeps what it learned of them.

    What it keeps are tables of the fonts that help out, not more than some 100 MB in all.
    """
    fonts = os.pathsep.join(f"{folder}//" for folder in folders())
    return {"OSFONTDIR": fonts, "TEXMFCACHE": str(learned(cache))}


def learned(cache: Cache) -> Path:
    """A folder in the cache; where nothing is to be kept, or can be, one until we end: to learn
    anew in each run would cost 13 seconds for a Chinese or Japanese font."""
    if cache.folder:
        with suppress(OSError):
            private(cache.folder / FONTS)
            return cache.folder / FONTS
    return lasting()


def refuse_missing(log: str, tex: str) -> None:
    """LuaTeX leaves out a character that no font has and goes on; this does not.

    Raises:
        ToolchainError: the log tells of such a character; the problem names the part of the résumé.
    """
    missing = sorted(set(MISSING.findall(log)))
    if not missing:
        return
    named = ", ".join(f"“{character}” (U+{ord(character):04X})" for character in missing)
    at = min((tex.find(one) for one in missing if one in tex), default=0)
    key = key_above(tex[:at].splitlines())
    where = f"{key}: " if key else ""
    signs = all(unicodedata.category(one)[0] not in "LMN" for one in missing)
    hint = f"{'leave it out' if signs else INSTALL}; tailor check names its line in the master"
    raise ToolchainError(Problem(f"{where}no font on this machine can print {named}", hint=hint))
