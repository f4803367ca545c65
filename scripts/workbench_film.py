"""Makes the pictures of docs/edit.md: a posting comes in, a page goes out, a line goes out, another
one comes in, it is saved, and sent as Word (needs Chromium with its chromedriver, and selenium; for
the last picture LibreOffice and pdftoppm).

python scripts/workbench_film.py
"""

import io
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PIL import Image
from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

ROOT = Path(__file__).resolve().parent.parent
CASE = ROOT / "examples" / "software-engineer"
POSTING = "backend-payments.txt"
WINDOW, WIDTH, COLOURS = (1440, 900), 1200, 96
OUT, COME = "Upgraded the main database", "Mentor four engineers"
"""How the line begins that is left out, and how the one that is brought in."""
PATIENCE_S = 300
STILL = "--force-prefers-reduced-motion"


@contextmanager
def open_workbench(folder: Path) -> Iterator[Chrome]:
    """A browser that shows `tailor edit` in a folder with the example."""
    shutil.copy(CASE / "resume.yaml", folder)
    shutil.copy(CASE / "postings" / POSTING, folder / "posting.txt")
    command = [sys.executable, "-m", "tailor", "edit", "--job", "posting.txt", "--no-open"]
    options = ChromeOptions()
    size = f"--window-size={WINDOW[0]},{WINDOW[1]}"
    for switch in ("--headless=new", "--no-sandbox", "--hide-scrollbars", STILL, size):
        options.add_argument(switch)
    with (folder / "said").open("wb") as said:
        running = subprocess.Popen(command, cwd=folder, stdout=said, stderr=said)
    browser = Chrome(options=options, service=Service(shutil.which("chromedriver")))
    try:
        shape = {"width": WINDOW[0], "height": WINDOW[1], "deviceScaleFactor": 1, "mobile": False}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", shape)
        told = wait_until(lambda: (folder / "said").read_text(encoding="utf-8"))
        browser.get(told.partition("live page: ")[2].split()[0])
        wait_until(lambda: page_number(browser))
        yield browser
    finally:
        browser.quit()
        running.terminate()
        running.wait()


def wait_until(found: Callable[[], Any]) -> Any:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if value := found():
            return value
        time.sleep(0.05)
    raise TimeoutError


def page_number(browser: Chrome) -> int:
    """The number of the page whose picture is shown."""
    return int(browser.execute_script("return document.body.dataset.page || 0"))


def press(browser: Chrome, beginning: str, action: str) -> None:
    """Presses a button of a line, and waits for the new page."""
    before = page_number(browser)
    code = """
        const line = view.sections.flatMap((one) => one.lines)
          .find((one) => [one.text, ...one.wordings].some((text) => text.startsWith(arguments[0])));
        const row = rows.get(line.key).item;
        go(row);
        row.querySelector(`[data-do=${arguments[1]}]`).click();
    """
    browser.execute_script(code, beginning, action)
    wait_until(lambda: page_number(browser) > before)
    wait_until(lambda: browser.execute_script("return last.state === 'good'"))
    browser.execute_script("document.activeElement.closest('li').scrollIntoView({block: 'center'})")


def take_picture(browser: Chrome, name: str) -> None:
    """A picture of the window, in docs/."""
    time.sleep(0.5)  # Until fonts and pictures are drawn.
    save_picture(Image.open(io.BytesIO(browser.get_screenshot_as_png())), name)


def save_picture(picture: Image.Image, name: str) -> None:
    picture = picture.convert("RGB")
    size = (WIDTH, picture.height * WIDTH // picture.width)
    small = picture.resize(size, Image.Resampling.LANCZOS)
    few = small.quantize(COLOURS, Image.Quantize.FASTOCTREE)
    few.save(ROOT / "docs" / f"{name}.png", optimize=True)


def take_word(folder: Path) -> None:
    """A picture of the saved page as Word (`--also docx`), as LibreOffice shows it."""
    command = [sys.executable, "-m", "tailor", "--job", "posting.txt", "--also", "docx", "--quiet"]
    made = subprocess.run(command, cwd=folder, check=False)
    files = sorted((folder / "out").glob("*.docx"))
    if made.returncode or not files:
        print("no picture of the page as Word: this tailor has no --also docx")
        return
    convert = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(folder)]
    subprocess.run([*convert, str(files[0])], check=True, stdout=subprocess.DEVNULL)
    pdf = folder / files[0].with_suffix(".pdf").name
    draw = ["pdftoppm", "-png", "-r", "110", "-singlefile", str(pdf), str(folder / "word")]
    subprocess.run(draw, check=True)
    with Image.open(folder / "word.png") as picture:
        save_picture(picture, "edit-5-word")


def main() -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        with open_workbench(folder) as browser:
            take_picture(browser, "edit-1-page")
            press(browser, OUT, "exclude")
            take_picture(browser, "edit-2-out")
            press(browser, COME, "pin")
            take_picture(browser, "edit-3-in")
            before = page_number(browser)
            browser.execute_script("document.getElementById('save').click()")
            wait_until(lambda: page_number(browser) > before)
            take_picture(browser, "edit-4-saved")
        take_word(folder)
        print(json.dumps((folder / "tailor.toml").read_text(encoding="utf-8")))


if __name__ == "__main__":
    main()
