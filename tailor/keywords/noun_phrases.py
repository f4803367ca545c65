"""Noun phrases: what a posting asks for in words that no list and no tagger knows."""

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from tailor.files import data_folder
from tailor.keywords.lexicon import normalize_word
from tailor.keywords.nlp import Sentence, Token

BREAKS = frozenset(("including", "using", "involving", "regarding", "following", "concerning"))
"""Words in -ing that no phrase continues behind."""
LONGEST = 4
"""Words of a phrase; of a longer one the last words are kept."""
NOUN = ("NN",)
INNER = ("NN", "JJ", "HYPH", "VBG", "VBN")
VERBS = ("VB", "VBG", "VBP")


@dataclass(frozen=True, slots=True)
class Phrase:
    """The tokens [first, last) of a sentence; `verb` is the verb that governs them, or None."""

    sentence: Sentence
    first: int
    last: int
    verb: Token | None

    @property
    def tokens(self) -> tuple[Token, ...]:
        return self.sentence.tokens[self.first : self.last]


@cache
def word_lists() -> dict[str, frozenset[str]]:
    """The lists of data/phrase_words.toml by name; nouns are folded."""
    with (data_folder("data") / "phrase_words.toml").open("rb") as file:
        lists = {name: frozenset(words.split()) for name, words in tomllib.load(file).items()}
    lists["alone"] |= lists["vain"]
    nouns = ("hollow", "vain", "alone", "people", "organisations")
    return lists | {name: frozenset(map(normalize_word, lists[name])) for name in nouns}


def is_nameless(words: Sequence[str], *, has_verb: bool = False) -> bool:
    """Whether the words of a noun phrase say nothing that a line of a CV could answer.

    The last word decides: "planning department" and "passive candidates" name nothing,
    "functions" does only inside a longer phrase or behind a verb.
    """
    lists, head = word_lists(), normalize_word(words[-1])
    if head in lists["people"] | lists["organisations"]:
        return True
    return len(words) == 1 and not has_verb and head in lists["alone"] | lists["praise"]


def find_noun_phrases(sentence: Sentence) -> Iterator[Phrase]:
    """The noun phrases of a sentence, without praise before them; a single noun has its verb."""
    tokens, start = sentence.tokens, 0
    is_title = has_title_case(tokens)
    while start < len(tokens):
        end = start
        while (
            end < len(tokens)
            and tokens[end].tag.startswith(INNER)
            and is_next(tokens, start, end)
            and (is_title or not is_new_item(tokens, start, end))
        ):
            end += 1
        first, last = trim_phrase(tokens, start, end)
        if first < last:
            yield Phrase(sentence, first, last, governing_verb(tokens, first, last))
        start = max(end, start + 1)


def is_next(tokens: Sequence[Token], first: int, index: int) -> bool:
    """Whether a token continues a phrase: nothing but a blank comes before it."""
    if tokens[index].text.lower() in BREAKS:
        return False
    return index == first or tokens[index].start - tokens[index - 1].end <= 1


def has_title_case(tokens: Sequence[Token]) -> bool:
    """Whether most words of a sentence begin with a capital, as in a heading."""
    words = [token.text for token in tokens if len(token.text) > 3 and token.text.isalpha()]
    return sum(word[0].isupper() for word in words) * 2 > len(words)


def is_new_item(tokens: Sequence[Token], first: int, index: int) -> bool:
    """Whether a capital behind a small letter begins another item of a list that lost its marks:
    "ledgers Monthly reports" is two things."""
    if index == first or tokens[index - 1].text in ("-", "/"):
        return False
    word, before = tokens[index].text, tokens[index - 1].text
    if tokens[index].tag == "VBG" and is_clause(tokens[index], before):
        return True
    return before.islower() and word[0].isupper() and word[1:].islower()


def is_clause(verb: Token, before: str) -> bool:
    """Whether a word in -ing begins a clause of its own: "experience driving sales"."""
    return is_idle_verb(verb) or normalize_word(before) in word_lists()["hollow"]


def trim_phrase(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int]:
    """A phrase that begins with no praise, ends with a noun and is not too long.

    "Control environment" stays, since "control" alone would say nothing.
    """
    end = last
    while last > first and not is_head(tokens[last - 1]):
        last -= 1
    first = max(first, last - LONGEST)
    while first < last and (is_opener(tokens[first]) or is_measure(tokens, first)):
        first += 1
    if last - first == 1 and last < end and is_nameless([tokens[first].text]):
        last += tokens[last].tag.startswith(NOUN)
    return first, last


def is_opener(token: Token) -> bool:
    """Whether a word at the beginning of a phrase does not belong to its name."""
    word = token.text.lower()
    if word in word_lists()["praise"] or not word[0].isalnum():
        return True
    return token.tag in ("VBG", "VBN") and is_idle_verb(token)


def is_measure(tokens: Sequence[Token], index: int) -> bool:
    """Whether a word is what a number before it counts: "bed" of "42-bed nursing home"."""
    before = tokens[max(0, index - 2) : index]
    return len(before) == 2 and before[0].tag == "CD" and before[1].text == "-"


def is_head(token: Token) -> bool:
    """Whether a phrase can end in a token: "payroll experience" and "payroll role" are payroll."""
    return token.tag.startswith(NOUN) and normalize_word(token.text) not in word_lists()["hollow"]


def governing_verb(tokens: Sequence[Token], first: int, last: int) -> Token | None:
    """The verb right before a single noun, if it says something of the work."""
    if last - first > 1 or first == 0:
        return None
    before = tokens[first - 1]
    is_verb = before.tag in VERBS and not is_idle_verb(before)
    return before if is_verb and is_next(tokens, first - 1, first) else None


def is_idle_verb(token: Token) -> bool:
    """Whether a verb says nothing of the work, also with -ing or -ed ("making", "required")."""
    word = token.text.lower()
    forms = {word}
    for ending in ("ing", "ed", "d"):
        if token.tag in ("VBG", "VBN") and word.endswith(ending):
            stem = word.removesuffix(ending)
            forms |= {stem, f"{stem}e", stem[:-1]}
    return not word_lists()["idle_verbs"].isdisjoint(forms)


def tokens_text(tokens: Sequence[Token]) -> str:
    """Tokens as a text, with blanks where the posting has them."""
    text = tokens[0].text
    for before, after in pairwise(tokens):
        text += after.text if after.start == before.end else f" {after.text}"
    rest = text[1:]
    return text[:1].lower() + rest if rest == rest.lower() else text
