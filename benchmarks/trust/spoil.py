"""Ways to spoil a file: its bytes, its lines, or the structure of its format."""

import io
import json
import random
import re
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

import yaml

from benchmarks.trust.objects import objects
from benchmarks.trust.tokens import HEADERS, LATEX, TAGS, TOKENS, VALUES

TAG = re.compile(r"(<[^<>]*>)")
PIECE = re.compile(r"\\[A-Za-z]+\*?|\\.|[{}\[\]$&%#]|[^\\{}\[\]$&%#]+", re.DOTALL)


def spoiled(suffix: str, data: bytes, source: random.Random) -> bytes:
    """A file with some of its structure spoiled, or of its bytes, or of both."""
    if suffix in STRUCTURES and source.random() < 0.7:
        data = STRUCTURES[suffix](data, source)
        if source.random() < 0.8:
            return data
    return bytewise(data, source)


def bytewise(data: bytes, source: random.Random) -> bytes:
    """Some bytes changed, cut out, doubled or put in."""
    found = bytearray(data)
    for _ in range(source.choice((1, 1, 2, 4, 16))):
        at, length = source.randrange(len(found) + 1), source.choice((1, 4, 30, 400))
        change = source.randrange(5)
        if change == 0:
            found[at : at + length] = b""
        elif change == 1:
            found[at:at] = found[at : at + length] * source.choice((1, 3, 50))
        elif change == 2:
            found[at : at + 1] = bytes([source.randrange(256)])
        else:
            found[at : at + source.choice((0, length))] = source.choice(TOKENS)
    return bytes(found[: source.choice((len(found), len(found), source.randrange(len(found) + 1)))])


def shuffled(parts: list[str], new: tuple[str, ...], source: random.Random) -> list[str]:
    """Parts of a text with some left out, doubled, moved, repeated, or put between them."""
    for _ in range(source.choice((1, 2, 4, 12))):
        at, other = source.randrange(len(parts) + 1), source.randrange(len(parts) + 1)
        change = source.randrange(6)
        if change == 0:
            del parts[at : at + source.choice((1, 2, 9))]
        elif change == 1:
            parts[at:at] = parts[other : other + source.choice((1, 3, 20))]
        elif change == 2:
            parts[at:at] = parts[at : at + 2] * source.choice((2, 9, 200))
        elif change == 3:
            parts[at : at + 1] = parts[other : other + 1]
        else:
            parts[at:at] = [source.choice(new)] * source.choice((1, 1, 3, 300))
    return parts


def lined(data: bytes, source: random.Random) -> bytes:
    """The lines of a text shuffled, joined and moved in."""
    lines = data.decode().splitlines(keepends=True)
    new = (
        "\n",
        "# \n",
        "- ",
        "    ",
        "\t",
        "| a | b |\n|---|---|\n",
        "***\n",
        "1. ",
        "\f",
        "x" * 999,
    )
    made = "".join(shuffled(lines, new, source))
    if source.random() < 0.3:
        made = made.replace("\n", source.choice(("", " ", "\r", "\n\n", "\n    ", "\u2028")))
    return made.encode()


def tagged(data: bytes, source: random.Random) -> bytes:
    """The tags and texts of HTML or XML shuffled."""
    parts = TAG.split(data.decode())
    return "".join(shuffled(parts, TAGS, source)).encode(errors="replace")


def commanded(data: bytes, source: random.Random) -> bytes:
    """The commands, braces and texts of LaTeX shuffled."""
    return "".join(shuffled(PIECE.findall(data.decode()), LATEX, source)).encode()


def mailed(data: bytes, source: random.Random) -> bytes:
    """An e-mail with headers put in or left out, and sometimes with its page shuffled."""
    head, _, body = data.partition(b"\n\n")
    lines = head.split(b"\n")
    for _ in range(source.choice((1, 2, 5))):
        at = source.randrange(len(lines) + 1)
        lines[at : at + source.randrange(2)] = [source.choice(HEADERS)]
    return b"\n".join(lines) + b"\n\n" + (tagged(body, source) if source.random() < 0.5 else body)


def tree(data: bytes, source: random.Random) -> bytes:
    """A JSON text with some values replaced by values of another kind, or moved."""
    try:
        return json.dumps(moved(json.loads(data), source)).encode()
    except (ValueError, RecursionError):
        return data


def yaml_tree(data: bytes, source: random.Random) -> bytes:
    """As `tree`, for YAML, in one of its many styles."""
    root = moved(yaml.load(data, yaml.BaseLoader), source)
    style = source.choice((None, None, '"', "'", "|", ">"))
    flow, width = source.choice((None, True, False)), source.choice((20, 80, 10**6))
    try:
        made = yaml.dump(
            root, default_style=style, default_flow_style=flow, width=width, allow_unicode=True
        )
    except (ValueError, RecursionError):
        return data
    return str(made).encode()


def moved(root: Any, source: random.Random) -> Any:
    places = list(walked(root))
    for _ in range(source.choice((1, 1, 2, 5))):
        holder, key = source.choice(places)
        other, name = source.choice(places)
        try:
            found = other[name]
            holder[key] = source.choice((*VALUES, found, {"text": found}, [found]))
        except (KeyError, IndexError, TypeError):
            continue
    return root


def walked(value: Any) -> list[tuple[Any, Any]]:
    """Every place in a tree, as what holds it and its key there."""
    keys = (
        value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    )
    found = [(value, key) for key in keys]
    return found + [place for holder, key in found for place in walked(holder[key])]


def archive(data: bytes, source: random.Random) -> bytes:
    """A zip with one of its files spoiled, left out, or put in under another name."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        files = {name: packed.read(name) for name in packed.namelist()}
    name = source.choice(list(files))
    change = source.randrange(6)
    if change == 0:
        del files[name]
    elif change == 1:
        files[source.choice(list(files))] = files[name]
    else:
        suffix = "." + name.rpartition(".")[2]
        files[name] = MEMBERS.get(suffix, bytewise)(files[name], source)
    return zipped(files)


def zipped(files: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in files.items():
            packed.writestr(name, data)
    return made.getvalue()


Spoiler = Callable[[bytes, random.Random], bytes]
MEMBERS: Mapping[str, Spoiler] = {".xml": tagged, ".csv": lined, ".rels": tagged}
"""How files in an archive are spoiled."""
STRUCTURES: Mapping[str, Spoiler] = {
    ".json": tree,
    ".yaml": yaml_tree,
    ".md": lined,
    ".txt": lined,
    ".tex": commanded,
    ".html": tagged,
    ".xml": tagged,
    ".eml": mailed,
    ".pdf": objects,
    ".zip": archive,
    ".docx": archive,
}
"""By suffix."""
