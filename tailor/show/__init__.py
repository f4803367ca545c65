"""The report of a page as one HTML file that needs nothing else."""

import hashlib
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from tailor.model import Posting
from tailor.resources import folder
from tailor.show.advert import blocks, mentions, quoted
from tailor.show.place import Leaf, placed
from tailor.show.sheet import Paper, opened
from tailor.show.view import Line, bars, cuts, gaps, groups, keywords, lines

if TYPE_CHECKING:
    import jinja2

GAPS = ("missing", "cut", "listed", "spared")
SOURCE, STYLE, SCRIPT = "report.html.j2", "report.css", "report.js"


def page(
    report: Mapping[str, Any],
    posting: Posting,
    pdf: bytes,
    open: Callable[[bytes], Paper] = opened,
) -> str:
    """The whole HTML document.

    Args:
        report: what `--format json` prints (docs/report.schema.json), with a page.
        posting: the posting that the report is about.
        pdf: the page itself, made by this program.
        open: what opens it, if that shall not be done in this process (`tailor.show.apart`).

    Nothing that stands in the posting or the master is taken for HTML, and the document loads and
    runs nothing but what it brings along: its Content Security Policy names its style and script
    by their hashes.
    """
    asked = [
        replace(one, spans=one.spans or mentions(posting, one.term, one.quotes))
        for one in keywords(report)
    ]
    found = lines(report, asked)
    paper = open(pdf)
    leaves = placed(paper.sheets, found)
    shipped = folder("templates") / "html"
    style, script = ((shipped / name).read_text("utf-8") for name in (STYLE, SCRIPT))
    template = environment().get_template(SOURCE)
    html = template.render(
        report=report,
        posting=posting,
        advert=blocks(posting, {one.number: one.spans for one in asked}),
        keywords=asked,
        lines=found,
        author=paper.author,
        leaves=leaves,
        groups=list(groups(in_order(found, leaves))),
        bars=list(bars(report, asked)),
        gaps=[(state, gaps(asked, state)) for state in GAPS],
        quoted=lambda gap: quoted(posting, gap.quote, {k.number: k.spans for k in gap.keywords}),
        cuts=cuts(found),
        style=style,
        script=script,
        hashes={"style": digest(style), "script": digest(script)},
    )
    return html.encode("utf-8", "replace").decode()  # Names of files may hold half characters.


def in_order(found: Sequence[Line], leaves: Iterable[Leaf]) -> list[Line]:
    """The printed lines from top to bottom; at last those that could not be found on the page."""
    seen = dict.fromkeys(number for leaf in leaves for number in leaf.order)
    return [found[n] for n in seen] + [
        one for one in found if one.chosen and one.number not in seen
    ]


def digest(text: str) -> str:
    """What a Content Security Policy calls a style or a script."""
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def environment() -> "jinja2.Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(folder("templates") / "html"),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
