"""The documentation: every link leads somewhere, every page is in the site, nothing is fetched."""

import ast
import importlib.util
import pkgutil
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
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


PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
INDEX_PAGE = DOCS / "releasing.md"
"""The only page that may say what people type once the project is on a package index."""
SHIPPED = [
    *(ROOT / name for name in ("action.yml", "Dockerfile", "Makefile")),
    *(
        path
        for name in ("ci", ".github", "examples/ci")
        for path in sorted((ROOT / name).rglob("*.*"))
        if "__pycache__" not in path.parts
    ),
    ROOT / "examples/ci/Makefile",
]
INDEX_INSTALL = re.compile(
    r"\b(?:install|inject|run|add|uvx|get)\b[^\n|`]*(?<!un)(?<![\w/-])tailor[-_.]cv\b",
    re.IGNORECASE,
)
PLACEHOLDER = re.compile(r"\bOWNER/tailor\b|[\w.-]+/tailor@")
PROGRAMS = {
    *("tailor", "make", "pip", "pipx", "python", "python3", "git", "bash", "dask", "docker"),
    *("pre-commit", "for", "done", "eval", ".", "pbpaste", "sudo", "apt-get", "mkdir"),
}
"""What a line in a shell block may begin with: programs that people have, or that we ship."""
PROSE = {"again", "cannot", "does", "knows", "reads", "that", "the", "wrote"}
"""Words that follow "tailor" in messages without being commands."""


def shell_lines(text: str) -> list[str]:
    """The lines of the `sh` blocks of a page, without remarks; a line goes on after a backslash."""
    blocks = re.findall(r"^ *```sh\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL)
    rows = [row for block in blocks for row in re.sub(r"\\\n\s*", " ", block).splitlines()]
    return [row for row in (re.split(r"\s+#", f" {one}")[0].strip() for one in rows) if row]


def shown(path: Path) -> list[str]:
    """What people may copy from a file: the code in a page, every line of another file."""
    text = path.read_text("utf-8")
    if path.suffix != ".md":
        return [row.lstrip("# ") for row in text.splitlines()]
    blocks = re.findall(r"^ *```\w*\n(.*?)^ *```$", text, re.MULTILINE | re.DOTALL)
    spans = re.findall(r"`([^`\n]+)`", re.sub(r"^ *```.*?^ *```$", "", text, flags=re.M | re.S))
    return [*spans, *(row for block in blocks for row in block.splitlines())]


@cache
def messages() -> list[tuple[str, str]]:
    """Every text of the program, docstrings aside, each with where it is."""
    return list(find_messages())


def find_messages() -> Iterator[tuple[str, str]]:
    for path in sorted((ROOT / "tailor").rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and id(node) not in said
            ):
                yield f"{path.relative_to(ROOT)}:{node.lineno}", node.value


def targets(makefile: Path) -> set[str]:
    return set(re.findall(r"^([\w-]+):", makefile.read_text("utf-8"), re.MULTILINE))


def missing(line: str) -> list[str]:
    """What a command line names that is not in this repository."""
    found = []
    for extra in re.findall(r"\binstall '?\.\[(\w+)\]", line):
        found += [] if extra in PROJECT["project"]["optional-dependencies"] else [f".[{extra}]"]
    for target in re.findall(r"^make ([a-z][\w-]*)", line):
        known = targets(ROOT / "Makefile") | targets(ROOT / "examples/ci/Makefile")
        found += [] if target in known else [f"make {target}"]
    for name in re.findall(r"\b(?:python3?|bash) ((?:tools/tailor/)?[\w/.-]+\.(?:py|sh))\b", line):
        found += [] if (ROOT / name.removeprefix("tools/tailor/")).is_file() else [name]
    for name in re.findall(r"\bpython3? -m ((?:tailor|benchmarks|scripts|ci)[\w.]*)", line):
        place = ROOT / name.replace(".", "/")
        found += [] if place.is_dir() or place.with_suffix(".py").is_file() else [f"-m {name}"]
    for name in re.findall(r"\buses: (\./\S*)", line):
        place = ROOT / name.removeprefix("./").removeprefix("tools/tailor")
        found += [] if place.is_file() or (place / "action.yml").is_file() else [name]
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_line_of_a_shell_block_begins_with_a_program(page: Path) -> None:
    lines = shell_lines(page.read_text("utf-8"))
    assert [line for line in lines if line.split()[0] not in PROGRAMS] == []


@pytest.mark.parametrize("path", [*PAGES, *SHIPPED], ids=lambda path: str(path.relative_to(ROOT)))
def test_every_command_that_is_shown_is_in_the_repository(path: Path) -> None:
    assert [name for line in shown(path) for name in missing(line)] == []


def test_every_command_in_a_message_exists() -> None:
    command: Any = typer.main.get_command(app)
    known = set(command.commands) | PROSE
    wrong = [
        f"{place}: tailor {word}"
        for place, text in messages()
        for word in re.findall(r"(?<![\w-])tailor ([a-z]+)\b", text)
        if word not in known
    ]
    assert wrong == []
    files = [f"{place}: {name}" for place, text in messages() for name in missing(f" {text}")]
    assert files == []


DOTTED = re.compile(r"`(tailor(?:\.\w+)+)|(?:from|import) (tailor(?:\.\w+)+)")


def unknown_names(text: str) -> list[str]:
    """Modules, functions and classes of the package that a text names and that are not there."""
    found = []
    for name in {one[1] or one[2] for one in DOTTED.finditer(text)}:
        try:
            pkgutil.resolve_name(name)
        except (ImportError, AttributeError):
            found += [] if re.search(r"\.(?:toml|json|md|fish|tex|pdf)$", name) else [name]
    return found


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_name_of_the_code_in_a_page_exists(page: Path) -> None:
    assert unknown_names(page.read_text("utf-8")) == []


def test_every_name_of_the_code_in_a_docstring_exists() -> None:
    sources = sorted((ROOT / "tailor").rglob("*.py"))
    wrong = {path.name: unknown_names(path.read_text("utf-8")) for path in sources}
    assert {name: found for name, found in wrong.items() if found} == {}


def test_a_name_that_does_not_exist_would_be_found() -> None:
    assert unknown_names("as `tailor.pipeline.run_magic` and `tailor.pipeline`") == [
        "tailor.pipeline.run_magic"
    ]


def test_no_page_installs_from_an_index_or_names_a_placeholder() -> None:
    """Nothing is published yet, so such a command would fail."""
    texts = [(str(path.relative_to(ROOT)), path.read_text("utf-8")) for path in [*PAGES, *SHIPPED]]
    texts = [one for one in texts if one[0] != str(INDEX_PAGE.relative_to(ROOT))]
    wrong = [
        f"{place}: {found[0]}"
        for place, text in [*texts, *messages()]
        for pattern in (INDEX_INSTALL, PLACEHOLDER)
        if (found := pattern.search(text))
    ]
    assert wrong == []


def test_no_message_installs_a_library_past_its_bounds() -> None:
    """pip would take the newest version, tried or not; an extra of the checkout has bounds."""
    wrong = [place for place, text in messages() if re.search(r"pip install ['\"]?\w", text)]
    assert wrong == []


def test_the_page_about_releases_has_the_published_commands() -> None:
    text = INDEX_PAGE.read_text("utf-8")
    assert "pip install tailor-cv" in text
    assert "uses: OWNER/tailor@" in text
    assert len(INDEX_INSTALL.findall(text)) > 3


@pytest.mark.parametrize(
    "line",
    [
        "pip install '.[dusk]'",
        "make demoo",
        "python scripts/none.py",
        "bash tools/tailor/ci/none.sh",
        "python -m benchmarks.none",
        "- uses: ./tools/none",
    ],
)
def test_a_command_that_does_not_exist_would_be_found(line: str) -> None:
    assert len(missing(line)) == 1


@pytest.mark.parametrize(
    "line",
    [
        "pip install tailor-cv",
        "python -m pip install --quiet 'tailor-cv[dask]'",
        "pipx install Tailor_CV",
        "uvx tailor-cv",
        "pip install --upgrade tailor-cv==0.1",
    ],
)
def test_an_installation_from_an_index_would_be_found(line: str) -> None:
    assert INDEX_INSTALL.search(line)
    assert not INDEX_INSTALL.search(line.replace("install", "uninstall").replace("uvx", "pip show"))


def test_the_page_about_removing_names_the_cache_of_each_system(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The folders are those that platformdirs, which the program asks, says for each system."""
    from platformdirs import macos, unix, windows

    monkeypatch.setattr(windows, "get_win_folder", lambda _: "%LOCALAPPDATA%")
    monkeypatch.setenv("HOME", "/home/ada")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    systems = (unix.Unix, macos.MacOS, windows.Windows)
    folders = [kind("tailor").user_cache_dir.replace("/home/ada", "~") for kind in systems]
    folders[-1] = folders[-1].replace("/", "\\")
    assert len(set(folders)) == 3
    text = (DOCS / "upgrading.md").read_text("utf-8")
    assert [one for one in folders if not re.search(rf"`{re.escape(one)}[/\\]answers`", text)] == []


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
