"""What a posting asks for: weighted terms with the sentences that say so."""

from tailor.keywords.demand import offered
from tailor.keywords.gather import gather
from tailor.keywords.language import sentences
from tailor.keywords.weigh import keywords
from tailor.model import Keyword, Posting

__all__ = ["extract"]


def extract(posting: Posting) -> tuple[Keyword, ...]:
    """What the posting asks for, best first; boilerplate asks for nothing.

    A posting without passages is taken as one passage of context.
    """
    every = sentences(posting)
    found = [one for one in every if not offered(posting.text[one.start : one.end])]
    return keywords(posting, gather(posting, found))
