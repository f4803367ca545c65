"""The report as a web page: what it finds, what it says, and that nothing in it can act."""

import base64
import hashlib
import re
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tailor.cli.json_report import job_record
from tailor.files import data_folder
from tailor.line_ids import text_code
from tailor.loader import read_resume
from tailor.models import Bullet, Contact, Entry, Group, Passage, Posting, Resume, Section
from tailor.pipeline import tailor
from tailor.posting import parse_posting
from tailor.report import render_html
from tailor.report.annotate import Wanted, fold_text, locate_lines, locate_words, page_text
from tailor.report.pages import Letter, Rect, RenderedPage, render_pdf
from tailor.report.posting_view import Block, Piece, posting_blocks, quote_pieces
from tailor.report.view_model import (
    Gap,
    coverage_bars,
    cut_lines,
    group_lines,
    keyword_gaps,
    view_keywords,
    view_lines,
)
from tailor.report.view_model import Group as Lines
from tailor.scoring.coverage import answer_keywords

ROOT = Path(__file__).resolve().parent.parent
HOSTILE = (
    "<script>alert(1)</script> <img src=x onerror=alert(2)> \" onfocus=alert(3) x=' </style> "
    "{{ 7 * 7 }} &amp;"
)


def grid(*rows: str) -> RenderedPage:
    """A page of type: every letter is 5 wide and 10 high, lines begin 12 below each other."""
    letters = [
        Letter(letter, Rect(0, 5 * column, 12 * row, 5, 10))
        for row, text in enumerate(rows)
        for column, letter in enumerate(text + "\n")
    ]
    return RenderedPage(500, 700, b"", tuple(letters))


PAGE = grid(
    "Ada Lindqvist",
    "Engineer",
    "Ferry Works          Oslo",
    "Engineer             2020",
    "• Built ferries in Go and",
    "C++ for 12 crews.",
    "Dock (Go, Rust)",
    "SKILLS",
    "Tools: Git, Go",
    "Languages (good): C++, C, Go",
    "• Ice pilot. Harbour School (2020)",
)
WANTED = (
    Wanted("work/0", "heading", "Engineer. Ferry Works"),
    Wanted("work/0/highlights/0", "bullet", "Built ferries in Go and C++ for 12 crews."),
    Wanted("work/0/projects/0", "group", "Dock. Go, Rust"),
    Wanted("skills/0", "heading", "Tools"),
    Wanted("skills/0/keywords/0", "skill", "Git"),
    Wanted("skills/1", "heading", "Languages"),
    Wanted("skills/1/keywords/0", "skill", "Go"),
    Wanted("skills/1/keywords/1", "skill", "C"),
    Wanted("certificates/0", "line", "Ice pilot. Harbour School"),
    Wanted("work/9", "heading", "Nobody. Nowhere"),
)


def test_every_line_is_found_where_it_stands() -> None:
    text = page_text([PAGE])
    found = locate_lines(text, WANTED)
    places = {key: [(r.x, r.y, r.width) for r in text.rects(found[key])] for key in found}
    assert places == {
        "work/0": [(0, 24, 55), (0, 36, 40)],
        "work/0/highlights/0": [(10, 48, 115), (0, 60, 85)],
        "work/0/projects/0": [(0, 72, 70)],
        "skills/0": [(0, 96, 25)],
        "skills/0/keywords/0": [(35, 96, 15)],
        "skills/1": [(0, 108, 45)],
        "skills/1/keywords/0": [(130, 108, 10)],
        "skills/1/keywords/1": [(115, 108, 5)],
        "certificates/0": [(10, 120, 125)],
    }


def test_words_are_found_whole_and_inside_their_line_only() -> None:
    text = page_text([PAGE])
    found = locate_lines(text, WANTED)["work/0/highlights/0"]
    assert [text.rects([one]) for one in locate_words(text, found, "Go, c++")] == [
        (Rect(0, 95, 48, 10, 10),),
        (Rect(0, 0, 60, 15, 10),),
    ]
    assert locate_words(text, found, "C") == ()


@given(
    st.lists(st.text("abc XYZ,.;-é", min_size=12, max_size=60), min_size=1, max_size=6), st.data()
)
def test_a_sentence_is_found_letter_by_letter_wherever_lines_end(
    texts: list[str], data: st.DataObject
) -> None:
    sentences = [f"{number} {' '.join(text.split())} end" for number, text in enumerate(texts)]
    rows = []
    for sentence in sentences:
        kept = sentence.split(" ")
        cut = data.draw(st.integers(0, len(kept) - 1))
        rows += ["• " + " ".join(kept[: cut + 1]), " ".join(kept[cut + 1 :])]
    text = page_text([grid(*rows)])
    found = locate_lines(text, [Wanted(str(n), "bullet", one) for n, one in enumerate(sentences)])
    assert {key: text.plain[slice(*spans[0])] for key, spans in found.items()} == {
        str(number): fold_text(sentence) for number, sentence in enumerate(sentences)
    }


ADVERT = """Ship's engineer
Harbour & Sons

WE ASK
- Strong Go or Rust/Go
- Docking
1. Boats

We are kind."""


def advert() -> Posting:
    parts = (("context", "", 0, 30), ("must", "WE ASK", 32, 80), ("boilerplate", "", 82, 94))
    found = tuple(Passage(kind, head, ADVERT[a:b], a, b) for kind, head, a, b in parts)
    return Posting(ADVERT, passages=found)


SPANS = {0: ((48, 50), (59, 61)), 1: ((54, 61),), 2: ((64, 71),)}


def test_a_posting_becomes_marked_blocks() -> None:
    go, both = Piece("Go", (0,), first=True), Piece("Rust/Go", (1, 0), first=True)
    assert posting_blocks(advert(), SPANS) == (
        Block("text", False, ((Piece("Ship's engineer"),), (Piece("Harbour & Sons"),))),
        Block("heading", False, ((Piece("WE ASK"),),)),
        Block(
            "item",
            False,
            (
                (Piece("Strong "), go, Piece(" or "), both),
                (Piece("Docking", (2,), first=True),),
            ),
        ),
        Block("step", False, ((Piece("1. Boats"),),)),
        Block("text", True, ((Piece("We are kind."),),)),
    )


def test_a_quote_is_marked_and_loses_its_bullet() -> None:
    assert quote_pieces(advert(), "- Docking", SPANS) == (Piece("Docking", (2,), first=True),)
    assert quote_pieces(advert(), "- elsewhere", SPANS) == (Piece("elsewhere"),)


LETTERS = st.text(st.sampled_from("ab -1.*\n•é"), max_size=80)


@given(LETTERS, st.lists(st.tuples(st.integers(0, 80), st.integers(0, 80)), max_size=6))
def test_no_letter_of_a_posting_is_lost_and_every_span_is_marked(
    text: str, ends: list[tuple[int, int]]
) -> None:
    spans = {n: ((min(pair), min(max(pair), len(text))),) for n, pair in enumerate(ends)}
    rows = [row for block in posting_blocks(Posting(text), spans) for row in block.rows]
    said = "".join(piece.text for row in rows for piece in row)
    bullets = re.compile(r"(?m)^[^\S\n]*[-*•][^\S\n]+(?=\S|$)|\s")
    assert re.sub(r"\s", "", said) == bullets.sub("", text)
    marked = [piece for row in rows for piece in row if piece.keywords]
    assert len([piece for piece in marked if piece.first]) <= len(spans)


def record(key: str, role: str, text: str, chosen: bool, **more: Any) -> dict[str, Any]:
    """A line of a report."""
    usual = {"score": 1.0, "variant": 0, "hits": [], "reason": ""}
    return usual | {"key": key, "role": role, "text": text, "chosen": chosen} | more


def asked(term: str, status: str, keys: list[str], **more: Any) -> dict[str, Any]:
    """A keyword of a report."""
    usual = {"kind": "must", "weight": 2.0, "quotes": [], "spans": [], "spared": None, "choice": []}
    told = {"term": term, "status": status, "bullets": keys, "covered": bool(keys)}
    return usual | told | more


HIT = {"term": "Go", "points": 2.0, "words": "Go"}
REPORT: dict[str, Any] = {
    "keywords": [
        asked(
            "Go",
            "on_page",
            ["a/0", "a/1", "s/0"],
            spans=[[0, 2]],
            quotes=["- Go and Rust"],
            choice=["Rust"],
        ),
        asked("Zig", "missing", [], kind="nice", quotes=["- Go and Zig, Ada"]),
        asked("Ada", "missing", [], kind="nice", quotes=["- Go and Zig, Ada"]),
        asked("C", "cut", ["a/1"], covered=False),
        asked("SQL", "skills_only", ["s/0"], kind="context"),
        asked("Rust", "missing", [], spared="Go", choice=["Go"]),
    ],
    "coverage": {
        "must": {"covered": 1, "of": 2},
        "nice": {"covered": 0, "of": 2},
        "context": {"covered": 1, "of": 1},
    },
    "bullets": [
        record("a", "heading", "Engineer. Ferry Works", True),
        record("a/0", "bullet", "Wrote Go.", True, hits=[HIT]),
        record("a/1", "bullet", "Wrote C.", True),
        record("a/2", "bullet", "Slept.", False, reason="excluded", cost=None, score=0.5),
        record("a/3", "bullet", "Ate.", False, cost={"points": 1.5, "exact": False}),
        record("a/4", "bullet", "Ran.", False, cost={"points": None, "exact": False}, score=0.2),
        record("s/0", "skill", "Go", True, hits=[HIT, {**HIT, "term": "SQL"}]),
        record("basics/summary", "paragraph", "Kind.", True),
    ],
}


def test_what_becomes_of_keywords() -> None:
    found = view_keywords(REPORT)
    assert [(one.term, one.state, one.printed, one.others) for one in found] == [
        ("Go", "proved", (1, 6), ()),  # a/1 is printed in a wording that does not say it.
        ("Zig", "missing", (), ()),
        ("Ada", "missing", (), ()),
        ("C", "cut", (), ()),
        ("SQL", "listed", (6,), ()),
        ("Rust", "spared", (), ()),
    ]
    assert keyword_gaps(found, "spared") == (Gap("Rust", (found[5],)),)
    assert keyword_gaps(found, "missing") == (Gap("- Go and Zig, Ada", (found[1], found[2])),)
    terms = [
        (one.kind, one.covered, one.of, [[word.term for word in cell] for cell in one.cells])
        for one in coverage_bars(REPORT, found)
    ]
    assert terms == [
        ("must", 1, 2, [["Go", "Rust"], ["C"]]),
        ("nice", 0, 2, [["Zig"], ["Ada"]]),
        ("context", 1, 1, [["SQL"]]),
    ]


def test_what_is_said_of_lines() -> None:
    found = view_lines(REPORT, view_keywords(REPORT))
    assert [(one.head, one.answers, dict(one.words), one.cost) for one in found] == [
        ("Engineer, Ferry Works", (), {}, ""),
        ("Engineer, Ferry Works", (0,), {0: "Go"}, ""),
        ("Engineer, Ferry Works", (), {}, ""),
        ("Engineer, Ferry Works", (), {}, "it cannot be on the page"),
        ("Engineer, Ferry Works", (), {}, "bringing it back costs at most 1.50 points"),
        (
            "Engineer, Ferry Works",
            (),
            {},
            "what bringing it back costs was not found in time",
        ),
        ("S", (0, 4), {0: "Go", 4: "Go"}, ""),
        ("Summary", (), {}, ""),
    ]
    assert [one.text for one in cut_lines(found)] == ["Ate.", "Slept.", "Ran."]
    order = [found[7], found[0], found[1], found[2], found[6]]
    assert list(group_lines(order)) == [
        Lines("Summary", None, (found[7],)),
        Lines("Engineer, Ferry Works", found[0], (found[1], found[2])),
        Lines("S", None, (found[6],)),
    ]


@dataclass
class Html(HTMLParser):
    """What a document is made of."""

    source: str
    tags: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    said: dict[str, str] = field(default_factory=dict)
    inside: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.inside = tag

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002
        self.inside = ""

    def handle_data(self, data: str) -> None:
        self.said[self.inside] = self.said.get(self.inside, "") + data

    def values(self, name: str) -> list[str]:
        return [str(found[name]) for _, found in self.tags if name in found]


def digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


POSTING = """Dock engineer

You bring:
- Terraform
- SQL
- Docker
- Kubernetes
"""


@dataclass(frozen=True)
class Made:
    """A page and its report."""

    report: dict[str, Any]
    posting: Posting
    pdf: bytes

    @property
    def html(self) -> str:
        return render_html(self.report, self.posting, self.pdf)


@cache
def made(text: str = POSTING) -> Made:
    """A small page, made for a posting, of a hostile master."""
    bullets = (
        Bullet("work/0/highlights/0", "Wrote the lock control with Terraform for 12 docks."),
        Bullet("work/0/highlights/1", f"Kept the logs of Terraform {HOSTILE}", keep="always"),
        Bullet("work/0/highlights/2", "Moved the harbour to Docker in a week.", keep="never"),
    )
    group = Group("work/0", bullets=bullets)
    job = Entry("work/0", "Engineer", "Ferry & <b>Works</b>", "Oslo", groups=(group,))
    skills = Group("skills/0", bullets=(Bullet("skills/0/keywords/0", "SQL"),))
    master = Resume(
        "Ada Lindqvist",
        contact=Contact("ada@example.com"),
        sections=(
            Section("work", "Work Experience", "work", (job,)),
            Section("skills", "Skills", "skills", (Entry("skills/0", "Data", groups=(skills,)),)),
        ),
    )
    posting = parse_posting(text)
    outcome = tailor(master, posting)
    found = answer_keywords(outcome.keywords, outcome.master, outcome.scores, outcome.plan)
    return Made(job_record(outcome, found, None, 1.0), posting, outcome.document.pdf)


def test_a_small_report_says_all_there_is() -> None:
    html = made().html
    text = " ".join(re.sub(r"<(style|script)>.*?</\1>|<[^>]+>", " ", html, flags=re.S).split())
    for said in (
        "Ada Lindqvist for Dock engineer",
        "1 page,",
        "no other page scores more by tailor’s measure",
        "Not in the master",
        "Wrote the lock control with Terraform for 12 docks.",
        "Moved the harbour to Docker in a week.",
        "excluded",
        f"--pin {text_code('Moved the harbour to Docker in a week.')[:4]}",
        "texts read back identical",
    ):
        assert said in text
    states = {word["term"]: word["status"] for word in made().report["keywords"]}
    assert {"Terraform": "on_page", "SQL": "skills_only", "Docker": "cut"}.items() <= states.items()
    marks = re.findall(r'<a class="mark (\w+) (\w+)" href="#keyword-(\d+)"[^>]*>([^<]*)</a>', html)
    numbers = {word["term"]: str(n) for n, word in enumerate(made().report["keywords"])}
    assert ("proved", "must", numbers["Terraform"], "Terraform") in marks
    assert ("listed", "must", numbers["SQL"], "SQL") in marks
    assert ("cut", "must", numbers["Docker"], "Docker") in marks


def test_half_a_character_in_the_name_of_a_file_is_no_fault() -> None:
    named = made().report["posting"] | {"source": "caf\udce9.txt"}
    html = render_html(made().report | {"posting": named}, made().posting, made().pdf)
    assert "from caf?.txt" in html


def test_the_same_report_gives_the_same_file() -> None:
    assert made().html == made().html


def test_a_hostile_posting_and_master_are_only_text() -> None:
    text = "\n".join(f"{line} {HOSTILE}" if line else "" for line in POSTING.split("\n"))
    plain, hostile = made(), made(text)
    html = Html(hostile.html)
    assert {tag for tag, _ in html.tags} == {tag for tag, _ in Html(plain.html).tags}
    assert len([tag for tag, _ in html.tags if tag == "script"]) == 1
    names = {name for _, found in html.tags for name in found}
    assert names == {name for _, found in Html(plain.html).tags for name in found}
    assert not [name for name in names if name.startswith("on") or name == "style"]
    assert "<script>alert(1)" not in hostile.html
    assert "{{ 7 * 7 }}" in hostile.html


MARKUP = st.lists(
    st.sampled_from(["<zzz a=1>", "<", ">", "'", '"', "</li>", " onload=1 ", "&lt;zzz&gt;", "{{"])
    | st.text(max_size=4),
    max_size=9,
).map("".join)


@settings(max_examples=25, deadline=None)
@given(MARKUP, MARKUP)
def test_no_text_becomes_markup(term: str, text: str) -> None:
    """Any characters in a term, a line, a reason, a title or a file name."""
    report = made().report
    words = [
        word | {"term": f"{number}{term}", "quotes": [text]}
        for number, word in enumerate(report["keywords"])
    ]
    bullets = [{**one, "text": text, "hits": [], "reason": term} for one in report["bullets"]]
    named = report["posting"] | {"title": text, "company": term, "source": text}
    changed = {**report, "keywords": words, "bullets": bullets, "posting": named}
    html = Html(render_html(changed, Posting(f"{text}\n{term}"), made().pdf))
    assert {tag for tag, _ in html.tags} <= {tag for tag, _ in Html(made().html).tags} | {"br"}
    assert not [name for _, found in html.tags for name in found if name.startswith("on")]
    assert all(link.startswith("#") or link == "data:," for link in html.values("href"))


def test_nothing_is_loaded_and_only_our_style_and_script_count() -> None:
    html = Html(made().html)
    policy = next(
        a["content"] for t, a in html.tags if a.get("http-equiv") == "Content-Security-Policy"
    )
    style, script = html.said["style"], html.said["script"]
    assert policy == (
        f"default-src 'none'; img-src data:; style-src 'sha256-{digest(style)}'; "
        f"script-src 'sha256-{digest(script)}'; base-uri 'none'; form-action 'none'"
    )
    assert all(link.startswith("#") or link == "data:," for link in html.values("href"))
    assert all(link.startswith("data:image/png;base64,") for link in html.values("src"))
    assert "url(" not in style
    assert "@import" not in style


def test_every_reference_leads_somewhere_and_every_name_is_there_once() -> None:
    html = Html(made().html)
    names = html.values("id")
    assert len(names) == len(set(names))
    wanted = [link[1:] for link in html.values("href") if link.startswith("#")]
    wanted += html.values("aria-labelledby") + html.values("aria-describedby")
    assert set(wanted) <= set(names)
    assert [tag for tag, _ in html.tags if tag in ("header", "nav", "main", "footer", "h1")] == [
        "header",
        "h1",
        "nav",
        "main",
        "footer",
    ]


def colours(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", block))


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    digits = colour[1:] if len(colour) == 7 else "".join(2 * digit for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_text_has_contrast_in_light_in_dark_and_on_paper() -> None:
    style = (data_folder("templates") / "html" / "report.css").read_text(encoding="utf-8")
    light, dark, paper = (colours(block) for block in re.findall(r":root \{(.*?)\}", style, re.S))
    assert len(light) == len(dark) == 16
    for theme in (light, dark, light | paper):
        pairs = [(theme[one], theme[two]) for one in ("ink", "soft") for two in ("ground", "card")]
        for state in ("proved", "listed", "spared", "cut", "missing"):
            pairs += [(theme[state], theme[on]) for on in (f"{state}-tint", "ground", "card")]
        pairs.append((theme["card"], theme["active"]))
        assert [pair for pair in pairs if contrast(*pair) < 4.5] == []


def test_a_page_is_a_picture_and_letters() -> None:
    paper = render_pdf(made().pdf)
    assert paper.author == "Ada Lindqvist"
    (sheet,) = paper.sheets
    assert (round(sheet.width), round(sheet.height)) == (612, 792)
    assert sheet.picture.startswith(b"\x89PNG")
    assert sheet.text.startswith("Ada Lindqvist\n")
    first = sheet.letters[0].box
    assert 0 < first.x < 612
    assert 0 < first.y < 100


def test_a_report_is_small() -> None:
    """A whole page of a long career, for a long posting."""
    case = ROOT / "examples" / "software-engineer"
    posting = parse_posting(
        (case / "postings" / "backend-payments.txt").read_text(encoding="utf-8")
    )
    outcome = tailor(read_resume(case / "resume.yaml")[0], posting)
    found = answer_keywords(outcome.keywords, outcome.master, outcome.scores, outcome.plan)
    html = render_html(job_record(outcome, found, None, 1.0), posting, outcome.document.pdf)
    assert 100_000 < len(html.encode()) < 1_000_000
    printed = set(re.findall(r'<(?:a|g) class="spot"[^>]* data-line="(\d+)"', html))
    assert len(printed) == len(outcome.plan.chosen) > 30
