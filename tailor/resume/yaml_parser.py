"""YAML to a tree in which every value stays the text that was typed.

The tree is built from parser events, so nothing is resolved (3.90, 007, NO, 2020-01 stay as
they are), nothing is constructed, and depth costs no stack.
"""

import re
from typing import TYPE_CHECKING

from tailor.errors import LimitError, Problem
from tailor.resume.source import Node, Scalar, Source, Tree, printable
from tailor.resume.yaml_errors import (
    QUOTES,
    cut_by_comment,
    drop_repaired,
    explain_error,
    line_of,
    missing_list_marker,
    quote_and_retry,
)

if TYPE_CHECKING:
    import yaml

MOST_REPAIRS, FEW_REPAIRS, LONG = 25, 3, 500_000
"""How often the text is read again, or a text of that many characters."""
MOST_FAULTS = 2000
"""Faults and warnings; what explains one may read the whole text."""
MISSING = {"", "~", "null", "Null", "NULL"}


def parse_yaml(source: Source) -> tuple[Source, Node | None, list[Problem]]:
    """The tree, and every fault of the syntax as it was typed.

    A line that is not YAML is reported, then read as if it had been quoted, so that the rest of
    the file can be judged in the same run; the source that comes back is the one with those
    quotes. The tree is None if the file is empty or beyond that kind of repair: then quotes
    made the same line, or the same open bracket, fail once more.
    Raises LimitError.
    """
    import yaml

    faults: list[Problem] = []
    typed, opened = source, set[tuple[int, int]]()
    most = FEW_REPAIRS if len(source.text) > LONG else MOST_REPAIRS
    while True:
        tree = Tree(source)
        try:
            build_tree(tree)
        except yaml.MarkedYAMLError as error:
            number, bracket = line_of(source, error), bracket_of(error)
            if source.line(number) != typed.line(number) or bracket in opened:
                break
            faults.append(explain_error(source, error))
            opened |= {bracket} if bracket else set()
            repaired = quote_and_retry(source, error)
            if repaired is None or len(faults) >= most:
                break
            source = repaired
        except yaml.reader.ReaderError as error:
            char = chr(error.character)
            message = f"this character cannot be printed: U+{error.character:04X}"
            faults.append(source.problem(max(source.text.find(char), 0), message))
            if len(faults) >= most:
                break
            source = Source(source.path, source.text.replace(char, "?"))
        else:
            return source, tree.root, faults + drop_repaired(tree.problems, typed, source)
    return source, None, faults + drop_repaired(tree.problems, typed, source)


def bracket_of(error: "yaml.MarkedYAMLError") -> tuple[int, int] | None:
    """Line and column (from 0) of the bracket inside of which the fault is, if it is in one."""
    if "flow" not in str(error.context) or not error.context_mark:
        return None
    return error.context_mark.line, error.context_mark.column


def build_tree(tree: Tree) -> None:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    documents = 0
    for event in yaml.parse(tree.source.text, Loader=loader):
        start = offset_of_mark(event.start_mark)
        if len(tree.problems) > MOST_FAULTS:
            message = f"there are more than {MOST_FAULTS:,} faults and warnings"
            raise LimitError(tree.source.problem(start, message))
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                message, hint = "a second document begins here", "remove this --- line"
                tree.problems.append(tree.source.problem(start, message, hint))
                return
        elif isinstance(event, yaml.CollectionEndEvent):
            tree.close()
        elif isinstance(event, yaml.NodeEvent):
            tree.spend(start)
            refuse_markers(tree, event)
            if isinstance(event, yaml.CollectionStartEvent):
                tree.open(start, mapping=isinstance(event, yaml.MappingStartEvent))
            else:
                add_scalar(tree, event)


def offset_of_mark(mark: "yaml.error.Mark | yaml._yaml.Mark | None") -> int:
    return mark.index if mark else 0


def refuse_markers(tree: Tree, event: "yaml.NodeEvent") -> None:
    """Anchors, aliases and tags would swallow the first word of a text."""
    import yaml

    tag = (getattr(event, "tag", None) or "").replace("tag:yaml.org,2002:", "!!")
    name = event.anchor or ""
    if isinstance(event, yaml.AliasEvent):
        marker = f"`*{printable(name)}` is a YAML alias"
    elif name:
        marker = f"`&{printable(name)}` is a YAML anchor"
    elif tag:
        marker = f"`{printable(tag)}` is a YAML tag"
    else:
        return
    hint = QUOTES
    if tag.startswith("!!") and not name:
        hint = "leave it out: every value is read as it is typed"
    elif name and len(tree.problems) < MOST_REPAIRS and is_repeated(tree.source.text, name):
        hint = "write it out in each place"
    message = f"{marker}, which a master cannot have"
    tree.problems.append(tree.source.problem(offset_of_mark(event.start_mark), message, hint))


def is_repeated(text: str, name: str) -> bool:
    """Whether a name is both behind an & and behind a *, as only in YAML."""
    return all(re.search(rf"(?<!\S){re.escape(mark + name)}(?![\w-])", text) for mark in "&*")


def add_scalar(tree: Tree, event: "yaml.NodeEvent") -> None:
    import yaml

    start, end = offset_of_mark(event.start_mark), offset_of_mark(event.end_mark)
    frame = tree.top
    value = isinstance(event, yaml.ScalarEvent)
    text: str | None = event.value if value else f"*{event.anchor}"  # type: ignore[attr-defined]
    plain = value and event.style in (None, "")  # type: ignore[attr-defined]
    node = Scalar(None if plain and text in MISSING else text, start, end, plain)
    in_value = frame is not None and (frame.key is not None or not frame.mapping)
    if plain and text and in_value:
        key = frame.key.text if frame and frame.key else None
        tree.problems.extend(cut_by_comment(tree.source, node, key))
        if key is None and "\n" in tree.source.text[start:end].strip():
            tree.problems.extend(missing_list_marker(tree.source, node))
    tree.put(node)
