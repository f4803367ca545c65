"""The workbench in a real browser: clicks change the page, are saved, and can be repeated."""

import io
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pypdf import PdfReader

from tests.test_watch_live import until

if TYPE_CHECKING:
    from selenium.webdriver import Chrome

ROOT = Path(__file__).resolve().parent.parent
CASE = ROOT / "examples" / "software-engineer"
PATIENCE = 120.0
WINDOWS = [(390, 844), (1024, 768), (1440, 900), (1080, 1920)]
PROFILE = '\n[profiles.quiet]\ntemplate = "plain"\n'
COMMENT = "# The jobs that I apply for."


@dataclass(slots=True)
class Bench:
    """`tailor edit` in a folder with an example, and a browser that shows it."""

    folder: Path
    browser: "Chrome"
    environment: dict[str, str]

    def js(self, code: str, *values: Any) -> Any:
        return self.browser.execute_script(code, *values)

    def until(self, found: Callable[[], Any], what: str) -> Any:
        return until(found, what, self.folder / "said", PATIENCE)

    def page(self) -> int:
        """The number of the page whose picture is shown."""
        return int(self.js("return document.body.dataset.page || 0"))

    def after(self, act: Callable[[], Any]) -> None:
        """Does something, and waits until the picture of the new page is there."""
        before = self.page()
        act()
        self.until(lambda: self.page() > before, "a new page")
        self.until(lambda: self.js("return last.state") == "good", "a good page")

    def get(self, name: str) -> bytes:
        """What the page itself can fetch."""
        code = """
            const [name, done] = arguments;
            fetch(name).then((one) => one.arrayBuffer())
              .then((one) => done([...new Uint8Array(one)]));
        """
        return bytes(self.browser.execute_async_script(code, name))

    def text(self) -> str:
        """What the PDF says, as an independent reader reads it, without white space."""
        found = PdfReader(io.BytesIO(self.get("page.pdf"))).pages[0].extract_text()
        return "".join(found.split())

    def says(self, line: str) -> bool:
        return "".join(line.split())[:40] in self.text()

    def lines(self, role: str = "bullet") -> list[dict[str, Any]]:
        code = "return view.sections.flatMap((one) => one.lines)"
        return [one for one in self.js(code) if one["role"] == role]

    def click(self, selector: str) -> None:
        """A real click of the mouse, at what is scrolled to."""
        from selenium.webdriver.common.by import By

        found = self.browser.find_element(By.CSS_SELECTOR, selector)
        self.js("arguments[0].scrollIntoView({block: 'center'})", found)
        found.click()

    def size(self, width: int, height: int, scheme: str = "light") -> None:
        shape = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", shape)
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})


@pytest.fixture(scope="module")
def bench(chromium: "Chrome", tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    folder = tmp_path_factory.mktemp("bench")
    shutil.copy(CASE / "resume.yaml", folder)
    shutil.copy(CASE / "postings" / "backend-payments.txt", folder / "job.txt")
    (folder / "tailor.toml").write_text(f'{COMMENT}\npaper = "letter"\n{PROFILE}', encoding="utf-8")
    names = ("PATH", "HOME", "TAILOR_CACHE", "TMPDIR")
    environment = {name: os.environ[name] for name in names if name in os.environ}
    environment |= {"PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
    command = [sys.executable, "-m", "tailor", "edit", "--job", "job.txt", "--no-open"]
    with (folder / "said").open("wb") as said:
        running = subprocess.Popen(command, cwd=folder, env=environment, stderr=said, stdout=said)
    found = Bench(folder, chromium, environment)
    try:
        told = found.until(lambda: (folder / "said").read_text(encoding="utf-8"), "its address")
        chromium.set_script_timeout(PATIENCE)
        found.size(1440, 900)
        chromium.get(told.partition("live page: ")[2].split()[0])
        found.until(found.page, "the first page")
        chromium.get_log("browser")  # type: ignore[no-untyped-call]
        yield found
        assert chromium.get_log("browser") == []  # type: ignore[no-untyped-call]
    finally:
        chromium.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
        running.terminate()
        assert running.wait(30) == 143


def test_a_line_goes_out_another_comes_in_and_the_command_makes_the_same(bench: Bench) -> None:
    """Click, look, undo, save, reload, and the same bytes from the command line."""
    picture, pdf = bench.get("page-1.png"), bench.get("page.pdf")
    out = next(one for one in bench.lines() if one["printed"] and not one["why"])
    assert bench.says(out["text"])
    bench.after(lambda: bench.click(f'li[data-key="{out["key"]}"] [data-do="exclude"]'))
    assert not bench.says(out["text"])
    assert bench.get("page-1.png") != picture
    assert "points" in bench.js("return document.getElementById('since').textContent")
    assert out["text"][:40] in bench.js("return document.getElementById('since').textContent")
    assert bench.js("return document.activeElement.closest('li').dataset.key") == out["key"]
    assert (bench.folder / "out/job.pdf").read_bytes() == pdf, "nothing is stored until it is saved"

    come = next(one for one in bench.lines() if not one["printed"] and "no room" in one["why"])
    bench.after(lambda: bench.click(f'li[data-key="{come["key"]}"] [data-do="pin"]'))
    assert bench.says(come["text"])
    bench.after(lambda: bench.click("#undo"))
    assert not bench.says(come["text"])
    bench.after(lambda: bench.click("#undo"))
    assert (bench.get("page-1.png"), bench.get("page.pdf")) == (picture, pdf)
    for _ in range(2):
        bench.after(lambda: bench.click("#redo"))
    assert bench.says(come["text"])
    assert not bench.says(out["text"])

    command = bench.js("return fetch('command').then((one) => one.json())")["command"]
    chosen = bench.get("page.pdf")
    bench.click("#save")
    file = bench.folder / "out/job.pdf"
    bench.until(lambda: file.read_bytes() == chosen, "the page was not written")
    saved = (bench.folder / "tailor.toml").read_text(encoding="utf-8")
    assert COMMENT in saved
    assert out["id"] in saved
    assert come["id"] in saved
    bench.until(lambda: bench.js("return document.getElementById('save').disabled"), "saved")

    bench.browser.refresh()
    bench.until(bench.page, "the page after it was loaded again")
    pressed = 'return document.querySelector(`li[data-key="${arguments[0]}"] [aria-pressed=true]`)'
    for key in (out["key"], come["key"]):
        assert bench.js(pressed, key), key
    for words in (command, "tailor --job job.txt"):
        arguments = [*shlex.split(words)[1:], "--output", "again.pdf", "--quiet"]
        subprocess.run(
            [sys.executable, "-m", "tailor", *arguments],
            cwd=bench.folder, env=bench.environment, check=True,
        )  # fmt: skip
        assert (bench.folder / "again.pdf").read_bytes() == chosen, words
        for name in ("again.pdf", "again.tex", "again.tailor.json"):
            (bench.folder / name).unlink()


def test_the_keyboard_does_all_of_it(bench: Bench) -> None:
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    def press(*keys: str) -> None:
        ActionChains(bench.browser).send_keys(*keys).perform()

    line = next(one for one in bench.lines() if one["printed"] and not one["why"])
    bench.js("document.querySelector('#sections li').focus()")
    active = "return document.activeElement.dataset.key"
    for _ in range(300):
        if bench.js(active) == line["key"]:
            break
        press(Keys.ARROW_DOWN)
    assert bench.js(active) == line["key"]
    bench.after(lambda: press("x"))
    assert not bench.says(line["text"])
    assert bench.js(active) == line["key"], "the focus stays where it was"
    control = ActionChains(bench.browser).key_down(Keys.CONTROL).send_keys("z").key_up(Keys.CONTROL)
    bench.after(control.perform)
    assert bench.says(line["text"])
    press(Keys.ENTER)
    assert bench.js("return document.activeElement.textContent") == "Leave out"
    press(Keys.ESCAPE)
    assert bench.js(active) == line["key"]


def test_a_click_on_the_picture_is_about_that_line(bench: Bench) -> None:
    line = next(one for one in bench.lines() if one["printed"] and not one["why"])
    bench.click(f'#sheets .spot[data-key="{line["key"]}"] rect')
    assert bench.js("return document.getElementById('card-text').textContent") == line["text"]
    bench.after(lambda: bench.click('#card [data-do="exclude"]'))
    assert not bench.says(line["text"])
    bench.after(lambda: bench.click("#undo"))


def test_template_paper_order_and_wording(bench: Bench) -> None:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.select import Select

    def choose(name: str, value: str) -> None:
        Select(bench.browser.find_element(By.ID, name)).select_by_value(value)

    bench.after(lambda: choose("size", "a4"))
    assert PdfReader(io.BytesIO(bench.get("page.pdf"))).pages[0].mediabox.height > 830
    bench.after(lambda: choose("template", "modern"))
    order = "return view.sections.filter((one) => one.printed && one.key).map((one) => one.key)"
    before = bench.js(order)
    bench.after(lambda: bench.click(f'[data-key="{before[1]}"] [data-do="move up"]'))
    assert bench.js(order)[:2] == [before[1], before[0]]
    line = next(
        one for one in bench.lines() if one["printed"] and len(one["wordings"]) > 1
    )  # fmt: skip
    other = next(n for n in range(len(line["wordings"])) if n != line["wording"])
    select = bench.browser.find_element(By.CSS_SELECTOR, f'li[data-key="{line["key"]}"] select')
    bench.after(lambda: Select(select).select_by_value(str(other)))
    assert bench.says(line["wordings"][other])
    for _ in range(4):
        bench.after(lambda: bench.click("#undo"))
    assert bench.js(order) == before


def test_tags_profiles_and_other_forms(bench: Bench) -> None:
    from selenium.webdriver.common.by import By
    from selenium.webdriver.support.select import Select

    def choose(selector: str, value: str) -> None:
        Select(bench.browser.find_element(By.CSS_SELECTOR, selector)).select_by_value(value)

    bench.after(lambda: choose("#profile", "quiet"))
    assert bench.js("return document.getElementById('template').value") == "plain"
    bench.click("#more summary")
    tag = bench.js("return view.tags[0]")
    bench.after(lambda: choose(f'#tags select[data-tag="{tag}"]', "hide"))
    bench.after(lambda: bench.click('#forms input[value="docx"]'))
    assert bench.js("return last.bench.also") == ["docx"]
    assert bench.get("page.docx").startswith(b"PK")
    printed = next(one["text"] for one in bench.lines() if one["printed"])
    assert printed[:20] in " ".join(bench.get("page.txt").decode().split())
    words = bench.js("return fetch('command').then((one) => one.json())")["command"]
    assert "--profile quiet" in words
    assert f"--hide {tag}" in words
    assert "--also docx" in words
    for _ in range(3):
        bench.after(lambda: bench.click("#undo"))
    bench.click("#more summary")


def test_what_cannot_be_on_a_page_is_told_and_can_be_taken_back(bench: Bench) -> None:
    """Everything is pinned: there is no such page, the last one stays, undo leads back."""
    shown = bench.page()
    keys = [one["key"] for one in bench.lines()]
    bench.js("for (const key of arguments[0]) change('pin', key)", keys)
    failed = "return last.state === 'failed' && last.bench.undo"
    bench.until(lambda: bench.js(failed), "an error")
    assert "too tall" in bench.js("return document.getElementById('errors').textContent")
    assert bench.page() >= shown
    assert bench.js("return document.querySelector('#trouble').getAttribute('role')") == "alert"
    bench.js("change('reset')")
    bench.until(lambda: bench.js("return last.state === 'good' && last.bench.saved"), "the page")
    assert bench.js("return document.getElementById('trouble').hidden")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "height"), WINDOWS)
def test_it_fits_any_window(bench: Bench, width: int, height: int, scheme: str) -> None:
    bench.size(width, height, scheme)
    wide = bench.js("return document.documentElement.scrollWidth")
    assert wide <= width
    code = "const one = document.querySelector('#sheets img').getBoundingClientRect(); " \
        "return [one.left, one.right, one.width]"  # fmt: skip
    left, right, size = bench.js(code)
    assert 0 <= left < right <= width
    assert size > 0.38 * min(width, 1200), "the picture comes first and is large"
    ground, ink = bench.js(
        "const one = getComputedStyle(document.body); return [one.backgroundColor, one.color]"
    )
    assert (sum(rgb(ground)) > sum(rgb(ink))) == (scheme == "light")


def rgb(colour: str) -> list[int]:
    return [int(one) for one in colour.removeprefix("rgb(").removesuffix(")").split(",")]


def test_everything_that_can_be_used_has_a_name(bench: Bench) -> None:
    """As a screen reader sees it: the tree that Chromium gives to assistive technology."""
    bench.size(1440, 900)
    tree = bench.browser.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    used = ("button", "link", "combobox", "tab", "dialog", "textbox", "image")
    found = [one for one in tree if not one["ignored"] and one["role"]["value"] in used]
    assert len(found) > 50
    assert [one for one in found if not one.get("name", {}).get("value")] == []
    roles = {one["role"]["value"] for one in tree if not one["ignored"]}
    assert {"status", "toolbar", "list", "listitem", "heading", "region", "main"} <= roles


def test_two_lines_that_are_as_good_are_offered(bench: Bench) -> None:
    """Take the other one, and it is on the page in place of the first."""
    (tie, *_) = bench.js("return view.ties.filter((one) => one.other)")
    assert bench.js("return !document.getElementById('ties').hidden")
    assert bench.says(tie["other_text"])
    assert not bench.says(tie["text"])
    bench.after(lambda: bench.click("#ties .tie-choice:nth-of-type(2)"))
    assert bench.says(tie["text"])
    assert not bench.says(tie["other_text"])
    offered = bench.js("return document.querySelector('#ties:not([hidden]) ul')?.textContent || ''")
    assert tie["text"] not in offered
    bench.after(lambda: bench.click("#undo"))
    assert bench.says(tie["other_text"])
