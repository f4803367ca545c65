"""Collects the keywords of a posting, weighs them and groups alternatives."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from tailor.files import lazy_pattern
from tailor.keywords.degrees import Degree, find_degrees
from tailor.keywords.importance import (
    GRADE,
    find_addresses,
    find_towns,
    find_work_places,
    importance_kind,
    is_alternative_of_several,
    is_employers_own,
    is_inside,
    is_own_talk,
    years_asked,
)
from tailor.keywords.lexicon import (
    DEGREE_FILES,
    SOFT_FILES,
    Mention,
    Skill,
    load_lexicon,
    load_products,
    normalize,
)
from tailor.keywords.nlp import Sentence
from tailor.keywords.noun_phrases import is_nameless
from tailor.keywords.plain_needs import Need
from tailor.keywords.tagger import (
    TaggedSentence,
    covered_tokens,
    is_empty_span,
    is_vain,
    split_at_joints,
    split_span,
    trim_spans,
)
from tailor.models import KINDS, Keyword, Posting

TAUGHT = ("software", "cloud", "data", "security", "electronics", "science")
"""Files of the lexicon whose trades the tagger has seen in training."""
FAINT = 0.15
"""A lexicon name that the tagger did not choose counts if its words reach this probability."""
ASKED = {"soft": 0.95, **dict.fromkeys(("office", *TAUGHT), 2.0)}
"""Or if it is in a stretch that is asked for, with this probability or more: never in trades
that the tagger was taught, where its silence means something."""
ASKED_ELSE = 0.9
"""The same for other trades, unless the wording says must or nice: then FAINT is enough."""
HARDLY_ANY = 4
"""Mentions under which everything counts that the lexicon knows."""
SURE = 0.5
"""Trust in a degree that is asked for."""
WORD_DEGREE = lazy_pattern(r"['’]?s? degrees?\b", re.IGNORECASE)
OPEN_END = lazy_pattern(
    r"(?:(?<![\s,.;:/])[\s,.;:/]+(?:(?:or|and|an?)$)?|\b(?:or|and|an?))$", re.IGNORECASE
)
GRADUATE = lazy_pattern(r"graduates?(?: of| in)?", re.IGNORECASE)
"""Words of a degree that say which only with those behind them."""
ARTICLE = lazy_pattern(
    r"[ :•-]*(?:(?:have|hold|possess)\s+)?(?:(?:an?(?!\s+levels?\b)|the)\s+)?", re.IGNORECASE
)
TITLED = 0.7
"""Trust in a lexicon name in the posting's title: the tagger has learned that titles name jobs,
but who looks for a Java developer asks for Java."""
Span = tuple[int, int]
SEEN = 0.01
"""Trust in a lexicon name that no tagger chose, unless the employer speaks of itself: a reader who
sees it in the posting misses it in the list, so it is at the end of it."""


@dataclass(frozen=True, slots=True)
class SkillMention:
    """One mention of something asked for: `skill` is set if the lexicon knows it.

    `start`, `end` are offsets into the posting; `trust` is how sure the tagger is (0-1), and
    `tagged` whether it chose the words as a name, `agreed` whether both of its models did.
    """

    start: int
    end: int
    trust: float
    kind: str
    skill: Skill | None
    optional: bool
    sentence: Sentence
    tagged: bool = False
    agreed: bool = False


def gather_mentions(
    posting: Posting, sentences: Sequence[Sentence], tagged: Sequence[TaggedSentence]
) -> tuple[SkillMention, ...]:
    """Every mention of a skill in the posting that has a name."""
    tagged = [without_offers(posting, sentence) for sentence in tagged]
    every = [
        mention
        for pair in zip(sentences, tagged, strict=True)
        for mention in named_mentions(posting, *pair)
    ]
    places = [*find_towns(posting.text), *find_addresses(posting.text)]
    mentions = mentions_outside(places, without_pieces_of_title(posting, every))
    count = len({(mention.start, mention.end) for mention in mentions})
    if count < HARDLY_ANY:
        mentions += mentions_outside(places, spare_mentions(posting, mentions, tagged))
    return tuple(without_pieces_of_name(posting, mentions))


def mentions_outside(
    places: Sequence[Span], mentions: Sequence[SkillMention]
) -> list[SkillMention]:
    """The mentions of which no part is in one of the places."""
    return [
        mention
        for mention in mentions
        if not any(start < mention.end and mention.start < end for start, end in places)
    ]


def without_pieces_of_title(
    posting: Posting, mentions: Sequence[SkillMention]
) -> list[SkillMention]:
    """The name of a job is not a skill, unless it is an abbreviation, the lexicon knows it, or the
    text says it again."""
    in_title = [
        mention
        for mention in mentions
        if is_title_sentence(posting, mention.sentence)
        and not (mention.skill or posting.text[mention.start : mention.end].isupper())
    ]
    elsewhere = {
        mention_identity(mention, posting.text) for mention in mentions if mention not in in_title
    }
    pieces = [
        mention for mention in in_title if mention_identity(mention, posting.text) not in elsewhere
    ]
    return [mention for mention in mentions if mention not in pieces]


def without_pieces_of_name(
    posting: Posting, mentions: Sequence[SkillMention]
) -> list[SkillMention]:
    """No part of the employer's name is a skill, and no unknown name among places."""
    company = re.escape(posting.company) or r"(?!)"
    names = [match.span() for match in re.finditer(company, posting.text)]
    places = [match.span() for match in find_work_places(posting)]
    spans = [(mention.start, mention.end) for mention in mentions]
    return [
        mention
        for mention, span in zip(mentions, spans, strict=True)
        if (span in names or not is_inside(*span, names))
        and (mention.skill or not is_inside(*span, places))
    ]


def without_offers(posting: Posting, tagged: TaggedSentence) -> TaggedSentence:
    """What the taggers see, without the names of what an employer does or offers."""
    offset, section = tagged.sentence.start, tagged.sentence.passage.kind
    if section in ("must", "nice"):
        return tagged
    mentions = (
        mention
        for mention in tagged.known
        if not is_employers_own(
            posting.text[offset + mention.start : offset + mention.end], posting.title
        )
    )
    return replace(tagged, known=tuple(mentions))


def whole_name(text: str, start: int, end: int, mentions: Sequence[Mention]) -> tuple[int, int]:
    """A span, or the whole known name that it is a part of ("Argo CD") or cuts at a slash: A/B
    testing, not "B testing"."""
    at_slash = text[start - 1 : start] == "/" or text[end : end + 1] == "/"
    for mention in mentions:
        is_part = mention.start <= start and end <= mention.end
        if is_part or (at_slash and mention.start < end and start < mention.end):
            return min(start, mention.start), max(end, mention.end)
    return start, end


def spare_mentions(
    posting: Posting, mentions: Sequence[SkillMention], tagged: Sequence[TaggedSentence]
) -> list[SkillMention]:
    """Whatever else the lexicon knows, for a posting that says little of what it asks."""
    spare = []
    for sentence in tagged:
        taken = [(mention.start, mention.end) for mention in mentions]
        taken += [
            (degree.start, degree.fields_end) for degree in degrees_in(posting, sentence.sentence)
        ]
        spare += [
            make_mention(posting, sentence.sentence, name.start, name.end, SEEN, name.skill)
            for name in shift_mentions(sentence.known, sentence.sentence.start)
            if not any(start < name.end and name.start < end for start, end in taken)
        ]
    return spare


def named_mentions(
    posting: Posting, sentence: Sentence, tagged: TaggedSentence
) -> Iterator[SkillMention]:
    """The tagger's names, then the lexicon's that are apart from them."""
    in_lexicon = shift_mentions(tagged.known, sentence.start)
    head = is_title_sentence(posting, sentence)
    taken: list[tuple[int, int]] = []
    for degree in degrees_in(posting, sentence):
        taken.append((degree.start, degree.fields_end))
        yield from degree_mentions(posting, sentence, degree)
    for start, end, span in trim_spans(tagged.sentence, tagged.spans, posting.text):
        start, end = whole_name(posting.text, start, end, in_lexicon)
        if any(first < end and start < last for first, last in taken):
            continue
        taken.append((start, end))
        if is_empty_span(posting.text[start:end]):
            continue
        for first, last, skill in split_span(start, end, in_lexicon, posting.text):
            parts = [(first, last, skill)] if skill else split_at_joints(posting.text, first, last)
            for begin, stop, part in parts:
                is_name = part or has_name(tagged.sentence, begin, stop)
                if is_name and not is_vain(posting.text[begin:stop]):
                    mention = make_mention(posting, sentence, begin, stop, span.trust, part)
                    yield replace(mention, tagged=span.chosen, agreed=span.agreed)
    for name, faint in zip(in_lexicon, mention_chances(posting, tagged), strict=True):
        trust = max(faint, least_trust(posting, sentence, name, head=head))
        if trust and not any(name.start < end and start < name.end for start, end in taken):
            yield make_mention(posting, sentence, name.start, name.end, trust, name.skill)


def degree_mentions(posting: Posting, sentence: Sentence, degree: Degree) -> Iterator[SkillMention]:
    if not GRADUATE.fullmatch(posting.text, degree.start, degree.end):
        yield make_mention(posting, sentence, degree.start, degree.end, SURE, None)


def has_name(sentence: Sentence, start: int, end: int) -> bool:
    """Whether [start, end) of a posting has a noun, a capital letter or a sign: what is left of
    "lost or duplicated" is not a name. Adjectives are enough in a name of several words."""
    inside = [token for token in sentence.tokens if start <= token.start < end]
    tags = ("NN", "VBG", "FW", "CD") if len(inside) == 1 else ("NN", "VBG", "FW", "CD", "JJ")
    return not inside or any(
        token.tag.startswith(tags) or not token.text.islower() for token in inside
    )


def degrees_in(posting: Posting, sentence: Sentence) -> Iterator[Degree]:
    """The degrees that a sentence asks for, at their places in the posting, with "degree" behind
    them; the fields that one may be in are not skills."""
    text = posting.text[sentence.start : sentence.end]
    for degree in find_degrees(text):
        if (
            sentence.passage.kind == "context"
            and not degree.fields
            and "degree" not in text.lower()
        ):
            continue
        word = WORD_DEGREE.match(text, degree.end)
        end = word.end() if word else degree.end
        offset = sentence.start
        start, end = bare_degree(text, degree.start, end)
        yield replace(
            degree,
            start=offset + start,
            end=offset + end,
            fields_end=offset + max(end, degree.fields_end),
        )


def bare_degree(text: str, start: int, end: int) -> tuple[int, int]:
    """The place of a degree without an article before it and without half a pair of brackets."""
    opener = ARTICLE.match(text, start, end)
    start = opener.end() if opener else start
    if text.count("(", start, end) > text.count(")", start, end):
        end = text.index("(", start)
    return start, start + len(OPEN_END.sub("", text[start:end]))


def least_trust(posting: Posting, sentence: Sentence, mention: Mention, *, head: bool) -> float:
    """The trust that a lexicon name deserves by its place alone, whatever the taggers say: a soft
    skill only if it is a whole item of a list of needs."""
    if mention.skill.sort in DEGREE_FILES:
        return 0.0
    text = posting.text[sentence.start : sentence.end]
    if mention.skill.sort in SOFT_FILES:
        rest = text.replace(posting.text[mention.start : mention.end], "", 1)
        is_item = sentence.passage.kind in ("must", "nice") and not any(map(str.isalnum, rest))
        return SEEN if is_item else 0.0
    if head:
        return TITLED
    if sentence.passage.kind == "context" and is_own_talk(text):
        return 0.0
    words = posting.text[mention.start : mention.end]
    return 0.0 if is_nameless(words.split()) else SEEN


def is_title_sentence(posting: Posting, sentence: Sentence) -> bool:
    """True if a sentence is the posting's title."""
    words = posting.text[sentence.start : sentence.end].strip()
    return bool(posting.title) and words.lower() in posting.title.lower()


def mention_chances(posting: Posting, tagged: TaggedSentence) -> Iterator[float]:
    """How sure each lexicon name is a demand, 0 if it is not."""
    for mention in tagged.known:
        tokens = covered_tokens(tagged.sentence, mention)
        trust = min((tagged.trust[i] for i in tokens), default=0.0)
        chance = min((tagged.asked[i] for i in tokens), default=0.0)
        if mention.skill.sort in DEGREE_FILES:
            yield 0.0
        elif chance >= chance_threshold(posting, tagged.sentence, mention):
            yield max(trust, chance / 2)
        else:
            yield trust if trust >= FAINT and mention.skill.sort not in SOFT_FILES else 0.0


def chance_threshold(posting: Posting, sentence: Sentence, mention: Mention) -> float:
    """How likely a name must be in an asking stretch to count, by its trade and the wording."""
    if mention.skill.sort in ASKED:
        return ASKED[mention.skill.sort]
    start, end = mention.start + sentence.start, mention.end + sentence.start
    worded = importance_kind(sentence, posting.text, start, end) != "context"
    return FAINT if worded else ASKED_ELSE


def make_mention(
    posting: Posting, sentence: Sentence, start: int, end: int, trust: float, skill: Skill | None
) -> SkillMention:
    if posting.text[start:end].isupper() and (grade := GRADE.match(posting.text, end)):
        end = grade.end()
    strength = (
        "must"
        if is_title_sentence(posting, sentence)
        else importance_kind(sentence, posting.text, start, end)
    )
    optional = is_alternative_of_several(posting.text, start, end)
    return SkillMention(start, end, trust, strength, skill, optional, sentence)


def shift_mentions(mentions: Sequence[Mention], by: int) -> list[Mention]:
    return [Mention(mention.start + by, mention.end + by, mention.skill) for mention in mentions]


def merge_keywords(by_posting: Sequence[Sequence[Keyword]]) -> tuple[Keyword, ...]:
    """Every keyword once, best first; its weight is the mean over all postings, 0 where one does
    not ask for it, and its kind the strictest. What postings call by different names of one skill
    (IaC) is one, under the name that weighs most.

    So a page is worth for these keywords the mean of what it is worth for each posting's own.
    """
    groups: dict[tuple[str, ...], list[Keyword]] = {}
    for keywords in by_posting:
        for keyword in keywords:
            groups.setdefault(merged_identity(keyword), []).append(keyword)
    merged = [merge_alike(group, len(by_posting)) for group in groups.values()]
    terms = {name: keyword.term for keyword in merged for name in (keyword.term, *keyword.variants)}
    renamed = (
        replace(keyword, choice=distinct_texts(terms.get(name, name) for name in keyword.choice))
        for keyword in merged
    )
    return tuple(sorted(renamed, key=lambda keyword: (-keyword.weight, keyword.term)))


def merged_identity(keyword: Keyword) -> tuple[str, ...]:
    """Keywords with the same identity ask for the same thing."""
    names = (keyword.term, *keyword.variants)
    skill = next((skill for skill in map(load_lexicon().find, names) if skill), None)
    return (skill.sort, skill.name) if skill else ("".join(normalize(keyword.term)),)


def merge_alike(group: Sequence[Keyword], count: int) -> Keyword:
    """One keyword for several postings' own, of `count` postings. What will do in its place will
    do for each of them."""
    weights: dict[str, float] = {}
    for keyword in group:
        weights[keyword.term] = weights.get(keyword.term, 0.0) + keyword.weight
    term = max(weights, key=lambda name: (weights[name], name))
    names = (name for keyword in group for name in (keyword.term, *keyword.variants))
    return Keyword(
        term,
        min((keyword.kind for keyword in group), key=KINDS.index),
        sum(keyword.weight for keyword in group) / count,
        tuple(name for name in distinct_texts(names) if name != term),
        distinct_texts(quote for keyword in group for quote in keyword.quotes),
        choice=tuple(
            name for name in group[0].choice if all(name in keyword.choice for keyword in group)
        ),
    )


def distinct_texts(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))


JOINT = lazy_pattern(
    r"\s*(?:(?:,\s*)?(?P<any>\bor\b|\band/or\b|/)|\(\s*(?P<aside>or\b)|,)\s*"
    r"(?:(?:an?|the|some|strong|solid|good|deep|extensive|advanced|excellent|basic|proven|hands-on"
    r"|equivalent|comparable|experience (?:with|in)|knowledge of)\s+)*",
    re.IGNORECASE,
)
"""What is between two of them; a comma alone joins only where an "or" follows."""
ASIDE = lazy_pattern(
    r"\s*\((?=[^()]*\b(?:or|e\.?g|such as|like|we use|for (?:example|instance)|similar"
    r"|(?:is|are|will) (?:also )?(?:fine|ok|do|good|welcome))\b)(?P<names>[^()]*)\)",
    re.IGNORECASE,
)
"""Examples of a thing behind it, of which any one will do: "messaging (Kafka or RabbitMQ)"."""


def find_alternatives(
    text: str, mentions: Sequence[SkillMention]
) -> dict[Span, tuple[SkillMention, ...]]:
    """For each mention that is one of several, all of them, by its offsets in the text."""
    ordered = sorted(mentions, key=lambda mention: mention.start)
    result = {
        (mention.start, mention.end): chain
        for chain in find_chains(text, ordered)
        for mention in chain
    }
    for mention in ordered:
        given = find_examples(text, mention, ordered)
        whole = (*result.get((mention.start, mention.end), (mention,)), *given)
        result.update({(example.start, example.end): whole for example in whole} if given else {})
    return result


def find_examples(
    text: str, mention: SkillMention, ordered: Sequence[SkillMention]
) -> tuple[SkillMention, ...]:
    """What is named in brackets behind a thing as an example of it."""
    aside = ASIDE.match(text, mention.end, mention.sentence.end)
    if not aside:
        return ()
    start, end = aside.span("names")
    return tuple(other for other in ordered if start <= other.start and other.end <= end)


def find_chains(text: str, ordered: Sequence[SkillMention]) -> Iterator[tuple[SkillMention, ...]]:
    chain, free = list(ordered[:1]), False
    for before, after in pairwise(ordered):
        joint = JOINT.fullmatch(text[before.end : after.start])
        if joint and before.sentence == after.sentence:
            chain.append(after)
            free = free or bool(joint["any"] or joint["aside"])
            continue
        yield from (tuple(chain),) if free else ()
        chain, free = [after], False
    yield from (tuple(chain),) if free else ()


BASE = {"must": 6.0, "nice": 2.0, "context": 1.0}
"""Points of a keyword that is mentioned once and surely: must is 3 nice, nice is 2 context."""
SOFT = 0.4
"""Soft skills weigh less: everybody claims them and no line proves them."""
OPTIONAL = 0.75
"""One of several that will do ("Java or Kotlin")."""
TITLE = 0.4
"""What only the title names, if no product, is mostly the job's own name (backend, nurse): many
lines say it, and it proves little. How near a line is to the title counts elsewhere."""
REPEAT = 0.2
"""Gain for each doubling of the number of mentions."""
A_YEAR = 0.02
"""Gain for each year of experience that the sentence asks for, ten at most."""
LEAST, MOST = 0.5, 10.0
"""Points; a need that is a mere phrase has the least."""


def weigh_mentions(posting: Posting, mentions: Sequence[SkillMention]) -> tuple[Keyword, ...]:
    """Keywords best first: those that both models of the tagger named, those that it named, and
    others; in each group by weight, then by first mention."""
    groups: dict[tuple[str, ...], list[SkillMention]] = defaultdict(list)
    for mention in mentions:
        groups[mention_identity(mention, posting.text)].append(mention)
    keywords = {key: make_keyword(posting, group) for key, group in groups.items()}
    chains = find_alternatives(posting.text, mentions)
    for key, group in groups.items():
        rivals = dict.fromkeys(
            keywords[mention_identity(mention, posting.text)].term
            for mention in free_alternatives(keywords[key].kind, group, chains)
        )
        others = tuple(term for term in rivals if term != keywords[key].term)
        keywords[key] = replace(keywords[key], choice=others)
    firsts = {
        key: min((mention.start, mention.end) for mention in group) for key, group in groups.items()
    }
    places = {key: name_rank(group) for key, group in groups.items()}
    ranked = sorted(
        keywords,
        key=lambda key: (places[key], -keywords[key].weight, firsts[key], keywords[key].term),
    )
    by_term: dict[str, Keyword] = {}
    for key in ranked:  # One word may be the lexicon's here and the tagger's own there.
        by_term.setdefault(keywords[key].term.lower(), keywords[key])
    return tuple(by_term.values())


def merge_named(named: Sequence[Keyword], unnamed: Iterable[Keyword]) -> tuple[Keyword, ...]:
    """All keywords: those that have a name come first."""
    return (*named, *sorted(unnamed, key=lambda keyword: -keyword.weight))


def unnamed_keyword(posting: Posting, need: Need) -> Keyword:
    """A need as a keyword: it has a quote, but no span, since no name is marked in the text."""
    return Keyword(need.term, need.kind, LEAST, (), (quote_sentence(posting.text, need),))


def free_alternatives(
    kind: str, group: Sequence[SkillMention], chains: Mapping[Span, tuple[SkillMention, ...]]
) -> Iterable[SkillMention]:
    """All that will do in place of a thing, if it is asked for only as one of several."""
    rivals = [
        chains.get((mention.start, mention.end), ()) for mention in strongest_mentions(group, kind)
    ]
    return (mention for chain in rivals for mention in chain) if all(rivals) else ()


def mention_identity(mention: SkillMention, text: str) -> tuple[str, ...]:
    """Mentions with the same identity ask for the same thing."""
    if mention.skill:
        return (mention.skill.sort, mention.skill.name)
    return ("".join(normalize(text[mention.start : mention.end])),)


def make_keyword(posting: Posting, group: Sequence[SkillMention]) -> Keyword:
    text = posting.text
    kind = min((mention.kind for mention in group), key=list(BASE).index)
    surfaces = Counter(" ".join(text[mention.start : mention.end].split()) for mention in group)
    term = min(surfaces, key=lambda words: (-surfaces[words], len(words), words))
    names = {term: None} | dict.fromkeys(surfaces)
    for mention in group:
        if mention.skill:
            names |= dict.fromkeys((mention.skill.name, *mention.skill.aliases))
    return Keyword(
        term,
        kind,
        keyword_weight(posting, kind, group),
        tuple(name for name in names if name != term),
        tuple(dict.fromkeys(quote_sentence(text, mention) for mention in group)),
        tuple((mention.start, mention.end) for mention in group if is_marked(mention)),
    )


def is_marked(mention: SkillMention) -> bool:
    """Whether a mention is surely the name of a skill, so that its place is marked."""
    soft = mention.skill is not None and mention.skill.sort in SOFT_FILES
    return mention.tagged and not soft


def name_rank(group: Sequence[SkillMention]) -> int:
    """0 for a name that both models saw, 1 for another that is marked, 2 for the rest."""
    marked = [mention for mention in group if is_marked(mention)]
    return 0 if any(mention.agreed for mention in marked) else 1 if marked else 2


def keyword_weight(posting: Posting, kind: str, group: Sequence[SkillMention]) -> float:
    """Points: base of the kind x trust x mentions x years x (soft, optional, title)."""
    text = posting.text
    points = BASE[kind] * (0.5 + 0.5 * max(mention.trust for mention in group))
    points *= 1 + REPEAT * math.log2(len(group))
    years = max(years_asked(quote_sentence(text, mention)) for mention in group)
    points *= 1 + A_YEAR * min(years, 10)
    if any(mention.skill and mention.skill.sort in SOFT_FILES for mention in group):
        points *= SOFT
    if all(mention.optional for mention in strongest_mentions(group, kind)):
        points *= OPTIONAL
    if all(
        is_title_sentence(posting, mention.sentence) and not is_product(mention)
        for mention in group
    ):
        points *= TITLE
    return round(min(max(points, LEAST), MOST), 4)


def is_product(mention: SkillMention) -> bool:
    """True for a language or platform: who looks for a Java developer asks for Java."""
    return mention.skill is not None and mention.skill.name in load_products()


def strongest_mentions(group: Sequence[SkillMention], kind: str) -> Iterable[SkillMention]:
    return (mention for mention in group if mention.kind == kind)


def quote_sentence(text: str, mention: SkillMention | Need) -> str:
    return text[mention.sentence.start : mention.sentence.end]
