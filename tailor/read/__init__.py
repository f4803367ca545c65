"""A master CV in a file, to a `Resume`: one reader for each format."""

from collections.abc import Callable
from pathlib import Path

from tailor.errors import InputError, Place, Problem
from tailor.model import Resume
from tailor.read.clean import clean_tree
from tailor.read.files import LONGEST, decode, load, tidy
from tailor.read.json_tree import parse_json
from tailor.read.legacy import modern
from tailor.read.links import safe_links
from tailor.read.mapping import to_resume
from tailor.read.order import reversed_dates
from tailor.read.source import Mapping, Node, Scalar, Source, visible
from tailor.read.titles import has_titles, title
from tailor.read.validate import json_schema, validate
from tailor.read.yaml_tree import parse_yaml

__all__ = ["LONGEST", "READERS", "json_schema", "parse", "read", "title"]

Reader = Callable[[Source], tuple[Source, Node | None, list[Problem]]]

READERS: dict[str, Reader] = {".yaml": parse_yaml, ".yml": parse_yaml, ".json": parse_json}
"""By suffix: text to a tree, and the faults of its syntax."""


def read(path: str | Path) -> tuple[Resume, tuple[Problem, ...]]:
    """The résumé in a file, and warnings.

    Raises InputError (every fault of the file at once, in its order), FileError (missing, a
    folder, unreadable), LimitError (over 5 MB, 200,000 values or 50 levels).
    """
    path = Path(path)
    data = load(path)
    if path.suffix.lower() not in READERS:
        message = f"`{visible(path.suffix)}` is not a format of a master that tailor reads"
        hint = f"use one of {', '.join(READERS)}"
        raise InputError(Problem(message, Place(str(path)), hint=hint))
    return parse(decode(data, str(path)), str(path), path.suffix.lower().lstrip("."))


def parse(text: str, path: str, format: str) -> tuple[Resume, tuple[Problem, ...]]:
    """As `read`, for a text; `format` is "yaml" or "json", and `path` is for messages only."""
    typed, problems = tidy(text, path)
    source, root, found = READERS[f".{format}"](typed)
    problems += found
    if not isinstance(root, Mapping):
        raise InputError(*in_order([*problems, *not_a_master(source, root, found)]))
    tree: Mapping = root
    later: list[Problem] = []
    for step in (modern, clean_tree, safe_links):
        tree, found = step(source, tree)
        later += found
    master, found = validate(source, tree)
    later += found + reversed_dates(source, tree)
    problems += unless_mended(later, typed, source)
    faults = [problem for problem in problems if problem.level == "error"]
    if master is None or faults:
        raise InputError(*in_order(faults))
    language, found = language_of(source, tree)
    order = tuple(key.name for key, _ in tree.pairs)
    resume = to_resume(master, order, language)
    return resume, in_order([*problems, *found, *thin(source, resume)])


def not_a_master(source: Source, root: Node | None, found: list[Problem]) -> list[Problem]:
    if root is None or (isinstance(root, Scalar) and not root.text):
        message = "the file is empty"
        return [] if found else [source.problem(0, message, "tailor init writes one to begin with")]
    text = source.text.lstrip()[:200].lower()
    if text.startswith(("<!doctype", "<html", "<?xml")):
        return [
            source.problem(0, "this is a web page, not a master CV", "download the file itself")
        ]
    message = "a master is a mapping with keys such as basics, work and education"
    return [source.problem(root.start, message)]


def unless_mended(problems: list[Problem], typed: Source, read: Source) -> list[Problem]:
    """The problems of lines that were read as they were typed: of the others enough was said."""
    lines = zip(typed.text.split("\n"), read.text.split("\n"), strict=True)
    mended = {number for number, (one, other) in enumerate(lines, 1) if one != other}
    return [one for one in problems if one.place is None or one.place.line not in mended]


def in_order(problems: list[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(dict.fromkeys(problems), key=lambda problem: problem.place or Place("")))


def language_of(source: Source, root: Mapping) -> tuple[str, list[Problem]]:
    """The tag in meta.language ("en" if there is none), and a warning if it is not usable."""
    meta = root.get("meta")
    node = meta.get("language") if isinstance(meta, Mapping) else None
    if not isinstance(node, Scalar) or not node.text:
        return "en", []
    tag = node.text.replace("_", "-")
    if has_titles(tag):
        return tag, []
    message = f"there are no section titles in `{visible(tag, 20)}`; English ones are used"
    return "en", [source.problem(node.start, message, level="warning")]


def thin(source: Source, resume: Resume) -> list[Problem]:
    """A warning if there is nothing to choose from."""
    place = Place(source.path)
    if not resume.sections:
        return [Problem("there is nothing but a name and contact data", place, level="warning")]
    if not any(section.kind == "work" for section in resume.sections):
        return [Problem("there is no work experience", place, level="warning")]
    return []
