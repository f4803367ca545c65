"""Postings in every format: what is read from them, what is never used, what is refused."""

import json
import re
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.postings import Result, judge, squeezed
from tailor.errors import InputError, LimitError, NetworkError, TailorError
from tailor.files import charset_in_header, decode_bytes
from tailor.posting import fetch, parse_posting
from tailor.posting.fetch import fetch_posting, read_format, read_text_isolated
from tailor.posting.formats import READERS
from tailor.posting.html_text import fragment_text
from tailor.posting.sources import LONGEST, RawPosting, load_source, require_within_limit
from tailor.sandbox.worker import WorkerKilledError
from tests.postings.pages import ASKED, Advertised, Page, page, pages, pairs
from tests.postings.papers import pdf

WALL = ("sign in", "robots", "JavaScript", "no longer open")


@pytest.fixture(scope="module")
def every_page() -> list[Page]:
    return [*pages()]


@pytest.fixture(scope="module")
def results(every_page: list[Page]) -> list[Result]:
    return [judge(page) for page in every_page]


def share(results: list[Result], part: str, whole: str) -> float:
    return float(
        sum(getattr(one, part) for one in results) / sum(getattr(one, whole) for one in results)
    )


def test_the_pages_are_read_as_promised(results: list[Result]) -> None:
    assert len(results) >= 40
    for fact, least in (("title", 0.95), ("company", 0.95), ("language", 1.0), ("place", 0.9)):
        assert sum(one.facts[fact] for one in results) / len(results) >= least, fact
    for fact in ("seniority", "years", "degree"):
        assert sum(one.facts[fact] for one in results) / len(results) >= 0.95, fact
    assert share(results, "kept", "asked") >= 0.9
    assert share(results, "left", "junk") <= 0.05


@pytest.mark.parametrize("pair", [*pairs()][::9], ids=lambda pair: pair[0])
def test_what_was_read_can_be_read_again(pair: tuple[str, Advertised]) -> None:
    made = page(*pair)
    read = READERS.get(made.format)
    first = parse_posting(read(made.data, "utf-8", "") if read else made.data.decode())
    again = parse_posting(first.text)
    assert again == first


def html(body: str, head: str = "<title>Baker | Crumb Mills</title>") -> str:
    page = f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
    return READERS[".html"](page.encode(), "", "")


@pytest.mark.parametrize(
    "hidden",
    [
        "<!-- COBOL -->",
        "<div hidden>COBOL</div>",
        "<div style='display:none'>COBOL</div>",
        "<div style='--a:#fff;color:var(--a)'>COBOL</div>",
        "<style>:root {--a:none} .x {display:var(--a)}</style><p class=x>COBOL</p>",
        "<div style='DISPLAY : None ! important'>COBOL</div>",
        "<div style='visibility:hidden'>COBOL</div>",
        "<div style='opacity:0'>COBOL</div>",
        "<p style='font-size:0'>COBOL</p>",
        "<p style='font-size: 0px; color: red'>COBOL</p>",
        "<p style='color:white'>COBOL</p>",
        "<p style='color:#FFF'>COBOL</p>",
        "<p style='color:rgb(255, 255, 255)'>COBOL</p>",
        "<div style='background:#fff'><b><i style='color:#ffffff'>COBOL</i></b></div>",
        "<p style='color:#123456;background-color:#123456'>COBOL</p>",
        "<p style='color:transparent'>COBOL</p>",
        "<p style='position:absolute;left:-9999px'>COBOL</p>",
        "<p style='text-indent:-9999px'>COBOL</p>",
        "<p style='height:0;overflow:hidden'>COBOL</p>",
        "<p style='clip:rect(0,0,0,0)'>COBOL</p>",
        "<style>.x, p.y {display:none}</style><p class='a y'>COBOL</p>",
        "<style>#z{visibility:hidden}</style><p id=z>COBOL</p>",
        "<style>.COBOL{}</style>",
        "<script>var COBOL</script>",
        "<template>COBOL</template>",
        "<noscript>COBOL</noscript>",
        "<input type=hidden value=COBOL>",
        "<textarea>COBOL</textarea>",
        "<svg><text>COBOL</text></svg>",
        "<img alt=COBOL>",
        "<a title=COBOL href=COBOL></a>",
    ],
)
def test_hidden_text_is_never_used(hidden: str) -> None:
    text = html(f"<h1>Baker</h1>{hidden}<p>We need rye bread every day of the week.</p>")
    assert "rye bread" in text
    assert "COBOL" not in text


@pytest.mark.parametrize(
    "shown",
    [
        "<div style='background:#000'><p style='color:#fff'>COBOL</p></div>",
        "<p style='color:#fff;background-color:navy'>COBOL</p>",
        "<style>@media print {.x{display:none}}</style><p class=x>COBOL</p>",
        "<p style='opacity:0.8;font-size:0.9em;height:10px'>COBOL</p>",
        "<details><summary>More</summary>COBOL</details>",
    ],
)
def test_visible_text_is(shown: str) -> None:
    assert "COBOL" in html(f"<h1>Baker</h1>{shown}<p>We need rye bread every day.</p>")


def test_structured_data_wins_and_hidden_parts_of_it_do_not() -> None:
    body = "<p>Bake rye. </p>" * 30 + "<p style='display:none'>COBOL</p>"
    node = {
        "@type": "JobPosting",
        "title": "Night Baker",
        "hiringOrganization": {"name": ["Crumb &amp; Co"]},
        "jobLocation": {"address": {"addressLocality": "Hull", "addressCountry": {"name": "UK"}}},
        "description": body,
        "experienceRequirements": {"monthsOfExperience": 48},
        "educationRequirements": [{"credentialCategory": "bachelor degree"}],
    }
    script = f"<script type='application/ld+json'>{json.dumps(node)}</script>"
    text = html("<h1>Something else</h1>", script)
    posting = parse_posting(text)
    assert (posting.title, posting.company, posting.place) == (
        "Night Baker",
        "Crumb & Co",
        "Hull, UK",
    )
    assert (posting.years, posting.degree) == (4, "bachelor")
    assert "COBOL" not in text


@pytest.mark.parametrize("broken", ["{", "[[[[", '{"@type": "JobPosting"', "null", '"x"', "[1, 2]"])
def test_broken_structured_data_is_passed_over(broken: str) -> None:
    script = f"<script type='application/ld+json'>{broken}</script>"
    assert parse_posting(html("<h1>Baker</h1><p>We need rye bread.</p>", script)).title == "Baker"


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("a<br>b", "a\nb"),
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("<ul><li>a<li>b</ul>c", "- a\n- b\n\nc"),
        ("<ul><li><p>a</p><ul><li>b</ul></ul>", "- a\n- b"),
        ("<p><b>Head</b></p>text", "Head\n\ntext"),
        ("<table><tr><td>Place<td>Leeds</table>", "Place: Leeds"),
        ("<dl><dt>Place<dd>Leeds</dl>", "Place: Leeds"),
        ("&lt;p&gt;a &amp;amp; b&lt;/p&gt;", "a & b"),
        ("no markup: x < y", "no markup: x < y"),
        ("one\ntwo", "one\ntwo"),
        ("<b>one</b>\ntwo", "one\ntwo"),
        ("<p>one\ntwo", "one two"),
    ],
)
def test_layout(markup: str, text: str) -> None:
    assert fragment_text(markup) == text


@pytest.mark.parametrize(
    ("data", "announced", "text"),
    [
        ("Café".encode(), "", "Café"),
        ("Café".encode("cp1252"), "", "Café"),
        ("Café".encode("cp1252"), "iso-8859-1", "Café"),
        ("Łódź".encode("iso8859-2"), "iso-8859-2", "Łódź"),
        ("Łódź".encode("utf-16"), "iso-8859-2", "Łódź"),
        (b"\xef\xbb\xbfCaf\xc3\xa9", "cp1252", "Café"),
        (b"<meta charset=iso-8859-2>\xa3", "", "<meta charset=iso-8859-2>Ł"),
        (b"<meta charset=iso-8859-2>\xa3", "cp1252", "<meta charset=iso-8859-2>£"),
        (b"<meta charset=utf-16>Caf\xc3\xa9", "", "<meta charset=utf-16>Café"),
        (b"<meta charset=utf-7>+ADw-b+AD4-", "", "<meta charset=utf-7>+ADw-b+AD4-"),
        (b"+ADw-b+AD4-", "utf-7", "+ADw-b+AD4-"),
        (b"onzr", "rot13", "onzr"),
        (b"Caf\xc3\xa9", "no such thing", "Café"),
        (b"\x83p\x83\x93", "shift_jis", "パン"),
    ],
)
def test_encodings(data: bytes, announced: str, text: str) -> None:
    assert decode_bytes(data, announced, page=True) == text


def test_the_label_of_a_content_type() -> None:
    assert charset_in_header("text/html; Charset='UTF-8'") == "UTF-8"
    assert charset_in_header("text/html") == ""


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("<h1>Sign in to continue</h1>", "sign in"),
        ("<h1>Checking your browser before accessing</h1>", "robots"),
        ("<div id=root></div><script src=x></script>", "JavaScript"),
        ("<p>Sorry, this position has been filled.</p>", "no longer open"),
    ],
)
def test_a_saved_wall_is_named(tmp_path: Path, body: str, words: str) -> None:
    path = tmp_path / "job.html"
    path.write_text(f"<html><title>Baker</title><body>{body}</body></html>")
    with pytest.raises(InputError, match=words) as caught:
        fetch_posting(str(path))
    assert caught.value.exit_code == 3
    assert str(caught.value).startswith(str(path))


def test_a_real_posting_may_speak_of_walls() -> None:
    lines = "".join(f"<li>Bakes bread of kind {number} in the oven</li>" for number in range(12))
    text = html(f"<h1>Baker</h1><ul>{lines}</ul><p>Sign in to apply; solve the captcha.</p>")
    assert "kind 11" in text


def mail(body: str, markup: str = "", subject: str = "Fwd: Baker") -> EmailMessage:
    message = EmailMessage()
    message["Subject"], message["To"] = subject, "sam@example.com"
    message.set_content(body)
    if markup:
        message.add_alternative(markup, subtype="html")
    return message


def test_mail() -> None:
    long = "Bake rye bread and wheat bread, every day but Sunday, from three to eleven. " * 4
    text = READERS[".eml"](mail(f"From: A <a@example.com>\n\n{long}").as_bytes(), "", "")
    assert text.startswith("Job title: Baker\n\n")
    assert "a@example.com" not in text
    with_page = mail("See the page.", f"<h1>Night Baker</h1><p>{long}</p>")
    assert parse_posting(READERS[".eml"](with_page.as_bytes(), "", "")).title == "Night Baker"
    with_paper = mail("See below.")
    with_paper.add_attachment(
        pdf(["Day Baker", "Crumb Mills | Leeds", long], 80),
        maintype="application", subtype="pdf", filename="job.pdf",
    )  # fmt: skip
    assert parse_posting(READERS[".eml"](with_paper.as_bytes(), "", "")).company == "Crumb Mills"


def zipped(**files: str) -> bytes:
    data = BytesIO()
    with ZipFile(data, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def headless() -> bytes:
    """A Word document whose main part is something else."""
    import docx

    whole = BytesIO()
    docx.Document().save(whole)
    with ZipFile(whole) as archive:
        parts = {name: archive.read(name).decode("latin-1") for name in archive.namelist()}
    return zipped(**{**parts, "word/document.xml": parts["docProps/core.xml"]})


@pytest.mark.parametrize(
    ("suffix", "data", "kind", "words"),
    [
        (".docx", headless(), InputError, "Word document cannot be read"),
        (".pdf", b"%PDF-1.4\nnothing", InputError, "damaged"),
        (".pdf", b"", InputError, "damaged"),
        (".docx", b"PK\x03\x04 nothing", InputError, "Word document cannot be read"),
        (".docx", zipped(a="b"), InputError, "Word document cannot be read"),
        (".docx", zipped(a="0" * 60_000_000), LimitError, "unpacks to more"),
        (".json", b"{", InputError, "not valid JSON"),
        (".json", b'{"a": 1}', InputError, "no posting"),
        (".json", b"[" * 200_000, InputError, "not valid JSON"),
        (".xml", b"<a>", InputError, "not valid XML"),
        (".xml", b"<a/>", InputError, "no posting"),
        (".xml", b"<position/>", InputError, "no posting"),
        (".html", b"", InputError, "empty"),
        (".eml", b"", InputError, "posting is empty"),
    ],
)  # fmt: skip
def test_what_cannot_be_read(suffix: str, data: bytes, kind: type[TailorError], words: str) -> None:
    with pytest.raises(kind, match=words):
        parse_posting(READERS[suffix](data, "", ""))


def test_a_feed_may_lack_any_part_of_a_position() -> None:
    rest = b"<jobDescriptions><jobDescription>%b</jobDescription></jobDescriptions>"
    parts = b"<name>Tasks</name>", b"<value>Bake bread and cakes</value>"
    for name in (b"", b"<name>Baker</name>"):
        for body in (parts[1], b"".join(parts)):
            read = READERS[".xml"](b"<position>%b%b</position>" % (name, rest % body), "", "")
            assert "Bake bread and cakes" in read
            assert ("Baker" in read, "Tasks" in read) == (bool(name), parts[0] in body)


def test_a_scan_has_no_text() -> None:
    empty = pdf([""], 80)
    empty = re.sub(rb"\(https://[^)]*\) Tj", lambda match: b" " * len(match[0]), empty)
    with pytest.raises(InputError, match=r"no text; it may be a scan"):
        READERS[".pdf"](empty, "", "")


def test_what_stands_on_every_page_of_a_pdf_is_left_out() -> None:
    text = READERS[".pdf"](pdf([f"Bread number {number}" for number in range(120)], 80), "", "")
    assert "Bread number 119" in text
    assert "https" not in text
    assert "1/3" not in text


def test_the_name_of_a_printed_file_is_left_out() -> None:
    foot = "file:///home/robin/job.html 1/1"
    assert READERS[".pdf"](pdf(["Baker", foot], 80), "", "").strip() == "Baker"


def test_word_text_that_is_hidden_or_deleted_is_not_used() -> None:
    import docx

    document = docx.Document()
    run = document.add_paragraph("Baker ").add_run("COBOL")
    run.font.hidden = True
    data = BytesIO()
    document.save(data)
    assert READERS[".docx"](data.getvalue(), "", "") == "Baker"


@pytest.mark.parametrize(
    "data",
    [
        b"<html>" + b"<div>" * 50_000 + b"words",
        b"<html><p>" + b"<b><i>x " * 20_000,
        b"<html>" + b"<table><tr><td>" * 3_000 + b"words",
        b"<html><style>" + b"@media{" * 50_000 + b"</style><p>words",
        b"<html>" + b"<!-- -- " * 50_000,
    ],
)
def test_pages_that_make_readers_hang(data: bytes) -> None:
    with suppress(InputError, LimitError):
        read_text_isolated(RawPosting(data, ".html", "job.html"))


def test_a_damaged_file_is_named_with_its_source() -> None:
    raw = RawPosting(b"%PDF-", ".pdf", "job.pdf")
    with pytest.raises(InputError, match=r"job\.pdf: error: the PDF is damaged"):
        read_text_isolated(raw)
    with pytest.raises(NetworkError, match=r"jobs\.example\.com/41: error: the PDF is"):
        read_text_isolated(replace(raw, source="https://jobs.example.com/41"))


def test_a_fault_of_our_own_is_not_a_damaged_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(READERS, ".html", lambda *_: require_within_limit(b"", "", None))  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        read_format(RawPosting(b"", ".html", "job.html"))
    monkeypatch.setitem(READERS, ".html", lambda *_: json.loads("{"))
    with pytest.raises(InputError, match="damaged"):
        read_format(RawPosting(b"", ".html", "job.html"))


def test_libraries_for_hostile_files_stay_out_of_the_main_process() -> None:
    code = (
        "import sys, tailor.posting.fetch; print([name for name in ('lxml', 'httpx', 'httpcore', "
        "'docx', 'pyperclip', 'pypdfium2') if name in sys.modules])"
    )
    root = str(Path(__file__).resolve().parent.parent)
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, env={"PYTHONPATH": root}, check=True)
    assert done.stdout == b"[]\n"


def test_the_text_of_a_child_is_limited_and_can_be_encoded(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = RawPosting(b"a &#xd800; b", ".html", "job.html")
    read_text_isolated(raw).encode()
    monkeypatch.setitem(READERS, ".html", lambda *_: "a\ud800b")
    assert read_format(raw) == "a\ufffdb"
    monkeypatch.setattr(fetch, "call_isolated", lambda *_: "x" * (LONGEST + 1))
    with pytest.raises(LimitError):
        read_text_isolated(raw)


def test_a_child_that_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    def kill(*_: object) -> str:
        raise WorkerKilledError("signal 11")

    monkeypatch.setattr(fetch, "call_isolated", kill)
    with pytest.raises(InputError, match="damaged"):
        read_text_isolated(RawPosting(b"", ".html", "job.html"))


def test_the_clipboard(monkeypatch: pytest.MonkeyPatch) -> None:
    import pyperclip

    monkeypatch.setattr(pyperclip, "paste", lambda: "Baker\nCrumb Mills Ltd, Leeds, UK\n")
    assert fetch_posting("clipboard").company == "Crumb Mills Ltd"
    monkeypatch.setattr(pyperclip, "paste", lambda: " ")
    with pytest.raises(InputError, match="no text in the clipboard"):
        load_source("clipboard")

    def none() -> str:
        raise pyperclip.PyperclipException("no")

    monkeypatch.setattr(pyperclip, "paste", none)
    with pytest.raises(InputError, match="no clipboard on this machine"):
        load_source("clipboard")


@pytest.mark.parametrize(
    ("text", "read", "warned"),
    [
        ("5 years of Руthоn and Gо", "5 years of Python and Go", True),
        ("We use С++ and РНР here every day", "We use C++ and PHP here every day", True),
        ("Мы ищем Python-разработчика", "Мы ищем Python-разработчика", False),
        ("Знание Руthon", "Знание Python", True),
        ("Delta (Δ) and μ-controllers", "Delta (Δ) and μ-controllers", False),
    ],
)
def test_look_alikes(text: str, read: str, warned: bool) -> None:
    posting = parse_posting(text)
    assert posting.text == read
    assert any("look-alike" in note for note in posting.notes) is warned


def test_a_posting_in_another_language_is_said_to_be() -> None:
    german = parse_posting(
        "Bäcker\n\nWir suchen eine Person mit Freude an der Arbeit und am Brot.\n"
    )
    assert german.language == "de"
    assert "German" in german.notes[0]
    assert parse_posting("Baker\n\nWe are looking for the person with the bread.").notes == ()


@pytest.mark.parametrize(
    ("sentence", "years"),
    [
        ("5+ years of Python", 5),
        ("At least three (3) years in sales", 3),
        ("3-5 years of experience; 2 years with SQL", 3),
        ("Minimum of 10 yrs' experience", 10),
        ("Mindestens 3 Jahre Erfahrung", 3),
        ("Minimum two years of care within the past three years", 2),
        ("PhD with 3+ years, or MS with 7+ years", 3),
        ("Must be 18 years old", None),
        ("A four-year degree", None),
        ("Sold for over 60 years", None),
        ("1990 years of experience", None),
        ("Experience of rye", None),
    ],
)
def test_years(sentence: str, years: int | None) -> None:
    assert parse_posting(f"Baker\n\nRequirements\n- {sentence}\n- Calm").years == years


@pytest.mark.parametrize(
    ("sentence", "degree"),
    [
        ("Bachelor's or Master's degree in physics", "bachelor"),
        ("Master's degree required", "master"),
        ("MSc in statistics", "master"),
        ("PhD in chemistry", "doctorate"),
        ("PhD with 3+ years, or MS with 7+ years", "master"),
        ("High school diploma or GED", "school"),
        ("Associate's degree in nursing", "associate"),
        ("A degree in anything", "degree"),
        ("Abgeschlossenes Studium der Physik", "degree"),
        ("Abgeschlossene Ausbildung als Bäcker", "vocational"),
        ("Bac +5 en informatique", "master"),
        ("Scrum master and master data", ""),
        ("A degree of patience", ""),
    ],
)
def test_degrees(sentence: str, degree: str) -> None:
    assert parse_posting(f"Baker\n\nRequirements\n- {sentence}\n- Calm").degree == degree


@pytest.mark.parametrize(
    ("title", "level", "seniority"),
    [
        ("Senior Baker", "", "senior"),
        ("Sr. Baker", "", "senior"),
        ("Baker", "Mid-Senior level", "mid"),
        ("Staff Nurse", "", ""),
        ("Staff Software Engineer", "", "principal"),
        ("Head of Bread", "", "director"),
        ("VP of Bread", "", "director"),
        ("Chief Bread Officer", "", "executive"),
        ("Lead Generation Clerk", "", ""),
        ("Werkstudent Bäckerei (m/w/d)", "", "intern"),
        ("Bakery Manager", "", "manager"),
        ("Graduate Baker", "", "junior"),
    ],
)
def test_seniority(title: str, level: str, seniority: str) -> None:
    more = f"Seniority level: {level}\n" if level else ""
    assert parse_posting(f"Job title: {title}\n{more}\nBake bread.").seniority == seniority


MARKUP = st.lists(
    st.sampled_from(
        [
            *("<p>", "</p>", "<ul><li>", "</ul>", "<table><tr><td>", "<td>", "</table>", "<br>"),
            *("<div class=nav>", "</div>", "<h1>Baker", "</h1>", "<b>", "</b>", "<dl><dt>", "<dd>"),
            *(
                "<style>",
                "</style>",
                "<script>",
                "</script>",
                "<!--",
                "-->",
                "<p style='color:#fff'>",
            ),
            *(
                "Requirements",
                "Rye bread. ",
                "&amp;",
                "&#0;",
                "&#12;",
                "\0",
                "\x0c",
                "\x85",
                "<form>",
                "<select>",
            ),
            *(
                '<script type="application/ld+json">{"@type":"JobPosting","title":1}</script>',
                "]]>",
            ),
        ]
    )
    | st.text(max_size=20),
    max_size=30,
).map("".join)


@given(MARKUP)
@settings(max_examples=150, deadline=None)
def test_any_page_is_read_or_refused(markup: str) -> None:
    with suppress(InputError):
        text = READERS[".html"](markup.encode("utf-8", "replace"), "", "")
        assert not re.search("[\x00-\x08\x0e-\x1f]", text)
        parse_posting(text)


@given(st.sampled_from([*READERS]), st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_read_or_refused(suffix: str, data: bytes) -> None:
    with suppress(InputError, LimitError):
        READERS[suffix](data, "", "")


def test_lines_keep_their_kind(every_page: list[Page]) -> None:
    """Not only somewhere: musts as must, wishes as nice, duties as duties."""
    right = total = 0
    for one in every_page:
        read = READERS.get(one.format)
        posting = parse_posting(read(one.data, "utf-8", "") if read else one.data.decode())
        for kind in ASKED:
            text = squeezed(line.text for line in posting.passages if line.kind == kind)
            found = [squeezed([line]) in text for line in one.advert.said(kind)]
            right, total = right + sum(found), total + len(found)
    assert right / total >= 0.95


@pytest.mark.parametrize(
    "items",
    [
        "<ul><li>Kafka</li><li>German</li></ul>",
        "<ul><li><a href='/k'>Kafka</a></li><li><a href='/g'>German</a></li></ul>",
        "<div><div>Kafka</div><div>German</div></div>",
        "<table><tr><td>Kafka</td></tr><tr><td>German</td></tr></table>",
    ],
)
@pytest.mark.parametrize(
    "around",
    [
        "{}",
        "{}<ul><li><a href='/x'>Other jobs</a></li><li><a href='/y'>Imprint</a></li></ul>",
        "<div class='sidebar'><h2>Skills</h2><ul><li>Rye</li></ul>{}</div><footer>2026</footer>",
        "<ul><li><a href='/'>Home</a></li><li><a href='/j'>Jobs</a></li></ul>{}<p>Share</p>",
    ],
)
def test_short_items_of_a_list_stay(items: str, around: str) -> None:
    wishes = around.format(f"<h2>Nice to have</h2>{items}")
    page = f"<title>Baker</title><h1>Baker</h1><p>{'We bake bread in the mill. ' * 5}</p>{wishes}"
    posting = parse_posting(READERS[".html"](page.encode(), "", ""))
    wished = " ".join(part.text for part in posting.passages if part.kind == "nice")
    assert "Kafka" in wished
    assert "German" in wished
    assert "Imprint" not in posting.text
