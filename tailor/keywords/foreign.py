"""What a posting in another language than English asks for, with what it is called in English.

There is no tagger for these languages, and the English one knows nothing of them. What counts is
what is where a posting asks: terms of `data/languages`, names of the English lexicon (products
are called the same everywhere), and the phrases that are left when all words are taken away that
say nothing or only how much a thing is asked for. spaCy's blank pipeline of the language splits
the text, and its stop words are spaCy's.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from typing import Any

from tailor.keywords.extraction import (
    SEEN,
    SkillMention,
    is_title_sentence,
    merge_named,
    unnamed_keyword,
    weigh_mentions,
)
from tailor.keywords.importance import is_alternative_of_several
from tailor.keywords.lexicon import (
    DEGREE_FILES,
    Form,
    Mention,
    Skill,
    is_whole_name,
    load_lexicon,
    normalize,
    split_atoms,
)
from tailor.keywords.nlp import Sentence, Token, blank_long_words, split_paragraphs
from tailor.keywords.plain_needs import Need
from tailor.languages import READ, Term, find_terms, little_words, words_of_language
from tailor.models import Keyword, Passage, Posting
from tailor.sandbox.lazy_imports import NEEDLESS, skip_unused_modules

SURE, NAMED = 0.8, 0.4
"""Trust in a known term that is asked for, and in a word that is only written like a name."""
MOST_PHRASES = 24
LONGEST_PHRASE = 4
"""Words of a phrase, without the little ones inside of it."""
ASKING = ("must", "nice", "duties")
WORD = re.compile(r"[^\W_]+(?:[.&+#/-]?[^\W_]+)*[+#]*")
LEVEL = re.compile(r"[ABC][12]|\d+")
"""A level of language or a number, which is not a name."""
HALF = re.compile(r"-(?=\s)")
"""Behind the half of a word of which the rest follows: Grund in "Grund- und Behandlungspflege"."""
ANY_LANGUAGE = "xx"


@cache
def load_pipeline(language: str) -> Any:
    """spaCy's tokenizer and sentence bounds for a language, without any trained part."""
    with skip_unused_modules(*NEEDLESS["spacy"]):
        import spacy

    nlp = spacy.blank(language if language in READ else ANY_LANGUAGE)
    nlp.add_pipe("sentencizer")
    return nlp


def extract_foreign(posting: Posting) -> tuple[Keyword, ...]:
    """What a posting asks for, best first; all of it if nothing of it looks like a demand."""
    every = tuple(
        sentence for sentence in split_into_sentences(posting) if not is_heading(posting, sentence)
    )
    asking = [
        sentence
        for sentence in every
        if sentence.passage.kind in ASKING or is_title_sentence(posting, sentence)
    ]
    chosen = asking if any(sentence.passage.kind in ASKING for sentence in asking) else every
    mentions = [mention for sentence in chosen for mention in named_terms(posting, sentence)]
    taken = [(mention.start, mention.end) for mention in mentions]
    phrases = [phrase for sentence in chosen for phrase in find_needs(posting, sentence, taken)]
    mentions += [phrase for phrase in phrases if isinstance(phrase, SkillMention)]
    keywords = weigh_mentions(posting, mentions)
    terms = {normalize(name) for keyword in keywords for name in (keyword.term, *keyword.variants)}
    plain: dict[tuple[str, ...], Need] = {}
    for need in sorted((need for need in phrases if isinstance(need, Need)), key=need_order):
        if normalize(need.term) not in terms:
            plain.setdefault(normalize(need.term), need)
    return merge_named(
        keywords, [unnamed_keyword(posting, need) for need in [*plain.values()][:MOST_PHRASES]]
    )


def is_heading(posting: Posting, sentence: Sentence) -> bool:
    """Whether a sentence is the heading of its passage."""
    words = normalize(posting.text[sentence.start : sentence.end].strip(" :-–?!¿¡"))
    return words == normalize(sentence.passage.heading.strip(" :-–?!¿¡"))


def need_order(need: Need) -> tuple[int, int]:
    """Must-haves first, then wishes, then duties; in the posting's order."""
    return ("must", "nice", "context").index(need.kind), need.start


def split_into_sentences(posting: Posting) -> Iterator[Sentence]:
    """Every sentence of the posting that is not boilerplate, in order."""
    whole = Passage("context", "", posting.text, 0, len(posting.text))
    for passage in posting.passages or (whole,):
        if passage.kind == "boilerplate":
            continue
        for block, start in split_paragraphs(posting.text, passage):
            for sent in load_pipeline(posting.language)(blank_long_words(block)).sents:
                tokens = tuple(Token(t.text, start + t.idx, "") for t in sent if not t.is_space)
                if tokens:
                    yield Sentence(tokens[0].start, tokens[-1].end, tokens, passage)


def named_terms(posting: Posting, sentence: Sentence) -> Iterator[SkillMention]:
    """The terms and names of a sentence that are known."""
    text = posting.text[sentence.start : sentence.end]
    head = is_title_sentence(posting, sentence)
    for mention in find_mentions(text, posting.language):
        start, end = sentence.start + mention.start, sentence.start + mention.end
        kind = "must" if head else kind_at(posting, sentence, end)
        optional = is_alternative_of_several(posting.text, start, end)
        asks = head or sentence.passage.kind in ASKING
        yield SkillMention(
            start, end, SURE if asks else SEEN, kind, mention.skill, optional, sentence
        )


def kind_at(posting: Posting, sentence: Sentence, end: int) -> str:
    """must, nice or context for words of a posting that end at `end`.

    "X is a plus" speaks of all that comes before it; ", ideally X" only of what follows.
    """
    section = sentence.passage.kind
    wish = wish_wordings(posting.language)
    match = wish.search(posting.text, sentence.start, sentence.end) if wish else None
    if match and section in ("must", "nice", "duties"):
        before = posting.text[: match.start()].rstrip()[-1:]
        opens = before in ",;(" and WORD.search(posting.text, match.end(), sentence.end)
        is_must = opens and end <= match.start() and not wish.search(sentence.passage.heading)
        return "must" if is_must else "nice"
    return section if section in ("must", "nice") else "context"


@cache
def wish_wordings(language: str) -> Any:
    """The wordings of wishes in a language; None if they are not known."""
    wordings = words_of_language(language)
    return re.compile("|".join(wordings["sentences"]["nice"]), re.IGNORECASE) if wordings else None


@cache
def verb_patterns(language: str) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    """The verbs that open a duty, and the forms of verbs in sentences; None if not known."""
    wordings = words_of_language(language).get("words", {})
    verbs = re.compile(wordings["verbs"]) if "verbs" in wordings else None
    return verbs, re.compile(wordings["finite"]) if "finite" in wordings else None


def find_mentions(text: str, language: str) -> tuple[Mention, ...]:
    """The terms of a language and the names of the English lexicon in a text, in order; of two
    that overlap the longer."""
    terms = find_terms(text, language) if language in READ else ()
    mentions = [Mention(term.start, term.end, skill_of(term.term)) for term in terms]
    mentions += lexicon_names(text, language)
    chosen: list[Mention] = []
    for mention in sorted(
        mentions, key=lambda mention: (mention.start - mention.end, mention.start)
    ):
        if not any(mention.start < other.end and other.start < mention.end for other in chosen):
            chosen.append(mention)
    return tuple(sorted(chosen, key=lambda mention: mention.start))


@cache
def skill_of(term: Term) -> Skill:
    """The skill of the lexicon that a term is, with its names in the language; else a new one."""
    in_lexicon = next((skill for skill in map(load_lexicon().find, term.english) if skill), None)
    skill = in_lexicon or Skill(term.english[0], "soft" if term.is_soft else "translated")
    return replace(skill, aliases=(*skill.aliases, *term.english, *term.names))


def lexicon_names(text: str, language: str) -> Iterator[Mention]:
    """Names of the English lexicon, which in a foreign text are mostly products.

    A name that is also an English word (Go, Excel, Spring) is none in another language, so it
    counts wherever it is written as in the lexicon. A word that the language has too does not.
    """
    barred = no_names(language)
    parts, index = list(split_atoms(text)), 0
    while index < len(parts):
        end, forms = load_lexicon().longest(text, parts, index)
        words = text[parts[index][1] : parts[end - 1][2]] if end > index else ""
        usable = (form for form in forms if words and is_named(words, form))
        form = next((form for form in usable if form.skill.sort not in DEGREE_FILES), None)
        if form and words.lower() not in barred:
            yield Mention(parts[index][1], parts[end - 1][2], form.skill)
        index = max(end, index + 1)


@cache
def no_names(language: str) -> frozenset[str]:
    """Words of a language that are not names, though the English lexicon may have them."""
    wordings = words_of_language(language).get("words", {})
    few = little_words().get(language, frozenset())
    return few | frozenset((*wordings.get("not_names", ()), *wordings.get("frames", ())))


def is_named(words: str, form: Form) -> bool:
    """Whether words are a name of the lexicon as it must be spelled: an abbreviation in capitals,
    and not a lone letter."""
    if len(words) < 2 or form.exact:
        return len(words) > 1 and words == form.exact
    names = [
        name
        for name in (form.skill.name, *form.skill.aliases)
        if normalize(name) == normalize(words)
    ]
    return words.isupper() or not any(name.isupper() for name in names)


def find_needs(
    posting: Posting, sentence: Sentence, taken: Sequence[tuple[int, int]]
) -> Iterator[Need | SkillMention]:
    """The phrases of a sentence that no list knows. What is written like a name is one."""
    if sentence.passage.kind not in ASKING:
        return
    for start, end in find_phrases(posting, sentence, taken):
        words = posting.text[start:end]
        kind = kind_at(posting, sentence, end)
        job = find_profession(words, posting.language)
        proper = is_proper(words, start == sentence.start, posting.language)
        if (job or proper) and kind != "context":
            optional = is_alternative_of_several(posting.text, start, end)
            yield SkillMention(start, end, NAMED, kind, job, optional, sentence)
        else:
            yield Need(" ".join(words.split()), kind, 0.0, start, end, sentence)


def find_profession(words: str, language: str) -> Skill | None:
    """The job that a whole phrase names ("Ausbildung als Koch"), with its English title."""
    terms = find_terms(words, language, titles=True) if language in READ else ()
    if not terms or (terms[0].start, terms[0].end) != (0, len(words)):
        return None
    term = terms[0].term
    return Skill(term.english[0], "profession", (*term.english, *term.names))


def is_proper(words: str, opens: bool, language: str) -> bool:
    """Whether a single word is written like a name: with a digit or capitals inside it, or, where
    nouns have no capital, with one that does not open the sentence."""
    if " " in words:
        return False
    inside = any(c.isupper() or c.isdigit() for c in words[1:])
    nouns = words_of_language(language).get("words", {}).get("capitals", False)
    return inside or (words[0].isupper() and not opens and not nouns)


def find_phrases(
    posting: Posting, sentence: Sentence, taken: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Runs of words that say something, as offsets into the posting."""
    wordings = words_of_language(posting.language).get("words", {})
    empty = load_pipeline(posting.language).Defaults.stop_words | frozenset(
        wordings.get("frames", ())
    )
    joints = frozenset(wordings.get("joints", ()))
    verbs, finite = verb_patterns(posting.language)
    wish = wish_wordings(posting.language)
    wishes = [*wish.finditer(posting.text, sentence.start, sentence.end)] if wish else []
    if posting.text.startswith(sentence.passage.heading, sentence.start):
        taken = [*taken, (sentence.start, sentence.start + len(sentence.passage.heading))]
    run: list[tuple[int, int]] = []
    last = sentence.start
    for match in WORD.finditer(posting.text, sentence.start, sentence.end):
        word, gap = match[0].lower(), posting.text[last : match.start()].strip(" \n'’")
        opens = not any(c.isalnum() for c in posting.text[sentence.start : match.start()])
        is_verb = (opens and verbs and verbs.search(word)) or (finite and finite.search(word))
        is_wish = any(wording.start() <= match.start() < wording.end() for wording in wishes)
        is_known = any(start < match.end() and match.start() < end for start, end in taken)
        is_level = LEVEL.fullmatch(match[0]) is not None
        is_half = HALF.match(posting.text, match.end()) is not None
        is_empty = (
            word in empty or word in joints or is_level or bool(is_verb) or is_wish or is_half
        )
        goes_on = word in joints and run and not gap
        if gap or is_known or (is_empty and not goes_on):
            yield from close_run(posting, run, joints)
            run = []
        if not is_known and (goes_on or not is_empty):
            run.append(match.span())
        last = match.end()
    yield from close_run(posting, run, joints)


def close_run(
    posting: Posting, run: list[tuple[int, int]], joints: frozenset[str]
) -> Iterator[tuple[int, int]]:
    """A run without little words at its end, if it is a phrase."""
    text = posting.text
    while run and text[slice(*run[-1])].lower() in joints:
        run = run[:-1]
    content = [span for span in run if text[slice(*span)].lower() not in joints]
    nouns = words_of_language(posting.language).get("words", {}).get("capitals", False)
    if nouns:
        while content and not text[content[-1][0]].isupper():
            content = content[:-1]
    if not content or len(content) > LONGEST_PHRASE:
        return
    start, end = run[0][0], content[-1][1]
    if end - start > 2 and is_whole_name(text, start, end):
        yield start, end


@lru_cache(4096)
def to_english(text: str, language: str) -> str:
    """What a text in a language is about, in English words; an English text as it is.

    Only its terms and the titles of jobs are left, so that the numbers of English words, by which
    texts are compared, are not misled by foreign ones ("die", "in", "war").
    """
    words = [word.lower() for word in WORD.findall(text)]
    counts = {
        code: sum(word in little_words()[code] for word in words) for code in (language, "en")
    }
    titles = [
        (term.start, term.end, term.term.english)
        for term in find_terms(text, language, titles=True)
    ]
    mentions = [
        (mention.start, mention.end, (mention.skill.name,))
        for mention in find_mentions(text, language)
    ]
    if counts["en"] > counts[language] or not (titles or mentions or counts[language]):
        return text
    mentions = [
        mention
        for mention in mentions
        if not any(a < mention[1] and mention[0] < b for a, b, _ in titles)
    ]
    return " ".join(name for _, _, names in sorted([*titles, *mentions]) for name in names)


def posting_in_english(posting: Posting) -> Posting:
    """A posting in the English words of its title and of each passage; an English one as it is."""
    if posting.language not in READ:
        return posting
    passages = tuple(
        replace(passage, text=gloss_lines(passage.text, posting.language))
        for passage in posting.passages
    )
    text = gloss_lines(posting.text, posting.language)
    return replace(
        posting, text=text, title=to_english(posting.title, posting.language), passages=passages
    )


def gloss_lines(text: str, language: str) -> str:
    return "\n".join(filter(None, (to_english(line, language) for line in text.splitlines())))
