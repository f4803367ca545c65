"""`tailor report`, and `--html` of the commands that make pages."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tailor.cli import html_report, main
from tailor.cli.html_report import open_pdf_isolated
from tailor.errors import LimitError, Place, TemplateError
from tailor.report.pages import RenderedPdf
from tailor.sandbox.process import Limits

ROOT = Path(__file__).resolve().parent.parent
POSTING = """Data Analyst
Company: Alder Bay Ferries

Requirements
- Strong SQL and Python
- Snowflake and dbt are a must
- Terraform

Nice to have
- Kubernetes
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a master and two postings."""
    monkeypatch.chdir(tmp_path)
    starter = (ROOT / "tailor" / "cli" / "starter.yaml").read_text(encoding="utf-8")
    Path("resume.yaml").write_text(starter, encoding="utf-8")
    Path("jobs").mkdir()
    Path("jobs/ferry.txt").write_text(POSTING, encoding="utf-8")
    Path("jobs/rail.txt").write_text(POSTING.replace("Alder Bay Ferries", "Northwind Rail"))
    return tmp_path


def made(folder: Path) -> set[str]:
    given = {"resume.yaml", "jobs/ferry.txt", "jobs/rail.txt", "tailor.toml"}
    found = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)) for path in found} - given


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def test_report_writes_one_web_page_and_nothing_else(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", "--job", "jobs/ferry.txt"]) == 0
    assert made(folder) == {"out/ferry.html"}
    html = (folder / "out/ferry.html").read_text(encoding="utf-8")
    assert html.startswith("<!doctype html>\n")
    assert html.endswith("</html>\n")
    assert "bringing it back costs" in html
    rows = capsys.readouterr().out.splitlines()
    assert rows[0] == "Robin Marlowe for Data Analyst at Alder Bay Ferries"
    assert rows[1].startswith("1 page · ")
    assert "out/ferry.html from resume.yaml" in rows


def test_its_json_is_what_the_web_page_shows(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["report", "-j", "jobs/ferry.txt", "-o", "a/{company}-{title}.html"]
    assert main([*words, "--format", "json"]) == 0
    report = told(capsys)
    jsonschema.validate(report, json.loads((ROOT / "docs/report.schema.json").read_text("utf-8")))
    name = "a/Alder-Bay-Ferries-Data-Analyst.html"
    assert report["outputs"] == {"pdf": None, "tex": None, "lock": None, "html": name}
    assert made(folder) == {name}
    costs = [one["cost"]["points"] for one in report["bullets"] if "cost" in one]
    assert 1 <= len(costs) <= 5
    html = Path(name).read_text(encoding="utf-8")
    assert all(f"bringing it back costs {points:.2f} points" in html for points in costs)


def test_a_page_that_is_not_good_enough_is_reported_on_too(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", "-j", "jobs/ferry.txt", "--min-coverage", "100", "-q"]) == 4
    assert "less than --min-coverage 100" in capsys.readouterr().err
    assert made(folder) == {"out/ferry.html"}


def test_the_main_job_writes_it_with_the_page_or_not_at_all(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["-j", "jobs/ferry.txt", "--html", "web/{posting}.html"]
    assert main([*words, "--min-coverage", "100"]) == 4
    assert main([*words, "--dry-run"]) == 0
    assert made(folder) == set()
    capsys.readouterr()
    assert main(words) == 0
    pages = {"out/ferry.pdf", "out/ferry.tex", "out/ferry.tailor.json"}
    assert made(folder) == {*pages, "web/ferry.html"}
    assert "web/ferry.html is the report as a web page" in capsys.readouterr().out
    alone = (folder / "web/ferry.html").read_bytes()
    assert main([*words, "--format", "json"]) == 0
    assert told(capsys)["outputs"]["html"] == "web/ferry.html"
    assert main(["report", "-j", "jobs/ferry.txt", "-q"]) == 0
    assert (folder / "out/ferry.html").read_bytes() == alone


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["--html", "x.pdf"], 2, "x.pdf: error: the report must be a file that ends in .html"),
        (["--html", "jobs"], 2, "must be a file that ends in .html"),
        (["--html", "folder.html"], 7, "folder.html: error: this is a folder"),
        (["--html", "link.html"], 2, "link.html: error: the output would replace an input"),
    ],
)
def test_where_it_cannot_go(
    folder: Path, words: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "folder.html").mkdir()
    (folder / "link.html").symlink_to("resume.yaml")
    before = made(folder)
    assert main(["-j", "jobs/ferry.txt", *words]) == code
    assert main(["report", "-j", "jobs/ferry.txt", "-o", words[1]]) == code
    assert capsys.readouterr().err.count(said) == 2
    assert made(folder) == before


def test_batch_writes_one_for_each_posting(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["batch", "jobs", "--format", "json", "--html"]
    assert main([*words, "web/{posting}.html"]) == 0
    assert [one["outputs"]["html"] for one in told(capsys)["postings"]] == [
        "web/ferry.html",
        "web/rail.html",
    ]
    assert "Northwind Rail" in (folder / "web/rail.html").read_text(encoding="utf-8")
    (folder / "web/rail.html").unlink()
    assert main([*words, "web/{posting}.html"]) == 0
    assert [one["state"] for one in told(capsys)["postings"]] == ["current", "made"]
    assert main([*words, "one.html"]) == 4
    (fault,) = told(capsys)["postings"][1]["problems"]
    assert fault["message"] == "its report would replace that of jobs/ferry.txt"


def test_a_page_of_an_own_template_is_drawn_in_a_process_of_its_own(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["templates", "--new", "mine"]) == 0
    assert main(["report", "-j", "jobs/ferry.txt", "-q", "-o", "shipped.html"]) == 0
    places = []

    def noted(pdf: bytes, template: Place) -> RenderedPdf:
        places.append(template)
        return open_pdf_isolated(pdf, template)

    monkeypatch.setattr(html_report, "open_pdf_isolated", noted)
    words = ["report", "-j", "jobs/ferry.txt", "-q", "-t", "mine", "-o", "own.html"]
    assert main(words) == 0
    own, shipped = (Path(f"{name}.html").read_text("utf-8") for name in ("own", "shipped"))
    assert own.replace("mine, letter", "classic, letter") == shipped
    assert places == [Place("mine/cv.tex.j2")]
    assert {path.name for path in folder.glob("*.html")} == {"own.html", "shipped.html"}


def test_a_page_that_draws_itself_for_ever_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """Forms that each draw the next one twice: 2^40 rectangles."""
    monkeypatch.setattr(html_report, "DRAWING", Limits(seconds=20, cpu=1))
    place = Place("mine/cv.tex.j2")
    with pytest.raises(LimitError, match="takes too much time or memory to draw"):
        open_pdf_isolated(swelling(40), place)
    assert open_pdf_isolated(swelling(3), place).sheets[0].width == 200
    with pytest.raises(TemplateError, match=r"mine/cv.tex.j2: .* cannot be drawn"):
        open_pdf_isolated(b"%PDF-1.4 none", place)


def swelling(depth: int) -> bytes:
    forms = []
    for level in range(depth):
        own = f"/Resources << /XObject << /F {level + 5} 0 R >> >>" if level < depth - 1 else ""
        text = "/F Do 1 0 0 1 1 1 cm /F Do" if own else "0 0 5 5 re f"
        about = f"/Type /XObject /Subtype /Form /BBox [0 0 200 200] {own} /Length {len(text)}"
        forms.append(f"{level + 4} 0 obj << {about} >> stream\n{text}\nendstream endobj")
    page = "/MediaBox [0 0 200 200] /Contents 3 0 R /Resources << /XObject << /F 4 0 R >> >>"
    parts = [
        "%PDF-1.4",
        "1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj",
        "2 0 obj << /Type /Pages /Kids [99 0 R] /Count 1 >> endobj",
        f"99 0 obj << /Type /Page /Parent 2 0 R {page} >> endobj",
        "3 0 obj << /Length 5 >> stream\n/F Do\nendstream endobj",
        *forms,
        "trailer << /Root 1 0 R >>",
        "%%EOF",
    ]
    return "\n".join(parts).encode()


def test_file_and_environment_can_ask_for_it(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path("tailor.toml").write_text('html = "toml/{posting}.html"\npaper = "a4"\n')
    assert main(["-j", "jobs/ferry.txt", "-q", "-o", "a.pdf"]) == 0
    assert "toml/ferry.html" in made(folder)
    monkeypatch.setenv("TAILOR_HTML", "variable.html")
    assert main(["-j", "jobs/ferry.txt", "-q", "-o", "a.pdf"]) == 0
    assert "variable.html" in made(folder)
    assert main(["report", "-j", "jobs/ferry.txt", "--format", "json"]) == 0
    report = told(capsys)
    assert (report["page"]["paper"], report["outputs"]["html"]) == ("a4", "out/ferry.html")
    Path("tailor.toml").write_text('html = "{name}.txt"\n')
    assert main(["-j", "jobs/ferry.txt", "-q"]) == 3
    assert "tailor.toml:1" in capsys.readouterr().err
