"""Postings from the web on the command line: kept beside the page, and made again from there."""

import json
from pathlib import Path

import pytest

from tailor.cli import main
from tailor.cli.outputs import file_stem
from tests.postings.pages import adverts, page
from tests.postings.server import send, served

PAGE = page("company.html", adverts()[0]).data


def test_a_posting_from_the_web_is_kept_and_gives_the_same_page_offline(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with served(jobs=send(PAGE)) as (url, _):
        source = f"{url}/jobs/backend-41?utm=x"
        assert main(["--job", source, "--allow-local", "-q"]) == 0
    out = desk / "out"
    names = {path.name.removeprefix("backend-41-x") for path in out.iterdir()}
    assert names == {".pdf", ".tex", ".tailor.json", ".posting.txt"}
    kept, pdf = out / "backend-41-x.posting.txt", out / "backend-41-x.pdf"
    text = kept.read_text(encoding="utf-8")
    assert text.startswith("Job title: Senior Backend Engineer\nCompany: Alder Bay Ferries\n")
    assert text.endswith(f"\n\nSource: {source}\n")
    assert (
        json.loads((out / "backend-41-x.tailor.json").read_text())["posting"]["path"] == kept.name
    )
    assert main(["verify", str(pdf), "-q"]) == 0
    first = pdf.read_bytes()
    pdf.unlink()
    assert main(["--job", str(kept), "-q"]) == 0
    assert pdf.read_bytes() == first
    assert kept.read_text(encoding="utf-8") == text
    assert capsys.readouterr().err == ""


def test_nothing_is_written_when_nothing_is_fetched(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with served(jobs=send(PAGE), gone=send(b"", status=404)) as (url, asked):
        assert main(["--job", f"{url}/jobs/1"]) == 8
        assert asked == []
        assert main(["--job", f"{url}/gone", "--allow-local"]) == 8
    said = capsys.readouterr().err
    assert "private network" in said
    assert "no such page (404)" in said
    assert not (desk / "out").exists()


def test_what_a_posting_says_is_shown(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "job.html").write_bytes(PAGE)
    assert main(["keywords", "--job", "job.html"]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[0] == "Senior Backend Engineer at Alder Bay Ferries"
    assert shown[1] == ("Seattle, WA · senior · 5 years of experience · a bachelor's degree")


def test_weak_postings_are_said_to_be(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    german = "Bäcker\n\nWir suchen eine Person mit Freude an der Arbeit und Kenntnissen in SQL.\n"
    (desk / "job.txt").write_text(german, encoding="utf-8")
    assert main(["--job", "job.txt", "--dry-run"]) == 0
    said = capsys.readouterr().err
    assert "job.txt: warning: the posting is in German" in said
    assert "keyword" in said.partition("only ")[2]


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://boards.greenhouse.io/acme/jobs/4012?gh_src=x", "acme-4012-x"),
        ("https://jobs.lever.co/acme/0000-1/apply", "acme-0000-1"),
        ("https://www.indeed.com/viewjob?jk=abc&from=serp", "abc-serp"),
        ("https://jobs.example.com/", "jobs.example.com"),
        ("https://jobs.example.com/../../etc/passwd", "etc-passwd"),
        ("out/acme-4012.posting.txt", "acme-4012"),
    ],
)
def test_names_from_addresses(url: str, name: str) -> None:
    assert file_stem(url) == name
