"""`tailor import --review`: what a person corrects in the browser is in the master. The people are
invented."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import yaml

from tailor.cli import main
from tailor.cli.live_preview import LONGEST_BODY
from tailor.cli.review import FormBuilder, correct_import, form_kinds
from tailor.importers.base import ImportResult
from tailor.resume.source import UnplacedLine
from tests.test_watch_live import until

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 60.0
CV = """# Ines Vallgren

ines@example.com | also@example.com

## Experience

### Lumen Norr AB
May 2018 - Present

- Built a rig that <b>aligns</b> 12 lasers & more.
- Kept the workshop tidy.

### Technician, Norr Glas AB
2015 - 2018

- Cut glass.
"""


@dataclass(slots=True)
class Reviewing:
    """`tailor import --review` at work in a folder."""

    folder: Path
    process: "subprocess.Popen[bytes]"

    def said(self) -> str:
        return (self.folder / "said").read_text(encoding="utf-8")

    def until(self, found: Callable[[], Any], what: str) -> Any:
        return until(found, what, self.folder / "said", PATIENCE)

    def url(self) -> str:
        said = self.until(lambda: "stops it" in self.said() and self.said(), "its address")
        return str(said.partition("review page: ")[2].split()[0])

    def post(self, name: str, body: bytes, but: str = "", **others: str) -> HTTPResponse:
        """A change as the page sends it, but for one header or with others."""
        place = urlsplit(self.url())
        headers = {
            "Origin": f"http://{place.netloc}",
            "Content-Type": "application/json",
            "Content-Length": str(len(body)),
        }
        connection = HTTPConnection(place.netloc, timeout=20)
        connection.putrequest("POST", name if name[0] == "/" else place.path + name)
        for key, value in (headers | {k.replace("_", "-"): v for k, v in others.items()}).items():
            if key != but:
                connection.putheader(key, value)
        connection.endheaders(body)
        return connection.getresponse()

    def master(self) -> Any:
        return yaml.safe_load((self.folder / "resume.yaml").read_text(encoding="utf-8"))


def start_review(folder: Path, *arguments: str) -> Reviewing:
    names = ("PATH", "HOME", "TAILOR_CACHE", "TMPDIR")
    environment = {name: os.environ[name] for name in names if name in os.environ}
    environment |= {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", "BROWSER": "true"}
    command = [sys.executable, "-m", "tailor", "import", *arguments, "--review"]
    with (folder / "said").open("wb") as said:
        running = subprocess.Popen(command, cwd=folder, env=environment, stdout=said, stderr=said)
    return Reviewing(folder, running)


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Reviewing]:
    (tmp_path / "cv.md").write_text(CV, encoding="utf-8")
    running = start_review(tmp_path, "cv.md", "-o", "resume.yaml")
    yield running
    running.process.kill()
    running.process.wait()


def test_a_person_corrects_and_saves(review: Reviewing, chromium: "Chrome") -> None:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    def field(key: str) -> Any:
        return chromium.find_element(By.ID, key)

    chromium.get(review.url())
    doubtful = field("work/0/position")
    assert "Look here: no title was found." in field("work/0").text
    assert doubtful.get_attribute("aria-describedby") == "work/0/why"
    assert chromium.find_element(By.CSS_SELECTOR, "#look-at a").text == ("Lumen Norr AB")
    assert "12 lasers & more" in field("paper").text
    chromium.execute_script("for (const one of document.querySelectorAll('details')) one.open = 1")
    for one in chromium.find_elements(By.CSS_SELECTOR, "form :is(input, textarea)"):
        assert one.accessible_name, f"{one.get_attribute('id')} has a name"
    doubtful.send_keys("Optics Engineer", Keys.ENTER)
    field("work/0/startDate").send_keys(Keys.END, "-99")
    field("save").click()
    review.until(lambda: field("trouble").is_displayed(), "the fault")
    assert "work/0/startDate" in field("errors").text
    assert chromium.switch_to.active_element.get_attribute("id") == "work/0/startDate"
    assert not (review.folder / "resume.yaml").exists()
    field("work/0/startDate").clear()
    field("work/0/startDate").send_keys("2018-04")
    bullets = field("work/1/highlights")
    bullets.send_keys(Keys.CONTROL, Keys.END)
    bullets.send_keys(Keys.ENTER, "Ground lenses.")
    bullets.send_keys(Keys.CONTROL, "s")
    review.until(lambda: field("state").text.startswith("Saved to resume.yaml"), "saving")
    assert review.process.wait(PATIENCE) == 0
    jobs = review.master()["work"]
    assert (jobs[0]["position"], jobs[0]["startDate"]) == ("Optics Engineer", "2018-04")
    assert jobs[1]["highlights"] == ["Cut glass.", "Ground lenses."]
    assert "resume.yaml: Ines Vallgren, 2 entries, 4 bullets" in review.said()
    assert "not saved" not in review.said()


@pytest.mark.parametrize("width", [390, 1440])
def test_it_fits_its_window(review: Reviewing, chromium: "Chrome", width: int) -> None:
    shape = {"width": width, "height": 844, "deviceScaleFactor": 1, "mobile": False}
    chromium.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", shape)
    try:
        chromium.get("about:blank")
        chromium.get_log("browser")  # type: ignore[no-untyped-call]
        chromium.get(review.url())
        code = """
            const [left, right] = ["paper", "form"].map((id) =>
              document.getElementById(id).getBoundingClientRect());
            return [document.documentElement.scrollWidth, left.right <= right.left,
              left.bottom <= right.top];
        """
        wide, beside, above = chromium.execute_script(code)
        assert wide <= width
        assert (beside, above) == ((width > 800), (width < 800))
        assert chromium.get_log("browser") == []  # type: ignore[no-untyped-call]
    finally:
        chromium.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_pages_of_a_pdf_are_shown_and_closing_the_browser_ends_it(
    tmp_path: Path, chromium: "Chrome"
) -> None:
    shutil.copy(ROOT / "tests/foreign_pdfs/chromium_german.pdf", tmp_path / "cv.pdf")
    running = start_review(tmp_path, "cv.pdf", "-o", "resume.yaml")
    chromium.get(running.url())
    code = "return [...document.images].map((one) => one.naturalWidth)"
    running.until(lambda: all(chromium.execute_script(code)), "the pictures")
    assert chromium.execute_script(code)
    chromium.get("about:blank")
    assert running.process.wait(PATIENCE) == 130
    assert "not saved: nothing was written" in running.said()
    assert not (tmp_path / "resume.yaml").exists()


def test_ctrl_c_writes_nothing_and_says_so(review: Reviewing) -> None:
    review.url()
    review.process.send_signal(signal.SIGINT)
    assert review.process.wait(PATIENCE) == 130
    assert "not saved: nothing was written" in review.said()
    assert not (review.folder / "resume.yaml").exists()


REFUSED: tuple[tuple[str, bytes, str, dict[str, str], int], ...] = (
    ("save", b"{}", "Origin", {}, 403),
    ("save", b"{}", "", {"Origin": "http://evil.example.com"}, 403),
    ("save", b"{}", "", {"Content_Length": str(LONGEST_BODY + 1)}, 413),
    ("save", b"{}", "", {"Content_Type": "text/plain"}, 415),
    ("/save", b"{}", "", {}, 404),
    ("choices", b"{}", "", {}, 405),
    ("save", b'{"meta/language": "de"}', "", {}, 422),
    ("save", b'{"work/7/name": "Acme"}', "", {}, 422),
    ("save", b'{"work/0/name": null}', "", {}, 422),
    ("save", b'{"work/0": "gone"}', "", {}, 422),
    ("save", b"[]", "", {}, 422),
    ("save", b'{"basics/name": "", "work/0/startDate": "never"}', "", {}, 409),
)
"""Requests that are refused: name, body, the header that is left out, other headers, status."""


def test_what_is_not_a_change_of_the_form_is_refused(review: Reviewing) -> None:
    for name, body, but, others, status in REFUSED:
        assert review.post(name, body, but, **others).status == status, (name, body, but, others)
        assert not (review.folder / "resume.yaml").exists()
    change = {"work/0/position": "Optician", "work/1": None, "unplaced/0": None}
    change |= {"education/0/institution": "Norr College"}
    saved = review.post("save", json.dumps(change).encode())
    assert (saved.status, json.loads(saved.read())) == (200, {"saved": "resume.yaml"})
    assert review.process.wait(PATIENCE) == 0
    master = review.master()
    assert [one["position"] for one in master["work"]] == ["Optician"]
    assert master["education"] == [{"institution": "Norr College"}]
    assert "meta" not in master, "the line that was dropped is not kept"


def test_nothing_of_the_user_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cv.md").write_text(CV, encoding="utf-8")
    (tmp_path / "resume.yaml").write_text("basics: {name: Mine}\n", encoding="utf-8")
    assert main(["import", "cv.md", "-o", "resume.yaml", "--review"]) == 7
    assert main(["import", "cv.md", "cv.md", "-o", "new.yaml", "--review"]) == 2
    assert "--review takes one file" in capsys.readouterr().err


def test_a_review_that_adds_keeps_comments(tmp_path: Path) -> None:
    mine = "# mine\nbasics:\n  name: Ines V.  # short\n  email: ines@example.com\n"
    (tmp_path / "resume.yaml").write_text(mine, encoding="utf-8")
    (tmp_path / "cv.md").write_text(CV, encoding="utf-8")
    running = start_review(tmp_path, "cv.md", "--into", "resume.yaml")
    assert running.post("save", b'{"work/0/position": "Optician"}').status == 200
    assert running.process.wait(PATIENCE) == 0
    text = (tmp_path / "resume.yaml").read_text(encoding="utf-8")
    assert text.startswith(mine)
    assert "position: Optician" in text


def test_a_form_that_nobody_changes_changes_nothing() -> None:
    """Of whatever shape a master is, each text is in one field, and putting it back is the same."""
    master: dict[str, Any] = {
        "basics": {
            "name": "Ines",
            "location": {"city": "Norr"},
            "profiles": [{"url": "a.example"}],
        },
        "work": [
            {
                "name": "Acme",
                "highlights": ["One.", {"text": "Two.", "variants": ["2."]}, "Three\nfour"],
                "projects": [{"name": "Rig", "highlights": ["Five."]}],
            }
        ],
        "sections": [{"title": "Odd", "entries": [{"title": "A"}, {"title": "B", "url": "b"}]}],
        "interests": ["Chess"],
    }
    found = ImportResult("cv.md", master, (UnplacedLine(3, "odd"),))
    groups = tuple(FormBuilder({}).sections(master))
    kinds = dict(form_kinds(groups))
    assert correct_import(found, kinds, {}) == found
    same = {
        "work/0/highlights/1/variants": "2.",
        "work/0/projects/0/highlights": "Five.\n",
        "sections/0/entries/1/url": " b ",
        "interests": "Chess",
        "basics/location/city": "Norr",
    }
    assert correct_import(found, kinds, same) == found
    gone = correct_import(found, kinds, {"work/0/name": "Other", "work/0": None})
    assert "work" not in gone.master
    added = {"sections/0/entries/2/title": "C", "basics/profiles/1/url": "c.example"}
    grown = correct_import(found, kinds, added).master
    assert [one["title"] for one in grown["sections"][0]["entries"]] == ["A", "B", "C"]
    assert len(grown["basics"]["profiles"]) == 2
