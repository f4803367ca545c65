"""Makes docs/report.png: the report of an example as a browser shows it (needs Chromium with its
chromedriver, and selenium).

python scripts/report_picture.py
"""

import io
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

from tailor.cli.html_report import report_html
from tailor.loader import read_resume
from tailor.pipeline import tailor
from tailor.posting import parse_posting
from tailor.scoring.coverage import answer_keywords

ROOT = Path(__file__).resolve().parent.parent
CASE = ROOT / "examples" / "software-engineer"
POSTING = "backend-payments.txt"
WINDOW, WIDTH, COLOURS = (1440, 1160), 1280, 200
SHOWN = "Kafka"
"""The keyword that has the focus."""
STILL = "--force-prefers-reduced-motion"
SCROLL = """
  document.querySelector(".pair").scrollIntoView();
  const marks = [...document.querySelectorAll(".mark")];
  marks.find((mark) => mark.textContent === arguments[0]).focus({focusVisible: true});
"""


def main() -> None:
    text = (CASE / "postings" / POSTING).read_text(encoding="utf-8")
    outcome = tailor(read_resume(CASE / "resume.yaml")[0], parse_posting(text))
    found = answer_keywords(outcome.keywords, outcome.master, outcome.scores, outcome.plan)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "report.html"
        path.write_bytes(report_html(outcome, found))
        picture = shot(path)
    size = (WIDTH, picture.height * WIDTH // picture.width)
    small = picture.resize(size, Image.Resampling.LANCZOS)
    few = small.quantize(COLOURS, Image.Quantize.FASTOCTREE)
    few.save(ROOT / "docs" / "report.png", optimize=True)


def shot(path: Path) -> Image.Image:
    """What a browser shows of the report where the keyword has the focus."""
    options = ChromeOptions()
    size = f"--window-size={WINDOW[0]},{WINDOW[1]}"
    for switch in ("--headless=new", "--no-sandbox", "--hide-scrollbars", STILL, size):
        options.add_argument(switch)
    browser = Chrome(options=options, service=Service(shutil.which("chromedriver")))
    try:
        browser.get(path.as_uri())
        browser.execute_script(SCROLL, SHOWN)
        return Image.open(io.BytesIO(browser.get_screenshot_as_png())).convert("RGB")
    finally:
        browser.quit()


if __name__ == "__main__":
    main()
