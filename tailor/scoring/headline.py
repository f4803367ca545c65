"""Which of several headlines of a master is nearest to a posting."""

import math
from collections.abc import Sequence

from tailor.languages import READ
from tailor.models import Posting
from tailor.scoring.relevance import in_english, text_without_boilerplate, title_overlap
from tailor.scoring.word_vectors import compare_texts

TITLE_SHARE = 0.6
"""Share of a posting's title in what its headline is compared with; the rest is its text."""
WORDS_SHARE = 0.1
"""What a point of shared words (BM25) adds to the cosine. Most titles share no word with a
headline; where they do, that decides."""


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
    titles = [one.title or text for one, text in zip(postings, texts, strict=True)]
    by_title, by_text = (compare_texts(list(headlines), some) for some in (titles, texts))
    cosines = TITLE_SHARE * by_title + (1 - TITLE_SHARE) * by_text

    def nearness(number: int) -> float:
        words = [title_overlap(posting.title, headlines[number]) for posting in postings]
        return math.fsum(map(float, cosines[number])) + WORDS_SHARE * math.fsum(words)

    return max(range(len(headlines)), key=lambda number: (round(nearness(number), 6), -number))
