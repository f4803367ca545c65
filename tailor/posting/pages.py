"""A web page to the text of its posting: structured data first, else the main text."""

import json
import re
from copy import deepcopy
from dataclasses import replace

from lxml.html import HtmlElement

from tailor.charset import text_of
from tailor.errors import InputError, Problem
from tailor.posting.advert import Advert
from tailor.posting.boards import recognised
from tailor.posting.clean import clean
from tailor.posting.edges import within_edges
from tailor.posting.heads import head_facts, squeezed
from tailor.posting.identity import HEAD, fields
from tailor.posting.lined import lines, parse_html
from tailor.posting.outline import blocks
from tailor.posting.structured import linked, microdata
from tailor.posting.visible import hide, strip_furniture
from tailor.posting.walls import wall

RICH = 60
"""Words of a structured description that is taken for the whole posting."""

EMBEDDED = re.compile(
    r"(?:window\.__appData|window\.__INITIAL_STATE__|window\._initialData)\s*=\s*"
)
LONG, LARGE = 100_000, 20_000
"""Letters and elements beyond which a page is no ordinary one; looking at it would take long."""


def read_page(data: bytes, charset: str = "", wanted: str = "") -> str:
    """The posting on a page.

    Raises InputError if there is none; the message says what stands there and what to do.
    """
    root = parse_html(text_of(data, charset, page=True))
    if root is None:
        raise InputError(Problem("the page is empty"))
    programs = any("json" not in one.get("type", "") for one in root.iter("script"))
    without = " ".join(str(one.text_content()) for one in root.iter("noscript"))
    head = head_facts(root)
    found = best([*linked(root), *embedded(root, wanted), microdata(root)], head.title)
    hide(root)
    if found and len(found.text.split()) >= RICH:
        return merged(found, head).whole()
    body = main_text(root, head.title)
    if found and len(found.text.split()) * 2 > len(body.split()):
        body = found.text
    if problem := wall(body, f"{head.title}\n{without}", programs=programs):
        raise InputError(problem)
    facts = unsaid(merged(found or Advert(""), head), body)
    return replace(facts, text=without_title(body, facts.title)).whole()


def best(found: list[Advert | None], title: str) -> Advert | None:
    """The advert with the page's title; else the one that says most."""
    adverts = [one for one in found if one]
    wanted = squeezed(title)
    named = [one for one in adverts if one.title and squeezed(one.title) in wanted]
    return max(named or adverts, key=lambda one: len(one.text), default=None)


def merged(advert: Advert, head: Advert) -> Advert:
    """The advert; what it does not say, the head of the page may."""
    return replace(
        advert,
        title=advert.title or head.title,
        company=advert.company or head.company,
        place=advert.place or head.place,
    )


def embedded(root: HtmlElement, wanted: str = "") -> list[Advert]:
    """Adverts in the data that a board's page gives to its own programs."""
    found: list[Advert] = []
    for script in root.iter("script"):
        source = str(script.text or "")
        match = EMBEDDED.search(source)
        start = match.end() if match else 0
        if not match and script.get("type", "") != "application/json":
            continue
        try:
            node, _ = json.JSONDecoder(strict=False).raw_decode(source[start:].lstrip())
        except (ValueError, RecursionError):
            continue
        found += recognised(node, wanted)
    return found


def main_text(root: HtmlElement, title: str) -> str:
    """The lines that a page is about: without furniture, and without menus at both ends."""
    plain = deepcopy(root)
    strip_furniture(plain)
    body = plain.find("body")
    whole = lines(body if body is not None else plain)
    if len(whole) > LONG or sum(1 for _ in plain.iter()) > LARGE:
        return whole
    return within_edges(plain, title)


def unsaid(facts: Advert, body: str) -> Advert:
    """The facts without those that the text gives in lines of its own, such as "Company: ..."."""
    top = [block for block, _ in zip(blocks(clean(body)), range(HEAD), strict=False)]
    return replace(
        facts, **{kind: "" for kind, _ in fields(top) if kind in ("title", "company", "place")}
    )


def without_title(body: str, title: str) -> str:
    """The body without a first line that only repeats the title."""
    first, _, rest = body.partition("\n")
    repeated = title and squeezed(first) == squeezed(title)
    return rest.strip() if repeated and rest.strip() else body
