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
        pos = skip_space(source, 0)
        if pos < len(source.text):
            pos = start_value(tree, pos)
            while tree.frames:
                pos = read_member(tree, skip_space(source, pos))
            pos = skip_space(source, pos)
            if pos < len(source.text):
                raise json_fault(source, pos, "something follows the end of the value", "remove it")
    except InputError as error:
        return source, None, [*tree.problems, *error.problems]
    return source, tree.root, tree.problems


def skip_space(source: Source, pos: int) -> int:
    match = SPACE.match(source.text, pos)
    return match.end() if match else pos


def json_fault(source: Source, pos: int, message: str, hint: str = "") -> InputError:
    return InputError(source.problem(pos, message, hint))


def unexpected_fault(source: Source, pos: int, wanted: str) -> InputError:
    if pos >= len(source.text):
        return json_fault(source, pos, f"the file ends where {wanted} is missing")
    word = WORD.match(source.text, pos)
    text = printable(word[0] if word else source.text[pos], 30)
    hint = HINTS.get(text) or HINTS.get(text[0], "")
    return json_fault(source, pos, f"found {text} where {wanted} is missing", hint)


def read_member(tree: Tree, pos: int) -> int:
    """Read one member or item of the innermost open collection, or its end."""
    source, frame = tree.source, tree.frames[-1]
    closer = CLOSERS[frame.mapping]
    char = source.text[pos : pos + 1]
    if char == closer:
        tree.close()
        return pos + 1
    if frame.items or frame.pairs:
        if char != ",":
            raise unexpected_fault(source, pos, f"a comma or {closer}")
        pos = skip_space(source, pos + 1)
        if source.text[pos : pos + 1] == closer:
            raise json_fault(source, pos, f"there is a comma before {closer}", "remove the comma")
    if frame.mapping:
        pos = member_key(tree, pos)
    return start_value(tree, pos)


def member_key(tree: Tree, pos: int) -> int:
    source = tree.source
    if source.text[pos : pos + 1] != '"':
        raise unexpected_fault(source, pos, "a key in double quotes")
    text, end = read_string(source, pos)
    tree.spend(pos)
    tree.put(Scalar(text, pos, end))
    end = skip_space(source, end)
    if source.text[end : end + 1] != ":":
        raise unexpected_fault(source, end, "a colon")
    return skip_space(source, end + 1)


def start_value(tree: Tree, pos: int) -> int:
    """Add a scalar, or open a list or mapping; the offset after it."""
    source = tree.source
    char = source.text[pos : pos + 1]
    tree.spend(pos)
    if char in ("[", "{") and char:
        tree.open(pos, mapping=char == "{")
        return pos + 1
    if char == '"':
        text, end = read_string(source, pos)
        tree.put(Scalar(text, pos, end))
        return end
    word = WORD.match(source.text, pos)
    if not word or not (word[0] in ("true", "false", "null") or NUMBER.fullmatch(word[0])):
        raise unexpected_fault(source, pos, "a value")
    tree.put(Scalar(None if word[0] == "null" else word[0], pos, word.end()))
    return word.end()


def read_string(source: Source, pos: int) -> tuple[str, int]:
    try:
        text, end = scanstring(source.text, pos + 1, True)
    except JSONDecodeError as error:
        message = error.msg[0].lower() + error.msg[1:].removesuffix(" at")
        hint = "write \\n for a line break, \\t for a tab" if "control" in message else ""
        raise json_fault(source, error.pos, message, hint) from None
    if SURROGATE.search(text):
        message = "half of a surrogate pair (\\uD800 to \\uDFFF) is not a character"
        raise json_fault(source, pos, message, "write the character itself")
    return text, end
