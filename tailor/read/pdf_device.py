"""Drawing a page of a PDF without paper: each letter knows whether it can be seen there."""

from collections.abc import Iterable, Iterator
from typing import Any

from tailor.read.pdf_layers import is_off, layer, layers_off

INVISIBLE = 3
"""Text rendering mode that draws nothing (PDF 1.7, table 106)."""
NEAR = 1.0
"""Distance in pt at which a letter still counts as inside an edge."""

Box = tuple[float, float, float, float]
EVERYWHERE: Box = (-1e9, -1e9, 1e9, 1e9)


def drawn(document: Any, parameters: Any) -> Any:
    """What draws the pages of a document: an interpreter with its device."""
    from pdfminer.converter import PDFPageAggregator
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager

    manager = PDFResourceManager()
    device = marking(PDFPageAggregator)(manager, laparams=parameters)
    interpreter = layered(clipping(PDFPageInterpreter), layers_off(document))
    return interpreter(manager, device)


def marking(base: Any) -> Any:
    """A device that keeps apart what is drawn invisibly, and tells letters where they are seen."""
    from pdfminer.utils import apply_matrix_rect

    class Device(base):  # type: ignore[misc]
        """`box` is what is not clipped; `off` is whether each layer that was begun is off."""

        def begin_page(self, page: Any, ctm: Any) -> None:
            super().begin_page(page, ctm)
            self.unseen: list[str] = []
            self.off: list[bool] = []
            sheet, crop = (apply_matrix_rect(ctm, box) for box in (page.mediabox, page.cropbox))
            inner = common(sheet, crop)
            self.box = inner if is_some(inner) else sheet if is_some(sheet) else EVERYWHERE

        def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
            if textstate.render == INVISIBLE:
                self.unseen.append(" ".join(str(one) for one in seq if isinstance(one, bytes)))
                return
            graphicstate.seen_in = None if any(self.off) else self.box
            super().render_string(textstate, seq, ncs, graphicstate)

    return Device


def clipping(base: Any) -> Any:
    """An interpreter that follows the paths that clip."""
    from pdfminer.utils import apply_matrix_rect

    class Interpreter(base):  # type: ignore[misc]
        def init_state(self, ctm: Any) -> None:
            super().init_state(ctm)
            self.boxes: list[Box] = []

        def do_q(self) -> None:
            self.boxes.append(self.device.box)
            super().do_q()

        def do_Q(self) -> None:  # noqa: N802
            self.device.box = self.boxes.pop() if self.boxes else self.device.box
            super().do_Q()

        def do_W(self) -> None:  # noqa: N802
            if points := list(corners(self.curpath)):
                path = apply_matrix_rect(self.ctm, around(points))
                self.device.box = common(self.device.box, path)

        def do_W_a(self) -> None:  # noqa: N802
            self.do_W()

    return Interpreter


def layered(base: Any, layers: frozenset[int]) -> Any:
    """An interpreter that knows what belongs to layers that are off."""

    class Interpreter(base):  # type: ignore[misc]
        def do_BMC(self, tag: Any) -> None:  # noqa: N802
            self.device.off.append(False)
            super().do_BMC(tag)

        def do_BDC(self, tag: Any, props: Any) -> None:  # noqa: N802
            named = layer(self.resources, props) if getattr(tag, "name", "") == "OC" else None
            self.device.off.append(is_off(named, layers))
            super().do_BDC(tag, props)

        def do_EMC(self) -> None:  # noqa: N802
            del self.device.off[-1:]
            super().do_EMC()

        def do_Do(self, name: Any) -> None:  # noqa: N802
            box, kept = self.device.box, list(self.device.off)
            super().do_Do(name)
            self.device.box, self.device.off = box, kept

    return Interpreter


def is_seen(letter: Any) -> bool:
    """Whether a letter stands on the page, in what is not clipped, on a layer that is on."""
    box = getattr(getattr(letter, "graphicstate", None), "seen_in", EVERYWHERE)
    if box is None:
        return False
    inner = common((letter.x0 - NEAR, letter.y0 - NEAR, letter.x1 + NEAR, letter.y1 + NEAR), box)
    return is_some(inner)


def common(one: Box, other: Box) -> Box:
    """What two boxes have in common: left, bottom, right, top."""
    left, bottom, right, top = one
    return max(left, other[0]), max(bottom, other[1]), min(right, other[2]), min(top, other[3])


def is_some(box: Box) -> bool:
    return box[0] < box[2] and box[1] < box[3]


def corners(path: Iterable[Any]) -> Iterator[tuple[float, float]]:
    """The points of a path, those that bend its curves too."""
    for step in path:
        numbers = step[1:]
        yield from zip(numbers[::2], numbers[1::2], strict=False)


def around(points: list[tuple[float, float]]) -> Box:
    across, up = zip(*points, strict=True)
    return min(across), min(up), max(across), max(up)
