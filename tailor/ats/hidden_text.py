"""Text that software reads and people do not see."""

from collections.abc import Iterator

from tailor.ats.evidence import Evidence
from tailor.ats.layout import Page, Run
from tailor.models import Finding
from tailor.pdf.drawing import CONTRAST, INVISIBLE_MODES, Box, Colour, Shape, only_alphanumeric

TINY = 4.0
"""Type of less than this many pt cannot be read."""
IN_GROUND_COLOUR = "in the colour of its background"
WHITE = (255, 255, 255, 255)


def check_hidden_text(page: Evidence) -> Iterator[Finding]:
    """Findings on text that nobody sees, one for each reason."""
    by_reason: dict[str, list[str]] = {}
    for why, text in hidden_runs(page.pages):
        by_reason.setdefault(why, []).append(text)
    for why, texts in by_reason.items():
        message = f"text is {why}: “{shorten(' '.join(texts))}”"
        yield Finding("hidden", "fail", message)


def shorten(text: str) -> str:
    return text if len(text) <= 60 else text[:59] + "…"


def hidden_runs(pages: tuple[Page, ...]) -> Iterator[tuple[str, str]]:
    """Each hidden text as (why, text)."""
    for page in pages:
        listed, unmarked = "", only_alphanumeric("".join(page.unseen))
        for run in page.runs:
            why = hidden_reason(run, page) if run.text.strip() else ""
            if (
                why == IN_GROUND_COLOUR
                and only_alphanumeric(run.text) not in unmarked
                and stands_alone(run, page)
            ):
                continue  # The area of that colour does not lie behind all of it.
            if why:
                listed += only_alphanumeric(run.text)
                yield why, run.text.strip()
        for text in page.unseen:
            if only_alphanumeric(text) not in listed:
                yield "clipped away or covered", text


def stands_alone(run: Run, page: Page) -> bool:
    """Whether no other text of the page touches a run, so that a mark there must be its own."""
    return all(other is run or is_outside(run.box, other.box) for other in page.runs)


def hidden_reason(run: Run, page: Page) -> str:
    """Why nobody sees the run, or ""."""
    if run.style.mode in INVISIBLE_MODES or run.style.colour[3] == 0:
        return "drawn invisibly"
    if is_outside(run.box, page.box):
        return "off the page"
    if run.size < TINY:
        return f"set in {run.size:.1f} pt"
    if any(is_covering(shape, run) for shape in page.shapes):
        return "behind a picture or an area of colour"
    ground = background_colour(run, page.shapes)
    if ground is not None and is_same_colour(ground, blend_over(run.style.colour, ground)):
        return IN_GROUND_COLOUR
    return ""


def is_covering(shape: Shape, run: Run) -> bool:
    opaque = shape.kind == "image" or (shape.kind == "area" and shape.colour[3] == 255)
    return opaque and shape.depth > run.style.depth >= 0 and is_inside(shape.box, run.box, 1)


def background_colour(run: Run, shapes: tuple[Shape, ...]) -> Colour | None:
    """The colour behind the run, None if it is not known, as over a picture."""
    colour: Colour | None = WHITE
    for shape in shapes:
        if shape.depth < run.style.depth and is_inside(shape.box, run.box, 2):
            colour = blend_over(shape.colour, colour) if shape.kind == "area" else None
    return colour


def blend_over(colour: Colour, ground: Colour | None) -> Colour:
    """What is seen where a translucent colour lies over an opaque one."""
    if ground is None or colour[3] == 255:
        return colour
    share = colour[3] / 255
    red, green, blue = (
        round(share * above + (1 - share) * below)
        for above, below in zip(colour[:3], ground[:3], strict=True)
    )
    return red, green, blue, 255


def is_outside(inner: Box, outer: Box) -> bool:
    left, bottom, right, top = inner
    return right < outer[0] or top < outer[1] or left > outer[2] or bottom > outer[3]


def is_inside(outer: Box, inner: Box, slack: float) -> bool:
    """Whether `inner` is within `outer`, give or take some pt."""
    near = (limit <= edge + slack for limit, edge in zip(outer[:2], inner[:2], strict=True))
    far = (limit >= edge - slack for limit, edge in zip(outer[2:], inner[2:], strict=True))
    return all(near) and all(far)


def is_same_colour(first: Colour, second: Colour) -> bool:
    return all(abs(a - b) < CONTRAST for a, b in zip(first[:3], second[:3], strict=True))
