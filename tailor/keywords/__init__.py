"""What a posting asks for: weighted terms with the sentences that say so."""

from dataclasses import replace

from tailor.keywords.demand import offered
from tailor.keywords.foreign import extract_foreign
from tailor.keywords.gather import gather
from tailor.keywords.language import sentences
from tailor.keywords.needs import needs, words_of
from tailor.keywords.tagger import tag
from tailor.keywords.together import together
from tailor.keywords.weigh import keywords, merged, unnamed_keyword
from tailor.languages import ENGLISH
from tailor.model import Keyword, Posting

__all__ = ["extract", "together"]

FEWEST = 2
"""Keywords under which the split into passages is not believed."""
SENTENCE = 100
"""Letters of what is no boilerplate from which a posting says something of the job."""


def extract(posting: Posting) -> tuple[Keyword, ...]:
    """What the posting asks for, best first; boilerplate asks for nothing.

    A posting without passages is taken as one passage of context, and so is one that names
    hardly anything outside of what looks like boilerplate.
    """
    if posting.language not in ("", ENGLISH):
        return extract_foreign(posting)
    found = asked(posting)
    if len(found) >= FEWEST or not told(posting):
        return found
    return max(found, asked(replace(posting, passages=())), key=len)


def told(posting: Posting) -> bool:
    """Whether the posting has more than boilerplate and a line or two."""
    return sum(len(p.text) for p in posting.passages if p.kind != "boilerplate") >= SENTENCE


def asked(posting: Posting) -> tuple[Keyword, ...]:
    every = sentences(posting)
    found = [one for one in every if not offered(posting.text[one.start : one.end])]
    tagged = tag(found)
    named = keywords(posting, gather(posting, found, tagged))
    barred = words_of(posting.company)
    unnamed = needs(posting, found, tagged, [one.term for one in named], barred)
    return merged(named, (unnamed_keyword(posting, one) for one in unnamed))
