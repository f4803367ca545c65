"""The commands of the usual LaTeX classes and templates for CVs (`data/latex_commands.toml`)."""

import tomllib
from typing import Any

from tailor.files import data_folder


def load_commands() -> dict[str, Any]:
    with (data_folder("data") / "latex_commands.toml").open("rb") as file:
        return tomllib.load(file)


def parse_row(text: str) -> tuple[tuple[int, str], ...]:
    """The columns of a line: "0:title 1" is argument 0, which is a title, and argument 1."""
    cells = (one.partition(":") for one in text.split())
    return tuple((int(number), role) for number, _, role in cells)


TABLE = load_commands()
COMMANDS = {name: frozenset(words.split()) for name, words in TABLE["commands"].items()}
"""By what they do: names of commands."""
DOCUMENT_COMMANDS = {f"{how}DocumentCommand" for how in ("New", "Renew", "Provide", "Declare")}
"""Commands that define others, with a letter for each argument."""
HEADINGS: dict[str, int] = TABLE["headings"]
ROWS: dict[tuple[str, int], tuple[tuple[tuple[int, str], ...], ...]] = {
    (name.split("/")[0], int(name.split("/")[1])): tuple(map(parse_row, rows))
    for name, rows in TABLE["rows"].items()
}
"""Command and number of its arguments -> the lines that it makes."""
BULLETS, PAIRS, DOUBLES = COMMANDS["bullets"], COMMANDS["pairs"], COMMANDS["doubles"]
HEAD, WHOLE, SEPARATORS = COMMANDS["head"], COMMANDS["whole"], COMMANDS["separators"]
BOLD, ITALIC, DECLARED = COMMANDS["bold"], COMMANDS["italic"], COMMANDS["declared"]
BREAKS, TABS, TAGS = COMMANDS["breaks"], COMMANDS["tabs"], COMMANDS["tags"]
SILENT, FIRST_SILENT, FILES = COMMANDS["silent"], COMMANDS["first_silent"], COMMANDS["files"]
ALONE = COMMANDS["alone"] | DECLARED | BREAKS | (TABS - {"hspace", "hskip"})
"""Commands without arguments: a group behind them is text."""
HOSTS: dict[str, str] = TABLE["hosts"]
TITLED: dict[str, str] = TABLE["titled"]
PERSONAL: dict[str, str] = TABLE["personal"]
PLACES: dict[str, str] = TABLE["places"]
SYMBOLS: dict[str, str] = TABLE["symbols"]
LISTS, ENVIRONMENTS, BROKEN, TABLES = (
    frozenset(TABLE["environments"][name].split())
    for name in ("lists", "environments", "broken", "tables")
)


def is_structural(name: str, count: int) -> bool:
    """Whether a command with so many arguments makes headings, entries or items."""
    known = {*HEADINGS, *BULLETS, *PAIRS, *DOUBLES, *HEAD, *BOLD, *ITALIC, *TAGS}
    return (name in known or (name, count) in ROWS) and name not in COMMANDS["unsure"]
