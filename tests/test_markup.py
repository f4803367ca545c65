"""Inline marks in the texts of a master: read, kept beside the words, printed. Invented people."""

import json
from pathlib import Path
from typing import Any

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tailor.cli import main
from tailor.importers.foreign_yaml import without_html
from tailor.loader import parse_resume
from tailor.models import Mark
from tailor.render.style import print_marked
from tailor.render.templates import shipped_templates
from tailor.resume.markup import parse_inline, write_inline

GUIDE = "https://wards.example.com/guide"


@pytest.mark.parametrize(
    ("typed", "words", "marks"),
    [
        (
            "Cut **40 %** of *all* waste",
            "Cut 40 % of all waste",
            [(4, 8, "bold"), (12, 15, "italic")],
        ),
        (f"[the **ward** guide]({GUIDE})", "the ward guide", [(4, 8, "bold"), (0, 14, "link")]),
        ("[a (b)](https://example.com/x(2019)_1)", "a (b)", [(0, 5, "link")]),
        ("ran `make` daily", "ran make daily", []),
        ("a 5* hotel, 2*3*4 beds, snake_case, __init__, [x] (y)", None, []),
        ("**not closed, * nor this*, ` alone", None, []),
        ("[x](javascript:alert)", None, []),
        ("[x](file:///etc/passwd)", None, []),
    ],
)
def test_marks_are_taken_from_a_text(
    typed: str, words: str | None, marks: list[tuple[int, int, str]]
) -> None:
    found, kept = parse_inline(typed)
    assert found == (typed if words is None else words)
    assert [(one.start, one.end, one.kind) for one in kept] == marks


SEGMENTS = st.lists(
    st.tuples(
        st.sampled_from(["", "bold", "italic", "link"]),
        st.text("abc xyz", min_size=1, max_size=9).map(str.strip).filter(bool),
    ),
    min_size=1,
    max_size=6,
)
WRITTEN = {"": "{}", "bold": "**{}**", "italic": "*{}*", "link": f"[{{}}]({GUIDE})"}


@given(SEGMENTS)
def test_what_is_written_with_marks_is_read_with_them(segments: list[tuple[str, str]]) -> None:
    typed = " ".join(WRITTEN[kind].format(words) for kind, words in segments)
    words, marks = parse_inline(typed)
    assert words == " ".join(words for _, words in segments)
    assert [(one.kind, words[one.start : one.end]) for one in marks] == [
        segment for segment in segments if segment[0]
    ]
    assert write_inline(words, marks) == typed


@given(st.text("*`[]()ab \\_<>", max_size=60))
def test_no_text_breaks_it_and_no_letter_is_lost(typed: str) -> None:
    words, marks = parse_inline(typed)
    assert [one for one in words if one in "ab"] == [one for one in typed if one in "ab"]
    assert all(0 <= one.start < one.end <= len(words) for one in marks)


def test_a_mark_is_printed_around_its_words_and_a_keyword_in_bold_once() -> None:
    marks = (Mark(4, 8, "bold"), Mark(0, 14, "link", "https://a.example/x_y"))
    assert print_marked("the SQLx guide for SQLx", marks, ("SQLx",)) == (
        r"\tailorlink{https://a.example/x\_y}{the \textbf{SQLx} guide} for \textbf{SQLx}"
    )


def make_master(**more: Any) -> dict[str, Any]:
    lines = [
        f"Led **twelve nurses** and wrote [the ward guide]({GUIDE}?a=1&b=2)",
        "Cut <b>falls</b> by 40 % &amp; wrote <a href='https://wards.example.com/f'>of it</a>",
    ]
    job = {"name": "Alder Hospital", "position": "Nurse", "startDate": "2019", "highlights": lines}
    basics = {"name": "Ines Okafor", "email": "ines@example.com", "phone": "555-0142"}
    return {
        "basics": basics | {"summary": "Nurse on *acute* wards"},
        "work": [job],
        "projects": [{"name": "[Ward Atlas](https://atlas.example.com)"}],
    } | more


def test_the_words_are_plain_and_the_marks_stand_beside_them() -> None:
    resume, warnings = parse_resume(json.dumps(make_master()), "resume.json", "json")
    first, second = resume.sections[0].entries[0].bullets
    assert first.text == "Led twelve nurses and wrote the ward guide"
    assert second.text == "Cut falls by 40 % & wrote of it"
    table = dict(resume.markup)
    assert [one.url for one in table[first.text]] == ["", f"{GUIDE}?a=1&b=2"]
    assert [one.kind for one in table[second.text]] == ["bold", "link"]
    assert warnings == ()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("a<b>c <<q>> and <b>bold</b>", "a<b>c <<q>> and bold"),
        ("<b>fast & <i>safe</i></b>, <b> so </b> it is", "fast & safe,  so  it is"),
        ("<strong>A</strong><b>B</b> H<i>2</i>O", "AB H2O"),
        ("a <b>tag that stays open", "a <b>tag that stays open"),
    ],
)
def test_tags_in_pairs_are_marks_and_a_tag_alone_is_text(typed: str, words: str) -> None:
    assert parse_inline(without_html(typed)[0])[0] == words


@pytest.mark.parametrize("template", [one.name for one in shipped_templates()])
@pytest.mark.usefixtures("desk")
def test_links_are_clickable_and_no_mark_is_printed(template: str) -> None:
    Path("resume.json").write_text(json.dumps(make_master()))
    assert main(["render", "-r", "resume.json", "-t", template, "-o", "cv.pdf"]) == 0
    (page,) = pypdf.PdfReader("cv.pdf").pages
    text = page.extract_text()
    assert not {*"*[]<>"} & {*text}
    annotations: Any = page["/Annots"]
    links = [one.get_object()["/A"]["/URI"] for one in annotations]
    assert links[-3:] == [
        f"{GUIDE}?a=1&b=2",
        "https://wards.example.com/f",
        "https://atlas.example.com",
    ]
    assert r"\textbf{twelve nurses}" in Path("cv.tex").read_text("utf-8")
    assert r"\textit{acute}" in Path("cv.tex").read_text("utf-8")
