"""What a PDF is made of, below its text: fonts, links, metadata, things that act."""

import io
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
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

NOTE = "a note on the page"
QUIET_KEYS = {
    *("/URI", "/CharSet", "/Lang", "/ID", "/Registry", "/Ordering", "/CreationDate", "/ModDate"),
    *("/PTEX.Fullbanner", "/PTEX.FullBanner", "/FontFamily", "/Panose"),
}
"""Keys whose strings are addresses, or are read by programs only."""
MAKER = re.compile(r"(?:pdf|Lua)?TeX(?:-[\d.]+)?|tailor")
"""What made a page of ours, as its metadata name it."""
PLAIN_MARK = re.compile(rb"<</MCID \d+>>\s*BDC\b")
ANY_MARK = re.compile(rb"BDC\b|\bDP\b")


@dataclass(frozen=True, slots=True)
class Font:
    """A font of the document; `unicode` says whether it carries a ToUnicode map."""

    name: str
    kind: str
    embedded: bool
    unicode: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """`active` names what could act by itself; `links` are the targets of link annotations.

    `said` are the texts besides those that are drawn: metadata, bookmarks, notes, what stands for
    other text. `is_ambiguous` says whether a dictionary has two values under one name, of which
    readers take the one or the other.
    """

    pages: int
    fonts: tuple[Font, ...]
    links: tuple[str, ...]
    active: tuple[str, ...]
    title: str = ""
    author: str = ""
    language: str = ""
    tagged: bool = False
    encrypted: bool = False
    said: tuple[str, ...] = ()
    is_ambiguous: bool = False


def read_facts(pdf: bytes) -> Facts:
    """Takes a PDF apart with pypdf; what pypdf raises comes through."""
    from pypdf import PdfReader

    with heard_warnings("pypdf") as warnings:
        reader = PdfReader(io.BytesIO(pdf))
        dicts = list(all_dictionaries(reader))
    root = reader.root_object
    about = reader.metadata
    return Facts(
        pages=len(reader.pages),
        fonts=read_fonts(dicts),
        links=tuple(uri for entry in dicts for uri in read_links(entry)),
        active=tuple(
            sorted(
                {name for entry in dicts for name in active_actions(entry)} | opening_actions(root)
            )
        ),
        title=str((about.title if about else "") or ""),
        author=str((about.author if about else "") or ""),
        language=str(root.get("/Lang", "")),
        tagged="/StructTreeRoot" in root,
        encrypted=reader.is_encrypted,
        said=(*(text for item in dicts for text in texts_said(item)), *marked_texts(reader, dicts)),
        is_ambiguous=any(text.startswith("Multiple definitions") for text in warnings),
    )


@contextmanager
def heard_warnings(library: str) -> Iterator[list[str]]:
    """The warnings that a library logs meanwhile, which nobody else hears."""
    logger, texts = logging.getLogger(library), list[str]()
    heard = logging.Handler()
    heard.emit = lambda record: texts.append(record.getMessage())  # type: ignore[method-assign]
    before = logger.level, logger.propagate
    logger.addHandler(heard)
    logger.setLevel(logging.WARNING)
    logger.propagate = False
    try:
        yield texts
    finally:
        logger.removeHandler(heard)
        logger.setLevel(before[0])
        logger.propagate = before[1]


def resolve(value: Any) -> Any:
    """What a value is, or what it refers to."""
    return value.get_object() if hasattr(value, "get_object") else value


def all_dictionaries(reader: "PdfReader") -> Iterator[dict[str, Any]]:
    """Every dictionary in the file, reachable or not, outer ones first; the trailer's at last. A
    string that is an object of its own is in one without a name."""
    from pypdf.generic import IndirectObject, NameObject

    numbers = {number: generation for generation, ids in reader.xref.items() for number in ids}
    numbers |= dict.fromkeys(reader.xref_objStm, 0)
    objects = (
        reader.get_object(IndirectObject(number, numbers[number], reader))
        for number in sorted(numbers)
    )
    for outer in chain(objects, [reader.trailer]):
        is_text = isinstance(outer, (str, bytes)) and not isinstance(outer, NameObject)
        stack: list[Any] = [{"": outer} if is_text else outer]
        while stack:
            value: Any = stack.pop()
            if isinstance(value, dict):
                yield value
                stack += dict.values(value)
            elif isinstance(value, list):
                stack += list.__iter__(value)


def read_fonts(dicts: list[dict[str, Any]]) -> tuple[Font, ...]:
    fonts = {read_font(font) for font in dicts if font.get("/Type") == "/Font" and is_outer(font)}
    return tuple(sorted(fonts, key=lambda font: (font.name, font.kind)))


def is_outer(font: dict[str, Any]) -> bool:
    return font.get("/Subtype") not in ("/CIDFontType0", "/CIDFontType2")


def read_font(font: dict[str, Any]) -> Font:
    inner = resolve(resolve(font["/DescendantFonts"])[0]) if "/DescendantFonts" in font else font
    descriptor = resolve(inner.get("/FontDescriptor", {}))
    kind = str(font.get("/Subtype", "")).removeprefix("/")
    name = str(font.get("/BaseFont") or font.get("/Name") or "without a name").removeprefix("/")
    embedded = kind == "Type3" or any(
        key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")
    )
    return Font(name.split("+")[-1], kind, embedded, "/ToUnicode" in font)


def read_links(entry: dict[str, Any]) -> Iterator[str]:
    if entry.get("/S") == "/URI":
        target = entry.get("/URI", "")
        yield target.decode("latin-1") if isinstance(target, bytes) else str(target)


def texts_said(entry: dict[str, Any]) -> Iterator[str]:
    """The strings of a dictionary that a person or a program may take for text of the file."""
    for key, value in entry.items():
        if key == "/Metadata" and hasattr(stream := resolve(value), "get_data"):
            yield stream.get_data().decode("utf-8", "replace")
        elif key not in QUIET_KEYS:
            yield from (text for text in strings_in(value) if not MAKER.fullmatch(text))


def strings_in(value: Any) -> Iterator[str]:
    """A string, or those of a list."""
    from pypdf.generic import NameObject

    value = resolve(value)
    if isinstance(value, bytes):
        yield value.decode("latin-1")
    elif isinstance(value, str) and not isinstance(value, NameObject):
        yield value
    elif isinstance(value, list):
        for item in value:
            yield from strings_in(item)


def marked_texts(reader: "PdfReader", dicts: list[dict[str, Any]]) -> Iterator[str]:
    """Texts in the marks of contents, which some readers take in place of what is drawn (PDF 1.7,
    14.6 and 14.9)."""
    from pypdf.generic import ContentStream, StreamObject

    streams: list[Any] = [page.get_contents() for page in reader.pages]
    forms = ("/Form", "/XObject")
    streams += [
        item
        for item in dicts
        if isinstance(item, StreamObject)
        and ("/PatternType" in item or item.get("/Subtype") in forms or item.get("/Type") in forms)
        and item.get("/Subtype") != "/Image"
    ]
    for stream in streams:
        data = b"" if stream is None else stream.get_data()
        if len(ANY_MARK.findall(data)) == len(PLAIN_MARK.findall(data)):
            continue  # Nothing but the numbers that the structure refers to.
        for operands, operator in ContentStream(stream, reader).operations:
            if operator in (b"BDC", b"DP") and isinstance(operands[-1], dict):
                yield from texts_said(operands[-1])


def is_note(entry: dict[str, Any]) -> bool:
    """Whether viewers show a dictionary over the page or next to it: an annotation (PDF 1.7, 12.5)
    that is more than a link."""
    kind = entry.get("/Subtype")
    is_annotation = entry.get("/Type") == "/Annot" or "/Rect" in entry
    return is_annotation and kind not in SUBTYPES and (kind != "/Link" or "/AP" in entry)


def active_actions(entry: dict[str, Any]) -> Iterator[str]:
    """What in this dictionary could act, by the names of PDF 1.7, 12.6, 12.5.6 and 7.11.4."""
    from pypdf.generic import StreamObject

    action = str(entry.get("/S", ""))
    if action in ACTIONS:
        yield ACTIONS[action]
    for key in KEYS:
        if key in entry:
            yield KEYS[key]
    kind = str(entry.get("/Subtype", ""))
    if kind in SUBTYPES:
        yield SUBTYPES[kind]
    if is_note(entry):
        yield NOTE
    if entry.get("/Type") == "/EmbeddedFile":
        yield KEYS["/EmbeddedFiles"]
    if isinstance(entry, StreamObject) and "/F" in entry:
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
    actions = set() if action is None or harmless else {"an action on opening"}
    return actions | ({"a base for its links"} if "/URI" in root else set())
