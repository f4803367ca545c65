"""What a posting asks for: weighted terms with the sentences that say so."""

from dataclasses import replace

from tailor.languages import ENGLISH
from tailor.models import Keyword, Posting

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
        from tailor.keywords.foreign import extract_foreign

        return extract_foreign(posting)
    found = asked_keywords(posting)
    if len(found) >= FEWEST or not has_enough_text(posting):
        return found
    return max(found, asked_keywords(replace(posting, passages=())), key=len)


def preload() -> None:
    """Loads what `extract` needs for most postings."""
    from tailor.keywords.lexicon import load_lexicon, load_products
    from tailor.keywords.nlp import load_pipeline
    from tailor.keywords.tagger import load_places, load_tagger

    for load in (load_pipeline, load_tagger, load_lexicon, load_products, load_places):
        load()


def has_enough_text(posting: Posting) -> bool:
    """Whether the posting has more than boilerplate and a line or two."""
    return sum(len(p.text) for p in posting.passages if p.kind != "boilerplate") >= SENTENCE


def asked_keywords(posting: Posting) -> tuple[Keyword, ...]:
    from tailor.keywords.extraction import (
        gather_mentions,
        merge_named,
        unnamed_keyword,
        weigh_mentions,
    )
    from tailor.keywords.importance import is_offer
    from tailor.keywords.nlp import limit_threads, load_pipeline, split_into_sentences
    from tailor.keywords.plain_needs import find_needs, is_cut, is_qualified, words_of
    from tailor.keywords.tagger import tag_sentences

    load_pipeline()
    with limit_threads():
        every = split_into_sentences(posting)
        found = [one for one in every if not is_offer(posting.text[one.start : one.end])]
        tagged = tag_sentences(found)
    mentions = gather_mentions(posting, found, tagged)
    named = weigh_mentions(posting, mentions)
    barred = words_of(posting.company)
    unnamed = find_needs(posting, found, tagged, [one.term for one in named], barred)
    places = {(one.start, one.end) for one in mentions}
    apart = (
        one
        for one in unnamed
        if not any(is_cut(one, *place) or is_qualified(one, *place) for place in places)
    )
    return merge_named(named, (unnamed_keyword(posting, one) for one in apart))
