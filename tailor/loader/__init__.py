"""Reads a master or any other CV file into a `Resume`."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tailor.errors import InputError, Place, Problem
from tailor.i18n import has_titles, language_of_text
from tailor.importers import BY_SUFFIX, UNREAD
from tailor.importers.base import ImportedTree, ImportResult
from tailor.importers.foreign_yaml import plain_texts
from tailor.models import Resume
from tailor.resume.builder import to_resume
from tailor.resume.json_parser import parse_json
from tailor.resume.json_resume import (
    in_language,
    rename_positions,
    restore_extensions,
    text_languages,
    untranslated_warnings,
    upgrade_keys,
    without_key,
)
from tailor.resume.markup import split_markup
from tailor.resume.reading import decode_utf8, drop_control_characters, load_bytes
from tailor.resume.sanitize import clean_tree, safe_links
from tailor.resume.source import (
    Mapping,
    Node,
    Scalar,
    Sequence,
    Source,
    UnplacedLine,
    printable,
    tree_texts,
)
from tailor.resume.validation import (
    date_order_problems,
    doubtful_problems,
    dropped_texts,
    repeated_id_problems,
    validate,
    without_unknown,
)
from tailor.resume.yaml_errors import drop_repaired
from tailor.resume.yaml_parser import parse_yaml

if TYPE_CHECKING:
    from tailor.importers.foreign_yaml import ConvertedTree

SETTINGS = {"design", "locale", "settings", "rendercv_settings", "layout", "locales", "template"}
"""How the other program prints, not what."""
EUROPASS = ("SkillsPassport", "LearnerInfo", "Learnerinfo")
"""Keys at the top of a CV that Europass saved."""


def convert_if_foreign(source: Source, root: Mapping) -> tuple[Mapping, tuple[UnplacedLine, ...]]:
    """The tree with the keys of a master, and the texts that have no place in it.

    Raises InputError: it is a file of a program whose files are not read.
    """
    if root.get("basics") is None and any(root.get(key) is not None for key in EUROPASS):
        message = "this is JSON of Europass, which tailor does not read"
        hint = UNREAD[".xml"][1]
        raise InputError(Problem(message, source.place(root.start), hint=hint))
    root = without_order(root)
    converted = detect_foreign(root)
    if converted is None:
        return root, ()
    places = [(source.place(scalar.start).line or 1, scalar.name) for scalar in converted.left]
    return converted.root, tuple(UnplacedLine(line, text) for line, text in sorted(places))


LISTED_NAMES = {
    *("templates", "profile", "work", "volunteer", "education", "skills", "projects", "awards"),
    *("certificates", "publications", "languages", "interests", "references"),
}


def without_order(root: Mapping) -> Mapping:
    """The tree without the names of sections in their order, which resumake and others list."""
    sections = root.get("sections")
    names = {key.name for key, _ in root.pairs} | LISTED_NAMES
    is_order = isinstance(sections, Sequence) and all(
        isinstance(item, Scalar) and item.text in names for item in sections.items
    )
    if not is_order or root.get("basics") is None:
        return root
    settings = ("sections", "selectedTemplate")
    return replace(root, pairs=tuple(pair for pair in root.pairs if pair[0].name not in settings))


def detect_foreign(root: Mapping) -> "ConvertedTree | None":
    """The file as a master; None if it is not a file of another program."""
    if other := convert_json_builder(root):
        return other
    if root.get("basics") is None:
        for key in ("cv", "content"):
            node = root.get(key)
            if isinstance(node, Mapping):
                return convert_foreign(root, key, node)
    return None


def convert_json_builder(root: Mapping) -> "ConvertedTree | None":
    """A file of Reactive Resume or FRESH as a master; None if it is neither."""
    from tailor.importers.foreign_yaml import ConvertedTree
    from tailor.importers.yamlresume import convert_fresh, convert_reactive

    tree = ConvertedTree(Mapping((), root.start))
    if isinstance(root.get("basics"), Mapping) and isinstance(root.get("sections"), Mapping):
        tree.root = convert_reactive(root, tree)
        return tree
    if isinstance(root.get("employment"), Mapping) or (
        isinstance(root.get("contact"), Mapping) and root.get("basics") is None
    ):
        tree.root = convert_fresh(root, tree)
        return tree
    return None


def convert_foreign(root: Mapping, key: str, node: Mapping) -> "ConvertedTree":
    """What is under the key, as a master."""
    from tailor.importers.foreign_yaml import ConvertedTree
    from tailor.importers.rendercv import convert_rendercv
    from tailor.importers.yamlresume import convert_yamlresume

    tree = ConvertedTree(Mapping((), root.start))
    tree.language = language_of_foreign(root)
    for name, value in root.pairs:
        if name.name not in (key, *SETTINGS):
            tree.left += tree_texts(value)
    converted = {"cv": convert_rendercv, "content": convert_yamlresume}[key](node, tree)
    is_foreign = tree.language not in ("", "en")
    tree.root = with_language(converted, tree.language) if is_foreign else converted
    return tree


def language_of_foreign(root: Mapping) -> str:
    """The language that a file of RenderCV or YAMLResume names, as a tag; "" if none."""
    setting = root.get("locale")
    language = setting.get("language") if isinstance(setting, Mapping) else setting
    name = language.name.casefold() if isinstance(language, Scalar) else ""
    tag = LANGUAGES.get(name.split("_")[0], name.split("_")[0].split("-")[0])
    return tag if has_titles(tag) else ""


LANGUAGES = {
    **{"english": "en", "german": "de", "french": "fr", "spanish": "es", "italian": "it"},
    **{"portuguese": "pt", "dutch": "nl", "polish": "pl", "hindi": "hi", "swedish": "sv"},
    **{"danish": "da", "norwegian": "nb", "turkish": "tr", "russian": "ru", "mandarin": "zh"},
    **{"chinese": "zh", "japanese": "ja", "korean": "ko", "czech": "cs", "greek": "el"},
}
"""Names of languages as other programs write them -> tags."""

Reader = Callable[[Source], tuple[Source, Node | None, list[Problem]]]
READERS: dict[str, Reader] = {".yaml": parse_yaml, ".yml": parse_yaml, ".json": parse_json}
"""By suffix: text to a tree, and the faults of its syntax."""
FORMATS = (*READERS, *BY_SUFFIX)
"""Every suffix that `read` and `bring` know."""


def read_resume(path: str | Path) -> tuple[Resume, tuple[Problem, ...]]:
    """The résumé in a file, and warnings.

    Raises InputError (every fault of the file at once, in its order), FileError (missing, a
    folder, unreadable), LimitError (over 5 MB, 200,000 values or 50 levels).
    """
    suffix, data = suffix_of(path), load_bytes(Path(path))
    if suffix in READERS:
        return parse_resume(decode_utf8(data, str(path)), str(path), suffix.lstrip("."))
    imported = BY_SUFFIX[suffix].read(data, str(path))
    resume, _, problems = build_resume(imported.source, imported.root, list(imported.problems))
    return resume, problems


def import_cv(path: str | Path) -> ImportResult:
    """The CV in a file as a master, and what of it was not understood. Raises as `read`."""
    suffix, data = suffix_of(path), load_bytes(Path(path))
    if suffix in READERS:
        typed, problems = drop_control_characters(decode_utf8(data, str(path)), str(path))
        source, root, faults = READERS[suffix](typed)
        problems += faults
        tree, left = convert_if_foreign(source, require_mapping(source, root, problems))
        brought = ImportedTree(source, restore_extensions(source, tree)[0], left, tuple(problems))
    else:
        brought = BY_SUFFIX[suffix].read(data, str(path))
    # Every import leaves out what is not known, and reports it.
    kind = "json" if suffix in READERS else suffix.lstrip(".")
    _, tree, warnings = build_resume(
        brought.source, brought.root, list(brought.problems), format=kind
    )
    left = dropped_texts(brought.source, brought.root, tree) if suffix in READERS else ()
    master = json.loads(json.dumps(tree.data()))
    unplaced, text = (*brought.unplaced, *left), brought.source.text
    return ImportResult(str(path), master, unplaced, warnings, brought.lines, text)


def suffix_of(path: str | Path) -> str:
    """The format of a file by its name. Raises InputError if tailor cannot read it."""
    path = Path(path)
    suffix = path.suffix.lower()
    if suffix in FORMATS:
        return suffix
    if not path.exists() or path.is_dir():
        load_bytes(path)
    if suffix in UNREAD:
        what, hint = UNREAD[suffix]
        raise InputError(
            Problem(f"this is {what}, which tailor cannot read", Place(str(path)), hint=hint)
        )
    message = f"`{printable(path.suffix)}` is not a CV format that tailor reads"
    message = message if suffix else "the name of the file does not end in its format"
    raise InputError(Problem(message, Place(str(path)), hint=f"use one of {', '.join(FORMATS)}"))


def parse_resume(text: str, path: str, format: str) -> tuple[Resume, tuple[Problem, ...]]:
    """As `read`, for a text; `format` is "yaml" or "json", and `path` is for messages only."""
    typed, problems = drop_control_characters(text, path)
    source, root, faults = READERS[f".{format}"](typed)
    tree, left = convert_if_foreign(source, require_mapping(source, root, problems + faults))
    resume, _, warnings = build_resume(source, tree, problems + faults, typed, format)
    return resume, (*warnings, *(unread_warning(source, line) for line in left))


def unread_warning(source: Source, line: UnplacedLine) -> Problem:
    """A warning that a line of another program's file has no place in a master."""
    place = Place(source.path, line.line)
    return Problem("this has no place in a master", place, printable(line.text), level="warning")


def require_mapping(source: Source, root: Node | None, problems: list[Problem]) -> Mapping:
    """The root if it is a mapping. Raises InputError."""
    if isinstance(root, Mapping):
        return root
    faults = [problem for problem in problems if problem.level == "error"]
    raise InputError(*sort_problems([*problems, *not_a_master(source, root, faults)]))


def build_resume(
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
    if tags := text_languages(tree):
        return build_translations(source, tree, problems, typed, format, tags)
    later: list[Problem] = []
    lenient = (without_unknown,) if format == "json" else ()
    for step in (
        restore_extensions,
        upgrade_keys,
        rename_positions,
        *lenient,
        plain_texts,
        clean_tree,
        safe_links,
    ):
        tree, more = step(source, tree)
        later += more
    plain, markup, more = split_markup(source, tree)
    later += more
    master, more = validate(source, plain)
    later += more + date_order_problems(source, tree) + repeated_id_problems(source, tree)
    later += doubtful_problems(source, tree)
    problems = problems + drop_repaired(later, typed or source, source)
    faults = [problem for problem in problems if problem.level == "error"]
    if master is None or faults:
        faults = [with_way_out(fault) if format != "json" else fault for fault in faults]
        raise InputError(*sort_problems(faults))
    language, more = language_of(source, tree)
    order = tuple(key.name for key, _ in tree.pairs)
    resume = to_resume(master, order, language, markup)
    return resume, tree, sort_problems([*problems, *more, *empty_resume_warnings(source, resume)])


def build_translations(
    source: Source,
    tree: Mapping,
    problems: list[Problem],
    typed: Source | None,
    format: str,
    tags: tuple[str, ...],
) -> tuple[Resume, Mapping, tuple[Problem, ...]]:
    """As `build_resume`, for a master with texts in several languages: the résumé in the first of
    them, with those in the others as its translations."""
    resumes, warnings = list[Resume](), list[Problem]()
    for tag in tags:
        picked = with_language(in_language(tree, dict.fromkeys((tag, *tags))), tag)
        resume, _, more = build_resume(source, picked, problems, typed, format)
        resumes.append(resume)
        warnings += [*more, *untranslated_warnings(source, tree, tag)]
    first = replace(resumes[0], translations=tuple(resumes[1:]))
    return first, tree, sort_problems(warnings)


def with_language(root: Node, tag: str) -> Mapping:
    """A tree that says which language its texts are in."""
    assert isinstance(root, Mapping)
    meta, start = root.get("meta"), root.start
    rest = without_key(meta, "language") if isinstance(meta, Mapping) else None
    pairs = rest.pairs if isinstance(rest, Mapping) else ()
    language = (Scalar("language", start, start), Scalar(tag, start, start))
    others = tuple(pair for pair in root.pairs if pair[0].name != "meta")
    return replace(
        root, pairs=(*others, (Scalar("meta", start, start), Mapping((*pairs, language), start)))
    )


def not_a_master(source: Source, root: Node | None, faults: list[Problem]) -> list[Problem]:
    if root is None or (isinstance(root, Scalar) and not root.text):
        message = "the file is empty"
        hint = "tailor init creates one"
        return [] if faults else [source.problem(0, message, hint)]
    text = source.text.lstrip()[:200].lower()
    if text.startswith(("<!doctype", "<html", "<?xml")):
        return [
            source.problem(0, "this is a web page, not a master CV", "download the file itself")
        ]
    message = "a master CV begins with keys such as basics:, work: and education:"
    return [source.problem(root.start, message, "tailor init writes one to begin with")]


def sort_problems(problems: list[Problem]) -> tuple[Problem, ...]:
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
    message = f"there are no section titles in `{printable(tag, 20)}`; English ones are used"
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
    groups = (tree_texts(part) for key, part in root.pairs if key.name != "meta")
    text = " ".join(text.name for part in groups for text in part)
    if len(ENGLISH.findall(text)) > MOST_ENGLISH:
        return
    tag = language_of_text(text)
    if tag != "en" and has_titles(tag):
        message = f"the texts look like `{tag}`, but section titles and months are English"
        hint = f"add meta: {{language: {tag}}} to the master, or give --lang {tag}"
        yield Problem(message, Place(source.path), hint=hint, level="warning")


def empty_resume_warnings(source: Source, resume: Resume) -> list[Problem]:
    """A warning if there is nothing to choose from."""
    place = Place(source.path)
    if not resume.sections:
        return [Problem("there is nothing but a name and contact data", place, level="warning")]
    if not any(section.kind == "work" for section in resume.sections):
        return [Problem("there is no work experience", place, level="warning")]
    return []
