"""The language of a text, by its most frequent little words."""

from functools import cache

from tailor.posting.headings import load

FALLBACK = "en"
FEWEST = 3
"""Little words below which nothing can be said."""


NAMES = {"de": "German", "fr": "French", "es": "Spanish"}


@cache
def stop_words() -> dict[str, frozenset[str]]:
    return {language: frozenset(words) for language, words in load("languages.toml").items()}


def language_of(text: str) -> str:
    """en, de, fr or es; "en" if there is too little to tell."""
    words = [word.strip(".,;:!?()") for word in text[:20_000].lower().split()]
    counts = {
        language: sum(word in little for word in words) for language, little in stop_words().items()
    }
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] >= FEWEST else FALLBACK


def weakness(language: str) -> str:
    """What to tell about a posting that is not in English; "" if there is nothing to tell."""
    if language == FALLBACK:
        return ""
    return (
        f"the posting is in {NAMES[language]}: its sections are told apart, but keywords are "
        "recognised less well than in English; look at them with tailor keywords"
    )
