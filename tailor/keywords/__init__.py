"""What a posting asks for: weighted terms with the sentences that say so."""

from dataclasses import replace

from tailor.keywords.demand import offered
from tailor.keywords.gather import gather
from tailor.keywords.language import sentences
from tailor.keywords.weigh import keywords
from tailor.model import Keyword, Posting

__all__ = ["extract"]

FEWEST = 2
"""Keywords under which the split into passages is not believed."""


def extract(posting: Posting) -> tuple[Keyword, ...]:
    """What the posting asks for, best first; boilerplate asks for nothing.

    A posting without passages is taken as one passage of context, and so is one that names
    hardly anything outside of what looks like boilerplate.
    """
    found = asked(posting)
    return (
        found if len(found) >= FEWEST else max(found, asked(replace(posting, passages=())), key=len)
    )


def asked(posting: Posting) -> tuple[Keyword, ...]:
    every = sentences(posting)
    found = [one for one in every if not offered(posting.text[one.start : one.end])]
    return keywords(posting, gather(posting, found))
