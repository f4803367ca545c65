"""Whatever is in a file, reading it gives a Resume or a TailorError, and never loses a word."""

import json
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tailor.errors import TailorError
from tailor.loader import parse_resume, read_resume
from tailor.models import Resume
from tailor.resume.reading import decode_utf8
from tailor.resume.sanitize import clean_text

MASTER = """\
basics:
  name: Robin
  email: robin@example.com
work:
- name: Acme
  startDate: 2020-01
  endDate: 2021-02
  highlights:
  - Counted "seven" apples, 50% more
  - text: Weighed
    variants: [Weighed pears]
skills:
- name: Programming
  keywords: [C++, C#, .NET]
meta: {language: en}
"""
PIECES = [*"*&!%@`[]{}>|\"'#:-? \t\n,\\", ": ", " #", "- ", "---\n", "~", "\x00", "\ufeff", "null"]
EDITS = st.lists(
    st.tuples(st.integers(0, len(MASTER)), st.integers(0, 3), st.sampled_from(PIECES)), max_size=4
)


def outcome(text: str, format: str) -> Resume | TailorError:
    try:
        return parse_resume(text, "f", format)[0]
    except TailorError as error:
        return error


def check(result: Resume | TailorError) -> None:
    if isinstance(result, TailorError):
        assert result.problems
        assert str(result)
        assert any(problem.level == "error" for problem in result.problems)
    else:
        assert result.name


@given(st.binary(max_size=200), st.sampled_from(["yaml", "json"]))
@settings(max_examples=300, deadline=None)
def test_any_bytes(data: bytes, format: str) -> None:
    try:
        text = decode_utf8(data, "f")
    except TailorError:
        return
    check(outcome(text, format))


@given(EDITS)
@settings(max_examples=400, deadline=None)
def test_mutated_yaml(edits: list[tuple[int, int, str]]) -> None:
    text = MASTER
    for at, cut, piece in edits:
        text = text[:at] + piece + text[at + cut :]
    check(outcome(text, "yaml"))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["name", "text", "highlights", "url", "x"]), inner, max_size=3
        )
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["basics", "work", "skills", "meta", "sections"]), VALUES))
@settings(max_examples=200, deadline=None)
def test_any_json(master: dict[str, object]) -> None:
    check(outcome(json.dumps(master), "json"))


PLAIN = st.text(
    st.characters(
        codec="utf-8", categories=["L", "N", "P", "S", "Zs"], exclude_characters="*`[]<>"
    ).filter(lambda sign: not ("\u2190" <= sign <= "\u2bff" or sign >= "\U0001f000")),
    min_size=1,
    max_size=40,
)
"""Text without the marks of inline Markdown and HTML, and without pictures (emoji, arrows)."""


def read_texts(texts: list[str]) -> list[str]:
    """What the program keeps of texts that it should not clean, as bullets of a job in JSON (or
    as its keywords, where they are so short)."""
    master = {"basics": {"name": "A"}, "work": [{"name": "B", "highlights": texts}]}
    resume, _ = parse_resume(json.dumps(master), "f", "json")
    (group,) = resume.sections[0].entries[0].groups
    return [*group.keywords, *(bullet.text for bullet in group.bullets)]


def is_clean(text: str) -> bool:
    words, problems = clean_text(text)
    return bool(words) and not problems


@given(st.lists(PLAIN.filter(is_clean), min_size=1, max_size=5))
@settings(max_examples=200, deadline=None)
def test_visible_text_comes_through_json_unchanged(texts: list[str]) -> None:
    normal = [" ".join(unicodedata.normalize("NFC", text).split()) for text in texts]
    assert read_texts(texts) == normal


MARKED = st.text(st.sampled_from("ab1 *`[]<>"), min_size=1, max_size=30)


@given(MARKED.filter(is_clean))
@settings(max_examples=300, deadline=None)
def test_marks_take_no_letter_away(text: str) -> None:
    """Where a text is refused (it has no letter but marks), nothing is printed without it."""
    try:
        printed = read_texts([text])
    except TailorError:
        assert not any(letter.isalnum() for letter in text)
        return
    letters = [letter for letter in text if letter.isalnum()]
    assert [letter for letter in "".join(printed) if letter.isalnum()] == letters


@pytest.mark.parametrize("path", ["", ".", "/dev/zero", "/dev/null", "/proc/self/mem"])
def test_paths_of_any_kind_are_refused(path: str) -> None:
    with pytest.raises(TailorError) as caught:
        read_resume(path)
    assert caught.value.exit_code in (3, 7)
