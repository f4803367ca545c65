"""Letters out of the master's own paragraphs."""

import datetime
import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from tailor.cli import main
from tailor.errors import UnfitError
from tailor.exporters import WRITERS
from tailor.letter import (
    ACHIEVEMENTS,
    MOST_ACHIEVEMENTS,
    Wording,
    choose_paragraphs,
    fill_placeholders,
    joint_worth,
)
from tailor.loader import parse_resume
from tailor.models import Bullet, Hit, Score

MASTER = """
basics: {name: Ines Vallgren, email: ines@example.com}
work:
  - {name: Lumen, position: Data Analyst, startDate: 2020, highlights: [Built reports in SQL.]}
letters:
  greeting: Dear {company} team,
  opening:
    - text: I am applying for the position {title} at {company}.
      variants: [I am applying for this position.]
  motivation:
    - Glaciers move me, and so do the people who measure them.
    - Clean data is what I care about - SQL and Python are how I get there.
  achievements:
    - I wrote the Tableau dashboards that the whole sales team reads each morning.
    - I taught forty children to ski & to wax.
    - {text: I moved nine years of orders into PostgreSQL., keep: always}
    - {text: I once met a bear., keep: never}
  closing:
    - I would be glad to hear from you.
  signOff: Kind regards,
"""
POSTING = """Data Analyst
Company: Alder Bay Ferries

Requirements
- Strong SQL and Python
- Experience with Tableau
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TAILOR_RESUME", raising=False)
    (tmp_path / "resume.yaml").write_text(MASTER, encoding="utf-8")
    (tmp_path / "job.txt").write_text(POSTING, encoding="utf-8")
    (tmp_path / "odd.txt").write_text("Requirements\n- Strong SQL and Python\n", encoding="utf-8")
    return tmp_path


def write(*words: str, date: str = "2026-03-05") -> int:
    return main(["letter", "--job", "job.txt", "--date", date, *words])


def report(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    capsys.readouterr()
    assert write("--format", "json", *words) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def text_of(pdf: str) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(pdf).pages).split())


@pytest.mark.usefixtures("folder")
def test_a_letter_is_the_masters_own_words_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    made = report(capsys)
    assert [one["part"] for one in made["paragraphs"]] == [
        *("greeting", "opening", "motivation", *["achievements"] * 2, "closing", "signOff")
    ]
    texts = [one["text"] for one in made["paragraphs"]]
    assert texts[:3] == [
        "Dear Alder Bay Ferries team,",
        "I am applying for the position Data Analyst at Alder Bay Ferries.",
        "Clean data is what I care about - SQL and Python are how I get there.",
    ]
    assert "I wrote the Tableau dashboards that the whole sales team reads each morning." in texts
    assert "I moved nine years of orders into PostgreSQL." in texts
    assert "I once met a bear." not in texts
    head = "Ines Vallgren ines@example.com March 5, 2026 "
    assert text_of("out/job-letter.pdf") == head + " ".join(texts) + " Ines Vallgren"
    assert {one["key"]: one["reason"] for one in made["unused"]} == {
        "letters/achievements/3": "its keep is never",
        "letters/achievements/1": "others answer more of the posting",
        "letters/motivation/0": "others answer more of the posting",
    }
    assert main(["verify", "out/job-letter.pdf"]) == 0
    assert len(PdfReader("out/job-letter.pdf").pages) == 1


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "March 1, 2026"),
        ("en-GB", "1 March 2026"),
        ("de", "1. März 2026"),
        ("fr", "1er mars 2026"),
        ("es", "1 de marzo de 2026"),
        ("pl", "1 marca 2026"),
    ],
)
def test_the_date_is_written_as_the_language_does(language: str, said: str) -> None:
    assert write("-q", "--lang", language, "--also", "txt", date="2026-03-01") == 0
    assert f"ines@example.com {said} Dear" in text_of("out/job-letter.pdf")
    assert f"\n{said}\n" in Path("out/job-letter.txt").read_text("utf-8")
    assert main(["verify", "-q", "out/job-letter.pdf"]) == 0


@pytest.mark.usefixtures("folder")
def test_the_coverage_of_a_letter_counts_as_that_of_a_page(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Of several that will do it counts one, and nothing that is too general to prove."""
    more = "- Tableau or Power BI\n- Clear writing for people who do not work with data\n"
    Path("job.txt").write_text(POSTING + more, encoding="utf-8")
    letter = report(capsys)["coverage"]["must"]
    assert main(["--job", "job.txt", "--dry-run", "--format", "json"]) == 0
    page = json.loads(capsys.readouterr().out)["coverage"]["must"]
    assert letter["of"] == page["of"] > 2
    assert letter["covered"] == 3


@pytest.mark.usefixtures("folder")
def test_the_date_is_that_of_today_and_is_recorded(capsys: pytest.CaptureFixture[str]) -> None:
    before = datetime.date.today()
    assert main(["letter", "--job", "job.txt", "-q"]) == 0
    path = Path("out/job-letter.tailor.json")
    lock = json.loads(path.read_text("utf-8"))
    assert before.isoformat() <= lock["letter"]["date"] <= datetime.date.today().isoformat()
    lock["letter"]["date"] = "1999-12-31"
    path.write_text(json.dumps(lock), "utf-8")
    assert main(["verify", "out/job-letter.pdf"]) == 4
    assert "the PDF is not the same" in capsys.readouterr().out
    lock["letter"]["date"] = "tomorrow"
    path.write_text(json.dumps(lock), "utf-8")
    assert main(["verify", "-q", "out/job-letter.pdf"]) in (3, 4)
    assert write("-q", date="tomorrow") == 2


@pytest.mark.usefixtures("folder")
def test_a_letter_without_a_date_and_a_lock_of_an_older_version() -> None:
    assert write("-q", date="none") == 0
    assert "ines@example.com Dear" in text_of("out/job-letter.pdf")
    path = Path("out/job-letter.tailor.json")
    lock = json.loads(path.read_text("utf-8"))
    del lock["letter"]["date"]
    path.write_text(json.dumps(lock), "utf-8")
    assert main(["verify", "-q", "out/job-letter.pdf"]) == 0


def test_marks_stand_where_the_master_has_them(folder: Path) -> None:
    text = MASTER.replace("at {company}.", "at {company} as **one** of you.")
    (folder / "resume.yaml").write_text(text, encoding="utf-8")
    assert write("-q", "-t", "plain") == 0
    tex = Path("out/job-letter.tex").read_text("utf-8")
    assert r"Data Analyst at Alder Bay Ferries as \textbf{one} of you." in tex


def test_tags_choose_among_paragraphs(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    glaciers = "Glaciers move me, and so do the people who measure them."
    text = MASTER.replace(f"- {glaciers}", f"- {{text: '{glaciers}', tags: [ice]}}")
    (folder / "resume.yaml").write_text(text, encoding="utf-8")

    def motivation(*words: str) -> list[str]:
        found = report(capsys, *words)["paragraphs"]
        return [one["text"] for one in found if one["part"] == "motivation"]

    assert motivation() != [glaciers]
    assert motivation("--emphasise", "ice=9") == [glaciers]
    assert main(["verify", "-q", "out/job-letter.pdf"]) == 0
    assert motivation("--emphasise", "ice=9", "--hide", "ice") != [glaciers]
    assert motivation("--emphasise", "elsewhere") != [glaciers]


@pytest.mark.usefixtures("folder")
def test_what_is_not_known_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["letter", "--job", "odd.txt"]) == 3
    said = capsys.readouterr().err
    assert "letters/greeting: the posting names no company" in said
    assert "--company COMPANY" in said
    assert not Path("out").exists()
    assert main(["letter", "--job", "odd.txt", "--company", "Prisma Works", "-q"]) == 0
    said = text_of("out/odd-letter.pdf")
    assert "Dear Prisma Works team," in said
    assert "I am applying for this position." in said
    assert main(["verify", "-q", "out/odd-letter.pdf"]) == 0


@pytest.mark.usefixtures("folder")
def test_verify_sees_what_was_changed(capsys: pytest.CaptureFixture[str]) -> None:
    assert write("-q", "--company", "Alder Bay", "--also", "docx,txt") == 0
    assert main(["verify", "-q", "out/job-letter.pdf"]) == 0
    lock = Path("out/job-letter.tailor.json")
    text = lock.read_text("utf-8")
    lock.write_text(text.replace('"company": "Alder Bay"', '"company": "Elder Bay"', 1), "utf-8")
    capsys.readouterr()
    assert main(["verify", "out/job-letter.pdf"]) == 4
    assert "the PDF is not the same" in capsys.readouterr().out
    lock.write_text(text, "utf-8")
    master = Path("resume.yaml")
    master.write_text(MASTER.replace("Kind regards", "With kind regards"), encoding="utf-8")
    assert main(["verify", "--quick", "out/job-letter.pdf"]) == 4
    assert "changed since it was made: master" in capsys.readouterr().out


@pytest.mark.usefixtures("folder")
def test_the_same_letter_is_the_same_bytes_and_the_page_is_untouched() -> None:
    assert main(["--job", "job.txt", "-q"]) == 0
    page = Path("out/job.pdf").read_bytes()
    assert write("-q") == 0
    first = {path.name: path.read_bytes() for path in Path("out").iterdir()}
    assert write("-q") == 0
    assert {path.name: path.read_bytes() for path in Path("out").iterdir()} == first
    assert Path("out/job.pdf").read_bytes() == page
    assert write("--dry-run", "-q", "-o", "other.pdf") == 0
    assert not Path("other.pdf").exists()


@pytest.mark.usefixtures("folder")
def test_tailor_toml_gives_the_look_and_not_the_files_of_the_page() -> None:
    settings = 'template = "modern"\noutput = "page.pdf"\nalso = ["json"]\n'
    settings += '[[jobs]]\nposting = "job.txt"\noutput = "mine.pdf"\n'
    Path("tailor.toml").write_text(settings, encoding="utf-8")
    assert write("-q") == 0
    assert sorted(path.suffix for path in Path("out").iterdir()) == [".json", ".pdf", ".tex"]
    assert json.loads(Path("out/job-letter.tailor.json").read_text("utf-8"))["template"][
        "path"
    ].endswith("modern")
    assert not Path("page.pdf").exists()
    assert not Path("mine.pdf").exists()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("Dear {company} team,", "Dear {name},", "{name} is not filled in"),
        ("  closing:", "  ending:", "ending"),
        (
            "      variants: [I am applying for this position.]",
            "      variants: ['{}']",
            "{} is not",
        ),
    ],
)
def test_a_fault_is_shown_at_its_line(
    folder: Path, capsys: pytest.CaptureFixture[str], old: str, new: str, message: str
) -> None:
    text = MASTER.replace(old, new)
    (folder / "resume.yaml").write_text(text, encoding="utf-8")
    line = next(n for n, row in enumerate(text.splitlines(), 1) if new.strip() in row)
    assert main(["check", "resume.yaml"]) == 3
    said = capsys.readouterr()
    assert f"resume.yaml:{line}:" in said.out + said.err
    assert message in said.out + said.err


def test_a_master_without_letters_says_what_to_do(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    starter, _, sections = (desk / "resume.yaml").read_text("utf-8").partition("\nletters:")
    assert sections
    (desk / "resume.yaml").write_text(starter, encoding="utf-8")
    (desk / "job.txt").write_text(POSTING, encoding="utf-8")
    assert write() == 3
    assert "the master has no letters" in capsys.readouterr().err


@pytest.mark.usefixtures("folder")
def test_a_letter_that_does_not_fit_is_not_written(capsys: pytest.CaptureFixture[str]) -> None:
    long = "I measured one more glacier than the year before, " * 120
    text = MASTER.replace("Glaciers move me,", f"{long} and").replace("Clean data", f"{long} data")
    Path("resume.yaml").write_text(text, encoding="utf-8")
    assert write() == 4
    assert "does not fit on one page" in capsys.readouterr().err
    assert not Path("out").exists()


@pytest.mark.parametrize("suffix", [".yaml", ".json"])
def test_letters_survive_an_export_to_a_master(suffix: str) -> None:
    resume = parse_resume(MASTER, "resume.yaml", "yaml")[0]
    written = WRITERS[suffix](resume).decode()
    again = parse_resume(written, f"resume{suffix}", suffix[1:])[0]
    assert again.letters == (resume.letters if suffix == ".yaml" else ())


def test_letters_never_change_a_page(folder: Path) -> None:
    assert main(["--job", "job.txt", "-q", "-o", "a.pdf"]) == 0
    own = MASTER.partition("letters:")[0]
    strange = f"{own}letters: {{greeting: 今日は}}\n"  # No font of pdfTeX has these.
    (folder / "resume.yaml").write_text(strange, encoding="utf-8")
    assert main(["--job", "job.txt", "-q", "-o", "b.pdf"]) == 0
    assert Path("a.pdf").read_bytes() == Path("b.pdf").read_bytes()


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("At {company}. Yes", "At Acme, Inc. Yes"),
        ("Dear {company}, {title}.", "Dear Acme, Inc., Nurse."),
        ("No braces", "No braces"),
    ],
)
def test_words_are_filled_in(text: str, filled: str) -> None:
    assert fill_placeholders(text, {"company": "Acme, Inc.", "title": "Nurse"}) == filled


TERMS = ("SQL", "Python", "Tableau")
HITS = st.lists(st.sampled_from(TERMS), max_size=2, unique=True).map(
    lambda terms: tuple(Hit(term, 2.0, 0.5, term) for term in terms)
)
ONE = st.tuples(
    st.sampled_from(["opening", ACHIEVEMENTS]), st.integers(-3, 6), HITS, st.integers(1, 9)
)


def wordings_of(drawn: list[tuple[str, int, tuple[Hit, ...], int]]) -> dict[Wording, int]:
    found = {}
    ordered = sorted(drawn, key=lambda one: one[0] == ACHIEVEMENTS)
    for number, (part, value, hits, height) in enumerate(ordered):
        key = f"letters/{part}/{number}"
        points = sum(hit.points for hit in hits)
        found[Wording(Bullet(key, key), 0, key, Score(key, 0, value + points, hits))] = height
    return found


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(ONE, min_size=1, max_size=7), st.integers(3, 30))
def test_no_other_set_of_achievements_is_worth_more(
    drawn: list[tuple[str, int, tuple[Hit, ...], int]], room: int
) -> None:
    heights = wordings_of(drawn)
    wordings = tuple(heights)
    try:
        chosen = choose_paragraphs(wordings, heights, room)
    except UnfitError:
        least = [
            min((heights[one] for one in wordings if one.part == part), default=0)
            for part in ("opening", ACHIEVEMENTS)
        ]
        assert sum(least) > room
        return
    assert sum(heights[one] for one in chosen) <= room
    single = [one for one in chosen if one.part != ACHIEVEMENTS]
    several = [one for one in wordings if one.part == ACHIEVEMENTS]
    left = room - sum(heights[one] for one in single)
    worths = [
        joint_worth((*single, *some))
        for count in range(1, MOST_ACHIEVEMENTS + 1)
        for some in itertools.combinations(several, count)
        if sum(heights[one] for one in some) <= left
    ]
    assert not several or joint_worth(chosen) >= max(worths) - 1e-6
