"""The examples that the help of each command shows."""

import shutil
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from typer.core import TyperGroup

Example = tuple[str, str]
"""A command line, and what it does."""

EXAMPLES: Mapping[str, tuple[Example, ...]] = {  # By name; "" is the main job.
    "": (
        ('tailor init "Your Name"', "a master CV and a posting to begin with"),
        ("tailor --job posting.txt", "the page, as out/posting.pdf"),
        ("tailor -j posting.txt --pin k3f7 --paper a4", ""),
        ("tailor match --job posting.txt", "what you answer, and what you lack"),
        ("pbpaste | tailor --job - -o acme.pdf", ""),
    ),
    "edit": (
        ("tailor edit --job posting.txt", "choose in the browser what is on it"),
        ("tailor edit -j posting.txt --no-open --port 8765", ""),
    ),
    "watch": (
        ("tailor watch --job posting.txt", "a new page at each save"),
        ("tailor watch -j posting.txt --open", "and shown in the browser"),
    ),
    "report": (
        ("tailor report --job posting.txt", "out/posting.html, to be opened in a browser"),
        ("tailor report -j posting.txt -o acme.html --min-coverage 60", ""),
    ),
    "letter": (
        ("tailor letter --job posting.txt", "out/posting-letter.pdf"),
        ('tailor letter -j posting.txt --company "Alder Bay Ferries" --also docx', ""),
    ),
    "render": (
        ("tailor render", "out/resume.pdf, all of resume.yaml"),
        ("tailor render -t academic --paper a4 -o cv.pdf", ""),
    ),
    "batch": (
        ("tailor batch jobs/", "every posting of a folder"),
        ("tailor batch 'jobs/**/*.txt' @mine.list", "patterns, and a list of postings"),
        ("tailor batch", "the jobs of tailor.toml"),
        ("tailor batch jobs/ --master-for-all", "one page that serves all of them"),
        ("tailor batch jobs/ --backend dask --scheduler tcp://10.0.0.5:8786", ""),
    ),
    "keywords": (
        ("tailor keywords --job posting.txt", ""),
        ("tailor keywords -j https://example.com/jobs/41 --format json", ""),
    ),
    "match": (
        ("tailor match --job posting.txt", "what you answer, and what you lack"),
        ("tailor match -j posting.txt --explain work/0/highlights/3", ""),
    ),
    "check": (
        ("tailor check resume.yaml", "every error at its line"),
        ("tailor check out/posting.pdf", "what an ATS reads"),
        ("tailor check any.pdf --resume resume.yaml", "is that what you wrote?"),
    ),
    "verify": (
        ("tailor verify out/posting.pdf", "does it match its inputs?"),
        ("tailor verify --quick", "are the pages of tailor.toml unchanged?"),
    ),
    "diff": (
        ("tailor diff out/acme.pdf out/northwind.pdf", ""),
        ("tailor diff out/acme.pdf resume.yaml", "what was left out"),
    ),
    "log": (
        ("tailor log", "every page below this folder"),
        ("tailor log acme --mark sent", "the page for Acme was sent today"),
        ('tailor log out/acme.pdf --mark interview --note "Tuesday at 10"', ""),
    ),
    "init": (('tailor init "Your Name"', "resume.yaml"), ("tailor init cv/me.yaml", "")),
    "import": (
        ("tailor import old.pdf -o resume.yaml", ""),
        ("tailor import cv.docx linkedin.zip -o resume.yaml", "several as one"),
        ("tailor import new.md --into resume.yaml", "adds to a master"),
    ),
    "export": (
        ("tailor export -o resume.docx", "for portals that want Word"),
        ("tailor export me.yaml -o resume.json", "JSON Resume"),
    ),
    "templates": (
        ("tailor templates", ""),
        ("tailor templates --new mine --from modern", "a copy to make your own"),
    ),
    "schema": (
        ("tailor schema > resume.schema.json", "completion in your editor"),
        ("tailor schema --config > tailor.schema.json", ""),
    ),
    "doctor": (("tailor doctor", ""), ("tailor doctor --clear-cache", "delete the cache")),
    "mcp": (
        ("tailor mcp", "serves the files of this folder to an agent"),
        ("tailor mcp --allow ~/cv --allow ~/postings", ""),
    ),
    "completion": (
        ('eval "$(tailor completion bash)"', "in ~/.bashrc"),
        ("tailor completion zsh > ~/.zfunc/_tailor", ""),
        ("tailor completion fish > ~/.config/fish/completions/tailor.fish", ""),
    ),
}


FULL_WIDTH = 120
"""Columns from which the help of the main command has each option's whole text; below, a row."""
MORE = (
    "The whole text of each option: docs/commands/tailor.md, man tailor, or a terminal of 120 "
    "columns."
)


class CommandsFirst(TyperGroup):
    """The main command: its help has the commands first, then a row for each option."""

    def format_help(self, ctx: Any, formatter: Any) -> None:
        columns = max(60, shutil.get_terminal_size((80, 24)).columns)
        formatter.write("\n".join(main_help_rows(self, ctx, columns)) + "\n")


def main_help_rows(group: Any, context: Any, columns: int) -> Iterator[str]:
    """The help of the main command.

    Args:
        group: the command.
        context: of its call.
        columns: how many characters of each row.
    """
    about, _, examples = (group.help or "").replace("\b", "").partition("\n")
    yield f"Usage: {context.command_path} [OPTIONS] COMMAND [ARGS]..."
    yield from ("", *textwrap.wrap(about.strip(), columns), *examples.rstrip().splitlines()[1:])
    panels: dict[str, list[tuple[str, str]]] = {}
    for name, command in group.commands.items():
        text = (command.help or "").strip().partition("\n")[0]
        panels.setdefault(command.rich_help_panel, []).append((name, text))
    yield ""
    for panel, rows in panels.items():
        yield f"{panel}:"
        yield from (cut_row(f"  {name:<12}{text}", columns) for name, text in rows)
    yield from ("", "Options of tailor --job:")
    options: dict[str, list[Any]] = {}
    for param in group.params:
        options.setdefault(param.rich_help_panel or "The program", []).append(param)
    options["The program"].append(group.get_help_option(context))
    for panel, some in options.items():
        yield f"{panel}:"
        for param in some:
            yield from option_rows(param, columns)
    yield ""
    if columns < FULL_WIDTH:
        yield from textwrap.wrap(MORE, columns)
    yield from textwrap.wrap(group.epilog or "", columns)


def option_rows(param: Any, columns: int) -> Iterator[str]:
    """An option: its flags and what it does, in one row or with its whole text."""
    names = (*param.opts, *param.secondary_opts)
    if columns < FULL_WIDTH:
        # Click keeps the flags of --help in a set, so their order says nothing.
        long = next((flag for flag in names if flag.startswith("--")), names[0])
        names = (*[flag for flag in names if len(flag) == 2][:1], long)
    flags = ", ".join(dict.fromkeys(sorted(names, key=len)))
    takes_value = not param.is_flag and not param.count
    value = f" {param.metavar or param.type.name.upper()}" if takes_value else ""
    if getattr(param.type, "choices", None):
        value = f" {'|'.join(map(str, param.type.choices))}"
    default = param.default if isinstance(param.default, str | int | float) else ""
    has_default = default != "" and not isinstance(default, bool)
    usual = f" [default: {default}]" if has_default else ""
    head, text = f"  {flags}{value}", " ".join((param.help or "").split())
    if columns < FULL_WIDTH:
        yield cut_row(f"{head:<30}  {text}", columns)
        return
    variable = f" [{param.envvar}]" if param.envvar else ""
    first, *rest = textwrap.wrap(
        f"{text}{usual}{variable}", columns - 46, break_long_words=False, break_on_hyphens=False
    )
    yield f"{head:<44}  {first}"
    yield from (f"{'':<46}{row}" for row in rest)


def cut_row(row: str, columns: int) -> str:
    """A row, at a word where it is too long."""
    if len(row) <= columns:
        return row
    return row[:columns].rpartition(" ")[0].rstrip(" ,;:.") + "…"


def with_examples(name: str, text: str) -> str:
    """The help of a command: its text, then its examples, their remarks below each other."""
    examples = EXAMPLES[name]
    word = "Examples" if len(examples) > 1 else "Example"
    rows = (f"  {row}" for row in align_examples(examples))
    return "\n".join((text.strip(), "", "\b", f"{word}:", *rows))


def align_examples(examples: Sequence[Example], mark: str = "") -> Iterator[str]:
    """Examples with their remarks below each other."""
    wide = max((len(line) for line, remark in examples if remark), default=0)
    for line, remark in examples:
        yield f"{line:<{wide}}  {mark}{remark}" if remark else line
