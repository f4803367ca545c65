"""Letters of other alphabets that pose as Latin ones, as in "Руthоn"."""

import re

ALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТУХаеіјорѕсухһԁԛԝѵΑΒΕΖΗΙΚΜΝΟΡΤΥΧοιν",
    "ABESIJKMHOPCTYXaeijopscyxhdqwvABEZHIKMNOPTYXoiv",
)
"""Cyrillic and Greek letters that look like Latin ones in common fonts (Unicode UTS 39)."""

WORD = re.compile(r"[^\W\d_]+")
FOREIGN = re.compile("[\u0370-\u03ff\u0400-\u052f]")
LATIN = re.compile(r"[A-Za-z]")


def folded(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with such letters inside Latin words made Latin, and the words that had them.

    In a text with few foreign letters, words of nothing but look-alikes are Latin as well.
    """
    if text.isascii() or not FOREIGN.search(text):
        return text, ()
    latin = len(LATIN.findall(text))
    mostly = len(FOREIGN.findall(text)) * 4 <= latin
    changed: list[str] = []

    def fold(match: re.Match[str]) -> str:
        word = match[0]
        if word.isascii() or not FOREIGN.search(word) or not (mostly or LATIN.search(word)):
            return word
        plain = word.translate(ALIKE)
        if FOREIGN.search(plain):
            return word
        changed.append(plain)
        return plain

    return WORD.sub(fold, text), tuple(changed)
