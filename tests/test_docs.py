"""The documentation: every link leads somewhere, every page is in the site, nothing is fetched."""

import importlib.util
import re
import shlex
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from tailor.cli.app import app

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md")])
LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")
CODE = re.compile(r"^( *)```.*?^\1```$|`[^`\n]*`", re.MULTILINE | re.DOTALL)
OWN = ROOT / ".venv" / "docs" / "bin" / "python"


def links(text: str) -> list[str]:
    return [one or other for one, other in LINK.findall(CODE.sub("", text))]


def anchors(path: Path) -> set[str]:
    """The anchors of the headings of a page, as GitHub and MkDocs make them."""
    text = re.sub(r"^```.*?^```$", "", path.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).strip().replace(" ", "-") for title in titles}


def broken(page: Path, text: str) -> list[str]:
    found = []
    for link in links(text):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            found.append(link)
    return found


def test_the_check_can_fail() -> None:
    page = DOCS / "config.md"
    text = "[a](none.md) [b](config.md#none) [c](config.md#weights) `[d](no)` [e](https://e.com)"
    assert broken(page, text) == ["none.md", "config.md#none"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    assert broken(page, page.read_text("utf-8")) == []


def test_every_page_is_in_the_site() -> None:
    text = (ROOT / "mkdocs.yml").read_text("utf-8")
    named = re.findall(r"[\w/-]+\.md", str(yaml.safe_load(text)["nav"]))
    pages = {str(page.relative_to(DOCS)) for page in DOCS.rglob("*.md")}
    assert sorted(named) == sorted(pages | {"contributing.md", "changelog.md"})


BLOCK = re.compile(r"^ *```(?:sh)?\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)


def command_lines(text: str) -> list[str]:
    """What the blocks of a page tell a reader to type, without remarks, pipes and loops."""
    rows = [row for block in BLOCK.findall(text) for row in block.replace("\\\n", " ").splitlines()]
    found = [re.search(r"(?:^ *|\| |\$\()(tailor(?: [^>|)]*)?)", row) for row in rows]
    return [re.split(r"(?<=\S)   *|\s#", one[1])[0] for one in found if one]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_line_is_one_that_the_program_understands(page: Path) -> None:
    for line in command_lines(page.read_text("utf-8")):
        if not re.search(r"[A-Z]{3}|\.\.\.", line):  # Else it stands for many.
            understand(line)


def understand(line: str) -> None:
    """Raises if a command line is wrong."""
    command: Any = typer.main.get_command(app)
    words = shlex.split(line)[1:]
    name, *rest = words if words and words[0] in command.commands else ["", *words]
    known = command.commands[name] if name else command
    known.make_context(name, rest).close()


def test_a_wrong_command_line_would_be_found() -> None:
    text = "```sh\ntailor batch jobs/ --qwick     remark\n```\n"
    (line,) = command_lines(text)
    assert line == "tailor batch jobs/ --qwick"
    with pytest.raises(typer.TyperException, match="--qwick"):
        understand(line)


class Fetched(HTMLParser):
    """What a browser fetches when it shows a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        named = dict(attributes)
        rel = named.get("rel") or ""
        is_fetched = tag != "a" and (tag != "link" or "canonical" not in rel)
        self.found += [named[key] or "" for key in ("src", "href") if key in named and is_fetched]


def test_the_site_is_built_strictly_and_fetches_nothing(tmp_path: Path) -> None:
    python = sys.executable if importlib.util.find_spec("mkdocs") else str(OWN)
    if not Path(python).is_file():
        pytest.skip("MkDocs is not installed: make docs")
    command = [python, "-m", "mkdocs", "build", "--strict", "--site-dir", str(tmp_path)]
    done = subprocess.run(
        command, cwd=ROOT, env={"NO_MKDOCS_2_WARNING": "1"}, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    made = sorted(tmp_path.rglob("*.html"))
    assert len(made) > len(list(DOCS.rglob("*.md")))
    fetched = {link for path in made for link in Fetched(path.read_text("utf-8")).found}
    assert fetched
    assert [link for link in fetched if re.match(r"(https?:)?//", link)] == []
