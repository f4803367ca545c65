"""Words and signs of a text as they are compared: without case, plural and country of spelling."""

import re
from collections.abc import Iterator
from functools import cache

ATOM = re.compile(r"[^\W_]+|[^\w\s]")


SPLIT_WORDS = """
after-care air-craft anti-virus back-end back-office bench-mark bench-marking bio-chemistry
bio-medical book-keeping brain-storming case-load case-work child-care co-operation co-ordinate
co-ordinated co-ordinating co-ordination co-ordinator copy-writer copy-writing cross-functional
cyber-security data-base data-set day-care dead-line decision-making e-commerce e-learning e-mail
e-procurement fire-wall fork-lift front-end full-stack fund-raising geo-spatial geo-technical
hand-over health-care home-care home-page house-keeping inter-personal key-board life-cycle
life-style meta-data micro-controller micro-service mile-stone multi-agency multi-channel
multi-cultural multi-disciplinary multi-lingual multi-media multi-national multi-task
multi-tasking neuro-science non-profit note-book off-line off-shore off-site on-board on-boarding
on-going on-line on-shore on-site opto-mechanical out-patient out-sourcing pay-roll post-doctoral
post-graduate power-point power-shell pre-school pro-active proof-reading road-map safe-guarding
self-starter share-point shop-floor short-list soft-ware spread-sheet stake-holder story-board
story-telling sub-contract sub-contractor super-market team-work tele-communication tele-marketing
tele-sale time-line time-scale time-sheet time-table touch-screen trouble-shoot trouble-shooting
under-graduate web-cast web-page web-site white-board whole-sale wire-frame wire-framing wire-less
work-book work-flow work-force work-load work-place work-sheet work-shop work-station work-stream
"""
"""Words that are written as one, with a hyphen or with a blank, folded."""
COMPOUNDS = frozenset(tuple(word.split("-")) for word in SPLIT_WORDS.split())
GAP = re.compile(r"\s?[-‐‑]?\s?")
"""What may stand between the two parts of such a word."""


def atoms(text: str) -> Iterator[tuple[str, int, int]]:
    """Folded words and single signs with their offsets; a hyphen inside a word is passed over, and
    "e-commerce", "health care" are one word."""
    held: tuple[str, int, int] | None = None
    for atom in single_atoms(text):
        if held is None:
            held = atom
        elif (held[0], atom[0]) in COMPOUNDS and GAP.fullmatch(text, held[2], atom[1]):
            held = (fold(held[0] + atom[0]), held[1], atom[2])
        else:
            yield held
            held = atom
    if held:
        yield held


def single_atoms(text: str) -> Iterator[tuple[str, int, int]]:
    """Folded words and single signs with their offsets, each by itself."""
    for match in ATOM.finditer(text):
        a, b = match.span()
        sign = match.group()
        if sign in "-‐‑–" and a and text[a - 1].isalnum() and text[b : b + 1].isalnum():
            continue
        yield fold(sign), a, b


ENGLISHES = (
    (re.compile(r"(?<=[a-z]{3})is(?=(?:e|ed|er|ing|ation|ations)$)"), "iz"),
    (re.compile(r"(?<=[a-z]{2})our(?=(?:|ed|ing|al)$)"), "or"),
    (re.compile(r"(?<=[a-z]{2})ys(?=(?:e|ed|ing)$)"), "yz"),
    (re.compile(r"(?<=[a-z]{3})(?<!og)ogue$"), "og"),
    (re.compile(r"^(cent|theat|fib|lit|met)re$"), r"\1er"),
    (re.compile(r"^programme$"), "program"),
)
BRITISH = re.compile(r"is|our|ys|ogue|re$|mme$")
"""In every word that one of these changes."""


@cache
def fold(word: str) -> str:
    """A word without case, plural and the difference of British and American spelling."""
    if len(word) == 3 and word[:2].isupper() and word[2] == "s":
        return word[:2].lower()
    word = word.lower().replace("’", "'")
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = f"{word[:-3]}y" if word.endswith("ies") and len(word) > 4 else word[:-1]
    if len(word) > 4 and BRITISH.search(word):
        for pattern, spelling in ENGLISHES:
            word = pattern.sub(spelling, word)
    return word


def folded(text: str) -> tuple[str, ...]:
    """A text as folded words and signs, for comparing names."""
    return tuple(atom for atom, _, _ in atoms(text))
