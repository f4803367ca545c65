"""Options and fixtures for every test."""

import compileall
import os
import shutil
import signal
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from tailor.cli.signals import cancel_solvers

ROOT = Path(__file__).resolve().parent.parent

sys.dont_write_bytecode = False
"""pytest rewrites the assertions of each test file; that takes seconds, and is kept as bytecode."""

settings.register_profile("fixed", derandomize=True)
settings.register_profile("random")
settings.load_profile("fixed")
"""The same examples in every run, so that a test fails because of a change and not by chance;
`--hypothesis-profile random` looks for new ones."""

if TYPE_CHECKING:
    from selenium.webdriver import Chrome


SLOWEST = (
    *("templates", "streams", "speed_same", "judge", "systems", "cli", "cli_batch", "pre_commit"),
    *("workbench_browser", "examples", "watch", "recipes", "cli_templates", "trust_loaders", "ci"),
    *("wheel", "posting", "ats_check", "letter", "typeset", "api", "export_roundtrip"),
    *("cli_verify", "trust_tex", "judged_pages", "ats_inspect", "cli_config", "import_cli"),
    *("steering", "tex_bundle", "forms", "cli_short", "workbench", "mcp", "completion"),
    *("show_browser", "watch_live"),
)
"""Files that take long, the longest first: a process that began with the last of them would be the
only one at work in the end."""


def pytest_configure(config: pytest.Config) -> None:
    """Compiles the package once: each of the hundreds of programs that tests start would do it
    again where PYTHONDONTWRITEBYTECODE is set."""
    if not hasattr(config, "workerinput"):
        compileall.compile_dir(ROOT / "tailor", quiet=2)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Puts the slow files first; `--no-loadscope-reorder` keeps this order."""
    order = {f"test_{name}.py": number for number, name in enumerate(SLOWEST)}
    items.sort(key=lambda item: order.get(item.path.name, len(order)))


def pytest_addoption(parser: pytest.Parser) -> None:
    text = "write the golden texts of examples/ anew instead of comparing with them"
    parser.addoption("--update-golden", action="store_true", help=text)


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    """Puts back the signal handlers that `tailor.cli.main` sets, and what they do when they run."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.getsignal(number) for number in numbers]
    yield
    sys.unraisablehook = sys.__unraisablehook__
    cancel_solvers(False)
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


@pytest.fixture(scope="session", autouse=True)
def heeded_interrupts() -> None:
    """What a shell runs in the background ignores SIGINT, and so would every child process."""
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The tests keep what they find out in a folder of their own."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("cache")
        patch.setenv("TAILOR_CACHE", str(folder))
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))
        yield folder


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> "Iterator[Chrome]":
    """A browser without a window."""
    names = ("chromium", "chromium-browser", "google-chrome")
    browser = next(filter(None, map(shutil.which, names)), None)
    driver = shutil.which("chromedriver")
    if not browser or not driver:
        pytest.skip("there is no Chromium with its chromedriver on the PATH")
    from selenium.webdriver import Chrome, ChromeOptions
    from selenium.webdriver.chrome.service import Service

    options = ChromeOptions()
    options.binary_location = browser
    for switch in (
        "--headless=new",
        "--window-size=1280,1000",
        "--disable-background-networking",
        "--disable-dev-shm-usage",
        f"--user-data-dir={tmp_path_factory.mktemp('chromium')}",
        *(("--no-sandbox",) if os.geteuid() == 0 else ()),
    ):
        options.add_argument(switch)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    started = Chrome(options=options, service=Service(driver))
    yield started
    started.quit()


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with the starter as its master, from which this program can be run."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("TAILOR_RESUME", raising=False)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    starter = (ROOT / "tailor" / "cli" / "starter.yaml").read_bytes()
    (tmp_path / "resume.yaml").write_bytes(starter)
    return tmp_path
