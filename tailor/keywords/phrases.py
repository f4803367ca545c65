"""Noun phrases: what a posting asks for in words that no list and no tagger knows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from tailor.keywords.folding import fold
from tailor.keywords.language import Sentence, Token

PRAISE = frozenset(
    [
        *("able", "additional", "appropriate", "basic", "better", "clear", "current", "daily"),
        *("different", "effective", "essential", "excellent", "extensive", "fantastic", "further"),
        *(
            "general",
            "genuine",
            "good",
            "great",
            "high",
            "highest",
            "ideal",
            "key",
            "large",
            "little",
        ),
        *("minimum", "more", "necessary", "new", "other", "outstanding", "own", "positive"),
        *("practical", "preferred", "previous", "proven", "real", "recent", "relevant", "right"),
        *("significant", "similar", "solid", "sound", "specific", "strong", "successful"),
        *("suitable", "thorough", "total", "various", "wide", "demonstrable", "desirable", "first"),
        *("sensitive", "friendly", "professional", "motivated", "flexible", "busy", "existing"),
    ]
)
"""Adjectives that open a phrase and do not belong to its name."""
VAGUE = frozenset(
    [
        *(
            "ability",
            "activity",
            "applicant",
            "approach",
            "area",
            "aspect",
            "attention",
            "attitude",
        ),
        *("background", "basis", "candidate", "capability", "care", "career", "chance", "client"),
        *("colleague", "commitment", "company", "customer", "day", "deadline", "demand", "desire"),
        *("detail", "duty", "eagerness", "effort", "employee", "employer", "enthusiasm"),
        *("environment", "equivalent", "example", "experience", "expertise", "field", "focus"),
        *(
            "function",
            "goal",
            "group",
            "home",
            "hour",
            "idea",
            "individual",
            "industry",
            "interest",
        ),
        *(
            "issue",
            "item",
            "job",
            "kind",
            "knowledge",
            "level",
            "line",
            "manager",
            "manner",
            "member",
        ),
        *("minimum", "month", "need", "nature", "number", "office", "opportunity", "order"),
        *(
            "organisation",
            "organization",
            "others",
            "part",
            "passion",
            "patient",
            "people",
            "person",
        ),
        *("place", "plus", "position", "post", "practice", "priority", "problem", "process"),
        *("product", "project", "quality", "range", "record", "requirement", "resident"),
        *("responsibility", "result", "role", "sector", "sense", "service", "setting", "shift"),
        *(
            "site",
            "situation",
            "skill",
            "solution",
            "staff",
            "standard",
            "student",
            "system",
            "task",
        ),
        *(
            "team",
            "thing",
            "time",
            "tool",
            "type",
            "understanding",
            "use",
            "user",
            "variety",
            "way",
        ),
        *("week", "will", "willingness", "work", "worker", "world", "year", "applications"),
    ]
)
"""Nouns that alone, or as the head of a phrase of praise, name nothing that a line could answer."""
EMPTY = VAGUE | frozenset(
    [
        *("able", "benefit", "business", "candidate", "date", "description", "duties", "email"),
        *("end", "etc", "hand", "interview", "life", "location", "lot", "name", "opportunity"),
        *("organisation", "salary", "thing", "today", "trust", "value", "vacancy", "variety"),
        *(
            "yrs",
            "cv",
            "plus",
            "bonus",
            "field",
            "must",
            "asset",
            "requirement",
            "degree",
            "week",
            "company",
            "mission",
            "vision",
            "culture",
            "growth",
            "age",
        ),
        *("world", "hour", "day"),
    ]
)
"""Nouns that alone say nothing that a line could answer."""
TAILS = frozenset(("experience", "skill", "knowledge", "background", "understanding", "ability"))
"""Words behind what is asked for."""
IDLE = frozenset(
    [
        *("be", "have", "do", "get", "make", "take", "include", "require", "need", "offer"),
        *("join", "look", "seek", "find", "want", "work", "use", "ensure", "provide", "become"),
        *("apply", "relate", "follow", "regard", "concern", "help", "love", "enjoy", "go"),
        *("come", "let", "am", "are", "'m", "'re", "'ve"),
    ]
)
"""Verbs that say nothing of the work when they stand before a noun."""


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


def phrases(sentence: Sentence) -> Iterator[Phrase]:
    """The noun phrases of a sentence, without praise before them; a single noun has its verb."""
    tokens, at = sentence.tokens, 0
    while at < len(tokens):
        end = at
        while end < len(tokens) and tokens[end].tag.startswith(INNER) and is_next(tokens, at, end):
            end += 1
        first, last = trimmed(tokens, at, end)
        if first < last:
            yield Phrase(sentence, first, last, governing(tokens, first, last))
        at = max(end, at + 1)


def is_next(tokens: Sequence[Token], first: int, at: int) -> bool:
    """Whether a token goes on with a phrase: nothing but a blank stands before it."""
    return at == first or tokens[at].start - tokens[at - 1].end <= 1


def trimmed(tokens: Sequence[Token], first: int, last: int) -> tuple[int, int]:
    """A phrase that begins with no praise, ends with a noun and is not too long."""
    while last > first and not is_head(tokens[last - 1]):
        last -= 1
    first = max(first, last - LONGEST)
    while first < last and (
        tokens[first].text.lower() in PRAISE or not tokens[first].text[0].isalnum()
    ):
        first += 1
    return first, last


def is_head(token: Token) -> bool:
    """Whether a phrase can end in a token: "payroll experience" is payroll."""
    return token.tag.startswith(NOUN) and token.text.lower().rstrip("s") not in TAILS


def governing(tokens: Sequence[Token], first: int, last: int) -> Token | None:
    """The verb right before a single noun, if it says something of the work."""
    if last - first > 1 or first == 0:
        return None
    before = tokens[first - 1]
    is_verb = before.tag in VERBS and not is_idle_verb(before)
    return before if is_verb and is_next(tokens, first - 1, first) else None


def is_idle_verb(token: Token) -> bool:
    """Whether a verb is one of IDLE, also with -ing ("making", "getting")."""
    word = token.text.lower()
    stem = word.removesuffix("ing") if token.tag == "VBG" else word
    return not IDLE.isdisjoint((word, stem, f"{stem}e", stem[:-1]) if stem != word else (word,))


def is_empty(word: str) -> bool:
    """Whether a noun's singular is one of EMPTY ("duties", "processes")."""
    word = word.lower()
    return (word[:-2] if word.endswith("sses") else fold(word)) in EMPTY


def spelled(tokens: Sequence[Token]) -> str:
    """Tokens as a text, with blanks where the posting has them."""
    text = tokens[0].text
    for before, after in pairwise(tokens):
        text += after.text if after.start == before.end else f" {after.text}"
    rest = text[1:]
    return text[:1].lower() + rest if rest == rest.lower() else text
