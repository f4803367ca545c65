"""Regular expressions that the program makes of other texts as it runs: each maker, tried once."""

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import patch

from benchmarks.trust.cases import MARKDOWN
from tailor import importers, resume_parser
from tailor.ats import expected_text
from tailor.files import LazyPattern
from tailor.keywords import degrees, extraction, foreign
from tailor.languages import READ, SPOKEN
from tailor.models import Date, Entry, Posting
from tailor.optimizer import constraints
from tailor.posting import headings, naming, requirements, titles
from tailor.render import style
from tailor.report import posting_view
from tailor.report.annotate import Text
from tailor.resume import dates, yaml_parser
from tailor.resume_parser import addresses, contact, lists, vocabulary
from tailor.resume_parser.values import Value
from tailor.scoring.matching import spelling_pattern


def speaks_for_client_in(language: str) -> bool:
    """Whether an agency speaks, by the wordings of a language."""
    before = SPOKEN.set(language)
    try:
        return naming.speaks_for_client(WORDS)
    finally:
        SPOKEN.reset(before)


WORDS, WORD = "a A. 2020 - " * 40, "aA1-" * 80
MAKERS: tuple[Callable[[], object], ...] = (
    lambda: foreign.wish_wordings.__wrapped__("de"),
    lambda: [foreign.verb_patterns.__wrapped__(one) for one in READ],
    lambda: resume_parser.consent_pattern.__wrapped__(),
    lambda: resume_parser.certificate_pattern.__wrapped__(),
    lambda: vocabulary.personal_pattern.__wrapped__(),
    lambda: vocabulary.status_pattern.__wrapped__(),
    lambda: addresses.street_pattern.__wrapped__(),
    lambda: addresses.without_town(["Via Roma"], {}, lambda text: Value(text, 1, 1)),
    lambda: contact.greeting_pattern.__wrapped__(),
    lambda: contact.label_pattern.__wrapped__(),
    lambda: naming.is_proper("A", WORDS),
    lambda: dates.date_patterns.__wrapped__(),
    lambda: expected_text.verbatim_text("k", f"{WORDS} {WORD}").pattern,
    lambda: expected_text.link_text("k", f"https://a.example.com/{WORD}/").pattern,
    lambda: [one.pattern for one in expected_text.date_texts(Entry("k", start=Date(2020)), "en")],
    lambda: constraints.degree_rank(Entry("k", "Licence of a kind")),
    lambda: naming.is_employer(f"Zeta {WORD} {WORDS}", WORDS),
    lambda: degrees.degree_wordings.__wrapped__(),
    lambda: posting_view.term_mentions(Posting(WORDS), WORD, (WORDS,)),
    lambda: requirements.read_patterns.__wrapped__("seniority", "de"),
    lambda: extraction.without_pieces_of_name(Posting(WORDS, company=WORD, place="Ely, MN"), ()),
    lambda: headings.read_wordings.__wrapped__("de"),
    lambda: [titles.read_wordings.__wrapped__(one) for one in READ],
    lambda: [naming.employer_patterns.__wrapped__(one) for one in READ],
    lambda: naming.is_client(WORD, WORDS),
    lambda: list(naming.names_of_addresses("jobs@zeta-mills.example.com, Zeta Mills")),
    lambda: [speaks_for_client_in(one) for one in READ],
    lambda: lists.name_and_level("fluent in Polish"),
    lambda: importers.BY_SUFFIX[".md"].read(MARKDOWN.encode(), "cv.md"),
    lambda: yaml_parser.is_repeated(f"&{WORD} *{WORD}", WORD),
    lambda: style.mention_pattern.__wrapped__(("C++", "A", WORDS, WORD)),
    lambda: spelling_pattern("Go", "C", WORD.capitalize()),
    lambda: list(Text((), WORDS, ()).spans(WORD)),
    lambda: LazyPattern("a", 0).match,
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
