"""What a posting asks for: weighted terms with the sentences that say so."""

from dataclasses import replace

from tailor.languages import ENGLISH
from tailor.models import Keyword, Posting

FEWEST = 2
"""Keywords under which the split into passages is not believed."""
SENTENCE = 100
"""Characters of what is not boilerplate from which a posting says something of the job."""


def extract(posting: Posting) -> tuple[Keyword, ...]:
    """What the posting asks for, best first; boilerplate asks for nothing.

    A posting without passages is taken as one passage of context, and so is one that names
    hardly anything outside of what looks like boilerplate.
    """
    if posting.language not in ("", ENGLISH):
        from tailor.keywords.foreign import extract_foreign

        return extract_foreign(posting)
    keywords = asked_keywords(posting)
    if len(keywords) >= FEWEST or not has_enough_text(posting):
        return keywords
    return max(keywords, asked_keywords(replace(posting, passages=())), key=len)


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
    from tailor.keywords.importance import find_addresses, find_towns, find_work_places, is_offer
    from tailor.keywords.nlp import limit_threads, load_pipeline, split_into_sentences
    from tailor.keywords.plain_needs import find_needs, is_cut, is_qualified, words_of
    from tailor.keywords.tagger import tag_sentences

    load_pipeline()
    with limit_threads():
        every = split_into_sentences(posting)
        sentences = [
            sentence
            for sentence in every
            if not is_offer(posting.text[sentence.start : sentence.end])
        ]
        tagged = tag_sentences(sentences)
    mentions = gather_mentions(posting, sentences, tagged)
    named_keywords = weigh_mentions(posting, mentions)
    places = [posting.text[start:end] for start, end in find_towns(posting.text)]
    places += [match[0] for match in find_work_places(posting)]
    barred = words_of(" ".join((posting.company, *places)))
    terms = [keyword.term for keyword in named_keywords]
    spellings = {posting.text[mention.start : mention.end] for mention in mentions}
    needs = find_needs(posting, sentences, tagged, (terms, spellings), barred)
    named = {(mention.start, mention.end) for mention in mentions}
    addresses = find_addresses(posting.text)
    new_needs = (
        need
        for need in needs
        if not any(is_cut(need, *place) or is_qualified(need, *place) for place in named)
        and not any(need.start < end and start < need.end for start, end in addresses)
    )
    return merge_named(named_keywords, (unnamed_keyword(posting, need) for need in new_needs))
