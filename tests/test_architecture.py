"""The rules of the house: who may import whom, who prints, who starts programs."""

import ast
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import typer

from tailor.ats.checks import CHECKS
from tailor.cli.app import PANELS, app
from tailor.cli.config import config_schema
from tailor.cli.settings import CONFIG_OPTIONS, OPTIONS, Settings, recorded_options
from tailor.exporters import WRITERS
from tailor.importers import BY_SUFFIX, IMPORTERS
from tailor.render.templates import shipped_templates

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "tailor"
MODULES = sorted(PACKAGE.rglob("*.py"))
LAYERS = (
    {
        *("errors", "models", "system", "streams", "files", "locks", "folders", "cache", "i18n"),
        *("layout", "line_ids", "project", "version", "languages", "codec", "word_vectors"),
    },
    {"sandbox"},
    {"resume", "keywords", "html"},
    {"resume_parser", "latex", "pdf", "exporters", "scoring"},
    {"importers", "posting", "render", "ats", "report", "optimizer"},
    {"loader", "analysis", "typesetter", "page_form", "judge"},
    {"pipeline"},
    {"letter"},
    {"cli", "__init__"},
    {"__main__"},
)
"""Packages and modules of `tailor`, the lowest layer first: imports only go down."""
LAYER = {name: level for level, names in enumerate(LAYERS) for name in names}
LONG = {"pdf/drawing.py": "one walk through the objects of a page"}
"""Modules of more than 600 lines, and why."""
HEAVY = {
    "jinja2", "numpy", "pdfminer", "platformdirs", "pydantic", "pylatex", "pypdf", "pypdfium2",
    "rich", "scipy", "sklearn", "spacy", "thinc", "yaml", "highspy", "py3langid", "joblib",
    "markdown_it", "pylatexenc", "docx", "ruamel", "pyperclip", "distributed", "PIL", "mcp",
    "mcp_types", "anyio",
}  # fmt: skip
PROGRAMS = {"subprocess", "multiprocessing", "pty"}


def package_of(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            named = node.module or ""
            yield from (f"tailor.{a.name}" for a in node.names) if named == "tailor" else (named,)


def upward(here: str, names: Iterator[str]) -> list[str]:
    """The imports that go up, or sideways to a room that is none of `here`'s business."""
    wrong = []
    for name in names:
        there = name.split(".")[1] if name.startswith("tailor.") else here
        there = there if there in LAYER else here
        if there != here and LAYER[there] > 0 and LAYER[there] >= LAYER[here]:
            wrong.append(name)
    return wrong


def eager(tree: ast.Module) -> set[str]:
    """Packages imported as soon as the module is, type checking aside."""
    top = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    return {name.split(".")[0] for node in top for name in imported(node)}


def prints(tree: ast.AST) -> bool:
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return any(
        (isinstance(call, ast.Name) and call.id == "print")
        or ast.unparse(call).replace(".buffer", "") in ("sys.stdout.write", "sys.stderr.write")
        for call in calls
    )


def starts_programs(tree: ast.AST) -> bool:
    """Whether a module imports what starts programs, or calls os.system, os.exec*, os.fork ..."""
    calls = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    shells = {
        name
        for name in calls
        if re.fullmatch(r"system|popen|fork|exec[lv]p?e?|posix_spawn|create_subprocess_\w+", name)
    }
    return bool(shells) or not PROGRAMS.isdisjoint(imported(tree))


def test_no_reader_that_is_only_for_comparison_is_imported() -> None:
    """PyMuPDF is under the AGPL; pdfplumber is for development."""
    found = {name.split(".")[0] for tree in trees().values() for name in imported(tree)}
    assert "pypdf" in found
    assert found.isdisjoint({"pymupdf", "fitz", "pdfplumber"})


def test_every_package_has_a_layer_and_every_layer_its_packages() -> None:
    assert {package_of(module) for module in MODULES} == set(LAYER)


def test_the_rules_can_fail() -> None:
    assert upward("optimizer", iter(["tailor.ats.inspect", "tailor.models"])) == [
        "tailor.ats.inspect"
    ]
    assert upward("models", iter(["tailor.loader"])) == ["tailor.loader"]
    assert upward("scoring", iter(["tailor.keywords.lexicon"])) == []
    assert upward("models", imported(ast.parse("from tailor import cli"))) == ["tailor.cli"]
    assert eager(ast.parse("import spacy.tokens\ndef f():\n import numpy")) == {"spacy"}
    assert prints(ast.parse("def f(): print(1)"))
    assert prints(ast.parse("import sys\nsys.stdout.write('x')"))
    assert prints(ast.parse("import sys\nsys.stdout.buffer.write(b'x')"))
    assert starts_programs(ast.parse("import os\nos.system('x')"))
    assert starts_programs(ast.parse("from subprocess import run"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_keeps_the_house_rules(path: Path) -> None:
    tree, here = trees()[module_name(path)], package_of(path)
    assert upward(here, imported(tree)) == [], "imports only go down"
    assert eager(tree) & HEAVY == set(), (
        "heavy libraries are imported by the function that needs them"
    )
    speaks = here == "cli" or path.name in ("__main__.py", "worker.py")
    assert speaks or not prints(tree), "only the command line prints, and child processes answer"
    starts = here in ("sandbox", "system")
    assert starts or not starts_programs(tree), "only sandbox starts programs"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_module_is_at_most_600_lines_long(path: Path) -> None:
    most = 700 if str(path.relative_to(PACKAGE)) in LONG else 600
    assert len(path.read_text(encoding="utf-8").splitlines()) <= most


def test_each_folder_of_data_names_its_sources() -> None:
    text = (ROOT / "data" / "SOURCES.md").read_text(encoding="utf-8")
    names = {path.name for path in (ROOT / "data").iterdir()} - {"SOURCES.md"}
    assert {name for name in names if f"`{name}" not in text} == set()


def module_name(path: Path) -> str:
    return ".".join(("tailor", *path.relative_to(PACKAGE).with_suffix("").parts)).removesuffix(
        ".__init__"
    )


def import_graph(trees: Mapping[str, ast.Module]) -> dict[str, set[str]]:
    """For each module those that it imports, inside of functions too; type checking aside."""
    graph: dict[str, set[str]] = {}
    for name, tree in trees.items():
        for_types = {
            id(inner)
            for node in ast.walk(tree)
            if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
            for inner in ast.walk(node)
        }
        graph[name] = set()
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module and id(node) not in for_types:
                for alias in node.names:
                    inner_module = f"{node.module}.{alias.name}"
                    graph[name].add(inner_module if inner_module in trees else node.module)
    return {name: found & set(trees) - {name} for name, found in graph.items()}


def find_cycle(graph: Mapping[str, set[str]]) -> list[str]:
    """The modules in circles of imports, and those between them; [] if there is none."""
    left = set(graph)
    while True:
        imported = {name for module in left for name in graph[module]}
        ends = {name for name in left if not graph[name] & left or name not in imported}
        if not ends:
            return sorted(left)
        left -= ends


@cache
def trees() -> dict[str, ast.Module]:
    return {module_name(path): ast.parse(path.read_text(encoding="utf-8")) for path in MODULES}


def test_imports_run_in_no_circle() -> None:
    assert find_cycle(import_graph(trees())) == []
    one = ast.parse("def f():\n from tailor.b import g")
    two = ast.parse("from tailor import a")
    assert find_cycle(import_graph({"tailor.a": one, "tailor.b": two})) == ["tailor.a", "tailor.b"]


def test_the_program_has_a_readable_number_of_modules() -> None:
    assert len(MODULES) <= 230


PARTICIPLES = re.compile(
    r"(told|said|made|found|kept|seen|known|given|drawn|written|meant|shown|listed|named|joined"
    r"|placed|judged|answered|served|shortened|wrapped|labelled|priced)"
)


def test_no_function_is_named_by_a_participle_alone() -> None:
    names = [
        f"{module}.{node.name}"
        for module, tree in trees().items()
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and PARTICIPLES.fullmatch(node.name)
    ]
    assert names == []


UNCLEAR_NAMES = {
    *("alike", "asked", "at", "begun", "behind", "found", "held", "kept"),
    *("able", "each", "gone", "here", "known", "led", "lies", "made", "nothing", "one", "own"),
    *("said", "shown", "so_far", "still", "there", "these", "told", "tried", "who", "wished"),
}
"""Variables that do not say what they hold."""


def unclear_variables(tree: ast.AST) -> set[str]:
    """The unclear names of variables and parameters; fields of classes are left out."""
    nodes = list(ast.walk(tree))
    fields = {
        id(part.target)
        for node in nodes
        if isinstance(node, ast.ClassDef)
        for part in node.body
        if isinstance(part, ast.AnnAssign)
    }
    stored = {
        node.id
        for node in nodes
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) and id(node) not in fields
    }
    return (stored | {node.arg for node in nodes if isinstance(node, ast.arg)}) & UNCLEAR_NAMES


def test_variables_say_what_they_hold() -> None:
    example = ast.parse("def f(told):\n return [one for one in told]")
    assert unclear_variables(example) == {"one", "told"}
    unclear = {
        str(path.relative_to(PACKAGE)): names
        for path in MODULES
        if (names := unclear_variables(ast.parse(path.read_text(encoding="utf-8"))))
    }
    assert unclear == {}


def repeated_constants(tree: ast.Module) -> set[str]:
    """Names in capitals to which a module gives a second value."""
    names = [
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name) and target.id.isupper()
    ]
    return {name for name in names if names.count(name) > 1}


def test_a_constant_has_one_value() -> None:
    """A second one takes the place of the first in every function of the module."""
    assert repeated_constants(ast.parse("PLACE = 1\nPLACE: int = 2\nOTHER = 3")) == {"PLACE"}
    repeated = {
        str(path.relative_to(PACKAGE)): names
        for path in MODULES
        if (names := repeated_constants(ast.parse(path.read_text(encoding="utf-8"))))
    }
    assert repeated == {}


def different(one: Any) -> Any:
    """Another value of the type of an option's default."""
    samples = {bool: True, int: 7, float: 7.0, str: "other", tuple: ("other",), dict: {"must": 2.0}}
    return samples[type(one)]


def test_an_option_in_the_list_is_in_everything_that_is_made_from_it() -> None:
    command: Any = typer.main.get_command(app)
    typed = {flag for one in command.params for flag in one.opts}
    assert {flag for one in OPTIONS.values() for flag in one.flags} <= typed
    assert {one.name for one in command.params} - {"job", "_version"} == set(OPTIONS)
    schema, keys = config_schema(), {one.key for one in CONFIG_OPTIONS.values()}
    inner = {key for key in keys if "." in key}
    assert {f"judge.{key}" for key in schema["$defs"]["Judge"]["properties"]} == inner
    outer = keys - inner | {"judge"}
    assert set(schema["properties"]) == outer | {"jobs", "profiles"}
    assert set(schema["$defs"]["JobTable"]["properties"]) == outer | {"posting"}
    text = (ROOT / "docs/config.md").read_text(encoding="utf-8")
    assert set(re.findall(r"(?m)^\| `([\w.-]+)` \| `--", text)) == keys
    page = (ROOT / "docs/commands/tailor.md").read_text(encoding="utf-8")
    assert {one.option.flags for one in OPTIONS.values()} <= {
        " ".join(re.findall(r"--?[a-z][a-z-]*", row.partition(":")[0]))
        for row in page.splitlines()
        if row.startswith("- `")
    }
    kept = {name for name, one in OPTIONS.items() if one.option.in_lock != "no"}
    changes = {name: different(OPTIONS[name].default) for name in kept}
    recorded = recorded_options(replace(Settings("a.txt"), **changes))
    assert recorded == json.loads(json.dumps(changes))
    assert set(recorded_options(Settings("a.txt"))) < kept  # Those that are recorded if set.


def undocumented(keys: Iterable[str], text: str) -> list[str]:
    return [key for key in keys if f"`{key}`" not in text]


def untested(keys: Iterable[str], pattern: str) -> list[str]:
    """The keys that stand in no test file, with a quote or another end before and after them."""
    tests = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob(pattern))
    return [key for key in keys if not re.search(rf"{re.escape(key)}[\"' :,\]]", tests)]


@pytest.mark.parametrize(
    ("keys", "page", "tests"),
    [
        pytest.param(BY_SUFFIX, "import.md", "test_import*.py", id="importers"),
        pytest.param(WRITERS, "import.md", "test_export*.py", id="exporters"),
        pytest.param(
            [one.name for one in shipped_templates()], "templates.md", "*.py", id="templates"
        ),
        pytest.param([one.name for one in CHECKS], "commands.md", "test_ats*.py", id="checks"),
    ],
)
def test_every_key_of_a_registry_has_docs_and_a_test(
    keys: Iterable[str], page: str, tests: str
) -> None:
    assert undocumented(keys, (ROOT / "docs" / page).read_text(encoding="utf-8")) == []
    assert untested(keys, tests) == []


def test_every_importer_has_its_module() -> None:
    assert all(callable(import_module(one.module).import_file) for one in IMPORTERS)


def test_every_command_has_a_page_of_the_docs_and_a_test() -> None:
    commands = [name for some in PANELS.values() for name in some]
    pages = {path.stem for path in (ROOT / "docs/commands").iterdir()}
    assert [name for name in commands if f"tailor-{name}" not in pages] == []
    assert untested([f'"{name}' for name in commands], "test_*.py") == []
