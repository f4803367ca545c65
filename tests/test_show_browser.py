"""The report in a real browser: where its marks are, what the keyboard does, what it loads."""

import base64
import io
import re
import time
from collections.abc import Iterator
from functools import partial
from html import unescape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

import pdfplumber
import pytest
from PIL import Image

from tailor.cli.json_report import job_record
from tailor.layout import statement_lines
from tailor.loader import read_resume
from tailor.pipeline import Outcome, tailor
from tailor.posting import parse_posting
from tailor.report import render_html
from tailor.report.view_model import view_keywords, view_lines
from tailor.scoring.coverage import answer_keywords

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

CASE = Path(__file__).resolve().parent.parent / "examples" / "software-engineer"
HOSTILE = """
<script>window.harmed = 1</script><img src="http://127.0.0.1:9/x.png" onerror="window.harmed = 2">
<style>body { display: none }</style><a href="javascript:window.harmed = 3">k</a><!-- Go
"""
ACTIVE = "rgb(61, 54, 184)"


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    text = (CASE / "postings" / "backend-payments.txt").read_text(encoding="utf-8")
    return tailor(read_resume(CASE / "resume.yaml")[0], parse_posting(text + HOSTILE))


@pytest.fixture(scope="module")
def report(outcome: Outcome) -> dict[str, Any]:
    found = answer_keywords(outcome.keywords, outcome.master, outcome.scores, outcome.plan)
    return job_record(outcome, found, None, 1.0)


class Handler(SimpleHTTPRequestHandler):
    """Keeps in mind what was asked for."""

    asked: list[str]

    def log_message(self, *_: object) -> None:
        self.asked.append(self.path)


@pytest.fixture(scope="module")
def server(
    outcome: Outcome, report: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ThreadingHTTPServer]:
    """The report behind a web server that tells what a browser asks for."""
    folder = tmp_path_factory.mktemp("web")
    html = render_html(report, outcome.posting, outcome.document.pdf)
    (folder / "report.html").write_text(html, encoding="utf-8")
    handler = type("Asked", (Handler,), {"asked": []})
    found = ThreadingHTTPServer(("127.0.0.1", 0), partial(handler, directory=str(folder)))
    Thread(target=found.serve_forever, daemon=True).start()
    found.asked = handler.asked  # type: ignore[attr-defined]
    yield found
    found.shutdown()
    found.server_close()


@pytest.fixture
def browser(chromium: "Chrome", server: ThreadingHTTPServer) -> Iterator["Chrome"]:
    """The report, freshly opened; afterwards nobody complained, and nothing else was loaded."""
    show(chromium, width=1440, height=1000)
    media(chromium)
    chromium.get_log("browser")  # type: ignore[no-untyped-call]
    server.asked.clear()  # type: ignore[attr-defined]
    chromium.get(f"http://127.0.0.1:{server.server_port}/report.html")
    yield chromium
    assert chromium.get_log("browser") == []  # type: ignore[no-untyped-call]
    assert set(server.asked) <= {"/report.html"}  # type: ignore[attr-defined]
    chromium.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
    chromium.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})


def js(browser: "Chrome", code: str, *given: Any) -> Any:
    return browser.execute_script(code, *given)


def show(browser: "Chrome", width: int, height: int) -> None:
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


def media(browser: "Chrome", scheme: str = "light") -> None:
    """Light or dark, and nothing that moves by itself."""
    wanted = {"prefers-color-scheme": scheme, "prefers-reduced-motion": "reduce"}
    features = [{"name": name, "value": value} for name, value in wanted.items()]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})


def press(browser: "Chrome", key: str) -> None:
    from selenium.webdriver.common.action_chains import ActionChains

    ActionChains(browser).send_keys(key).perform()


def numbers(report: dict[str, Any], term: str) -> tuple[int, set[int]]:
    """The number of a keyword, and those of the printed lines that answer it."""
    found = next(one for one in view_keywords(report) if one.term == term)
    return found.number, set(found.printed)


def lit(browser: "Chrome") -> tuple[set[str], set[int]]:
    """The texts of the posting and the numbers of the page's lines that are lit up."""
    marks = js(browser, "return [...document.querySelectorAll('.mark.on')].map(m => m.textContent)")
    lines = "return [...document.querySelectorAll('.spot.on')].map(s => Number(s.dataset.line))"
    return set(marks), set(js(browser, lines))


def test_what_the_page_proves_is_shown_at_a_printed_line(report: dict[str, Any]) -> None:
    proved = [one for one in view_keywords(report) if one.state == "proved"]
    assert len(proved) > 10
    assert [one.term for one in proved if not one.printed] == []


def test_a_hostile_posting_does_nothing(browser: "Chrome") -> None:
    assert js(browser, "return window.harmed") is None
    assert js(browser, "return document.scripts.length") == 1
    assert js(browser, "return document.images.length") == 1
    assert "<script>window.harmed = 1</script>" in js(browser, "return posting.innerText")
    assert js(browser, "return getComputedStyle(document.body).display") == "block"


def test_its_policy_keeps_everything_else_out(browser: "Chrome") -> None:
    """What would be done by anything that got in after all."""
    js(
        browser,
        """
        const script = document.createElement("script");
        script.textContent = "window.harmed = 4";
        document.body.append(script);
        const image = new Image();
        image.src = location.href + "?picture";
        document.body.append(image);
        document.body.setAttribute("onclick", "window.harmed = 5");
        document.body.click();
        """,
    )
    time.sleep(0.2)
    assert js(browser, "return window.harmed") is None
    said = browser.get_log("browser")  # type: ignore[no-untyped-call]
    assert len([one for one in said if "Content Security Policy" in one["message"]]) == 3


def test_highlights_stand_on_the_words(browser: "Chrome", outcome: Outcome) -> None:
    """Each mark covers letters that an independent reader finds in that place."""
    code = """
        const picture = document.querySelector("#page img").getBoundingClientRect();
        return [...document.querySelectorAll(".word rect")].map(one => {
          const box = one.getBoundingClientRect();
          const scale = 612 / picture.width;
          return [box.left - picture.left, box.top - picture.top, box.right - picture.left,
            box.bottom - picture.top].map(length => length * scale);
        });
    """
    boxes = js(browser, code)
    assert len(boxes) > 30
    with pdfplumber.open(io.BytesIO(outcome.document.pdf)) as pdf:
        texts = []
        for left, top, right, bottom in boxes:
            area = (left - 2, top - 2, right + 2, bottom + 2)
            texts.append(pdf.pages[0].within_bbox(area).extract_text())
    said = {hit.words for score in outcome.scores.values() for hit in score.hits}
    assert set(texts) <= said | {text.removesuffix("s") for text in said}
    assert {"Go", "PostgreSQL", "Kafka", "Kubernetes"} <= set(texts)


def test_the_picture_is_the_page(browser: "Chrome") -> None:
    """There is ink below a mark, and paper beside it."""
    js(browser, "document.querySelector('.pair').scrollIntoView()")
    code = """
        const find = one => document.querySelector(one).getBoundingClientRect();
        const word = find(".word rect"), page = find("#page img");
        return [word, page].map(box => [box.left, box.top, box.right, box.bottom]);
    """
    word, sheet = js(browser, code)
    shot = Image.open(io.BytesIO(browser.get_screenshot_as_png())).convert("L")
    assert min(shot.crop(tuple(map(round, word))).tobytes()) < 110
    corner = (round(sheet[0]) + 4, round(sheet[1]) + 4, round(sheet[0]) + 24, round(sheet[1]) + 24)
    assert min(shot.crop(corner).tobytes()) > 240


def test_pointing_at_what_is_asked_shows_what_answers_it(
    browser: "Chrome", report: dict[str, Any]
) -> None:
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.by import By
    from selenium.webdriver.common.keys import Keys

    number, lines = numbers(report, "Kafka")
    mark = browser.find_element(By.CSS_SELECTOR, f'.mark[data-keywords="{number}"]')
    js(browser, "arguments[0].scrollIntoView({block: 'center'})", mark)
    ActionChains(browser).move_to_element(mark).perform()
    assert lit(browser) == ({"Kafka"}, lines)
    card = js(browser, "return card.hidden ? '' : card.textContent")
    assert card.startswith("Kafkamust-have, proved on the page, in ")
    ActionChains(browser).move_by_offset(0, -250).perform()
    assert lit(browser)[1] != lines
    ActionChains(browser).move_to_element(mark).click().move_by_offset(0, -250).perform()
    assert lit(browser) == ({"Kafka"}, lines)
    press(browser, Keys.ESCAPE)
    assert lit(browser) == (set(), set())


def test_pointing_at_a_line_shows_what_it_answers(
    browser: "Chrome", report: dict[str, Any]
) -> None:
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.by import By

    asked = view_keywords(report)
    printed = (line for line in view_lines(report, asked) if line.chosen and line.role == "bullet")
    number, (answered,) = next(
        (line.number, line.answers) for line in printed if len(line.answers) == 1
    )
    js(browser, "document.querySelector('.pair').scrollIntoView()")
    spot = browser.find_element(By.CSS_SELECTOR, f'.spot[data-line="{number}"] rect')
    ActionChains(browser).move_to_element(spot).perform()
    marks, lines = lit(browser)
    assert marks
    assert lines == {number}
    assert js(browser, "return card.textContent") == f"Answers{asked[answered].term}"


def test_a_click_on_a_line_leads_to_where_it_is_asked_for(
    browser: "Chrome", report: dict[str, Any]
) -> None:
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.by import By

    number, (line, *_) = numbers(report, "RabbitMQ")
    js(browser, "document.querySelector('.pair').scrollIntoView()")
    code = "return document.querySelector(arguments[0]).getBoundingClientRect().top"
    mark = f'.mark[data-keywords="{number}"]'
    assert js(browser, code, mark) > 1000
    spot = browser.find_element(By.CSS_SELECTOR, f'.spot[data-line="{line}"] rect')
    ActionChains(browser).move_to_element(spot).click().perform()
    assert 100 < js(browser, code, mark) < 900
    assert line in lit(browser)[1]


def test_the_keyboard_reaches_everything_in_order(
    browser: "Chrome", report: dict[str, Any]
) -> None:
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    active = "const one = document.activeElement; return one.getAttribute('href')"
    stops = []
    for _ in range(10):
        press(browser, Keys.TAB)
        stops.append(js(browser, active))
    sections = ["#posting", "#gaps", "#answered", "#printed", "#cut", "#checks", "#next"]
    assert stops[:8] == ["#posting", *sections]
    number, lines = numbers(report, "Backend")
    assert stops[8] == f"#keyword-{number}"
    ActionChains(browser).key_down(Keys.SHIFT).send_keys(Keys.TAB).key_up(Keys.SHIFT).perform()
    assert lit(browser) == ({"Backend"}, lines)
    seen = js(browser, "return card.getBoundingClientRect().top >= 0 && !card.hidden")
    assert seen
    press(browser, Keys.ESCAPE)
    assert lit(browser) == (set(), set())
    press(browser, Keys.ENTER)
    assert js(browser, "return document.activeElement.id") == f"keyword-{number}"
    assert js(browser, "return document.activeElement.textContent") == "Backend"


def test_every_stop_of_the_keyboard_is_seen_and_has_a_name(browser: "Chrome") -> None:
    code = """
        return [...document.querySelectorAll("a[href], summary, [tabindex='0']")]
          .filter(one => one.tabIndex >= 0)
          .filter(one => !(one.getAttribute("aria-label") || one.textContent).trim()
            || !one.getClientRects().length && !one.closest("details:not([open])"))
          .map(one => one.outerHTML);
    """
    assert js(browser, code) == []
    assert js(browser, "return document.querySelectorAll('.mark[tabindex=\"-1\"]').length") > 0


def test_in_the_dark(browser: "Chrome") -> None:
    colour = "return getComputedStyle(document.body).backgroundColor"
    assert js(browser, colour) == "rgb(245, 243, 238)"
    media(browser, "dark")
    assert js(browser, colour) == "rgb(19, 21, 25)"
    shot = Image.open(io.BytesIO(browser.get_screenshot_as_png())).convert("L")
    assert shot.getpixel((3, 3)) == 21


@pytest.mark.parametrize("width", [320, 390, 768, 1280, 2560])
def test_it_fits_any_width(browser: "Chrome", width: int) -> None:
    show(browser, width=width, height=900)
    code = "return [document.documentElement.scrollWidth, page.offsetTop - posting.offsetTop]"
    wide, below = js(browser, code)
    assert wide <= width
    assert (below == 0) == (width >= 1280)


def test_on_paper_it_is_short_and_light(browser: "Chrome") -> None:
    media(browser, "dark")
    size = {"paperWidth": 8.27, "paperHeight": 11.69, "printBackground": True}
    printed = browser.execute_cdp_cmd("Page.printToPDF", size)
    with pdfplumber.open(io.BytesIO(base64.b64decode(printed["data"]))) as pdf:
        assert 3 <= len(pdf.pages) <= 12
        first = pdf.pages[0].to_image(resolution=20).original.convert("L")
        text = "\n".join(sheet.extract_text() for sheet in pdf.pages)
    assert first.getpixel((2, 2)) == 255
    assert "Senior Backend Engineer" in text
    assert "Posting and page" not in text
    assert not re.search(r"^\d+ more lines", text, re.MULTILINE)  # nothing folds out on paper


def test_without_scripts_everything_can_be_read(browser: "Chrome", outcome: Outcome) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    try:
        browser.refresh()
        tree = browser.execute_cdp_cmd("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
        html = browser.execute_cdp_cmd("DOM.getOuterHTML", {"nodeId": tree})["outerHTML"]
    finally:
        browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
        browser.refresh()
    said = unescape(html)
    lines = [line.text for line in statement_lines(outcome.plan.resume)]
    assert [text for text in lines if text not in said] == []
