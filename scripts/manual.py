"""The parts of the docs that are made from the program.

python scripts/manual.py      writes them again

From what `--help` says: a page of docs/commands/ and a man page for each command. From the list of
options (`tailor.cli.settings`): docs/config.schema.json and the table in docs/config.md.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from tailor import __version__
from tailor.cli.app import CODES, PANELS, SUMMARY, app
from tailor.cli.config import config_schema
from tailor.cli.help import EXAMPLES, align_examples
from tailor.cli.settings import CONFIG_OPTIONS, SettingsField

ROOT = Path(__file__).resolve().parent.parent
MORE: Mapping[str, tuple[tuple[str, str], ...]] = {
    "": (("commands", "the report, exit codes, JSON"), ("postings", "what a posting may be"),
         ("objective", "what makes a page the best one"), ("config", "tailor.toml")),
    "batch": (("batch", "many postings, one page for all of them, workers, Dask"),),
    "edit": (("edit", "the page that it shows, and how it is saved"),),
    "watch": (("watch", "when the page is made, and what is shown"),),
    "report": (("report", "what the web page shows"),),
    "keywords": (("postings", "what a posting may be"),),
    "match": (("commands", "the report"), ("objective", "what lines are worth")),
    "check": (("commands", "what an ATS reads"),),
    "verify": (("verify", "lock files"), ("pre-commit", "as a hook")),
    "diff": (("verify", "lock files"),),
    "import": (("import", "what is read of each format, and what is not"),),
    "export": (("import", "export to other formats"),),
    "templates": (("templates", "templates, and how to make your own"),),
    "mcp": (("mcp", "the tools, and how to set up an agent"),),
    "schema": (("completion", "completion in your editor"),),
    "completion": (("completion", "completion in your shell and your editor"),),
}  # fmt: skip
"""Pages of docs/ that tell more, by command."""


@dataclass(frozen=True, slots=True)
class Option:
    """An option or argument: what is typed, what it does, and what it is if nobody says."""

    typed: str
    help: str
    usual: str = ""
    variable: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """What there is to say of a command; `groups` are its options as the help groups them."""

    name: str
    usage: str
    text: str
    groups: Mapping[str, tuple[Option, ...]]

    @property
    def title(self) -> str:
        return f"tailor {self.name}".strip()

    @property
    def stem(self) -> str:
        return self.title.replace(" ", "-")


def pages() -> Iterator[Page]:
    """A page for the main job and one for each command, in the order of the help."""
    group: Any = typer.main.get_command(app)
    whole = group.make_context("tailor", [], resilient_parsing=True)
    yield page("", group, whole)
    for commands in PANELS.values():
        for name in commands:
            command = group.commands[name]
            context = command.make_context(name, [], parent=whole, resilient_parsing=True)
            yield page(name, command, context)


def page(name: str, command: Any, context: Any) -> Page:
    usage = " ".join(command.get_usage(context).removeprefix("Usage: ").split())
    text = command.help.partition("\n\n")[0] if name else SUMMARY
    found: dict[str, list[Option]] = {}
    for one in command.params:
        kind = "Arguments" if one.param_type_name == "argument" else "Options"
        found.setdefault(one.rich_help_panel or kind, []).append(option(one, context))
    groups = {title: tuple(some) for title, some in found.items()}
    return Page(name, usage, " ".join(text.split()), groups)


def option(one: Any, context: Any) -> Option:
    """A parameter as its command knows it."""
    about = " ".join((one.help or "").split())
    if one.param_type_name == "argument":
        usual = "" if one.required or one.default is None else str(one.default)
        return Option(one.metavar or one.name.upper(), about, usual)
    names = ", ".join((*one.opts, *one.secondary_opts))
    value = "" if one.is_flag else (one.metavar or one.make_metavar(context).strip("<>"))
    usual = "" if one.is_flag or one.default in (None, (), "") else str(one.default)
    return Option(f"{names} {value}".strip(), about, usual, one.envvar or "")


def markdown(one: Page) -> str:
    rows = [f"# {one.title}", "", one.text, "", "```", one.usage, "```", ""]
    if examples := EXAMPLES.get(one.name):
        rows += ["## Examples", "", "```sh", *align_examples(examples, "# "), "```", ""]
    for title, options in one.groups.items():
        rows += [f"## {title}", "", *map(item, options), ""]
    if more := MORE.get(one.name):
        rows += ["## More", ""]
        rows += [f"- [{target}](../{target}.md): {about}" for target, about in more]
        rows += [""]
    return "\n".join(rows).rstrip() + "\n"


def item(one: Option) -> str:
    """An option as an item of a list."""
    facts = (("default", one.usual), ("variable", one.variable))
    more = "; ".join(f"{word} `{text}`" for word, text in facts if text)
    return f"- `{one.typed}`: {one.help}" + (f" ({more})" if more else "")


def roff(one: Page) -> str:
    """A man page (man(7))."""
    about = one.text[:1].lower() + one.text[1:].partition(". ")[0].removesuffix(".")
    rows = [
        f'.TH {one.stem.upper()} 1 "" "tailor {__version__}" "tailor"',
        *(".SH NAME", f"{plain(one.stem)} \\- {plain(about)}"),
        *(".SH SYNOPSIS", f".B {plain(one.usage)}"),
        *(".SH DESCRIPTION", plain(one.text)),
    ]
    if not one.name:
        rows += [".SH COMMANDS", *commands()]
    rows += [".SH OPTIONS"]
    for title, options in one.groups.items():
        rows += [f".SS {title}", *(row for each in options for row in described(each))]
    rows += [".SH EXAMPLES", ".nf"]
    rows += [plain(row) for row in align_examples(EXAMPLES[one.name])]
    rows += [".fi", ".SH EXIT STATUS", plain(CODES.removeprefix("Exit codes: "))]
    rows += [".SH FILES", *FILES, ".SH SEE ALSO", plain(see_also(one))]
    return "\n".join(rows) + "\n"


FILES = (
    ".TP", "resume.yaml", "The master CV, if nothing else is named.",
    ".TP", "tailor.toml", "What the pages of a folder are made with.",
    ".TP", "out/*.tailor.json", "What each page was made of.",
)  # fmt: skip


def described(one: Option) -> Iterator[str]:
    yield ".TP"
    yield f".B {plain(one.typed)}"
    usual = f" Default: {one.usual}." if one.usual else ""
    variable = f" Variable: {one.variable}." if one.variable else ""
    yield plain(f"{one.help}{usual}{variable}")


def commands() -> Iterator[str]:
    for title, some in PANELS.items():
        yield f".SS {title}"
        for name, command in some.items():
            about = " ".join((command.__doc__ or "").split())
            yield from (".TP", f".BR tailor\\-{name} (1)", plain(about))


def see_also(one: Page) -> str:
    names = [name for some in PANELS.values() for name in some if name != one.name]
    return ", ".join(f"tailor-{name}(1)" for name in names) if not one.name else "tailor(1)"


def plain(text: str) -> str:
    """Text that roff prints as it is."""
    return re.sub(r"^([.'])", r"\\&\1", text.replace("\\", "\\e").replace("-", "\\-"))


CONFIG_DOCS = ROOT / "docs/config.md"
TABLE = re.compile(r"(?m)^\| key \| option \|.*\n(?:\|.*\n)+")


def option_table() -> str:
    """The table of docs/config.md: what tailor.toml may set."""
    rows = ["| key | option | variable | default |", "|---|---|---|---|"]
    for one in CONFIG_OPTIONS.values():
        flag = next(word for word in one.flags if word.startswith("--"))
        variable = f"`{one.variable}`" if one.variable else ""
        rows.append(f"| `{one.key}` | `{flag}` | {variable} | {usual_value(one)} |")
    return "\n".join([*rows, "| `jobs` | | | none |", "| `profiles` | | | none |"]) + "\n"


def usual_value(one: SettingsField) -> str:
    if one.option.usual:
        return one.option.usual
    if isinstance(one.default, bool):
        return f"`{str(one.default).lower()}`"
    if isinstance(one.default, tuple):
        return "none"
    return f"`{one.default}`" if isinstance(one.default, str) else f"{one.default:g}"


def files() -> dict[Path, str]:
    """Every file of the manual, with what is in it."""
    found = {
        ROOT / "docs/config.schema.json": json.dumps(config_schema(), indent=2, ensure_ascii=False)
        + "\n",
        CONFIG_DOCS: TABLE.sub(option_table(), CONFIG_DOCS.read_text(encoding="utf-8")),
    }
    for one in pages():
        found[ROOT / f"docs/commands/{one.stem}.md"] = markdown(one)
        found[ROOT / f"docs/man/{one.stem}.1"] = roff(one)
    return found


def main() -> None:
    wanted = files()
    for folder in {path.parent for path in wanted} - {CONFIG_DOCS.parent}:
        folder.mkdir(exist_ok=True)
        for path in set(folder.iterdir()) - set(wanted):
            path.unlink()
    for path, text in wanted.items():
        path.write_text(text, encoding="utf-8")
    print(f"{len(wanted)} files written")


if __name__ == "__main__":
    main()
