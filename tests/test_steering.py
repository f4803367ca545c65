"""The person steers the page: lines by their ids, on the command line and in tailor.toml."""

import json
from pathlib import Path
from typing import Any

import pytest

from tailor.cli import main
from tailor.line_ids import LineIds
from tailor.loader import read_resume

POSTING = """Platform Engineer
Company: Alder Bay Ferries

Requirements
- Java or Kotlin
- Kubernetes and Terraform
- Kafka
- Strong SQL
"""
MASTER = """basics: {name: Ada Example, email: ada@example.com, phone: 555-0142}
work:
- name: Harbour Works
  position: Platform Engineer
  startDate: 2019-03
  highlights:
  - Moved 40 services to Kubernetes with Terraform in a year.
  - text: Ran the summer party for sixty colleagues.
    id: party
    tags: [social]
  - Wrote the Kotlin service that books 2,000 berths a day.
  - Kept the coffee machine of the office running.
- name: Lumen Norr
  position: Developer
  startDate: 2014-01
  endDate: 2019-02
  highlights:
  - Built reports in SQL for nine towns.
"""
COFFEE = "Kept the coffee machine of the office running."


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a master and a posting."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TAILOR_RESUME", raising=False)
    (tmp_path / "resume.yaml").write_text(MASTER, encoding="utf-8")
    (tmp_path / "posting.txt").write_text(POSTING, encoding="utf-8")
    return tmp_path


def report(capsys: pytest.CaptureFixture[str], *more: str) -> dict[str, Any]:
    """What the main job says as JSON."""
    capsys.readouterr()
    assert main(["--job", "posting.txt", "--format", "json", *more]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def chosen(found: dict[str, Any]) -> dict[str, bool]:
    return {one["text"]: one["chosen"] for one in found["bullets"]}


def id_of(text: str) -> str:
    """The long id of a line of the master."""
    ids = LineIds(read_resume("resume.yaml")[0])
    return next(ids.long_id_of(key) for key, one in ids.lines.items() if one.text == text)


def test_a_line_is_dropped_and_brought_back_by_the_id_that_the_report_shows(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chores = "".join(f"  - Ordered {n} boxes of paper for the office.\n" for n in range(20, 99))
    job = "- name: Paper Works\n  position: Clerk\n  startDate: 2010\n  endDate: 2013\n"
    master = f"{MASTER}{job}  highlights:\n{chores}"  # There is no room for everything.
    (folder / "resume.yaml").write_text(master, encoding="utf-8")
    assert main(["--job", "posting.txt"]) == 0
    text = capsys.readouterr().out
    rows = [row.split() for row in text.splitlines()]
    cut, *words = rows[next(n for n, row in enumerate(rows) if row[:1] == ["CUT"]) + 1]
    lost = " ".join(words).partition("  ")[0][:20]
    text_of_cut = next(one for one in chosen(report(capsys)) if one.startswith(lost))
    shown = next(row[0] for row in rows if " ".join(row[1:]).startswith("Moved 40 services"))
    assert not chosen(report(capsys))[text_of_cut]
    said = " ".join(text.split())
    assert f"add --pin {cut}" in said
    assert "add --exclude " in said
    found = chosen(report(capsys, "--pin", cut, "--exclude", shown))
    assert found[text_of_cut]
    assert not found["Moved 40 services to Kubernetes with Terraform in a year."]
    lock = json.loads((folder / "out/posting.tailor.json").read_text())
    assert lock["lines"][cut] == text_of_cut
    assert (lock["options"]["pins"], lock["options"]["excludes"]) == ([cut], [shown])
    assert main(["verify", "out/posting.pdf"]) == 0


def test_a_pin_survives_edits_elsewhere_and_is_reported_when_its_line_is_edited(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = id_of(COFFEE)
    (folder / "tailor.toml").write_text(f'pins = ["{name}"]\n')
    assert chosen(report(capsys))[COFFEE]
    first = "  - Moved 40 services"
    moved = MASTER.replace(first, f"  - Taught SQL to nine interns.\n{first}")
    (folder / "resume.yaml").write_text(moved)
    assert chosen(report(capsys))[COFFEE]
    (folder / "resume.yaml").write_text(MASTER.replace("coffee machine of", "coffee machines in"))
    assert main(["--job", "posting.txt"]) == 3
    said = capsys.readouterr().err
    assert f"nothing in the master has the key {name}" in said
    assert COFFEE in said
    assert "Kept the coffee machines in the office running." in said
    assert "berths" not in said


def test_a_key_that_shifted_to_another_line_is_reported(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    key = "work/0/highlights/3"
    assert chosen(report(capsys, "--pin", key))[COFFEE]
    first = "  - Moved 40 services"
    moved = MASTER.replace(first, f"  - Taught SQL to nine interns.\n{first}")
    (folder / "resume.yaml").write_text(moved)
    assert main(["--job", "posting.txt", "--pin", key, "--dry-run"]) == 0
    said = " ".join(capsys.readouterr().err.split())
    assert f"warning: {key} is another line now" in said
    assert id_of(COFFEE) in said
    strict = ["--job", "posting.txt", "--pin", key, "--dry-run", "--strict"]
    assert main(strict) == 4


def test_explain_and_json_speak_ids(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = report(capsys)
    ids = {one["text"]: one["id"] for one in found["bullets"]}
    assert ids["Ran the summer party for sixty colleagues."] == "party"
    assert (
        main(["match", "--job", "posting.txt", "--explain", ids[COFFEE], "--format", "json"]) == 0
    )
    told = json.loads(capsys.readouterr().out)
    assert (told["key"], told["id"]) == ("work/0/highlights/3", ids[COFFEE])
    lock = json.loads((folder / "out/posting.tailor.json").read_text())
    assert {one["id"] for one in lock["chosen"] if "id" in one} == {"party"}


def test_an_unknown_id_names_the_near_ones(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--job", "posting.txt", "--pin", "partey"]) == 3
    assert "did you mean party?" in capsys.readouterr().err
    (folder / "resume.yaml").write_text(MASTER.replace("  startDate: 2014-01", "  id: party"))
    assert main(["check", "resume.yaml"]) == 3
    said = capsys.readouterr().err
    assert "resume.yaml:15:7: error: work/1/id: “party” is the id of another, on line 9" in said


def test_ids_and_tags_are_exported_and_read_back(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("copy.yaml", "copy.json"):
        assert main(["export", "-o", name]) == 0
        found = LineIds(read_resume(name)[0])
        assert found.lines["work/0/highlights/1"].id == "party", name
        assert found.lines["work/0/highlights/1"].tags == ("social",), name
    capsys.readouterr()
    assert (folder / "copy.yaml").is_file()


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("columns", [60, 72, 100, 140])
def test_the_report_is_as_wide_as_the_terminal_and_breaks_no_word(
    columns: int,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    assert main(["--job", "posting.txt"]) == 0
    text = capsys.readouterr().out
    assert max(map(len, text.splitlines())) <= columns
    words = {word.strip("…,.()*") for word in text.split()}
    assert {"Kubernetes", "Terraform"} <= words
    assert "Kotlin* (or Java)" in " ".join(text.split())
    assert "“Kotlin or Java” counts once: any one will do" in " ".join(text.split())
    known = set(f"{MASTER} {POSTING}".replace(".", " ").split())
    cut = {
        word[:-1].rstrip(".,") for row in text.splitlines() for word in row.split() if "…" in word
    }
    assert cut <= known


TAGGED = """basics:
  name: Ada Example
  email: ada@example.com
  phone: 555-0142
  label: {text: Platform Engineer, variants: [Research Engineer]}
work:
- name: Harbour Works
  position: Platform Engineer
  startDate: 2019-03
  highlights:
"""
TAGGED += "".join(
    f"  - {{text: Moved {n} services to Kubernetes with Terraform, tags: [cloud]}}\n"
    if n % 2
    else f"  - {{text: Wrote paper number {n} on tides and harbours, tags: [research]}}\n"
    for n in range(10, 34)
)
TAGGED += """- {name: Old Mill, position: Miller, startDate: 2016, endDate: 2019, tags: [early]}
sections:
- title: Talks
  tags: [research]
  entries: [{title: Tides for everyone}]
"""


@pytest.fixture
def tagged(folder: Path) -> Path:
    """The same with a master of which every line has tags."""
    (folder / "resume.yaml").write_text(TAGGED, encoding="utf-8")
    return folder


def printed(found: dict[str, Any], words: str) -> int:
    return sum(one["chosen"] and words in one["text"] for one in found["bullets"])


@pytest.mark.usefixtures("tagged")
def test_emphasis_brings_lines_and_is_explained(capsys: pytest.CaptureFixture[str]) -> None:
    plain, more = report(capsys), report(capsys, "--emphasise", "research=4")
    assert printed(more, "Wrote paper") > printed(plain, "Wrote paper")
    assert more["page"]["proven"]
    (use,) = more["page"]["tags"]["uses"]
    assert (use["tag"], use["strength"], use["lines"]) == ("research", 4.0, 13)
    assert use["printed"] == printed(more, "Wrote paper") + printed(more, "Tides for everyone")
    texts = {one["key"]: one for one in more["bullets"]}
    for key in more["page"]["tags"]["brought"]:
        assert texts[key]["chosen"]
    assert not any(texts[key]["chosen"] for key in more["page"]["tags"]["displaced"])
    line = next(one["id"] for one in more["bullets"] if "Wrote paper" in one["text"])
    command = ["match", "--job", "posting.txt", "--emphasise", "research=4", "--explain", line]
    assert main(command) == 0
    assert "20.0000  your emphasis on research" in capsys.readouterr().out
    assert main(["--job", "posting.txt", "--emphasise", "research=4"]) == 0
    assert "emphasise research=4: 13 lines have it" in capsys.readouterr().out


@pytest.mark.usefixtures("tagged")
def test_tags_leave_lines_out(capsys: pytest.CaptureFixture[str]) -> None:
    hidden = report(capsys, "--hide", "research")
    assert printed(hidden, "Wrote paper") == printed(hidden, "Tides") == 0
    assert printed(hidden, "Moved") > 0
    only = report(capsys, "--only-tag", "research")
    assert printed(only, "Moved") == printed(only, "Miller") == 0
    assert printed(only, "Wrote paper") > 0
    assert printed(only, "Platform Engineer") == 1, "lines without tags stay"
    pin = next(one["id"] for one in hidden["bullets"] if "Wrote paper" in one["text"])
    assert printed(report(capsys, "--hide", "research", "--pin", pin), "Wrote paper") == 1


@pytest.mark.usefixtures("tagged")
def test_an_unknown_tag_names_the_near_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--job", "posting.txt", "--emphasise", "reserch", "--hide", "cluod"]) == 3
    said = capsys.readouterr().err
    assert "nothing in the master has the tag reserch" in said
    assert "did you mean research?" in said
    assert "did you mean cloud?" in said
    assert main(["--job", "posting.txt", "--emphasise", "research=much"]) == 2
    assert "`much` is not a number: write research=2" in capsys.readouterr().err


PROFILES = """emphasise = ["cloud"]
[profiles.research]
emphasise = ["research=4"]
template = "plain"
headline = "Research Engineer"
section-order = ["custom", "work"]
weights = { custom = 2 }
[profiles.short]
template = "compact"
hide-tags = ["research"]
"""


def test_a_profile_is_chosen_by_name_or_for_one_posting(
    tagged: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tagged / "tailor.toml").write_text(PROFILES)
    found = report(capsys, "--profile", "research")
    assert found["page"]["template"] == "plain"
    assert found["page"]["headline"] == "Research Engineer"
    assert [use["tag"] for use in found["page"]["tags"]["uses"]] == ["research"]
    over = report(capsys, "--profile", "research", "--template", "modern")
    assert over["page"]["template"] == "modern"
    job = '[[jobs]]\nposting = "posting.txt"\nprofile = "short"\n'
    (tagged / "tailor.toml").write_text(PROFILES + job)
    found = report(capsys)
    assert found["page"]["template"] == "compact"
    assert printed(found, "Wrote paper") == 0
    assert main(["verify", "out/posting.pdf"]) == 0
    assert report(capsys, "--profile", "research")["page"]["template"] == "plain"
    assert main(["--job", "posting.txt", "--profile", "reserch"]) == 2
    assert "did you mean research?" in capsys.readouterr().err


def test_faults_of_profiles_have_their_place(
    tagged: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    faulty = PROFILES.replace("template = ", "templat = ", 1) + "[[jobs]]\nposting = 'a.txt'\n"
    (tagged / "tailor.toml").write_text(faulty)
    assert main(["--job", "posting.txt"]) == 3
    said = capsys.readouterr().err
    assert "tailor.toml:4:1: error: profiles/research/templat: this key is not known" in said
    assert "did you mean template?" in said
    job = '[[jobs]]\nposting = "a.txt"\nprofile = "shrt"\n'
    (tagged / "tailor.toml").write_text(PROFILES + job)
    assert main(["--job", "posting.txt"]) == 3
    said = capsys.readouterr().err
    assert "tailor.toml:13:1: error: there is no profile “shrt”" in said
    assert "did you mean short?" in said


@pytest.mark.usefixtures("tagged")
def test_a_headline_is_one_of_the_master(capsys: pytest.CaptureFixture[str]) -> None:
    found = report(capsys, "--headline", "Research")
    assert found["page"]["headline"] == "Research Engineer"
    assert main(["--job", "posting.txt", "--headline", "Chief of Everything"]) == 3
    assert "no headline of the master begins with" in capsys.readouterr().err


STALE = """# Settings of this folder.
{top}
[profiles.short]
headline = "Chief"

[[jobs]]
posting = "posting.txt"
{job}
"""


@pytest.mark.parametrize(
    ("top", "job", "place", "near"),
    [
        ("", 'pins = [\n  "party",\n  "kept-the-coffee-pot-zzzz",\n]', "10:3", COFFEE),
        ("", 'pins = ["party=Sold"]', "8:9", "Ran the summer party"),
        ("", 'excludes = ["partly"]', "8:13", "did you mean party?"),
        ('pins = ["party"]', 'excludes = ["party"]', "2:9", "out of one of the two lists"),
        ('headline = "Chief"', "", "2:1", "write it as label:"),
        ("", 'profile = "short"', "4:1", "write it as label:"),
        ('emphasise = ["socal=2"]', "", "2:14", "did you mean social?"),
        ("", 'only-tags = ["social", "socal"]', "8:24", "did you mean social?"),
        ('hide-tags = ["socal"]', "", "2:14", "did you mean social?"),
        ("", 'template = "modren"', "8:1", "did you mean modern?"),
        (
            'profile = "short"',
            'profile = "other"\n[profiles.other]\npins = ["partly"]',
            "10:9",
            "did you mean party?",
        ),
    ],
)
def test_a_stale_setting_is_reported_where_it_is_written(
    folder: Path, capsys: pytest.CaptureFixture[str], top: str, job: str, place: str, near: str
) -> None:
    (folder / "tailor.toml").write_text(STALE.format(top=top, job=job), encoding="utf-8")
    for command in (["--job", "posting.txt"], ["report", "--job", "posting.txt"], ["batch"]):
        assert main(command) != 0
        said = capsys.readouterr().err
        assert f"tailor.toml:{place}: error: " in said, command
        assert near in said, command


def test_a_stale_setting_of_the_command_line_has_no_place_in_a_file(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "tailor.toml").write_text('pins = ["partly"]\n', encoding="utf-8")
    assert main(["--job", "posting.txt", "--pin", "partly"]) == 3
    said = capsys.readouterr().err
    assert "\nerror: nothing in the master has the key partly" in f"\n{said}"
    (folder / "tailor.toml").unlink()
    (folder / "pyproject.toml").write_text('[tool.tailor]\npins = ["partly"]\n', encoding="utf-8")
    assert main(["--job", "posting.txt"]) == 3
    assert "pyproject.toml:2:9: error: nothing in the master" in capsys.readouterr().err


@pytest.mark.usefixtures("folder")
def test_gaps_are_allowed_on_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    def old_job(*more: str) -> str:
        """Why the older job is on the page."""
        lines = report(capsys, *more)["bullets"]
        return str(next(one["reason"] for one in lines if one["key"] == "work/1"))

    assert "a gap of more than a year" in old_job()
    assert "gap" not in old_job("--allow-gaps")


def test_a_master_that_is_not_there_is_reported_where_it_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "tailor.toml").write_text('# mine\nresume = "cv.yml"\n', encoding="utf-8")
    for command in (["--job"], ["match", "--job"], ["batch"]):
        assert main([*command, "posting.txt"]) == 7
        assert "tailor.toml:2:1: error: cv.yml: no such file" in capsys.readouterr().err, command
    assert main(["--job", "posting.txt", "--resume", "resum.yaml"]) == 7
    said = capsys.readouterr().err
    assert "resum.yaml: error: no such file" in said
    assert "did you mean resume.yaml?" in said
