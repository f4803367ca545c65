"""An HTML element as lines of text: paragraphs apart, items with a dash, headings by themselves."""

import re
from html import unescape

from lxml import etree, html
from lxml.html import HtmlElement

from tailor.posting.html_elements import remove_hidden

PARAGRAPHS = {"p", "ul", "ol", "dl", "table", "section", "article", "blockquote", "pre", "hr"}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6", "legend", "summary", "caption", "dt"}
LINES = {
    *("div", "tr", "dd", "address", "main", "body", "header", "footer", "figure", "details"),
    *("figcaption", "fieldset", "center", "thead", "tbody", "label", "form", "aside", "nav"),
}
LONGEST_HEADING = 90
LONGEST_LABEL = 4
"""Words of a cell that names what the next one says."""

LINE, PARAGRAPH = "\x01", "\x02"
"""Margins: at least a new line, at least a blank line."""

GAP = re.compile(f" ?[\n{LINE}{PARAGRAPH}][ \n{LINE}{PARAGRAPH}]*")
LONGEST_VALUE = 25
DEEPEST = 200
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""What no XML tree can hold."""

BLOCK = re.compile(r"<(?:p|br|li|ul|ol|div|h[1-6]|table|tr|dl|section|article)\b", re.IGNORECASE)
TAG = re.compile(
    rf"{BLOCK.pattern}|<(?:strong|b|i|u|em|span|font|a)\b[^<>]{{0,500}}>", re.IGNORECASE
)


def parse_html(text: str) -> HtmlElement | None:
    """The tree of a page or a piece of one; None if there is nothing in it."""
    parser = html.HTMLParser(encoding="utf-8", huge_tree=False, no_network=True)
    data = CONTROL.sub("", text).encode("utf-8", "replace")
    try:
        root = html.document_fromstring(data, parser=parser, ensure_head_body=True)
    except etree.ParserError:
        return None
    for element in root.iter():
        for part in ("text", "tail"):
            if CONTROL.search(getattr(element, part) or ""):
                setattr(element, part, CONTROL.sub("", getattr(element, part)))
    return root


def fragment_text(text: str) -> str:
    """The lines of a piece of HTML, or of plain text; markup that was escaped is understood."""
    if not TAG.search(text) and "&lt;" in text:
        text = unescape(text)
    if not TAG.search(text):
        return unescape(text)
    if not BLOCK.search(text):
        text = text.replace("\n", "<br>")
    root = parse_html(text)
    if root is None:
        return ""
    remove_hidden(root)
    return element_text(root)


def element_text(root: HtmlElement) -> str:
    """The text of an element, as it would be on the page."""
    pieces: list[str] = []
    collect_text(root, pieces, 0)
    text = re.sub(r"[^\S\n]+", " ", "".join(pieces))
    text = GAP.sub(lambda match: join_gap(match[0]), text)
    text = re.sub(r"^- ?\n+(?=\S)", "- ", text, flags=re.MULTILINE)
    return text.strip()


def join_gap(between: str) -> str:
    """What separates two stretches of text: margins overlap, ordered line ends add up."""
    apart = PARAGRAPH in between or between.count("\n") > 1
    return "\n\n" if apart else "\n"


def collect_text(element: HtmlElement, pieces: list[str], depth: int) -> None:
    """Adds the text of an element, and line ends around it as its tag wants."""
    tag = element.tag if isinstance(element.tag, str) else ""
    before, after = tag_margins(element, tag)
    pieces.append(before)
    if tag in ("tr", "dt") and (pair := labelled_row(element)):
        pieces.append(pair)
    elif tag and depth < DEEPEST:
        pieces.append(to_single_line(element.text))
        for child in element:
            collect_text(child, pieces, depth + 1)
            pieces.append(to_single_line(child.tail))
    elif tag:
        pieces.append(to_single_line(str(element.text_content())))
    pieces.append(after)


def to_single_line(text: str | None) -> str:
    return re.sub(r"\s+", " ", text) if text else ""


def tag_margins(element: HtmlElement, tag: str) -> tuple[str, str]:
    if tag == "br":
        return "\n", ""
    if tag == "li":
        return f"{LINE}- ", LINE
    if tag in HEADINGS or (tag in ("p", "div") and is_bold(element)):
        return PARAGRAPH, PARAGRAPH
    if tag in PARAGRAPHS:
        return (LINE, LINE) if is_in_list_item(element) else (PARAGRAPH, PARAGRAPH)
    if tag in LINES:
        return LINE, LINE
    return (" ", " ") if tag in ("td", "th") else ("", "")


def is_in_list_item(element: HtmlElement) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag in ("li", "td", "th", "dd")


def is_bold(element: HtmlElement) -> bool:
    """Whether a short paragraph is all in bold letters, as a heading."""
    inner = [child for child in element if isinstance(child.tag, str) and child.tag != "br"]
    bold = len(inner) == 1 and inner[0].tag in ("b", "strong") and not (element.text or "").strip()
    if not bold or (inner[0].tail or "").strip(" :\n\t\xa0"):
        return False
    return 0 < len(str(inner[0].text_content()).strip()) <= LONGEST_HEADING


def labelled_row(row: HtmlElement) -> str:
    """ "Location: Leeds" for two cells, or a term and its value, the first a label; else ""."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    if row.tag == "dt":
        after = row.getnext()
        cells = [row, after] if after is not None and after.tag == "dd" else []
    if len(cells) != 2 or any(cell.xpath(".//li|.//p|.//br|.//table") for cell in cells):
        return ""
    label, value = (" ".join(str(cell.text_content()).split()) for cell in cells)
    long = len(label.split()) > LONGEST_LABEL or len(value.split()) > LONGEST_VALUE
    if not label or not value or long:
        return ""
    if row.tag == "dt":
        cells[1].clear(keep_tail=True)
    return f"{label.rstrip(':')}: {value}"
