"""Where a shape of a PDF stands and what it covers, as PDFium tells it."""

import ctypes
from typing import Any

from tailor.ats.layout import Box, Colour

BLACK: Colour = (0, 0, 0, 255)
"""What everything is drawn in until the file says otherwise (PDF 1.7, 8.4.1)."""
MOST_SEGMENTS = 20


def placed(one: Any) -> Box:
    """Left, bottom, right, top on the page, also of what stands inside a form."""
    left, bottom, right, top = one.get_bounds()
    corners = [(left, bottom), (right, top), (left, top), (right, bottom)]
    form = one.container
    while form is not None:
        matrix = form.get_matrix()
        corners = [matrix.on_point(x, y) for x, y in corners]
        form = form.container
    across, along = [x for x, _ in corners], [y for _, y in corners]
    return min(across), min(along), max(across), max(along)


def opacity(one: Any) -> float:
    """How much of what a form shows is seen, by all the forms that an object stands in: 0 to 1."""
    share, form = 1.0, one.container
    while form is not None:
        share *= fill(form.raw)[3] / 255
        form = form.container
    return share


def filled(one: Any) -> bool:
    import pypdfium2.raw as pdfium

    mode, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(one.raw, mode, stroke)
    return mode.value != 0


def solid(one: Any) -> bool:
    """Whether a filled path is one piece and not clipped, so that it fills its box."""
    import pypdfium2.raw as pdfium

    count = min(pdfium.FPDFPath_CountSegments(one.raw), MOST_SEGMENTS)
    kinds = [
        pdfium.FPDFPathSegment_GetType(pdfium.FPDFPath_GetPathSegment(one.raw, number))
        for number in range(count)
    ]
    return kinds.count(pdfium.FPDF_SEGMENT_MOVETO) == 1 and not clipped(one)


def clipped(one: Any) -> bool:
    """Whether something may hide a part of a path: all but one rectangle around it."""
    import pypdfium2.raw as pdfium

    clip = pdfium.FPDFPageObj_GetClipPath(one.raw)
    if not clip or pdfium.FPDFClipPath_CountPaths(clip) <= 0:
        return False
    points = [
        point(pdfium.FPDFClipPath_GetPathSegment(clip, 0, number))
        for number in range(min(pdfium.FPDFClipPath_CountPathSegments(clip, 0), MOST_SEGMENTS))
    ]
    across, along = sorted({x for x, _ in points}), sorted({y for _, y in points})
    if pdfium.FPDFClipPath_CountPaths(clip) > 1 or not len(across) == len(along) == 2:
        return True
    left, bottom, right, top = one.get_bounds()
    beyond = (across[0] - left, along[0] - bottom, right - across[1], top - along[1])
    return bool(max(beyond) > 1)


def point(segment: Any) -> tuple[float, float]:
    import pypdfium2.raw as pdfium

    x, y = ctypes.c_float(), ctypes.c_float()
    pdfium.FPDFPathSegment_GetPoint(segment, x, y)
    return round(x.value, 1), round(y.value, 1)


def fill(raw: Any) -> Colour:
    import pypdfium2.raw as pdfium

    parts = [ctypes.c_uint() for _ in range(4)]
    if not pdfium.FPDFPageObj_GetFillColor(raw, *parts):
        return BLACK
    red, green, blue, alpha = (part.value for part in parts)
    return red, green, blue, alpha
