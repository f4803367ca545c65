"""What PDFium draws on the pages of a PDF: letters, shapes and links, each with its place.

Whatever looks at a PDF starts here: the import of CVs, and the checks of pages. A hostile PDF can
crash or stall PDFium, so files of unknown origin are read in a child process with limits.
"""

import ctypes
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import pairwise
from math import hypot, isfinite
from operator import sub
from typing import Any

Box = tuple[float, float, float, float]
"""Left, bottom, right, top in pt (1/72 inch), from the lower left corner of the page."""
Colour = tuple[int, int, int, int]
"""Red, green, blue and opacity, each 0-255."""

EVERYWHERE: Box = (-1e9, -1e9, 1e9, 1e9)
BLACK: Colour = (0, 0, 0, 255)
"""What everything is drawn in until the file says otherwise (PDF 1.7, 8.4.1)."""
LINE_END_HYPHEN = "\x02"
"""PDFium writes this where it closes up a word that is cut by a hyphen at the end of a line."""
BOLD = re.compile(r"bold|black|heavy|demi|-bd|cmbx", re.IGNORECASE)
ITALIC = re.compile(r"ital|obli|slant|cmti|-it\b", re.IGNORECASE)
CONTRAST = 24
"""Colours that differ by less than this in each channel (0-255) look the same."""
WORD_GAP = 0.15
"""White space of more than this many times the type size is between words."""
MOST_LETTERS = 50_000
MOST_SHAPES = 20_000
MOST_SEGMENTS = 20
MOST_FORMS = 64
"""How deep forms that are in forms are looked into."""
PIXELS_PER_PT = 100 / 72
MOST_PIXELS = 2_000
"""Along an edge of the picture of a page."""
INVISIBLE_MODE = 3
"""Text rendering mode: neither fill nor stroke (PDF 1.7, 9.3.6)."""
INVISIBLE_MODES = (INVISIBLE_MODE, 7)
"""Text rendering modes that draw nothing (PDF 1.7, table 106)."""
SMALLEST = 0.5
"""Type size in pt; some programs draw spaces in type of 1 pt."""
FEW_UNSEEN = 2
"""Characters in a row without a mark that count as hidden; a single one may be an empty glyph."""
NARROWEST = 0.05
"""Width, in type sizes, below which letters are mere lines that nobody can tell apart. The "l" of a
narrow type has 0.15."""
DESCENT = 0.2
"""How far the lowest letters of a font usually reach below the baseline, in type sizes."""
LAYER_OFF = b"TailorLayerIsOff"
"""The key by which `mark_layers` marks a layer that is off, for PDFium to hand it on."""


@dataclass(frozen=True, slots=True)
class Style:
    """How letters are drawn.

    `font` has no subset prefix. `mode` is the text rendering mode (PDF 1.7, table 106): 3 and 7
    draw nothing. `depth` is the place in drawing order, -1 if unknown. Nothing outside `clip` is
    drawn.
    `hidden_layer` is whether a viewer hides the layer that it belongs to.
    """

    font: str = ""
    bold: bool = False
    italic: bool = False
    colour: Colour = BLACK
    mode: int = 0
    depth: int = -1
    clip: Box = EVERYWHERE
    hidden_layer: bool = False


@dataclass(frozen=True, slots=True)
class Letter:
    """A character: `box` reaches from the pen's place to where it continues, and from the font's
    lowest to its highest point; `base` is the height of the baseline; `size` is in pt; `angle` is
    how far the writing is turned counter-clockwise: 0, 90 or 270 degrees; `is_mapped` is whether
    the font says which character its glyph stands for, `is_marked` whether it, or one next to it,
    leaves a mark on the page, if that was looked for."""

    text: str
    box: Box
    base: float
    size: float
    style: Style
    angle: int = 0
    is_mapped: bool = True
    is_marked: bool = True


@dataclass(frozen=True, slots=True)
class Shape:
    """An image ("image"), a filled area ("area"), or one of unknown outline ("unclear")."""

    kind: str
    box: Box
    colour: Colour
    depth: int


@dataclass(frozen=True, slots=True)
class Link:
    """A rectangle that leads to an address."""

    box: Box
    url: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """A page: `box` is what of it is shown, before it is turned by so many degrees clockwise;
    `unseen` are texts that leave no mark on it, `notes` those of annotations that are not drawn.

    Letters and shapes are in the order in which they are drawn; letters that share a line may be
    from left to right instead.
    """

    box: Box
    turned: int
    letters: tuple[Letter, ...]
    shapes: tuple[Shape, ...]
    links: tuple[Link, ...]
    unseen: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def read_drawings(
    pdf: bytes, most_pages: int, *, find_unseen: bool = False, with_fields: bool = False
) -> tuple[Drawing, ...]:
    """The pages of a PDF, the first `most_pages` at most, each with at most MOST_LETTERS letters.

    With `find_unseen` each page is drawn twice, to find text that leaves no mark (60 ms a page);
    with `with_fields` the fields of forms, and other notes that show text, are part of the page.

    Raises:
        pypdfium2.PdfiumError: it is not a PDF, damaged beyond repair, or needs a password.
    """
    from pypdfium2 import PdfDocument

    for marked in (False, True):
        document = PdfDocument(mark_layers(pdf) if marked else pdf)
        try:
            if with_fields and document.get_formtype():
                document.init_forms()  # It draws the fields whose looks the file does not hold.
            count = min(len(document), most_pages)
            drawings = tuple(
                read_drawing(document, number, find_unseen, with_fields) for number in range(count)
            )
        finally:
            document.close()
        if marked or not any(has_layers for _, has_layers in drawings):
            break
    return tuple(drawing for drawing, _ in drawings)


def read_drawing(
    document: Any, number: int, find_unseen: bool, with_fields: bool
) -> tuple[Drawing, bool]:
    """A page, and whether anything on it belongs to a layer."""
    import pypdfium2.raw as pdfium

    page = document[number]
    links, notes = tuple(read_links(page)), list(read_notes(page)) if with_fields else []
    if with_fields and pdfium.FPDFPage_GetAnnotCount(page.raw) > 0:
        pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY)
        page = document[number]
    shapes: list[Shape] = []
    objects: dict[int | None, tuple[int, Any]] = {}
    text, unseen = page.get_textpage(), list[str]()
    for depth, obj in enumerate(page.get_objects(max_depth=MOST_FORMS)):
        objects[pointer_address(obj.raw)] = depth, obj
        if depth >= MOST_SHAPES:
            break
        if obj.type == pdfium.FPDF_PAGEOBJ_IMAGE:
            shapes.append(Shape("image", object_bounds(obj), BLACK, depth))
        elif obj.type == pdfium.FPDF_PAGEOBJ_PATH and is_filled(obj):
            kind = "area" if is_solid(obj) else "unclear"
            shapes.append(Shape(kind, object_bounds(obj), fill_colour(obj.raw), depth))
        elif find_unseen and obj.type == pdfium.FPDF_PAGEOBJ_TEXT and is_shrunk(obj, text):
            unseen.append("letters without a size")
    letters = tuple(read_letters(text, objects))
    box, turned = shown_box(page), page.get_rotation()
    has_layers = any(layer_marks(obj.raw) for _, obj in objects.values())
    if find_unseen and letters:
        without = find_unmarked(letters, marks_of_text(page))
        unseen += [spaced_text(letters[first:last]) for first, last in without]
        lost = {number for first, last in without for number in range(first, last)}
        letters = tuple(
            replace(letter, is_marked=False) if number in lost else letter
            for number, letter in enumerate(letters)
        )
    drawn = only_alphanumeric("".join(letter.text for letter in letters)) if notes else ""
    notes = [note for note in notes if only_alphanumeric(note) not in drawn]
    return Drawing(
        box, turned, letters, tuple(shapes), links, tuple(unseen), tuple(notes)
    ), has_layers


def is_shrunk(obj: Any, text: Any) -> bool:
    """Whether a text is so small that PDFium does not count it as text, as others do."""
    import pypdfium2.raw as pdfium

    size = ctypes.c_float()
    pdfium.FPDFTextObj_GetFontSize(obj.raw, size)
    scale = size.value
    for form in chain_of(obj):
        matrix = form.get_matrix()
        scale *= min(hypot(matrix.a, matrix.b), hypot(matrix.c, matrix.d))
    empty_length = len("\0".encode("utf-16-le"))
    is_left_out = pdfium.FPDFTextObj_GetText(obj.raw, text, None, 0) <= empty_length
    return abs(scale) < SMALLEST and is_left_out


def marks_of_text(page: Any) -> Callable[[Box], bool]:
    """A function that says whether text leaves a mark in a box of a page (pt, as the page was
    before it was turned): the page is drawn with and without its text, and compared.

    What hides the text does not matter: its colour, a clipping path, a mask, something that is
    drawn over it. The text of the page is made invisible, so the page is good for nothing else.
    """
    import pypdfium2.raw as pdfium

    page.set_rotation(0)
    left, _, _, top = shown_box(page)
    scale = min(PIXELS_PER_PT, MOST_PIXELS / max(1.0, *page.get_size()))
    before = page.render(scale=scale, may_draw_forms=False)
    for obj in page.get_objects(max_depth=MOST_FORMS):
        if obj.type == pdfium.FPDF_PAGEOBJ_TEXT:
            pdfium.FPDFTextObj_SetTextRenderMode(obj.raw, INVISIBLE_MODE)
    after = page.render(scale=scale, may_draw_forms=False)
    with_text, without = bytes(before.buffer), bytes(after.buffer)
    width, height, stride, channels = before.width, before.height, before.stride, before.n_channels

    def has_mark(box: Box) -> bool:
        first = max(0, int((box[0] - left) * scale) - 1) * channels
        last = min(width, int((box[2] - left) * scale) + 2) * channels
        rows = range(
            max(0, int((top - box[3]) * scale) - 1), min(height, int((top - box[1]) * scale) + 2)
        )
        for row in rows if first < last else ():
            cut = slice(row * stride + first, row * stride + last)
            before, after = with_text[cut], without[cut]
            if before != after and max(map(abs, map(sub, before, after))) >= CONTRAST:
                return True
        return False

    return has_mark


def find_unmarked(
    letters: Sequence[Letter], has_mark: Callable[[Box], bool]
) -> list[tuple[int, int]]:
    """Where the lower half of letters leaves no mark: nobody reads a word by its upper edge.

    These are letters and digits in a row, with what is between them, as the places of the first
    and behind the last.
    """
    ranges, first, last, count = list[tuple[int, int]](), 0, 0, 0
    for number, letter in enumerate(letters):
        if not letter.text.isalnum():
            continue
        left, bottom, right, top = letter.box
        is_line = min(right - left, top - bottom) < NARROWEST * letter.size
        low, high = min(max(letter.base, bottom), top), max(letter.base, top)
        # The upper half may be empty, for some fonts say one height of all their letters.
        if not is_line and has_mark((left, low, right, (low + high) / 2)):
            count = 0
            continue
        first = first if count else number
        count, last = count + 1, number + 1
        if count > FEW_UNSEEN:
            ranges[-1] = first, last
        elif count == FEW_UNSEEN:
            ranges.append((first, last))
    return ranges


def spaced_text(letters: Sequence[Letter]) -> str:
    """The text of letters, with a space where they are apart."""
    gaps = (b.box[0] - a.box[2] > WORD_GAP * b.size for a, b in pairwise(letters))
    pieces = (" " * gap + letter.text for gap, letter in zip(gaps, letters[1:], strict=True))
    return "".join([letters[0].text, *pieces])


def shown_box(page: Any) -> Box:
    """What of a page is shown: its CropBox within its MediaBox, or all if that is nothing."""
    sheet = sorted_box(page.get_mediabox())
    inner = intersect_boxes(sheet, sorted_box(page.get_cropbox()))
    return inner if inner[0] < inner[2] and inner[1] < inner[3] else sheet


def sorted_box(box: Box) -> Box:
    """A box whose corners may be any two that are opposite (PDF 1.7, 7.9.5)."""
    return min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3])


def only_alphanumeric(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def read_notes(page: Any) -> Iterator[str]:
    """The texts of a page's annotations, except links, fields and the windows of other notes."""
    import pypdfium2.raw as pdfium

    others = (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_WIDGET, pdfium.FPDF_ANNOT_POPUP)
    for index in range(pdfium.FPDFPage_GetAnnotCount(page.raw)):
        note = pdfium.FPDFPage_GetAnnot(page.raw, index)
        if note and pdfium.FPDFAnnot_GetSubtype(note) not in others:
            size = pdfium.FPDFAnnot_GetStringValue(note, b"Contents", None, 0)
            buffer = (ctypes.c_ushort * (size // 2 + 1))()
            pdfium.FPDFAnnot_GetStringValue(note, b"Contents", buffer, size)
            text = bytes(buffer)[:size].decode("utf-16-le", "replace").strip("\0 \r\n")
            if only_alphanumeric(text):
                yield " ".join(text.split())
        if note:
            pdfium.FPDFPage_CloseAnnot(note)


def pointer_address(pointer: Any) -> int | None:
    return ctypes.c_void_p.from_buffer(pointer).value if pointer else None


def read_letters(page: Any, objects: dict[int | None, tuple[int, Any]]) -> Iterator[Letter]:
    """Each character of a text page; spaces that PDFium only guessed are left out."""
    import pypdfium2.raw as pdfium

    text = page.raw  # A page has thousands of letters, so as little as possible is done for each.
    is_guessed, unicode_of = pdfium.FPDFText_IsGenerated, pdfium.FPDFText_GetUnicode
    looks: dict[int | None, tuple[Style, float, int]] = {}
    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    count = min(pdfium.FPDFText_CountChars(text), MOST_LETTERS)
    guessed = [is_guessed(text, index) == 1 for index in range(count)]
    for index in (index for index in range(count) if not guessed[index]):
        raw = pdfium.FPDFText_GetTextObject(text, index)
        where = pointer_address(raw)
        if where not in looks:
            style = style_of(raw, *objects.get(where, (-1, None)))
            looks[where] = style, *size_and_angle(text, index)
        style, size, angle = looks[where]
        pdfium.FPDFText_GetLooseCharBox(text, index, box)
        pdfium.FPDFText_GetCharOrigin(text, index, x, y)
        left, bottom, right, top, base = box.left, box.bottom, box.right, box.top, y.value
        if not isfinite(left + bottom + right + top + base + size):
            continue
        left, right = (left, right) if left <= right else (right, left)
        bottom, top = (bottom, top) if bottom <= top else (top, bottom)
        if not angle and bottom > base - 0.05 * size and is_ink_only(text, index, box):
            # A letter of a Type 3 font: PDFium knows where its ink is, not where the pen continues.
            left, right = min(x.value, left), right + max(left - x.value, 0)
            bottom, top = base - DESCENT * size, base + (1 - DESCENT) * size
        character = chr(min(unicode_of(text, index), 0x10FFFF)).replace(LINE_END_HYPHEN, "-")
        if index + 1 < count and guessed[index + 1]:
            right = end_of_slanted(raw, character, size, x.value, (left, right))
        is_mapped = pdfium.FPDFText_HasUnicodeMapError(text, index) != 1
        yield Letter(character, (left, bottom, right, top), base, size, style, angle, is_mapped)


def size_and_angle(text: Any, index: int) -> tuple[float, int]:
    """The type size of a character in pt, and how far it is turned."""
    import pypdfium2.raw as pdfium

    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, index, matrix)
    size = pdfium.FPDFText_GetFontSize(text, index) * max(abs(matrix.d), abs(matrix.b))
    return size, 0 if abs(matrix.a) >= abs(matrix.b) else 90 if matrix.b > 0 else 270


def is_ink_only(text: Any, index: int, box: Any) -> bool:
    """Whether the loose box of a character, with room around the letter, has no such room."""
    import pypdfium2.raw as pdfium

    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top)
    pairs = zip((left, bottom, right, top), (box.left, box.bottom, box.right, box.top), strict=True)
    return right.value > left.value and all(abs(side.value - edge) < 0.01 for side, edge in pairs)


def end_of_slanted(
    raw: Any, character: str, size: float, pen: float, edges: tuple[float, float]
) -> float:
    """Where a letter before a space ends, of its left and right edge: where the pen continues, for
    the box of a slanted one leans into the space."""
    import pypdfium2.raw as pdfium

    font, width = pdfium.FPDFTextObj_GetFont(raw), ctypes.c_float()
    pdfium.FPDFFont_GetGlyphWidth(font, ord(character), size, width)
    left, right = edges
    return min(right, max(left, pen + width.value)) if width.value else right


def style_of(raw: Any, depth: int, obj: Any) -> Style:
    """The style of a text object; `obj` is the same object with what it is in."""
    import pypdfium2.raw as pdfium

    if not raw:
        return Style()
    font = pdfium.FPDFTextObj_GetFont(raw)
    buffer = ctypes.create_string_buffer(256)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, 256)
    name = buffer.value.decode("utf-8", "replace").split("+")[-1]
    bold = bool(BOLD.search(name)) or pdfium.FPDFFont_GetWeight(font) >= 600
    red, green, blue, alpha = fill_colour(raw)
    seen = red, green, blue, round(alpha * (object_opacity(obj) if obj else 1))
    return Style(
        *(name, bold, bool(ITALIC.search(name)), seen),
        *(pdfium.FPDFTextObj_GetTextRenderMode(raw), depth),
        clip_of(obj) if obj else EVERYWHERE,
        bool(obj) and any(is_layer_off(form.raw) for form in chain_of(obj)),
    )


def chain_of(obj: Any) -> Iterator[Any]:
    """An object and the forms that it is in, from the innermost to the outermost."""
    while obj is not None:
        yield obj
        obj = obj.container


def object_bounds(obj: Any) -> Box:
    """Where an object is on the page, also if it is inside a form."""
    box: Box = obj.get_bounds()
    for form in chain_of(obj.container):
        box = transform_box(form.get_matrix(), box)
    return box


def transform_box(matrix: Any, box: Box) -> Box:
    """The box around a box after a matrix moved, turned or scaled it."""
    left, bottom, right, top = box
    corners = ((left, bottom), (right, top), (left, top), (right, bottom))
    return bounding_box([matrix.on_point(x, y) for x, y in corners])


def bounding_box(points: list[tuple[float, float]]) -> Box:
    across, along = zip(*points, strict=True)
    return min(across), min(along), max(across), max(along)


def intersect_boxes(box: Box, other: Box) -> Box:
    """What two boxes have in common; right < left or top < bottom if nothing."""
    left, bottom, right, top = box
    return max(left, other[0]), max(bottom, other[1]), min(right, other[2]), min(top, other[3])


def object_opacity(obj: Any) -> float:
    """How much of what a form shows is seen, by all the forms that an object is in: 0 to 1."""
    share = 1.0
    for form in chain_of(obj.container):
        share *= fill_colour(form.raw)[3] / 255
    return share


def clip_of(obj: Any) -> Box:
    """The box on the page that is not clipped away from an object, by the boxes around the paths
    that clip it and the forms that it is in."""
    seen = EVERYWHERE
    for form in chain_of(obj):
        if form is not obj and seen != EVERYWHERE:
            seen = transform_box(form.get_matrix(), seen)
        for points in clip_paths(form.raw):
            seen = intersect_boxes(seen, bounding_box(points))
    return seen


def clip_paths(raw: Any) -> Iterator[list[tuple[float, float]]]:
    """The points of each path that clips an object."""
    import pypdfium2.raw as pdfium

    clip = pdfium.FPDFPageObj_GetClipPath(raw)
    for number in range(max(pdfium.FPDFClipPath_CountPaths(clip), 0) if clip else 0):
        count = pdfium.FPDFClipPath_CountPathSegments(clip, number)
        segments = (
            pdfium.FPDFClipPath_GetPathSegment(clip, number, index)
            for index in range(min(count, MOST_SEGMENTS))
        )
        if points := [segment_point(segment) for segment in segments]:
            yield points


def is_filled(obj: Any) -> bool:
    import pypdfium2.raw as pdfium

    mode, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(obj.raw, mode, stroke)
    return mode.value != 0


def is_solid(obj: Any) -> bool:
    """Whether a filled path is one piece and not clipped, so that it fills its box."""
    import pypdfium2.raw as pdfium

    count = min(pdfium.FPDFPath_CountSegments(obj.raw), MOST_SEGMENTS)
    kinds = [
        pdfium.FPDFPathSegment_GetType(pdfium.FPDFPath_GetPathSegment(obj.raw, number))
        for number in range(count)
    ]
    return kinds.count(pdfium.FPDF_SEGMENT_MOVETO) == 1 and not is_clipped(obj)


def is_clipped(obj: Any) -> bool:
    """Whether something may hide a part of a path: all but one rectangle around it."""
    paths = list(clip_paths(obj.raw))
    if not paths:
        return False
    across, along = ({round(point[axis], 1) for point in paths[0]} for axis in (0, 1))
    if len(paths) > 1 or not len(across) == len(along) == 2:
        return True
    left, bottom, right, top = obj.get_bounds()
    beyond = (min(across) - left, min(along) - bottom, right - max(across), top - max(along))
    return bool(max(beyond) > 1)


def segment_point(segment: Any) -> tuple[float, float]:
    import pypdfium2.raw as pdfium

    x, y = ctypes.c_float(), ctypes.c_float()
    pdfium.FPDFPathSegment_GetPoint(segment, x, y)
    return x.value, y.value


def fill_colour(raw: Any) -> Colour:
    import pypdfium2.raw as pdfium

    parts = [ctypes.c_uint() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetFillColor(raw, *parts):
        return BLACK
    red, green, blue, alpha = (part.value for part in parts)
    return red, green, blue, alpha


def read_links(page: Any) -> Iterator[Link]:
    """The rectangles that lead to addresses."""
    import pypdfium2.raw as pdfium

    place, link, rect = ctypes.c_int(0), pdfium.FPDF_LINK(), pdfium.FS_RECTF()
    while pdfium.FPDFLink_Enumerate(page, place, link):
        action = pdfium.FPDFLink_GetAction(link)
        size = pdfium.FPDFAction_GetURIPath(page.pdf, action, None, 0) if action else 0
        if size > 1 and pdfium.FPDFLink_GetAnnotRect(link, rect):
            buffer = ctypes.create_string_buffer(size)
            pdfium.FPDFAction_GetURIPath(page.pdf, action, buffer, size)
            box = (rect.left, rect.bottom, rect.right, rect.top)
            yield Link(box, buffer.value.decode("utf-8", "replace"))


def decrypt(pdf: bytes) -> bytes:
    """The PDF without its encryption, if it opens without a password; else the same bytes.

    pypdf needs another package to read what is encrypted with AES.

    Raises:
        pypdfium2.PdfiumError: it needs a password, or is not a PDF.
    """
    import pypdfium2.raw as pdfium
    from pypdfium2 import PdfDocument

    document = PdfDocument(pdf)
    try:
        if pdfium.FPDF_GetSecurityHandlerRevision(document) < 0:
            return pdf
        buffer = BytesIO()
        document.save(buffer, flags=pdfium.FPDF_REMOVE_SECURITY)
    finally:
        document.close()
    return buffer.getvalue()


def layer_marks(raw: Any) -> list[Any]:
    """The marks by which an object belongs to layers (PDF 1.7, 8.11.3.2)."""
    import pypdfium2.raw as pdfium

    marks = []
    for number in range(max(pdfium.FPDFPageObj_CountMarks(raw), 0)):
        mark = pdfium.FPDFPageObj_GetMark(raw, number)
        name, size = (pdfium.FPDF_WCHAR * 8)(), ctypes.c_ulong()
        pdfium.FPDFPageObjMark_GetName(mark, name, ctypes.sizeof(name), size)
        if list(name[:3]) == [*b"OC", 0]:
            marks.append(mark)
    return marks


def is_layer_off(raw: Any) -> bool:
    """Whether an object belongs to a layer that `mark_layers` marked."""
    import pypdfium2.raw as pdfium

    value = ctypes.c_int()
    return any(
        pdfium.FPDFPageObjMark_GetParamIntValue(mark, LAYER_OFF, value) for mark in layer_marks(raw)
    )


def mark_layers(pdf: bytes) -> bytes:
    """The PDF with a mark in each layer, and each set of layers, that a viewer does not show
    (PDF 1.7, 8.11.4): PDFium says to which layer an object belongs, but not whether it is shown.

    A PDF in which pypdf finds no such layer is returned as it is.
    """
    from pypdf import PdfReader, PdfWriter
    from pypdf.errors import DependencyError, PyPdfError
    from pypdf.generic import NameObject, NumberObject

    try:
        writer = PdfWriter(clone_from=PdfReader(BytesIO(decrypt(pdf))))
        off = layers_off(writer.root_object.get("/OCProperties"))
        for obj in writer._objects if off else ():
            if not isinstance(obj, dict):
                continue
            members = (
                object_numbers(dict.get(obj, "/OCGs")) if obj.get("/Type") == "/OCMD" else set()
            )
            number = getattr(obj.indirect_reference, "idnum", None)
            if number in off or (members and members <= off):
                obj[NameObject(f"/{LAYER_OFF.decode()}")] = NumberObject(1)
        buffer = BytesIO()
        if off:
            writer.write(buffer)
    except (PyPdfError, DependencyError, ValueError, TypeError, LookupError, AttributeError):
        return pdf
    return buffer.getvalue() or pdf


def layers_off(properties: Any) -> set[int]:
    """The object numbers of the layers that are off, of what pypdf reads under /OCProperties."""
    every = properties.get_object() if properties is not None else {}
    usual = every.get("/D", {})
    off = object_numbers(dict.get(usual, "/OFF"))
    if usual.get("/BaseState") == "/OFF":
        off |= object_numbers(dict.get(every, "/OCGs")) - object_numbers(dict.get(usual, "/ON"))
    return off


def object_numbers(references: Any) -> set[int]:
    """The object numbers of one reference of pypdf or of a list of them."""
    target = references.get_object() if hasattr(references, "get_object") else references
    if isinstance(target, list):
        return {item.idnum for item in list.__iter__(target) if hasattr(item, "idnum")}
    return {references.idnum} if hasattr(references, "idnum") else set()
