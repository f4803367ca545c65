"""JSON (RFC 8259) to a tree in which every value stays the text that was typed."""

import re
from json.decoder import JSONDecodeError, scanstring  # type: ignore[attr-defined]

from tailor.errors import InputError, Problem
from tailor.resume.source import Node, Scalar, Source, Tree, printable

SPACE = re.compile(r"[ \t\n]*")
NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
WORD = re.compile(r"[^\s,:\[\]{}\"]+")
SURROGATE = re.compile("[\ud800-\udfff]")
CLOSERS = {True: "}", False: "]"}
HINTS = {
    "'": "JSON wants double quotes",
    "/": "JSON has no comments",
    "#": "JSON has no comments",
    "NaN": "JSON has no NaN",
    "None": "write null",
    "True": "write true",
    "False": "write false",
}


def parse_json(source: Source) -> tuple[Source, Node | None, list[Problem]]:
    """The tree and its faults; a fault of the syntax itself ends the reading.

    Raises LimitError.
    """
    tree = Tree(source)
    try:
        at = skip_space(source, 0)
        if at < len(source.text):
            at = start_value(tree, at)
            while tree.frames:
                at = read_member(tree, skip_space(source, at))
            at = skip_space(source, at)
            if at < len(source.text):
                raise json_fault(source, at, "something follows the end of the value", "remove it")
    except InputError as error:
        return source, None, [*tree.problems, *error.problems]
    return source, tree.root, tree.problems


def skip_space(source: Source, at: int) -> int:
    match = SPACE.match(source.text, at)
    return match.end() if match else at


def json_fault(source: Source, at: int, message: str, hint: str = "") -> InputError:
    return InputError(source.problem(at, message, hint))


def unexpected_fault(source: Source, at: int, wanted: str) -> InputError:
    if at >= len(source.text):
        return json_fault(source, at, f"the file ends where {wanted} is missing")
    word = WORD.match(source.text, at)
    found = printable(word[0] if word else source.text[at], 30)
    hint = HINTS.get(found) or HINTS.get(found[0], "")
    return json_fault(source, at, f"found {found} where {wanted} is missing", hint)


def read_member(tree: Tree, at: int) -> int:
    """Read one member or item of the innermost open collection, or its end."""
    source, frame = tree.source, tree.frames[-1]
    closer = CLOSERS[frame.mapping]
    letter = source.text[at : at + 1]
    if letter == closer:
        tree.close()
        return at + 1
    if frame.items or frame.pairs:
        if letter != ",":
            raise unexpected_fault(source, at, f"a comma or {closer}")
        at = skip_space(source, at + 1)
        if source.text[at : at + 1] == closer:
            raise json_fault(source, at, f"there is a comma before {closer}", "remove the comma")
    if frame.mapping:
        at = member_key(tree, at)
    return start_value(tree, at)


def member_key(tree: Tree, at: int) -> int:
    source = tree.source
    if source.text[at : at + 1] != '"':
        raise unexpected_fault(source, at, "a key in double quotes")
    text, end = read_string(source, at)
    tree.spend(at)
    tree.put(Scalar(text, at, end))
    end = skip_space(source, end)
    if source.text[end : end + 1] != ":":
        raise unexpected_fault(source, end, "a colon")
    return skip_space(source, end + 1)


def start_value(tree: Tree, at: int) -> int:
    """Add a scalar, or open a list or mapping; the offset after it."""
    source = tree.source
    letter = source.text[at : at + 1]
    tree.spend(at)
    if letter in ("[", "{") and letter:
        tree.open(at, mapping=letter == "{")
        return at + 1
    if letter == '"':
        text, end = read_string(source, at)
        tree.put(Scalar(text, at, end))
        return end
    word = WORD.match(source.text, at)
    if not word or not (word[0] in ("true", "false", "null") or NUMBER.fullmatch(word[0])):
        raise unexpected_fault(source, at, "a value")
    tree.put(Scalar(None if word[0] == "null" else word[0], at, word.end()))
    return word.end()


def read_string(source: Source, at: int) -> tuple[str, int]:
    try:
        text, end = scanstring(source.text, at + 1, True)
    except JSONDecodeError as error:
        message = error.msg[0].lower() + error.msg[1:].removesuffix(" at")
        hint = "write \\n for a line break, \\t for a tab" if "control" in message else ""
        raise json_fault(source, error.pos, message, hint) from None
    if SURROGATE.search(text):
        message = "half of a surrogate pair (\\uD800 to \\uDFFF) is no character"
        raise json_fault(source, at, message, "write the character itself")
    return text, end
