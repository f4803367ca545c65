"""The page in other forms: the printed lines in the printed order, and nothing else."""

import io
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from pypdf import PdfReader

from tailor.ats.expected_text import expected_texts
from tailor.cli import main
from tailor.cli.outputs import FORMS as SUFFIXES
from tailor.exporters import FORMS, page_forms
from tailor.loader import parse_resume
from tailor.models import Resume
from tests.test_export import faults
from tests.test_export_roundtrip import RICH, resume_of

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = sorted(path.parent for path in (ROOT / "examples").glob("*/resume.yaml"))
POSTING = """Data Analyst
Company: Alder Bay Ferries

Requirements
- Strong SQL and Python
- Experience with Tableau
"""


def markdown_text(data: bytes) -> str:
    """The text that Markdown shows."""
    inline = [token for token in MarkdownIt().parse(data.decode()) if token.type == "inline"]
    return "\n".join("".join(part.content for part in one.children or ()) for one in inline)


def word_text(data: bytes) -> str:
    """The text of a Word document."""
    return "\n".join(one.text for one in Document(io.BytesIO(data)).paragraphs)


SPARSE = st.sampled_from(
    [
        {"title": "On fog", "authors": ["Bo Ek", "Ines Vallgren"], "highlights": ["Held it."]},
        {"title": "A prize", "place": "Lund", "date": "2020-05"},
        {"organisation": "Frost Club", "date": "Summer 2019", "keywords": ["Ice", "Cold, dry air"]},
        {"title": "Chair", "organisation": "Frost Club", "summary": "#1 in *town*, 2. in land_"},
    ]
)
MORE = st.builds(
    lambda data, entry, course: {
        **data,
        "basics": {**data["basics"], "summary": "1. Likes <cold> & light; 40 % of it."},
        "education": [*data.get("education", []), {"area": "Ice", "courses": course}],
        "volunteer": [{"organization": "Ice Aid", "startDate": "2019", "summary": "Gave ice."}],
        "certificates": [{"name": "Diver", "issuer": "City of Lund", "date": "2018-02"}],
        "references": [{"name": "Kari Moe", "reference": "“She is fine.”"}],
        "interests": [{"name": "Sea", "keywords": ["Sailing", "Knots"]}, {"name": "Maps"}],
        "sections": [*data.get("sections", []), {"title": "More", "entries": [entry]}],
    },
    RICH,
    SPARSE,
    st.lists(st.sampled_from(("Optics", "Heat")), max_size=2, unique=True),
)
"""Masters with every kind of line."""
READ: dict[str, Callable[[bytes], str]] = {
    "docx": word_text,
    "md": markdown_text,
    "txt": bytes.decode,
}
"""What a reader sees of a form, by suffix."""


def words(text: str) -> list[str]:
    """The words of a text; sections are printed in capitals."""
    return re.findall(r"\w+", text.casefold())


def flat(text: str) -> str:
    return " ".join(text.split())


def read_forms(page: Resume) -> dict[str, str]:
    made = page_forms(page, READ, "letter")
    return {suffix: READ[suffix](data) for suffix, data in made.items()}


def strings(value: Any) -> list[str]:
    """Every text in JSON, in order."""
    if isinstance(value, dict):
        return [text for one in value.values() for text in strings(one)]
    if isinstance(value, list):
        return [text for one in value for text in strings(one)]
    return [value]


def lines_of_json(data: bytes) -> list[str]:
    """The lines of a JSON Resume that are sentences of a job, a project or a summary."""
    found = json.loads(data)
    items = [found["basics"].get("summary", "")]
    for key in ("work", "education", "projects", "volunteer"):
        for item in found.get(key, []):
            items += [
                item.get("summary") or item.get("description", ""),
                *item.get("highlights", []),
            ]
    return [item for item in items if item]


def test_every_format_of_the_command_line_has_a_writer() -> None:
    assert tuple(FORMS) == SUFFIXES


@given(MORE)
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
def test_every_line_is_in_each_form_in_order_and_nothing_else(data: dict[str, Any]) -> None:
    page = resume_of(data)
    printed = expected_texts(page)
    for suffix, text in read_forms(page).items():
        assert words(text) == words(" ".join(one.text for one in printed)), suffix
        shown = flat(text)
        for one in printed:
            if one.role not in ("heading", "side"):
                assert flat(one.text) in shown, suffix


@given(MORE)
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
def test_json_resume_has_every_line_of_a_job_in_order(data: dict[str, Any]) -> None:
    page = resume_of(data)
    made = page_forms(page, ["json"], "letter")["json"]
    assert faults(json.loads(made)) == []
    places = {"work": 0, "education": 1, "projects": 2, "custom": 2}
    ranked = sorted(
        (one for one in page.sections if one.kind in places), key=lambda one: places[one.kind]
    )
    entries = [entry for section in ranked for entry in section.entries]
    said = [bullet.text for entry in entries for bullet in entry.bullets]
    assert [text for text in lines_of_json(made) if text in said] == said
    pieces = [group for entry in page.sections[0].entries for group in entry.groups if group.title]
    for group in pieces:
        assert f"{group.title} ({', '.join(group.keywords)})" in strings(json.loads(made))


def test_a_form_is_the_same_bytes_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    page = parse_resume((EXAMPLES[0] / "resume.yaml").read_text("utf-8"), "resume.yaml", "yaml")[0]
    first = page_forms(page, FORMS, "a4")
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    monkeypatch.setattr("time.localtime", lambda *_: (2033, 5, 18, 3, 33, 20, 2, 138, 0))
    assert page_forms(page, FORMS, "a4") == first


def test_word_has_styles_lists_and_nothing_that_a_reader_skips() -> None:
    page = parse_resume((EXAMPLES[0] / "resume.yaml").read_text("utf-8"), "resume.yaml", "yaml")[0]
    document = Document(io.BytesIO(page_forms(page, ["docx"], "a4")["docx"]))
    kinds = {one.style.name for one in document.paragraphs if one.style}
    assert {"Title", "Heading 1", "Heading 2", "List Bullet", "Normal"} <= kinds
    assert document.tables == []
    xml = document.element.xml
    for unread in ("w:txbxContent", "w:drawing", "w:pict", "w:hyperlink", "w:tbl>"):
        assert unread not in xml
    assert document.core_properties.author == page.name
    width = document.sections[0].page_width
    assert width is not None
    assert round(width.mm) == 210


def run_example(folder: Path, paper: str) -> None:
    posting = sorted((folder / "postings").iterdir())[0]
    assert (
        main(
            [
                "--job",
                str(posting),
                "-r",
                str(folder / "resume.yaml"),
                "--paper",
                paper,
                "-q",
                "-o",
                "out/page.pdf",
                "--also",
                "docx,md",
                "--also",
                "txt,json",
            ]
        )
        == 0
    )


@pytest.fixture(scope="module", params=EXAMPLES, ids=lambda path: path.name)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of an example's page."""
    folder = tmp_path_factory.mktemp(request.param.name)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        run_example(request.param, "letter")
    return folder / "out"


def test_the_forms_of_an_example_say_what_its_pdf_says(made: Path) -> None:
    pages = PdfReader(made / "page.pdf").pages
    printed = "\n".join(page.extract_text() for page in pages)
    for suffix, read in READ.items():
        assert words(read((made / f"page.{suffix}").read_bytes())) == words(printed), suffix


def test_libreoffice_opens_the_word_document_of_an_example(made: Path, tmp_path: Path) -> None:
    office = shutil.which("soffice")
    if not office:
        pytest.skip("LibreOffice (soffice) is not on the PATH")
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    for target, ending in (("txt:Text (encoded):UTF8", "txt"), ("pdf", "pdf")):
        command = [office, profile, "--headless", "--convert-to", target]
        command += ["--outdir", str(tmp_path)]
        subprocess.run([*command, str(made / "page.docx")], check=True, capture_output=True)
        assert (tmp_path / f"page.{ending}").is_file()
    text = (tmp_path / "page.txt").read_text("utf-8-sig")
    assert words(text) == words(READ["docx"]((made / "page.docx").read_bytes()))
    read = "\n".join(one.extract_text() for one in PdfReader(tmp_path / "page.pdf").pages)
    assert sorted(words(read)) == sorted(words(text))


@pytest.fixture
def desk_with_posting(desk: Path) -> Path:
    (desk / "job.txt").write_text(POSTING, encoding="utf-8")
    return desk


def tailor(*more: str) -> int:
    return main(["--job", "job.txt", *more])


def test_the_report_lists_the_files(
    desk_with_posting: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tailor("--format", "json", "--also", "docx,json") == 0
    outputs = json.loads(capsys.readouterr().out)["outputs"]
    assert list(outputs) == ["pdf", "tex", "lock", "docx", "json"]
    assert all(Path(path).is_file() for path in outputs.values())
    assert tailor("--also", "docx", "--dry-run", "-o", "other.pdf") == 0
    assert not list(desk_with_posting.glob("other*"))
    capsys.readouterr()
    assert tailor("--also", "docx,doc") == 2
    assert "no format “doc”" in capsys.readouterr().err


@pytest.mark.usefixtures("desk_with_posting")
def test_batch_and_verify_know_the_forms(capsys: pytest.CaptureFixture[str]) -> None:
    settings = '[[jobs]]\nposting = "job.txt"\nalso = ["md", "docx"]\n'
    Path("tailor.toml").write_text(settings, encoding="utf-8")
    assert main(["batch", "--workers", "1", "--format", "json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["postings"]
    assert row["outputs"]["md"] == str(Path("out/job.md"))
    assert sorted(path.suffix for path in Path("out").iterdir()) == [
        *(".docx", ".json", ".md", ".pdf", ".tex")
    ]
    assert main(["verify", "-q"]) == 0
    Path("out/job.md").write_text("# Somebody else\n", encoding="utf-8")
    capsys.readouterr()
    assert main(["verify"]) == 4
    told = capsys.readouterr().out
    assert "job.md was changed after tailor wrote it" in told
    assert "the .md is not the same" in told
    assert main(["batch", "-q", "--workers", "1"]) == 4
    assert "job.md" in capsys.readouterr().err
    assert Path("out/job.md").read_text("utf-8") == "# Somebody else\n"


@pytest.mark.usefixtures("desk_with_posting")
def test_what_a_person_changed_is_not_replaced(capsys: pytest.CaptureFixture[str]) -> None:
    assert tailor("-q", "--also", "txt,docx") == 0
    assert tailor("-q", "--also", "txt,docx") == 0
    before = {path.name: path.read_bytes() for path in Path("out").iterdir()}
    edited = Path("out/job.txt")
    edited.write_text("My own words.\n", encoding="utf-8")
    assert tailor("-q", "--also", "txt,docx", "--paper", "a4") == 7
    assert "was changed after tailor wrote it" in capsys.readouterr().err
    after = {path.name: path.read_bytes() for path in Path("out").iterdir()}
    assert after == before | {"job.txt": b"My own words.\n"}


@pytest.mark.usefixtures("desk_with_posting")
def test_a_form_of_an_earlier_page_is_reported_and_can_be_written_again(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert tailor("-q", "--also", "txt") == 0
    older = Path("out/job.txt").read_bytes()
    capsys.readouterr()
    assert tailor("--lang", "de") == 0
    assert "out/job.txt: warning: this file belongs to an earlier page" in capsys.readouterr().err
    assert Path("out/job.txt").read_bytes() == older
    assert tailor("-q", "--lang", "de", "--also", "txt") == 0
    assert Path("out/job.txt").read_bytes() != older
    assert main(["verify", "-q", "out/job.pdf"]) == 0


def test_a_form_never_replaces_an_input(
    desk_with_posting: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert tailor("-q", "-o", "job.pdf", "--also", "txt") == 2
    assert "would replace an input" in capsys.readouterr().err
    assert Path("job.txt").read_text("utf-8") == POSTING
    outside = desk_with_posting.parent / "elsewhere.md"
    outside.write_text("mine", encoding="utf-8")
    Path("out").mkdir()
    Path("out/job.md").symlink_to(outside)
    assert tailor("-q", "--also", "md") == 7
    assert outside.read_text("utf-8") == "mine"
