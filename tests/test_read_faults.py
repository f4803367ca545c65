"""Every fault of a master is said at once, at its place, in words that help."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tailor.errors import InputError, Place, Problem
from tailor.loader import import_cv, parse_resume, sort_problems

HEAD = "basics: {name: Robin}\nwork:\n- name: Acme\n"


def faults(text: str, format: str = "yaml") -> list[str]:
    """`line:column message` of each fault."""
    with pytest.raises(InputError) as caught:
        parse_resume(text, "f", format)
    return [
        f"{p.place.line}:{p.place.column} {p.message}" for p in caught.value.problems if p.place
    ]


def test_all_at_once_in_the_order_of_the_file() -> None:
    text = """\
basics:
  name: Robin
  naem: x
  email: robin
  summary: Led teams: two
work:
- name: Acme
  startDate: 2021-02-30
  highlights:
  - **Led** five
  - Built Foo: a thing
  - Wrote C #sharp
  - "Best" of all
  - &c text
  - !important text
  - {text: x, keep: alwys, weight: heavy}
- highlights: [y]
skills: Python
skills:
- name: x
"""
    assert faults(text) == [
        "3:3 basics/naem: this key is not known",
        "4:10 basics/email: this is not an e-mail address such as name@example.com",
        "5:21 `: ` in a text makes YAML read a key",
        "8:14 work/0/startDate: `2021-02-30`: February 2021 has 28 days",
        "10:5 a text cannot begin with * here",
        '11:5 work/0/highlights/1: ": " makes YAML read this text as a key ("Built Foo") '
        "and its value",
        '12:13 " #" begins a comment, so the text ends before "#sharp"',
        "13:12 the quotes around this text do not match",
        "14:5 `&c` is a YAML anchor, which a master cannot have",
        "15:5 `!important` is a YAML tag, which a master cannot have",
        "16:21 work/0/highlights/6/keep: `alwys` must be always or never",
        "16:28 work/0/highlights/6/weight: this must be a number, not a text",
        "17:3 work/1: this entry has no name or position",
        "18:1 skills: this must be a list, not a text",
        "19:1 `skills` is written twice; the first is on line 18",
    ]


def test_a_fault_shows_its_line_and_a_hint() -> None:
    with pytest.raises(InputError) as caught:
        parse_resume(f"{HEAD}  higlights: [x]\n", "cv.yaml", "yaml")
    assert str(caught.value) == (
        "cv.yaml:4:3: error: work/0/higlights: this key is not known\n"
        "    higlights: [x]\n"
        "    ^\n"
        "  hint: did you mean highlights?"
    )


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "1:1 the file is empty"),
        ("# nothing\n", "1:1 the file is empty"),
        ("~", "1:1 the file is empty"),
        ("just text", "1:1 a master CV begins with keys such as basics:, work: and education:"),
        ("- a\n", "1:1 a master CV begins with keys such as basics:, work: and education:"),
        ("<!DOCTYPE html><p>x</p>", "1:1 this is a web page, not a master CV"),
        ("work: [{name: x}]", "1:1 basics: this is missing"),
        ("basics: {name: ~}", "1:10 basics/name: this is missing"),
        ("basics: {name: ' '}", "1:10 basics/name: this is empty"),
        ('basics: {name: "\\u200b"}', "1:16 basics/name: nothing visible is left of this text"),
        ("basics: {name: \u0301\u0302}", "1:16 basics/name: nothing visible is left of this text"),
        ("basics: {name: a\ufffd}", "1:16 basics/name: these characters cannot be printed: U+FFFD"),
        (HEAD + "  highlights: one\n", "4:3 work/0/highlights: this must be a list, not a text"),
        (
            HEAD + "  highlights: {a: b}",
            "4:3 work/0/highlights: this must be a list, not a mapping",
        ),
        (HEAD + "  highlights: [[x]]", "4:16 work/0/highlights/0: this must be a text, not a list"),
        (HEAD + "\tposition: x\n", "4:1 a tab indents this line"),
        (HEAD + "--- \nbasics: {}\n", "4:1 a second document begins here"),
        (HEAD + "  summary: *x\n", "4:12 `*x` is a YAML alias, which a master cannot have"),
        (HEAD + "  startDate: 2020 - 2021", None),
        (HEAD + "  startDate: 1850", None),
        (HEAD + "  startDate: 2021-13", None),
        (HEAD + "  startDate: soon", None),
        ("a\0b: c", "1:2 there is a NUL character"),
        ("basics: {name: x, phone: " + "9" * 5000 + "}", None),
    ],
)
def test_single_faults(text: str, fault: str | None) -> None:
    found = faults(text)
    assert len(found) == 1
    assert fault is None or found == [fault]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('{"a": 1,}', "1:9 there is a comma before }"),
        ('{"a": NaN}', "1:7 found NaN where a value is missing"),
        ('{"a": 01}', "1:7 found 01 where a value is missing"),
        ("{'a': 1}", "1:2 found 'a' where a key in double quotes is missing"),
        ('{"a": 1 // x\n}', "1:9 found // where a comma or } is missing"),
        ('{"a": [1', "1:9 the file ends where a comma or ] is missing"),
        ('{"a" 1}', "1:6 found 1 where a colon is missing"),
        ('{"a": 1} 2', "1:10 something follows the end of the value"),
        (
            '{"a": "\\ud800"}',
            "1:7 half of a surrogate pair (\\uD800 to \\uDFFF) is not a character",
        ),
        ('{"a": "x\ny"}', "1:9 invalid control character"),
        ('{"a": "x', "1:7 unterminated string starting"),
        ("[1]", "1:1 a master CV begins with keys such as basics:, work: and education:"),
    ],
)
def test_faults_of_json(text: str, fault: str) -> None:
    assert faults(text, "json") == [fault]


def test_keys_written_twice_in_json() -> None:
    text = '{"basics": {"name": "A", "name": "B"}, "work": [{"name": "C"}]}'
    assert faults(text, "json") == ["1:26 `name` is written twice; the first is on line 1"]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("2021", "2021 None None"),
        ("2021-3", "2021 3 None"),
        ("2021-03-15T10:00:00Z", "2021 3 15"),
        ("03/2021", "2021 3 None"),
        ("Sept 2021", "2021 9 None"),
        ("März 2021", "2021 3 None"),
        ("15 March 2021", "2021 3 15"),
        ("March 15, 2021", "2021 3 15"),
        ("Summer 2020", "2020 None None Summer 2020"),
        ("Present", "None"),
        ("2024-02-29", "2024 2 29"),
    ],
)
def test_dates(typed: str, shown: str) -> None:
    entry = parse_resume(f'{HEAD}  endDate: "{typed}"\n', "f", "yaml")[0].sections[0].entries[0]
    date = entry.end
    parts = "None" if date is None else f"{date.year} {date.month} {date.day} {date.text}".strip()
    assert parts == shown


@pytest.mark.parametrize("line", ["* Led two", "{Led} two", "**Led** two", "@Led two"])
def test_a_text_with_a_wrong_beginning_is_marked_there(line: str) -> None:
    for lead in ("  - ", "  ") if line.startswith("* ") else ("  - ",):
        text = f"{HEAD}  highlights:\n  - Ran one\n{lead}{line}\n"
        assert faults(text) == [f"6:{len(lead) + 1} a text cannot begin with {line[0]} here"]


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("05/06/2017", "write 2017-06-05 or 2017-05-06"),
        ("25/06/2017", ""),
        ("06/25/2017", ""),
        ("06/06/2017", ""),
        ("06/2017", ""),
    ],
)
def test_a_date_that_could_be_two_is_reported(typed: str, hint: str) -> None:
    master = parse_resume(f"{HEAD}  startDate: {typed}\n", "f", "yaml")[1]
    assert [problem.hint for problem in master] == [hint][: bool(hint)]


@pytest.mark.parametrize(
    ("start", "end", "right"),
    [
        ("2021", "2021-01", True),
        ("2021-05", "2021", True),
        ("2021-05", "2021-04", False),
        ("2021-05-02", "2021-05-01", False),
        ("2021", "2020-12", False),
        ("2021", "present", True),
    ],
)
def test_what_ends_before_it_starts(start: str, end: str, right: bool) -> None:
    text = f"{HEAD}  startDate: {start}\n  endDate: {end}\n"
    if right:
        assert parse_resume(text, "f", "yaml")
    else:
        assert faults(text) == [f"5:12 work/0/endDate: it ends ({end}) before it starts ({start})"]


@pytest.mark.parametrize(
    ("typed", "kept", "warned"),
    [
        ("https://a.example.com/x(1)", "https://a.example.com/x(1)", False),
        ("github.com/robin", "github.com/robin", False),
        ("https://müller.example/ü", "https://müller.example/ü", False),
        ("mailto:a@example.com", "mailto:a@example.com", False),
        ("localhost.example:8080/x", "localhost.example:8080/x", False),
        ("javascript:alert(1)", "", True),
        ("JAVASCRIPT://a.example.com", "", True),
        ("launch:calc.exe", "", True),
        ("file:///etc/passwd", "", True),
        ("https://", "", True),
        ("n/a", "", True),
        (r"https://a.example/\)", "https://a.example/%5C)", True),
    ],
)
def test_links(typed: str, kept: str, warned: bool) -> None:
    text = f"basics: {{name: A, url: '{typed}'}}\nwork: [{{name: B}}]"
    resume, warnings = parse_resume(text, "f", "yaml")
    assert (resume.contact.url, bool(warnings)) == (kept, warned)
    assert all(w.place and w.place.line == 1 for w in warnings)


@pytest.mark.parametrize(
    ("typed", "text", "warning"),
    [
        ("a\u00a0b \u2009c", "a b c", ""),
        ("line one\n\nline two", "line one line two", ""),
        ("e\u0301", "é", ""),
        ("a\ufeffb\u200bc", "abc", "U+200B, U+FEFF"),
        ("soft\u00adware", "software", "U+00AD"),
        ("→\ufe0f hi\U000e0048", "→ hi", "U+FE0F, U+E0048"),
        ("\u202eabc", "abc", "U+202E"),
        ("bell\u0007", "bell", "U+0007"),
        ("Ｐｙｔｈｏｎ ﬁle", "Python file", "U+FB01"),
        ("e" + "\u0301" * 99 + " b", "é b", "marks"),
        ("नमस्\u200dते", "नमस्\u200dते", ""),
        ("&amp; <b> {{x}} \\def", "&amp; <b> {{x}} \\def", ""),
    ],
)
def test_cleaning(typed: str, text: str, warning: str) -> None:
    master = {"basics": {"name": "A"}, "work": [{"name": "B", "highlights": [typed]}]}
    resume, warnings = parse_resume(json.dumps(master), "f", "json")
    assert resume.sections[0].entries[0].bullets[0].text == text
    assert len(warnings) == bool(warning)
    assert warning in "".join(w.message for w in warnings)


def test_a_dropped_link_names_its_scheme() -> None:
    _, warnings = parse_resume(
        "basics: {name: A, url: 'launch:calc.exe'}\nwork: [{name: B}]", "f", "yaml"
    )
    assert [w.message for w in warnings] == [
        "basics/url: only http, https and mailto are linked; launch: was left out"
    ]


def test_what_was_probably_not_meant_is_a_warning() -> None:
    text = """\
basics: {name: Robin, email: robin@acme}
work:
- name: Acme
  startDate: 2099-03
  highlights:
  - Led five people.
  - Cut costs by \\textbf{40 \\%}.
  - Led  five people.
  - Led **six** people & more than 5 % of 2_000 C\\# users
"""
    found = parse_resume(text, "f", "yaml")[1]
    said = [f"{one.place.line} {one.message}" for one in found if one.place]
    assert said == [
        "1 basics/email: there is no dot after the @",
        "4 work/0/startDate: 2099-03 is in the future",
        "7 work/0/highlights/1: \\textbf is printed as it is",
        "8 work/0/highlights/2: this repeats line 6",
        "9 work/0/highlights/3: \\# is printed as it is",
    ]
    assert {one.level for one in found} == {"warning"}


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        (HEAD + "photo: me.jpg", "pictures are not printed: remove this line"),
        ("basics: {name: Robin, avatar: me.jpg}", "pictures are not printed: remove this line"),
        (HEAD + "achievements: [x]", "did you mean awards?"),
        (HEAD + "  highlights:\n    – Led five", "write - Led five"),
        (
            HEAD + "  highlights:\n    - a\n   - b",
            "begin it with 2 or 4 spaces, as a line above does",
        ),
    ],
)
def test_hints_that_help(text: str, hint: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_resume(text, "f", "yaml")
    assert [one.hint for one in caught.value.problems] == [hint]


def test_raw_control_characters_are_removed_with_a_warning_for_their_line() -> None:
    resume, warnings = parse_resume(f"{HEAD}  position: a\x07b\x7f\n", "f", "yaml")
    assert resume.sections[0].entries[0].title == "ab"
    assert [str(w).split("\n")[0] for w in warnings] == [
        "f:4:14: warning: invisible characters were removed: U+0007"
    ]


def test_a_comment_behind_a_sentence_is_a_warning_and_behind_a_date_is_nothing() -> None:
    text = f"{HEAD}  startDate: 2020 #or so\n  highlights:\n  - Wrote C # and more\n"
    resume, warnings = parse_resume(text, "f", "yaml")
    assert resume.sections[0].entries[0].bullets[0].text == "Wrote C"
    assert [w.message for w in warnings] == ["the text ends here: what follows is a comment"]


def test_bytes_that_are_no_text_are_named() -> None:
    from tailor.resume.reading import decode_utf8

    with pytest.raises(InputError) as caught:
        decode_utf8(b"ok\ncaf\xe9\n", "f")
    assert str(caught.value.problems[0]).startswith("f:2:4: error: byte 0xE9 is not UTF-8")


def test_excerpts_are_safe_to_show() -> None:
    with pytest.raises(InputError) as caught:
        parse_resume(f"{HEAD}  posiiton: a\u202eb\n", "f", "yaml")
    assert all(letter.isprintable() or letter == "\n" for letter in str(caught.value))


def test_warnings_with_and_without_a_line_are_put_in_order() -> None:
    _, warnings = parse_resume(
        'basics: {name: Ann Example, url: "javascript:alert(1)"}', "f", "yaml"
    )
    assert [str(warning.place) for warning in warnings] == ["f", "f:1:34"]


NUMBER = st.none() | st.integers(1, 3)
PLACES = st.none() | st.builds(Place, st.sampled_from("fg"), NUMBER, NUMBER)


@given(st.lists(st.builds(Problem, st.sampled_from("xy"), PLACES)))
def test_the_order_is_total_whatever_is_known_of_the_places(problems: list[Problem]) -> None:
    ordered = sort_problems(problems)
    assert set(ordered) == set(problems)
    assert len(ordered) == len(set(problems))
    assert sort_problems(list(ordered)) == ordered
    found = [one.place for one in ordered if one.place and one.place.line and one.place.column]
    assert found == sorted(found)


SHARDS = ["  - 'a", '  - "a" b', "   - c", "    d: e: f", "  - {g: h", "    i]", '  - "j', "  - *k"]
IN_LIST = HEAD + "  highlights:\n"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            IN_LIST + "    - good\n   - bad indent\n    - more\n",
            ["6:4 this line begins with 3 spaces, and no line above it does"],
        ),
        (
            HEAD + "  position: Clerk\n   highlights:\n   - Cut costs.\n   - Led six.\n",
            ["5:14 this line begins with 3 spaces, and no line above it does"],
        ),
        (
            IN_LIST + "  - Built it\n    fast:\n",
            ["6:9 `: ` in a text makes YAML read a key"],
        ),
        (
            'basics:\n  name: "Robin\n  label: x\nwork: x\n',
            [
                "2:9 the quote that opens here is never closed",
                "4:1 work: this must be a list, not a text",
            ],
        ),
        (
            "basics:\n  name: 'Robin\n  label: \"x\n",
            [
                "2:9 the quote that opens here is never closed",
                "3:10 the quote that opens here is never closed",
            ],
        ),
        (
            "basics: {name: Robin\nwork: x\n",
            [
                "1:9 the bracket that opens here is never closed",
                "2:1 work: this must be a list, not a text",
            ],
        ),
        (
            IN_LIST + '  - "Led" a team\n    of five\n  - [x]\n',
            [
                "5:11 the quotes around this text do not match",
                "7:5 work/0/highlights/1: this must be a text, not a list",
            ],
        ),
        (
            IN_LIST + "  - Built it: fast\n    and well\n  - [x]\n",
            ["6:5 this is neither a `key: value` nor an item of a list"],
        ),
        (
            HEAD + "  summary: Led: two\n    or three\n  position: [x]\n",
            [
                "4:15 `: ` in a text makes YAML read a key",
                "6:3 work/0/position: this must be a text, not a list",
            ],
        ),
        (
            'basics: {\n  name: Robin,\n  label: "a" b,\n  url: c}\n',
            ["3:14 the quotes around this text do not match"],
        ),
    ],
)
def test_only_what_was_typed_is_at_fault(text: str, found: list[str]) -> None:
    assert faults(text) == found


@settings(deadline=None)
@given(st.lists(st.sampled_from(SHARDS), max_size=8))
def test_every_excerpt_was_typed(lines: list[str]) -> None:
    text = IN_LIST + "".join(f"{line}\n" for line in lines)
    try:
        found = parse_resume(text, "f", "yaml")[1]
    except InputError as error:
        found = error.problems
    assert {one.excerpt for one in found} <= {"", *text.split("\n")}


COLON = '": " makes YAML read this text as a key ("Built") and its value'
NONE = "a statement is a text, or a mapping with a text; it has no key "
NO_LIST = "this must be a list, not a text"
NO_KEYS = "this needs keys such as name:, not a text"
NOT_A_LIST = "this must be a text, not a list"
NO_KEYS_BUT_LIST = "this needs keys such as name:, not a list"
NO_ITEM = "leave out this item if there is nothing to say"
NO_ESCAPE = "this is not a valid escape"
BACKSLASH = "write \\\\ for a backslash, or the character itself"
BRACKETED = 'put quotes around a text that begins with "["'
ENDED = ("this line ends the master, but the file goes on", "remove it")
OUT = "write it out in each place"
QUOTES = 'put quotes around the text: "..."'
TAG = "leave it out: every value is read as it is typed"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (IN_LIST + "  - {txt: a}", [(NONE + "`txt`", "did you mean text?")]),
        (IN_LIST + "  - {Built: a}", [(NONE + "`Built`", "did you mean text?")]),
        (IN_LIST + "  - txt: a", [(NONE + "`txt`", "did you mean text?")]),
        (IN_LIST + "  - what: a\n    when: b", [(NONE + "`what`, `when`", "did you mean text?")]),
        (IN_LIST + "  - taggs: [a]", [(NONE + "`taggs`", "did you mean tags?")]),
        (IN_LIST + "  - Built: a", [(COLON, 'put quotes around the text: - "Built: ..."')]),
        (HEAD + "  position: {a: b}", [("this must be a text, not a mapping", "")]),
        (
            IN_LIST + "  - &a Led\n  - *a",
            [
                ("`&a` is a YAML anchor, which a master cannot have", OUT),
                ("`*a` is a YAML alias, which a master cannot have", OUT),
            ],
        ),
        (
            IN_LIST + "  - &c text\n  - *d",
            [
                ("`&c` is a YAML anchor, which a master cannot have", QUOTES),
                ("`*d` is a YAML alias, which a master cannot have", QUOTES),
            ],
        ),
        (IN_LIST + "  - !!str 5", [("`!!str` is a YAML tag, which a master cannot have", TAG)]),
        (IN_LIST + "  - !now do", [("`!now` is a YAML tag, which a master cannot have", QUOTES)]),
        (HEAD + "Experience: []", [("this key is not known", "did you mean work?")]),
        (HEAD + "name: Robin", [("this key is not known here", "it belongs under basics")]),
        (
            HEAD + "email: r@example.com",
            [("this key is not known here", "it belongs under basics")],
        ),
        (HEAD + "skils: []", [("this key is not known", "did you mean skills?")]),
        (HEAD + "education: none", [(NO_LIST, "leave out education if there is nothing to say")]),
        (HEAD + "education: MIT", [(NO_LIST, "write - institution: MIT")]),
        (HEAD + "education: -MIT", [(NO_LIST, "put a space after each hyphen")]),
        (
            HEAD + "skills:\n  - Python",
            [(NO_KEYS, "write - {name: What they are, keywords: [Python]}")],
        ),
        (HEAD + "skills: [Python]", [(NO_KEYS, "write {name: What they are, keywords: [Python]}")]),
        (HEAD + "skills:\n  - keywords: a, b", [(NO_LIST, "write [a, b]")]),
        ("basics: Robin", [(NO_KEYS, "write basics: {name: Robin}")]),
        (HEAD + "  highlights: Led", [(NO_LIST, "write - Led")]),
        (HEAD + "  projects:\n      - Moon", [(NO_KEYS, "write - name: Moon")]),
        (
            HEAD + "sections:\n- Patents",
            [("this needs keys such as title:, not a text", "write - title: Patents")],
        ),
        (HEAD + "skills:\n- null\n-\n", [(NO_KEYS, NO_ITEM), (NO_KEYS, NO_ITEM)]),
        ("basics:\n- name: Robin", [(NO_KEYS_BUT_LIST, "leave out its hyphens")]),
        ("basics: [Robin]", [(NO_KEYS_BUT_LIST, "write it without [ and ]")]),
        (IN_LIST + "  - [Led]", [(NOT_A_LIST, BRACKETED)]),
        (IN_LIST + '  - "Led \\q four"', [(NO_ESCAPE, BACKSLASH)]),
        (IN_LIST + '  - "Led \\uD800"', [(NO_ESCAPE, BACKSLASH)]),
        (IN_LIST + '  - "Led \\xzz"', [(NO_ESCAPE, BACKSLASH)]),
        (HEAD + f'"{"k" * 1100}": x', [("a key may have at most 1,024 letters", "")]),
        (HEAD + "...\nskills: []", [ENDED]),
        (HEAD + "...\nand so on", [ENDED]),
        (
            HEAD + "? [a, b]\n: c",
            [("a key must be a text", 'put quotes around a text that begins with "[", "{" or "?"')],
        ),
        (
            HEAD + "  startDate: 2017-13",
            [("`2017-13`: there is no month 13: write 2017-01 to 2017-12", "")],
        ),
        (
            HEAD + "  startDate: 13/2017",
            [("`13/2017`: there is no month 13: write 2017-01 to 2017-12", "")],
        ),
        (HEAD + "  startDate: now", [("`now` cannot be a start", "write the year")]),
    ],
)
def test_hints_tell_what_was_meant(text: str, said: list[tuple[str, str]]) -> None:
    with pytest.raises(InputError) as caught:
        parse_resume(text, "f", "yaml")
    found = [(re.sub(r"^[\w/]+: ", "", p.message), p.hint) for p in caught.value.problems]
    assert found == said


def test_every_character_that_yaml_cannot_have_is_named_at_its_place() -> None:
    text = f"{HEAD}  position: Pilot\ufffe\n  highlights: [Led\uffff]\n  startDate: soon\n"
    assert faults(text) == [
        "4:18 this character cannot be printed: U+FFFE",
        "5:19 this character cannot be printed: U+FFFF",
        "6:14 work/0/startDate: `soon` is not a date: write 2021, 2021-03, 2021-03-15, March 2021 "
        "or present",
    ]


def test_a_long_key_is_cut_and_an_empty_one_is_shown() -> None:
    assert faults(f"{HEAD}  ? {'k' * 5000}\n  : x\n'': y\n") == [
        f"4:5 work/0/{'k' * 59}…: this key is not known",
        '6:1 "": this key is not known',
    ]


@pytest.mark.parametrize(
    "entry",
    ["awards: [{title: Best, date: ongoing}]", "volunteer: [{position: Cook, endDate: now}]"],
)
def test_a_now_that_stands_alone_is_told(entry: str) -> None:
    _, warnings = parse_resume(f"{HEAD}  startDate: 2020\n  endDate: now\n{entry}\n", "f", "yaml")
    (warning,) = warnings
    assert warning.message.endswith(" is not printed: there is no date on which it began")
    assert str(warning.place).startswith("f:6:")


def test_a_bullet_that_is_indented_below_another_is_told() -> None:
    resume, warnings = parse_resume(f"{IN_LIST}  - Led a team\n    - of five\n", "f", "yaml")
    assert [one.text for one in resume.sections[0].entries[0].bullets] == ["Led a team - of five"]
    assert [(str(one.place), one.message) for one in warnings] == [
        ("f:6:5", "this line continues the item above it")
    ]


@pytest.mark.parametrize(
    ("data", "said", "hint"),
    [
        (
            b"\xd0\xcf\x11\xe0\xa1",
            "this is an encrypted or old .doc file, not a text",
            "save it without a password as .docx",
        )
    ],
)
@pytest.mark.parametrize("name", ["cv.yaml", "cv.md", "cv.html"])
def test_a_file_with_the_suffix_of_another_format_is_named(
    tmp_path: Path, name: str, data: bytes, said: str, hint: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        import_cv(path)
    assert caught.value.problems == (Problem(said, Place(str(path)), hint=hint),)


@pytest.mark.parametrize(
    ("name", "kind"), [("cv.yaml", "a text"), ("cv.md", "Markdown"), ("cv.html", "a web page")]
)
@pytest.mark.parametrize(
    ("data", "said", "suffix"),
    [
        (b"%PDF-1.7\n", "a PDF", ".pdf"),
        (b"PK\x03\x04\x14", "a Word document", ".docx"),
        (b"{\\rtf1 x}", "an RTF file", ".rtf"),
    ],
)
def test_a_file_of_another_importer_is_named(
    tmp_path: Path, name: str, kind: str, data: bytes, said: str, suffix: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        import_cv(path)
    (problem,) = caught.value.problems
    assert re.fullmatch(f"this is {said}( or another zip archive)?, not {kind}", problem.message)
    assert problem.hint.startswith(f"rename it so that it ends in {suffix}")


def test_a_file_without_a_suffix_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "cv"
    path.write_text(HEAD, encoding="utf-8")
    with pytest.raises(InputError, match="the name of the file does not end in its format"):
        import_cv(path)


FOREIGN = """{"basics": {"name": "Robin", "location": {"city": "Leeds", "state": "West"}},
 "work": [{"name": "Acme", "higlights": ["x"], "highlights": [{"text": "Led", "stamp": 7}]}],
 "projects": [{"name": "Abacus", "isActive": true}],
 "awards": [{"title": "Best", "highlights": ["a", {"b": [1]}]}],
 "certificates": [{"name": "Weights", "keywords": []}],
 "languages": [{"language": "English", "level": 5}],
 "experience": [{"name": "Lost"}], "x-own": 1}"""


def test_keys_of_other_programs_in_json_are_warnings() -> None:
    resume, warnings = parse_resume(FOREIGN, "f", "json")
    unknown = "this key is not known and is not printed"
    keys = ["basics/location/state", "work/0/higlights", "work/0/highlights/0/stamp"]
    keys += ["projects/0/isActive", "awards/0/highlights", "certificates/0/keywords"]
    keys += ["experience"]
    *warned, own = warnings
    assert [one.message for one in warned] == [f"{key}: {unknown}" for key in keys]
    assert own.message == "`x-own` is ignored: keys that begin with _ or x- are yours"
    lines = FOREIGN.split("\n")
    for key, one in zip(keys, warned, strict=True):
        assert one.place
        at = lines[(one.place.line or 0) - 1][(one.place.column or 0) - 1 :]
        assert at.startswith(f'"{key.split("/")[-1]}": ')
    assert {one.level for one in warnings} == {"warning"}
    assert [one.hint for one in warnings if one.hint.startswith("did")] == [
        "did you mean highlights?",
        "did you mean work?",
    ]
    known: dict[str, object] = {"basics": {"name": "Robin", "location": {"city": "Leeds"}}}
    known |= {"work": [{"name": "Acme", "highlights": ["Led"]}], "projects": [{"name": "Abacus"}]}
    known |= {"awards": [{"title": "Best"}], "certificates": [{"name": "Weights"}]}
    known |= {"languages": [{"language": "English", "fluency": "5"}]}
    assert resume == parse_resume(json.dumps(known), "f", "json")[0]


def test_the_same_keys_in_yaml_are_faults() -> None:
    found = faults(FOREIGN)
    assert len(found) == 7
    assert all(one.endswith("this key is not known") for one in found)


def test_what_is_wrong_beside_a_foreign_key_stays_a_fault() -> None:
    text = '{"basics": {"name": "Robin", "mail": "x", "email": "robin"}, "work": "Acme"}'
    assert faults(text, "json") == [
        "1:52 basics/email: this is not an e-mail address such as name@example.com",
        "1:62 work: this must be a list, not a text",
    ]


def test_a_foreign_file_is_brought_without_its_keys(tmp_path: Path) -> None:
    path = tmp_path / "cv.json"
    path.write_text(FOREIGN)
    brought = import_cv(path)
    assert parse_resume(json.dumps(brought.master), "f", "json")[1] == ()
    assert sum("not known" in one.message for one in brought.problems) == 7


@pytest.mark.parametrize("letters", [20_000, 20_001])
def test_a_text_that_no_page_holds_is_an_error_at_its_line(letters: int) -> None:
    text = "basics: {name: Ada}\nwork:\n- name: Acme\n  highlights:\n  - " + "x" * letters
    if letters <= 20_000:
        assert (
            len(parse_resume(text, "cv.yaml", "yaml")[0].sections[0].entries[0].bullets[0].text)
            == letters
        )
        return
    with pytest.raises(InputError) as caught:
        parse_resume(text, "cv.yaml", "yaml")
    (problem,) = caught.value.problems
    message = "work/0/highlights/0: this text has 20,001 characters; at most 20,000 are printed"
    assert problem.place
    assert (problem.message, problem.place.line) == (message, 5)
