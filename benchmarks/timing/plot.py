"""Growth curves as an SVG, which needs nothing but this."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 300, 200
"""Of the area of one panel, in px."""
LEFT, TOP, BETWEEN, BELOW = 60, 40, 90, 50
STYLE = (
    "text{font:12px sans-serif;fill:#222}.title{font-weight:bold}.grid{stroke:#ddd}"
    ".line{fill:none;stroke:#1f5f8b;stroke-width:2}.dot{fill:#1f5f8b}"
    ".bar{stroke:#b03a2e;stroke-dasharray:5 4}"
)
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Panel:
    """A curve: what stands above it and along it, its points, and a bar if there is one."""

    title: str
    across: str
    points: Sequence[Point]
    most: float | None = None


def drawn(panels: Sequence[Panel]) -> str:
    """The panels side by side."""
    wide = LEFT + len(panels) * (WIDTH + BETWEEN)
    high = TOP + HEIGHT + BELOW
    parts = (
        f'<g transform="translate({LEFT + place * (WIDTH + BETWEEN)} {TOP})">{panel_parts}</g>'
        for place, panel_parts in enumerate("".join(inside(panel)) for panel in panels)
    )
    body = "\n".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" '
        f'height="{high}" role="img"><title>{escape("; ".join(p.title for p in panels))}</title>\n'
        f'<style>{STYLE}</style><rect width="100%" height="100%" fill="#fff"/>\n{body}\n</svg>\n'
    )


def inside(panel: Panel) -> Iterator[str]:
    widest = max(x for x, _ in panel.points)
    highest = rounded(max([*(y for _, y in panel.points), panel.most or 0]))

    def place(point: Point) -> Point:
        x, y = point
        return round(WIDTH * x / widest, 1), round(HEIGHT * (1 - y / highest), 1)

    yield f'<text class="title" y="-16">{escape(panel.title)}</text>'
    for share in range(5):
        value = highest * share / 4
        _, y = place((0, value))
        yield f'<line class="grid" x2="{WIDTH}" y1="{y}" y2="{y}"/>'
        yield f'<text x="-8" y="{y + 4}" text-anchor="end">{value:g}</text>'
    for share in range(3):
        x, _ = place((widest * share / 2, 0))
        label = f"{widest * share / 2:,.0f}"
        yield f'<text x="{x}" y="{HEIGHT + 18}" text-anchor="middle">{label}</text>'
    across = escape(panel.across)
    yield f'<text x="{WIDTH / 2}" y="{HEIGHT + 38}" text-anchor="middle">{across}</text>'
    if panel.most is not None:
        _, y = place((0, panel.most))
        yield f'<line class="bar" x2="{WIDTH}" y1="{y}" y2="{y}"/>'
    yield from curve([place(point) for point in panel.points])


def curve(points: Sequence[Point]) -> Iterator[str]:
    """A line, and a dot at each point where there are few."""
    row = " ".join(f"{x:g},{y:g}" for x, y in points)
    yield f'<polyline class="line" points="{row}"/>'
    if len(points) < 20:
        yield from (f'<circle class="dot" cx="{x:g}" cy="{y:g}" r="3"/>' for x, y in points)


def rounded(value: float) -> float:
    """The next number that is 1, 2, 4 or 8 times a power of ten."""
    power = 1e-6
    while power * 8 < value:
        power *= 10
    steps = (power, 2 * power, 4 * power, 8 * power)
    return next(step for step in steps if step >= value)
