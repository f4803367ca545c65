"""Regular expressions that the program makes of other texts as it runs: each maker, tried once."""

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import patch

from benchmarks.trust.cases import MARKDOWN
from tailor.ats import expected
from tailor.fit import gaps
from tailor.keywords import degrees
from tailor.model import Entry, Posting
from tailor.posting import employer, facts, headings
from tailor.read import imports, yaml_tree
from tailor.render import look
from tailor.score.hits import typed
from tailor.show import advert
from tailor.show.locate import Text

WORDS, WORD = "a A. 2020 - " * 40, "aA1-" * 80
MAKERS: tuple[Callable[[], object], ...] = (
    lambda: expected.verbatim("k", f"{WORDS} {WORD}"),
    lambda: expected.one_line("k", "text", WORDS),
    lambda: expected.side("k", WORD, re.escape(WORD)),
    lambda: expected.link("k", f"https://a.example.com/{WORD}/"),
    lambda: gaps.level(Entry("k", "Licence of a kind")),
    lambda: employer.is_employer(f"Zeta {WORD} {WORDS}", WORDS),
    lambda: degrees.wordings.__wrapped__(),
    lambda: advert.mentions(Posting(WORDS), WORD, (WORDS,)),
    lambda: facts.read_patterns.__wrapped__("seniority", "de"),
    lambda: headings.read_wordings.__wrapped__("de"),
    lambda: imports.import_markdown(MARKDOWN.encode(), "cv.md"),
    lambda: yaml_tree.repeats(f"&{WORD} *{WORD}", WORD),
    lambda: look.mentions.__wrapped__(("C++", "A", WORDS, WORD)),
    lambda: typed("Go", "C", WORD.capitalize()),
    lambda: list(Text((), WORDS, ()).spans(WORD)),
)
"""Each calls a function that makes an expression of what it is given."""

Made = tuple[re.Pattern[str], Path, int]
"""An expression, and the file and the line of the program that had it made."""


def made() -> Iterator[Made]:
    """What the makers make."""
    found: list[Made] = []
    original = re._compile  # type: ignore[attr-defined]

    def seen(pattern: object, flags: int) -> object:
        caller = sys._getframe(2)  # The one that called re.compile, re.search ...
        compiled: re.Pattern[str] = original(pattern, flags)
        found.append((compiled, Path(caller.f_code.co_filename), caller.f_lineno))
        return compiled

    with patch.object(re, "_compile", seen):
        for maker in MAKERS:
            maker()
    yield from found
