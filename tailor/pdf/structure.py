"""What a PDF is made of, below its text: fonts, links, metadata, things that act."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pypdf import PdfReader

SCHEMES = ("http", "https", "mailto")
ACTIONS = {
    "/JavaScript": "JavaScript",
    "/Launch": "a program to launch",
    "/ImportData": "data import",
    "/SubmitForm": "a form that sends data",
    "/GoToE": "a jump into an attachment",
    "/GoToR": "a jump into another file",
    "/Thread": "a jump into another file",
    "/Rendition": "a media action",
    "/RichMediaExecute": "a media action",
    "/Sound": "a media action",
    "/Movie": "a media action",
    "/GoTo3DView": "a media action",
    "/Hide": "an action that hides parts of the page",
    "/SetOCGState": "an action that hides parts of the page",
    "/ResetForm": "a form",
    "/Named": "a command to the viewer",
}
KEYS = {
    "/JS": "JavaScript",
    "/JavaScript": "JavaScript",
    "/EmbeddedFiles": "an embedded file",
    "/EF": "an embedded file",
    "/Collection": "an embedded file",
    "/XFA": "an XFA form",
    "/AcroForm": "a form",
    "/AA": "actions on events",
}
SUBTYPES = {
    "/FileAttachment": "an embedded file",
    "/Movie": "media",
    "/Sound": "media",
    "/Screen": "media",
    "/RichMedia": "media",
    "/3D": "media",
    "/Widget": "a form",
}


@dataclass(frozen=True, slots=True)
class Font:
    """A font of the document; `unicode` says whether it carries a ToUnicode map."""

    name: str
    kind: str
    embedded: bool
    unicode: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """`active` names what could act by itself; `links` are the targets of link annotations."""

    pages: int
    fonts: tuple[Font, ...]
    links: tuple[str, ...]
    active: tuple[str, ...]
    title: str = ""
    author: str = ""
    language: str = ""
    tagged: bool = False
    encrypted: bool = False


def read_facts(pdf: bytes) -> Facts:
    """Takes a PDF apart with pypdf; what pypdf raises comes through."""
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(pdf))
    found = list(all_dictionaries(reader))
    root = reader.root_object
    about = reader.metadata
    return Facts(
        pages=len(reader.pages),
        fonts=read_fonts(found),
        links=tuple(uri for one in found for uri in read_links(one)),
        active=tuple(
            sorted({name for one in found for name in active_actions(one)} | opening_actions(root))
        ),
        title=str((about.title if about else "") or ""),
        author=str((about.author if about else "") or ""),
        language=str(root.get("/Lang", "")),
        tagged="/StructTreeRoot" in root,
        encrypted=reader.is_encrypted,
    )


def resolve(value: Any) -> Any:
    """What a value is, or what it refers to."""
    return value.get_object() if hasattr(value, "get_object") else value


def all_dictionaries(reader: "PdfReader") -> Iterator[dict[str, Any]]:
    """Every dictionary in the file, reachable or not, outer ones first; the trailer's at last."""
    from pypdf.generic import IndirectObject

    numbers = {number: generation for generation, ids in reader.xref.items() for number in ids}
    numbers |= dict.fromkeys(reader.xref_objStm, 0)
    objects = (
        reader.get_object(IndirectObject(number, numbers[number], reader))
        for number in sorted(numbers)
    )
    for outer in chain(objects, [reader.trailer]):
        stack: list[Any] = [outer]
        while stack:
            one: Any = stack.pop()
            if isinstance(one, dict):
                yield one
                stack += dict.values(one)
            elif isinstance(one, list):
                stack += list.__iter__(one)


def read_fonts(found: list[dict[str, Any]]) -> tuple[Font, ...]:
    all_fonts = [read_font(one) for one in found if one.get("/Type") == "/Font" and is_outer(one)]
    return tuple(sorted(set(all_fonts), key=lambda one: (one.name, one.kind)))


def is_outer(one: dict[str, Any]) -> bool:
    return one.get("/Subtype") not in ("/CIDFontType0", "/CIDFontType2")


def read_font(one: dict[str, Any]) -> Font:
    inner = resolve(resolve(one["/DescendantFonts"])[0]) if "/DescendantFonts" in one else one
    descriptor = resolve(inner.get("/FontDescriptor", {}))
    kind = str(one.get("/Subtype", "")).removeprefix("/")
    name = str(one.get("/BaseFont") or one.get("/Name") or "without a name").removeprefix("/")
    embedded = kind == "Type3" or any(
        key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")
    )
    return Font(name.split("+")[-1], kind, embedded, "/ToUnicode" in one)


def read_links(one: dict[str, Any]) -> Iterator[str]:
    if one.get("/S") == "/URI":
        target = one.get("/URI", "")
        yield target.decode("latin-1") if isinstance(target, bytes) else str(target)


def active_actions(one: dict[str, Any]) -> Iterator[str]:
    """What in this dictionary could act, by the names of PDF 1.7, 12.6, 12.5.6 and 7.11.4."""
    from pypdf.generic import StreamObject

    action = str(one.get("/S", ""))
    if action in ACTIONS:
        yield ACTIONS[action]
    for key in KEYS:
        if key in one:
            yield KEYS[key]
    kind = str(one.get("/Subtype", ""))
    if kind in SUBTYPES:
        yield SUBTYPES[kind]
    if one.get("/Type") == "/EmbeddedFile":
        yield KEYS["/EmbeddedFiles"]
    if isinstance(one, StreamObject) and "/F" in one:
        yield "data that is read from another file"


def odd_links(facts: Facts, *schemes: str) -> Iterator[str]:
    """Link targets of other than http, https, mailto and the given schemes."""
    for uri in dict.fromkeys(facts.links):
        scheme, colon, _ = uri.partition(":")
        if not colon or scheme.lower() not in (*SCHEMES, *schemes):
            yield uri[:60]


def opening_actions(root: dict[str, Any]) -> set[str]:
    """What happens when the file is opened, unless it is only where to start reading; and a base
    that would make something else of its links."""
    action = resolve(root.get("/OpenAction"))
    harmless = isinstance(action, list) or (
        isinstance(action, dict) and action.get("/S") == "/GoTo"
    )
    found = set() if action is None or harmless else {"an action on opening"}
    return found | ({"a base for its links"} if "/URI" in root else set())
