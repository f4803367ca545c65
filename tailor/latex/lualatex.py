"""Falls back to LuaLaTeX for scripts that pdfLaTeX has no font for."""

import os
import re
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path

from tailor.cache import FONTS, Cache, make_private
from tailor.errors import Problem, ToolchainError
from tailor.sandbox.process import Limits
from tailor.sandbox.tempdirs import lasting_folder
from tailor.system import FONT_FOLDERS

KEY = re.compile(r"^% key: (.+)$")


def key_above(lines: Sequence[str]) -> str:
    """The key of the part that the last of some lines belongs to; "" if no part has begun."""
    return next((match[1] for line in reversed(lines) if (match := KEY.match(line))), "")


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


def font_prefix() -> str:
    """LaTeX that comes before a document, on its first line: the fonts that help out."""
    lists = {
        f"{style}-{weight}": [
            pair[number] for pair in (*fonts, *CJK, *SYMBOLS) if set(pair) <= installed_fonts()
        ]
        for style, fonts in {"serif": (*SERIF, *SANS), "sans": (*SANS, *SERIF)}.items()
        for number, weight in enumerate(("regular", "bold"))
    }
    calls = (
        f'luaotfload.add_fallback("tailor-{name}",{{{",".join(map(describe_font, files))}}})'
        for name, files in lists.items()
        if files
    )
    return rf"\directlua{{{' '.join(calls)}}}"


def describe_font(file: str) -> str:
    return f'"[{file}]{"(2)" if file.startswith("NotoSansCJK-") else ""}:mode=node;"'


@cache
def installed_fonts() -> frozenset[str]:
    """The names of the font files on this machine."""
    listings = (names for folder in font_folders() for _, _, names in os.walk(folder))
    return frozenset(name for names in listings for name in names)


def font_folders() -> Iterator[Path]:
    return (path for name in FONT_FOLDERS if (path := Path(name).expanduser()).is_dir())


def lualatex_environment(cache: Cache) -> dict[str, str]:
    """Where LuaTeX looks for fonts, subfolders and all, and keeps what it learned of them.

    What it keeps are tables of the fonts that help out, not more than some 100 MB in all.
    """
    fonts = os.pathsep.join(f"{folder}//" for folder in font_folders())
    return {"OSFONTDIR": fonts, "TEXMFCACHE": str(font_cache_folder(cache))}


def font_cache_folder(cache: Cache) -> Path:
    """A folder in the cache; where nothing is to be kept, or can be, one until we end: to learn
    again in each run would cost 13 seconds for a Chinese or Japanese font."""
    if cache.folder:
        with suppress(OSError):
            make_private(cache.folder / FONTS)
            return cache.folder / FONTS
    return lasting_folder()


def refuse_missing(log: str, tex: str) -> None:
    """LuaTeX leaves out a character that no font has and continues; this does not.

    Raises:
        ToolchainError: the log tells of such a character; the problem names the part of the résumé.
    """
    missing = sorted(set(MISSING.findall(log)))
    if not missing:
        return
    listed = ", ".join(f"“{character}” (U+{ord(character):04X})" for character in missing)
    position = min((tex.find(character) for character in missing if character in tex), default=0)
    key = key_above(tex[:position].splitlines())
    where = f"{key}: " if key else ""
    signs = all(unicodedata.category(character)[0] not in "LMN" for character in missing)
    hint = f"{'leave it out' if signs else INSTALL}; tailor check names its line in the master"
    raise ToolchainError(Problem(f"{where}no font on this machine can print {listed}", hint=hint))
