"""A job posting from anywhere to a `Posting`.

`load` gets the bytes; `READERS` names a reader for each format that is not plain text, to be run
in a child process (`tailor.posting.fetch`); `parse` makes sense of the text.
"""

from tailor.errors import InputError, LimitError, Place, Problem
from tailor.languages import ENGLISH, READ, detect_language, name_language, use_language
from tailor.models import Posting

MOST_LETTERS, MOST_LINES = 250_000, 4_000
"""Of any posting; a long one has 15,000 characters in 300 lines."""


def parse_posting(text: str, source: str = "") -> Posting:
    """The posting in a text; all offsets refer to `Posting.text`, which is the cleaned text.

    Raises InputError if there is nothing in it, LimitError if it is longer than any posting is.
    """
    from tailor.posting.normalize import clean_text, replace_homoglyphs

    cleaned, posing = replace_homoglyphs(clean_text(text))
    if len(cleaned) > MOST_LETTERS or cleaned.count("\n") >= MOST_LINES:
        message = f"no posting has more than {MOST_LETTERS:,} letters or {MOST_LINES:,} lines"
        hint = "give the part that says what the job is and what it needs"
        raise LimitError(Problem(message, Place(source or "posting"), hint=hint))
    if not any(char.isalnum() for char in cleaned):
        hint = "paste the text of the advert into the file"
        if source in ("", "-", "<stdin>"):
            hint = "nothing was piped in: is the command before the pipe right?"
        raise InputError(Problem("the posting is empty", Place(source or "posting", 1), hint=hint))
    language = detect_language(cleaned)
    with use_language(language):
        return parse_clean_text(cleaned, source, language, homoglyph_warning(posing))


def parse_clean_text(cleaned: str, source: str, language: str, note: str) -> Posting:
    from tailor.posting.identity import parse_identity
    from tailor.posting.requirements import degree_of, seniority_of, years_of
    from tailor.posting.sections import empty_headings, split_passages
    from tailor.posting.sources import in_file

    identity = parse_identity(cleaned, source if in_file(source) else "")
    parts = split_passages(cleaned)
    notes = language_warning(language), note, empty_heading_warning(empty_headings(parts))
    return Posting(
        cleaned,
        identity.title,
        identity.company,
        source,
        language,
        parts,
        identity.place,
        seniority_of(identity.title, identity.level),
        years_of(parts),
        degree_of(parts),
        tuple(filter(None, notes)),
    )


def language_warning(language: str) -> str:
    """The warning about a posting that is not in English; "" if there is none."""
    if language == ENGLISH:
        return ""
    effect = (
        "keywords are recognised less well than in English"
        if language in READ
        else "its headings and wordings are not known, so much may be missed"
    )
    return (
        f"the posting is in {name_language(language)}: {effect}; look at them with tailor keywords"
    )


def empty_heading_warning(headings: tuple[str, ...]) -> str:
    """The warning about headings whose lists are missing."""
    if not headings:
        return ""
    some = ", ".join(f'"{heading}"' for heading in headings[:3])
    return f"nothing is under {some}: a list may be missing; compare with the source"


def homoglyph_warning(words: tuple[str, ...]) -> str:
    """The warning about words that had foreign letters in them."""
    if not words:
        return ""
    some = ", ".join(dict.fromkeys(words[:3]))
    return f"look-alike letters of another alphabet were read as Latin ones, as in: {some}"


def interface_url(url: str) -> str:
    """Where a job board gives a posting's page as data; "" if that is not known."""
    from tailor.posting.job_boards import interface_url

    return interface_url(url)
