"""What a browser does not show of a web page, or of HTML in Markdown. The people are invented."""

import time
from pathlib import Path

import pytest

from tailor.errors import InputError
from tailor.html import VisibilityTracker
from tailor.importers.base import ImportResult
from tailor.loader import import_cv

PAGE = (
    "<!doctype html><html><head><meta charset=utf-8>{head}</head><body><h1>Ada Marlow</h1>"
    "<p>ada@example.com</p><h2>Experience</h2><p><b>Engineer</b>, Acme AB</p><p>2019 - 2021</p>"
    "<ul><li>Built it</li></ul>{part}<ul><li>Mended it</li></ul></body></html>"
)
NOTE = (
    "# Ada Marlow\n\nada@example.com\n\n## Experience\n\n**Engineer** | Acme AB | 2019 – 2021\n\n"
    "- Built it\n\n{part}\n\n- Mended it\n"
)

UNSEEN = (
    '<p style="--a:#fff;color:var(--a)">Tern</p>',
    '<div style="--a:white"><p style="color: var( --a )">Tern</p></div>',
    '<p style="color:var(--none, rgb(255, 255, 255))">Tern</p>',
    '<p style="--a:var(--b);--b:none;display:var(--a)">Tern</p>',
    '<p style="display:NONE">Tern</p>',
    "<p hidden>Tern</p>",
    '<p style="visibility:collapse">Tern</p>',
    '<p style="COLOR: White">Tern</p>',
    '<p style="color:#fff !important">Tern</p>',
    '<p style="color:rgb(255, 255, 255)">Tern</p>',
    '<p style="color:rgb(100% 100% 100% / 50%)">Tern</p>',
    '<p style="color:#fdfdfd">Tern</p>',
    '<p style="color:#ffffffff">Tern</p>',
    '<p style="color:rgba(0,0,0,0)">Tern</p>',
    '<p style="color:#0000">Tern</p>',
    '<p style="color:transparent">Tern</p>',
    '<p style="color:#123;background:#122334">Tern</p>',
    '<div style="background:#222"><p style="color:white;background-color:#fff">Tern</p></div>',
    "<font color=white>Tern</font>",
    "<font color=ffffff>Tern</font>",
    '<div bgcolor="black"><font color=white>Tern</font></div>',
    '<p style="font-size:0">Tern</p>',
    '<p style="font-size:1px">Tern</p>',
    '<p style="font-size:0em">Tern</p>',
    '<p style="position:absolute;left:-9999px">Tern</p>',
    '<p style="position:relative;left:-1000pt">Tern</p>',
    '<p style="position:fixed;top:-200em">Tern</p>',
    '<p style="margin-left:-9999px">Tern</p>',
    '<p style="text-indent:-9999px">Tern</p>',
    '<div style="height:0;overflow:hidden">Tern</div>',
    '<div style="max-height:0px;overflow-y:hidden">Tern</div>',
    '<span style="position:absolute;width:1px;height:1px;overflow:hidden">Tern</span>',
    '<p style="opacity:0.01">Tern</p>',
    '<p style="opacity:1%">Tern</p>',
    '<p style="position:absolute;clip:rect(0 0 0 0)">Tern</p>',
    '<p style="clip-path:inset(50%)">Tern</p>',
    '<p style="transform:scale(0)">Tern</p>',
    '<p style="color:hsl(0,0%,100%)">Tern</p>',
    '<p style="color:hsl(240 100% 50% / 0)">Tern</p>',
    '<p style="color:hwb(90deg 100% 0%)">Tern</p>',
    '<p style="color:oklch(99% 0.01 20)">Tern</p>',
    '<p style="color:lab(100 0 0)">Tern</p>',
    '<p style="color:color(srgb 1 1 1)">Tern</p>',
    '<p style="color:hsl(240,100%,25.1%);background:navy">Tern</p>',
    '<p style="color:navy;background:#000080">Tern</p>',
    '<p style="color:lightgrey;background:#d3d3d3">Tern</p>',
    '<p style="color:#123;background:currentcolor">Tern</p>',
    '<p style="font:1px/1 serif">Tern</p>',
    '<p style="font:italic 700 0/0 a">Tern</p>',
    '<p style="font-size:14px;font:bold .1pt serif">Tern</p>',
    '<p style="position:fixed;transform:translateX(-9999px)">Tern</p>',
    '<p style="transform:rotate(0) translate(10px, -5000px)">Tern</p>',
    '<p style="translate:-2000px 0">Tern</p>',
    '<div style="margin-top:-9999px">Tern</div>',
    '<p style="d\\69splay:none">Tern</p>',
    '<p style="displa\\y:none">Tern</p>',
    '<p style="filter:blur(2px) opacity(0)">Tern</p>',
    '<div style="content-visibility:hidden">Tern</div>',
    '<div style="zoom:0">Tern</div>',
    "<template>Tern</template>",
    "<noscript>Tern</noscript>",
    "<dialog>Tern</dialog>",
    "<datalist>Tern</datalist>",
)

SEEN = (
    '<div style="background:#123"><p style="color:#fff">Tern</p></div>',
    '<table bgcolor="navy"><tr><td><font color=white>Tern</font></td></tr></table>',
    '<div bgcolor="black">Tern</div>',
    '<p style="background:url(sea.png);color:white">Tern</p>',
    '<p style="background:rgba(0,0,0,.6);color:white">Tern</p>',
    '<div style="background:#000;color:#fff"><div style="background:none">Tern</div></div>',
    '<p style="color:white;text-shadow:0 0 2px #000">Tern</p>',
    '<p style="background:linear-gradient(red,blue);background-clip:text;color:#fff">Tern</p>',
    '<p style="-webkit-background-clip:text;color:transparent">Tern</p>',
    '<p style="color:white;position:absolute;top:-50px">Tern</p>',
    '<div style="color:white"><a href="https://tern.example.com">Tern</a></div>',
    '<div style="color:white"><b style="color:black">Tern</b></div>',
    '<p style="color:var(--ink)">Tern</p>',
    '<p style="color:#ccc">Tern</p>',
    '<div style="font-size:0"><span style="font-size:14px">Tern</span></div>',
    '<p style="font-size:62.5%">Tern</p>',
    '<p style="font-size:.1em">Tern</p>',
    '<p style="font-size:5%">Tern</p>',
    '<p style="font-size:calc(1px + 1vw)">Tern</p>',
    '<div style="visibility:hidden"><p style="visibility:visible">Tern</p></div>',
    '<p hidden style="display:block">Tern</p>',
    '<p style="left:-9999px">Tern</p>',
    '<p style="margin-left:-20px;text-indent:-18pt">Tern</p>',
    '<span style="text-indent:-9999px">Tern</span>',
    '<div style="height:0">Tern</div>',
    '<div style="height:0;padding-bottom:50%;overflow:hidden">Tern</div>',
    '<span style="height:0;overflow:hidden">Tern</span>',
    '<p style="opacity:.5">Tern</p>',
    '<p style="opacity:0;animation:rise 1s forwards">Tern</p>',
    '<p style="clip:rect(0,0,0,0)">Tern</p>',
    '<p style="transform:scale(0.9)">Tern</p>',
    '<!-- x --><p class="sea" style="color:">Tern</p>',
    '<p style="color:hsl(0,0%,40%)">Tern</p>',
    '<p style="color:hsl(0 0% 100%);background:navy">Tern</p>',
    '<p style="color:oklch(60% 0.1 20)">Tern</p>',
    '<p style="color:white;background:rgb(0 0 128)">Tern</p>',
    '<p style="color:#123;background:lightsteelblue">Tern</p>',
    '<p style="font:1px serif;font-size:14px">Tern</p>',
    '<p style="font:700 14px/1 serif">Tern</p>',
    '<p style="font:inherit">Tern</p>',
    '<p style="transform:translateX(-9999px);transition:transform 1s">Tern</p>',
    '<p style="transform:translate(-50%, -20px)">Tern</p>',
    '<p style="zoom:1">Tern</p>',
    '<p style="filter:opacity(0.9)">Tern</p>',
    "<dialog open>Tern</dialog>",
    '<noscript style="display:block">Tern</noscript>',
    "<details open><summary>More</summary>Tern</details>",
)


def imported(folder: Path, text: str, name: str) -> ImportResult:
    (folder / name).write_text(text, encoding="utf-8")
    return import_cv(folder / name)


def hidden(found: ImportResult) -> list[str]:
    return [one.message for one in found.problems if "hidden" in one.message]


def kept(found: ImportResult) -> str:
    return f"{found.master} {found.unplaced}"


@pytest.mark.parametrize("name", ["cv.html", "cv.md"])
@pytest.mark.parametrize("part", UNSEEN)
def test_what_nobody_sees_is_left_out_and_told(tmp_path: Path, part: str, name: str) -> None:
    text = (PAGE if name == "cv.html" else NOTE).format(head="", part=part)
    found = imported(tmp_path, text, name)
    assert hidden(found) == ["hidden text was left out: `Tern`"]
    assert "Tern" not in kept(found)
    assert "Mended it" in kept(found)


@pytest.mark.parametrize("name", ["cv.html", "cv.md"])
@pytest.mark.parametrize("part", SEEN)
def test_what_may_be_seen_is_read(tmp_path: Path, part: str, name: str) -> None:
    text = (PAGE if name == "cv.html" else NOTE).format(head="", part=part)
    found = imported(tmp_path, text, name)
    assert hidden(found) == []
    assert "Tern" in kept(found)


@pytest.mark.parametrize(
    ("head", "seen"),
    [
        ("<style>.sea { background: #123 }</style>", True),
        ("<style>@media screen { p, li { background-image: url(x) } }</style>", True),
        ("<style>p{color:red} body{background:navy}</style>", True),
        ('<link rel="stylesheet" href="sea.css">', True),
        ('<meta name="color-scheme" content="dark">', True),
        ("<style>.sky { background: #123 }</style>", False),
        ("<style>body { background: #f4f4f4; color: #333 }</style>", False),
    ],
)
def test_style_sheets_may_put_a_colour_behind_white_letters(
    tmp_path: Path, head: str, seen: bool
) -> None:
    part = '<p class="sea" style="color:white">Tern</p>'
    found = imported(tmp_path, PAGE.format(head=head, part=part), "cv.html")
    assert ("Tern" in kept(found), hidden(found) == []) == (seen, seen)


@pytest.mark.parametrize("name", ["cv.html", "cv.md"])
@pytest.mark.parametrize(
    ("sheet", "seen"),
    [
        (".sea { display: none }", False),
        ("#shore{visibility:hidden}", False),
        ("/* p */ [data-far] { opacity: 0 }", False),
        ("p.sea, h9 { color: #fff !important }", False),
        ("body .sea{position:absolute;left:-9999px}", False),
        ("section > p { font-size: 0 }", False),
        ("@media all { .sea { display:none } }", False),
        ("@import url(x);@layer base{@media screen{.sea{display:none}}}", False),
        (".sea{display:none} p{display:block}", False),
        (".sea{display:none} p.sea{display:block}", True),
        (".sea{display:none} .sea{display:block}", True),
        ("@media print { .sea { display: none } }", True),
        ("@media (max-width: 9em) { .sea { display: none } }", True),
        ("@keyframes x { from { opacity: 0 } } .sea { animation: x }", True),
        (".sea:hover { display: none } .sea::before { display: none }", True),
        ("nav .sea { display: none } .sea.calm { display: none }", True),
        ("/* .sea { display: none } */", True),
        (".sea { color: #fff; background: #124 }", True),
    ],
)
def test_style_sheets_may_hide_text(tmp_path: Path, sheet: str, seen: bool, name: str) -> None:
    part = f'<style>{sheet}</style><section><p class="sea" id=shore data-far=1>Tern</p></section>'
    text = (PAGE if name == "cv.html" else NOTE).format(head="", part=part)
    found = imported(tmp_path, text, name)
    assert ("Tern" in kept(found), hidden(found) == []) == (seen, seen)


@pytest.mark.parametrize(
    "sheet",
    [
        ".a{x:y}" * 28_000,
        "".join(f".p{number} .a{{color:red}}" for number in range(10_000)),
        "@media{" * 14_000 + ".a{x:y}" * 14_000,
        "{" * 200_000,
        "/*" * 100_000,
        "@media" + " " * 190_000 + "x{",
    ],
)
def test_a_long_style_sheet_takes_no_long_time(sheet: str) -> None:
    before = time.process_time()
    looks = VisibilityTracker(f"<style>{sheet}</style>")
    for _ in range(20_000):
        looks.open_element("p", {"class": "a"})
        looks.close_elements(0)
    assert time.process_time() - before < 5


def test_hidden_text_is_told_as_a_whole(tmp_path: Path) -> None:
    part = '<ul style="color:#fff"><li>Led <b>nine</b><li style="color:red">Ran it<li>a ship</ul>'
    found = imported(tmp_path, PAGE.format(head="", part=part), "cv.html")
    assert found.master["work"][0]["highlights"] == ["Built it", "Ran it", "Mended it"]
    assert hidden(found) == [f"hidden text was left out: `{one}`" for one in ("Led nine", "a ship")]


def test_html_that_is_left_open_in_markdown_ends_with_its_paragraph(tmp_path: Path) -> None:
    part = (
        "- Sailed <span hidden>far <b>away</b></span> north\n- Led <span style='display:none'>ten\n"
        "- Ran it\n\n<div style='opacity:0'>\n\n- Won it\n\n</div>\n\n<p hidden>No end"
    )
    found = imported(tmp_path, NOTE.format(part=part), "cv.md")
    bullets = ["Built it", "Sailed north", "Led", "Ran it", "Mended it"]
    assert found.master["work"][0]["highlights"] == bullets
    assert hidden(found) == [
        f"hidden text was left out: `{one}`" for one in ("far away", "ten", "Won it", "No end")
    ]


def test_a_page_of_which_nothing_is_seen_is_refused_with_what_it_hides(tmp_path: Path) -> None:
    text = '<div style="color:white"><h1>Ada Marlow</h1></div>'
    with pytest.raises(InputError, match="no text in this file") as caught:
        imported(tmp_path, text, "cv.html")
    messages = [one.message for one in caught.value.problems]
    assert "hidden text was left out: `Ada Marlow`" in messages


@pytest.mark.parametrize("name", ["cv.html", "cv.md"])
def test_pictures_that_are_written_as_numbers_are_told(tmp_path: Path, name: str) -> None:
    text = (PAGE if name == "cv.html" else NOTE).format(head="", part="<p>Sea &#x1F6A2; dog</p>")
    found = imported(tmp_path, text, name)
    assert [one.message for one in found.problems] == [
        "pictures between characters were left out: 🚢"
    ]


@pytest.mark.parametrize(
    ("part", "tag"),
    [
        ("<button>Tern</button>", "button"),
        ('<input type="submit" value="Tern">', "input"),
        ('<p>x <img src="x.png" alt="Tern"></p>', "img"),
        ('<iframe srcdoc="&lt;p&gt;Tern&lt;/p&gt;"></iframe>', "iframe"),
        ("<svg><text>Tern</text></svg>", "svg"),
        ("<nav><a href=x>Tern</a></nav>", "nav"),
    ],
)
def test_what_is_no_part_of_a_cv_is_reported(tmp_path: Path, part: str, tag: str) -> None:
    (tmp_path / "cv.html").write_text(PAGE.format(head="", part=part))
    found = import_cv(tmp_path / "cv.html")
    assert "Tern" not in str(found.master)
    assert f"the text of <{tag}> was left out: `Tern`" in [p.message for p in found.problems]


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("li::before{content:'Tern: '}", "Tern: "),
        ('/* x */ .y:after { color: red; CONTENT: "Tern" } ', "Tern"),
        ("@media screen{p::before{content:'Tern'}}", "Tern"),
    ],
)
def test_text_of_a_style_sheet_is_reported(tmp_path: Path, rule: str, text: str) -> None:
    (tmp_path / "cv.html").write_text(PAGE.format(head=f"<style>{rule}</style>", part=""))
    messages = [problem.message for problem in import_cv(tmp_path / "cv.html").problems]
    assert f"the text of <style> was left out: `{text}`" in messages


@pytest.mark.parametrize(
    "rule", ["li::before{content:'• '}", "p{content:'Tern'}", "i:before{content:'\\f0ab'}"]
)
def test_bullets_of_a_style_sheet_are_not_reported(tmp_path: Path, rule: str) -> None:
    (tmp_path / "cv.html").write_text(PAGE.format(head=f"<style>{rule}</style>", part=""))
    messages = [problem.message for problem in import_cv(tmp_path / "cv.html").problems]
    assert not [message for message in messages if "<style>" in message]


def test_what_is_in_the_fields_of_a_form_is_read(tmp_path: Path) -> None:
    part = '<ul><li>Fed a <input value="Tern"> and <input type=hidden value="Crane"></li></ul>'
    (tmp_path / "cv.html").write_text(PAGE.format(head="", part=part))
    found = import_cv(tmp_path / "cv.html")
    assert "Fed a Tern and" in str(found.master)
    assert "Crane" not in str(found.master)


def test_a_variable_of_the_whole_page_hides_text(tmp_path: Path) -> None:
    head = "<style>:root{--a:#fff;--b:#000}.x{color:var(--a)}.y{color:var(--b)}</style>"
    part = "<p class=x>Tern</p><ul><li class=y>Fed a crane</li></ul>"
    (tmp_path / "cv.html").write_text(PAGE.format(head=head, part=part))
    found = import_cv(tmp_path / "cv.html")
    assert "Tern" not in str(found.master)
    assert "Fed a crane" in str(found.master)
    assert "hidden text was left out: `Tern`" in [p.message for p in found.problems]
