"""A CV in a file, to a `Resume`: one reader for each format."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from tailor.errors import InputError, Place, Problem
from tailor.model import Resume
from tailor.read.adopt import own_keys
from tailor.read.brought import Brought
from tailor.read.clean import clean_tree
from tailor.read.dropped import dropped
from tailor.read.files import LONGEST, decode, load, tidy
from tailor.read.imports import IMPORTERS, Import, loads
from tailor.read.json_tree import parse_json
from tailor.read.legacy import modern, one_job_each
from tailor.read.links import safe_links
from tailor.read.mapping import to_resume
from tailor.read.marks import without_marks
from tailor.read.order import misdated
from tailor.read.source import Mapping, Node, Scalar, Source, visible
from tailor.read.titles import has_titles, title
from tailor.read.traps import unless_mended
from tailor.read.unfold import unfolded
from tailor.read.unplaced import Unplaced
from tailor.read.validate import json_schema, texts, validate, without_unknown
from tailor.read.yaml_tree import parse_yaml
from tailor.words import language_of_text

__all__ = [
    "FORMATS",
    "LONGEST",
    "READERS",
    "Import",
    "Unplaced",
    "bring",
    "json_schema",
    "loads",
    "parse",
    "read",
    "title",
]

Reader = Callable[[Source], tuple[Source, Node | None, list[Problem]]]

READERS: dict[str, Reader] = {".yaml": parse_yaml, ".yml": parse_yaml, ".json": parse_json}
"""By suffix: text to a tree, and the faults of its syntax."""

FORMATS = (*READERS, *IMPORTERS)
"""Every suffix that `read` and `bring` know."""


def read(path: str | Path) -> tuple[Resume, tuple[Problem, ...]]:
    """The résumé in a file, and warnings.

    Raises InputError (every fault of the file at once, in its order), FileError (missing, a
    folder, unreadable), LimitError (over 5 MB, 200,000 values or 50 levels).
    """
    suffix, data = suffix_of(path), load(Path(path))
    if suffix in READERS:
        return parse(decode(data, str(path)), str(path), suffix.lstrip("."))
    found = IMPORTERS[suffix](data, str(path))
    resume, _, problems = understood(found.source, found.root, list(found.problems))
    return resume, problems


def bring(path: str | Path) -> Import:
    """The CV in a file as a master, and what of it was not understood. Raises as `read`."""
    suffix, data = suffix_of(path), load(Path(path))
    if suffix in READERS:
        typed, problems = tidy(decode(data, str(path)), str(path))
        source, root, found = READERS[suffix](typed)
        problems += found
        tree, left = own_keys(source, rooted(source, root, problems))
        brought = Brought(source, unfolded(source, tree)[0], left, tuple(problems))
    else:
        brought = IMPORTERS[suffix](data, str(path))
    # Every import leaves out what is not known, and reports it.
    kind = "json" if suffix in READERS else suffix.lstrip(".")
    _, tree, warnings = understood(
        brought.source, brought.root, list(brought.problems), format=kind
    )
    left = dropped(brought.source, brought.root, tree) if suffix in READERS else ()
    master = json.loads(json.dumps(tree.data()))
    return Import(str(path), master, (*brought.unplaced, *left), warnings, brought.lines)


def suffix_of(path: str | Path) -> str:
    """The format of a file by its name. Raises InputError if tailor cannot read it."""
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix in FORMATS:
        return suffix
    if not path.exists() or path.is_dir():
        load(path)
    message = f"`{visible(path.suffix)}` is not a format of a CV that tailor reads"
    message = message if suffix else "the name of the file does not end in its format"
    raise InputError(Problem(message, Place(str(path)), hint=f"use one of {', '.join(FORMATS)}"))


def parse(text: str, path: str, format: str) -> tuple[Resume, tuple[Problem, ...]]:
    """As `read`, for a text; `format` is "yaml" or "json", and `path` is for messages only."""
    typed, problems = tidy(text, path)
    source, root, found = READERS[f".{format}"](typed)
    tree, left = own_keys(source, rooted(source, root, problems + found))
    resume, _, warnings = understood(source, tree, problems + found, typed, format)
    return resume, (*warnings, *(unread(source, one) for one in left))


def unread(source: Source, one: Unplaced) -> Problem:
    """A warning that a line of another program's file has no place in a master."""
    place = Place(source.path, one.line)
    return Problem("this has no place in a master", place, visible(one.text), level="warning")


def rooted(source: Source, root: Node | None, problems: list[Problem]) -> Mapping:
    """The root if it is a mapping. Raises InputError."""
    if isinstance(root, Mapping):
        return root
    faults = [one for one in problems if one.level == "error"]
    raise InputError(*in_order([*problems, *not_a_master(source, root, faults)]))


def understood(
    source: Source,
    tree: Mapping,
    problems: list[Problem],
    typed: Source | None = None,
    format: str = "",
) -> tuple[Resume, Mapping, tuple[Problem, ...]]:
    """The résumé, the tree that it was made of, and warnings. Raises InputError.

    `typed` is the source before lines in it were repaired. In the `format` "json" keys that
    are not known are left out with a warning.
    """
    later: list[Problem] = []
    lenient = (without_unknown,) if format == "json" else ()
    for step in (unfolded, modern, one_job_each, *lenient, without_marks, clean_tree, safe_links):
        tree, found = step(source, tree)
        later += found
    master, found = validate(source, tree)
    later += found + misdated(source, tree)
    problems = problems + unless_mended(later, typed or source, source)
    faults = [problem for problem in problems if problem.level == "error"]
    if master is None or faults:
        faults = [with_way_out(one) if format != "json" else one for one in faults]
        raise InputError(*in_order(faults))
    language, found = language_of(source, tree)
    order = tuple(key.name for key, _ in tree.pairs)
    resume = to_resume(master, order, language)
    return resume, tree, in_order([*problems, *found, *thin(source, resume)])


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


def in_order(problems: list[Problem]) -> tuple[Problem, ...]:
    def place(problem: Problem) -> tuple[str, int, int]:
        where = problem.place or Place("")
        return where.path, where.line or 0, where.column or 0

    return tuple(sorted(dict.fromkeys(problems), key=place))


def language_of(source: Source, root: Mapping) -> tuple[str, list[Problem]]:
    """The tag in meta.language ("en" if there is none), and a warning if it is not usable."""
    meta = root.get("meta")
    node = meta.get("language") if isinstance(meta, Mapping) else None
    if not isinstance(node, Scalar) or not node.text:
        return "en", list(looks_foreign(source, root))
    tag = node.text.replace("_", "-")
    if has_titles(tag):
        return tag, []
    message = f"there are no section titles in `{visible(tag, 20)}`; English ones are used"
    return "en", [source.problem(node.start, message, level="warning")]


UNKNOWN = "this key is not known"


def with_way_out(fault: Problem) -> Problem:
    """A fault with what to do about keys of another program."""
    if UNKNOWN not in fault.message or not fault.hint.startswith("known here"):
        return fault
    hint = "tailor import FILE -o NEW.yaml leaves it out and reports it"
    return replace(fault, hint=f"{fault.hint}; {hint}")


ENGLISH = re.compile(r"\b(?:the|and|of|for|with|that|from)\b")
MOST_ENGLISH = 8
"""Small words of English in a master beyond which no other language is looked for."""


def looks_foreign(source: Source, root: Mapping) -> Iterator[Problem]:
    """A warning if the texts are in a language with titles of its own, and nothing says so."""
    told = (texts(part) for key, part in root.pairs if key.name != "meta")
    text = " ".join(one for part in told for _, one in part)
    if len(ENGLISH.findall(text)) > MOST_ENGLISH:
        return
    tag = language_of_text(text)
    if tag != "en" and has_titles(tag):
        message = f"the texts look like `{tag}`, but section titles and months are English"
        hint = f"add meta: {{language: {tag}}} to the master, or give --lang {tag}"
        yield Problem(message, Place(source.path), hint=hint, level="warning")


def thin(source: Source, resume: Resume) -> list[Problem]:
    """A warning if there is nothing to choose from."""
    place = Place(source.path)
    if not resume.sections:
        return [Problem("there is nothing but a name and contact data", place, level="warning")]
    if not any(section.kind == "work" for section in resume.sections):
        return [Problem("there is no work experience", place, level="warning")]
    return []
