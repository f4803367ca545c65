"""What a page for a posting says at its head, and in which order its sections are."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from tailor.cache import NOWHERE, Cache
from tailor.errors import InputError, Problem
from tailor.keywords.section_order import Order, order_as_said, order_sections
from tailor.languages import READ
from tailor.models import Posting, Resume
from tailor.scoring.relevance import in_english, text_without_boilerplate, title_overlap
from tailor.word_vectors import compare_texts

TITLE_SHARE = 0.6
"""Share of a posting's title in what its headline is compared with; the rest is its text."""
WORDS_SHARE = 0.1
"""What a point of shared words (BM25) adds to the cosine. Most titles share no word with a
headline; where they do, that decides."""


@dataclass(frozen=True, slots=True)
class Form:
    """The master as a page for a posting heads and orders it.

    `resume` has one headline: that of its `headlines` whose number is `headline` (0 is the first).
    """

    resume: Resume
    order: Order = field(default_factory=Order)
    headline: int = 0
    headlines: tuple[str, ...] = ()

    def chosen(self) -> dict[str, str]:
        """The headline by name, if there were several to choose from."""
        return {"headline": self.resume.label} if len(self.headlines) > 1 else {}


def form_page(
    resume: Resume,
    postings: Sequence[Posting],
    section_order: Sequence[str] = (),
    keep_order: bool = False,
    headline: str = "",
    cache: Cache = NOWHERE,
) -> Form:
    """The headline that begins with `headline`, else the one nearest to the postings, and the order
    of sections: as `section_order` says, else as in the master with `keep_order`, else as it suits
    the postings and the career.

    Raises InputError if the master has no such headline."""
    headlines = (resume.label, *resume.label_variants)
    number = (
        find_headline(headlines, headline) if headline else nearest_headline(headlines, postings)
    )
    chosen = replace(resume, label=headlines[number], label_variants=())
    if section_order:
        order = order_as_said(resume, section_order)
    elif keep_order:
        order = Order()
    else:
        about = repr((resume, tuple(postings)))
        order = cache.get_or_compute(
            lambda: order_sections(resume, postings), Order, "order", about
        )
    return Form(chosen, order, number, headlines)


def find_headline(headlines: Sequence[str], wanted: str) -> int:
    """The number of the headline that begins with a text, or is it. Raises InputError."""
    near = [number for number, headline in enumerate(headlines) if headline.startswith(wanted)]
    exact = [number for number in near if headlines[number] == wanted]
    picks = exact[:1] or near
    if len(picks) != 1:
        verb = (
            "several headlines of the master begin" if picks else "no headline of the master begins"
        )
        choices = "; ".join(f"“{headline}”" for headline in headlines if headline)
        hint = f"choose from: {choices}" if choices else "write it as label: below basics: there"
        message = f"{verb} with “{wanted}”"
        raise InputError(Problem(message, hint=hint, setting=("headline", wanted)))
    return picks[0]


def nearest_headline(headlines: Sequence[str], postings: Sequence[Posting]) -> int:
    """The number of the headline nearest to the titles and texts of postings, by the cosines of
    their word vectors and the words shared with the title; of equals the first. A posting without
    a title is compared by its text.

    Args:
        headlines: at least one.
        postings: the page is for all of them; the mean decides.
    """
    if len(headlines) < 2 or not postings:
        return 0
    foreign = next((posting for posting in postings if posting.language in READ), postings[0])
    headlines = in_english(foreign, headlines)[1]
    postings = [in_english(posting, ())[0] for posting in postings]
    texts = [text_without_boilerplate(posting) for posting in postings]
    titles = [posting.title or text for posting, text in zip(postings, texts, strict=True)]
    by_title, by_text = (compare_texts(list(headlines), some) for some in (titles, texts))
    cosines = TITLE_SHARE * by_title + (1 - TITLE_SHARE) * by_text

    def nearness(number: int) -> float:
        words = [title_overlap(posting.title, headlines[number]) for posting in postings]
        return math.fsum(map(float, cosines[number])) + WORDS_SHARE * math.fsum(words)

    return max(range(len(headlines)), key=lambda number: (round(nearness(number), 6), -number))
