"""The report of a page as one HTML file that needs nothing else."""

import hashlib
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

from tailor.files import data_folder
from tailor.models import Posting
from tailor.report.annotate import Leaf, place_lines
from tailor.report.pages import RenderedPdf, render_pdf
from tailor.report.posting_view import posting_blocks, quote_pieces, term_mentions
from tailor.report.view_model import (
    Line,
    coverage_bars,
    cut_lines,
    group_lines,
    keyword_gaps,
    view_keywords,
    view_lines,
)

if TYPE_CHECKING:
    import jinja2

GAPS = ("missing", "cut", "listed", "spared")
SOURCE, STYLE, SCRIPT = "report.html.j2", "report.css", "report.js"


def render_html(
    report: Mapping[str, Any],
    posting: Posting,
    pdf: bytes,
    open: Callable[[bytes], RenderedPdf] = render_pdf,
) -> str:
    """The whole HTML document.

    Args:
        report: what `--format json` prints (docs/report.schema.json), with a page.
        posting: the posting that the report is about.
        pdf: the page itself, made by this program.
        open: what opens it, if that should not be done in this process (`tailor.report.pages`).

    Nothing that is in the posting or the master is taken for HTML, and the document loads and
    runs nothing but what it brings along: its Content Security Policy names its style and script
    by their hashes.
    """
    keywords = [
        replace(
            keyword, spans=keyword.spans or term_mentions(posting, keyword.term, keyword.quotes)
        )
        for keyword in view_keywords(report)
    ]
    lines = view_lines(report, keywords)
    paper = open(pdf)
    leaves = place_lines(paper.sheets, lines)
    shipped = data_folder("templates") / "html"
    style, script = ((shipped / name).read_text("utf-8") for name in (STYLE, SCRIPT))
    template = html_environment().get_template(SOURCE)
    html = template.render(
        report=report,
        posting=posting,
        advert=posting_blocks(posting, {keyword.number: keyword.spans for keyword in keywords}),
        keywords=keywords,
        lines=lines,
        author=paper.author,
        leaves=leaves,
        groups=list(group_lines(sort_by_page(lines, leaves))),
        bars=list(coverage_bars(report, keywords)),
        gaps=[(state, keyword_gaps(keywords, state)) for state in GAPS],
        quoted=lambda gap: quote_pieces(
            posting, gap.quote, {k.number: k.spans for k in gap.keywords}
        ),
        cuts=cut_lines(lines),
        style=style,
        script=script,
        hashes={"style": csp_digest(style), "script": csp_digest(script)},
    )
    return html.encode("utf-8", "replace").decode()  # Names of files may hold half characters.


def sort_by_page(lines: Sequence[Line], leaves: Iterable[Leaf]) -> list[Line]:
    """The printed lines from top to bottom; at last those that could not be found on the page."""
    seen = dict.fromkeys(number for leaf in leaves for number in leaf.order)
    return [lines[n] for n in seen] + [
        line for line in lines if line.chosen and line.number not in seen
    ]


def csp_digest(text: str) -> str:
    """What a Content Security Policy calls a style or a script."""
    return f"'sha256-{b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


@cache
def html_environment() -> "jinja2.Environment":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(data_folder("templates") / "html"),
        autoescape=True,
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
