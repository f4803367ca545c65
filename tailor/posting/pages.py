"""A web page to the text of its posting: structured data first, else the main text."""

import json
import re
from copy import deepcopy
from dataclasses import replace
from html import unescape

from lxml import html
from lxml.html import HtmlElement

from tailor.errors import InputError, Problem
from tailor.posting.advert import Advert, line
from tailor.posting.boards import recognised
from tailor.posting.charset import text_of
from tailor.posting.lined import lines, parse_html
from tailor.posting.structured import linked, microdata
from tailor.posting.visible import hide, strip_furniture
from tailor.posting.walls import ENOUGH, wall

RICH = 60
"""Words of a structured description that is taken for the whole posting."""

EMBEDDED = re.compile(
    r"(?:window\.__appData|window\.__INITIAL_STATE__|window\._initialData)\s*=\s*"
)
BOARDS = re.compile(
    r"linkedin|indeed|glassdoor|stepstone|monster|ziprecruiter|totaljobs|reed|xing|jobs?board|jobs?"
    r"|careers?|karriere|greenhouse|lever|ashby|workday|smartrecruiters|recruitee|personio|wellfound"
    r"|infojobs|welcome to the jungle|apec|france travail|job openings?|vacanc(?:y|ies)|home|hiring"
    r"|current openings|stellenangebote?|offres? d'emploi|empleos?",
    re.IGNORECASE,
)
HIRING = re.compile(
    r"(?P<company>.{2,60}?) (?:is )?hiring (?:an? )?(?P<title>.{2,100}?)(?: in .+)?"
)
APPLICATION = re.compile(r"Job Application for (?P<title>.{2,100}) at (?P<company>.{2,60})")
AT = re.compile(r"(?P<title>.{2,100}?) (?:at|@|bei|chez|en) (?P<company>[^a-z\s].{1,59})")
SPLIT = re.compile(r"\s+[|·•–—-]\s+")
CAREERS = re.compile(
    r"\s*(?:[|·–—-]\s*)?\b(?:careers?|jobs?|job board|karriere|recruiting|hiring|talent)\b.*$", re.I
)


def read_page(data: bytes, charset: str = "", wanted: str = "") -> str:
    """The posting on a page.

    Raises InputError if there is none; the message says what stands there and what to do.
    """
    root = parse_html(text_of(data, charset, page=True))
    if root is None:
        raise InputError(Problem("the page is empty"))
    programs = root.find(".//script") is not None
    head = head_facts(root)
    found = best([*linked(root), *embedded(root, wanted), microdata(root)], head.title)
    hide(root)
    if found and len(found.text.split()) >= RICH:
        return merged(found, head).whole()
    body = main_text(root)
    if found and len(found.text.split()) * 2 > len(body.split()):
        body = found.text
    if problem := wall(body, head.title, programs=programs and len(body.split()) < ENOUGH):
        raise InputError(problem)
    facts = merged(found or Advert(""), head)
    return replace(facts, text=without_facts(body, facts)).whole()


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


def head_facts(root: HtmlElement) -> Advert:
    """Title and company as the page's title, its first heading and its site's name say."""
    tag = one_text(root, "//head/title | //title")
    shared = attribute(root, "og:title") or attribute(root, "twitter:title")
    headings = [" ".join(str(one.text_content()).split()) for one in root.xpath("//h1")[:5]]
    site = CAREERS.sub("", attribute(root, "og:site_name"))
    site = "" if BOARDS.fullmatch(site) else site
    for text in (shared, tag):
        for pattern in (APPLICATION, HIRING):
            if match := pattern.match(SPLIT.split(text)[0]):
                return Advert("", match["title"], match["company"])
    titled = [one for one in headings if one and squeezed(one) in squeezed(f"{tag} {shared}")]
    other = next((one for one in headings if one and not BOARDS.fullmatch(one)), "")
    parts = [part for part in SPLIT.split(shared or tag) if not BOARDS.fullmatch(part.strip())]
    title = next((one for one in titled if not BOARDS.fullmatch(one)), "") or other
    title = title or (parts[0] if parts else "")
    if match := AT.fullmatch(title):
        return Advert("", match["title"], match["company"])
    return Advert("", title, site or beside(root, parts, title))


def beside(root: HtmlElement, parts: list[str], title: str) -> str:
    """The company where a page names it: in an element made for it, or in the page's own title."""
    marked = root.xpath(
        "//*[@itemprop='hiringOrganization' or @data-testid='company-name' or "
        "contains(@class, 'company-name') or contains(@class, 'companyName') or "
        "contains(@class, 'topcard__org-name') or contains(@class, 'employer-name')]"
    )
    for one in marked[:1]:
        if named := " ".join(str(one.text_content()).split()):
            return named
    for part in parts:
        if match := AT.fullmatch(part):
            return match["company"]
    rest = [part for part in parts if squeezed(part) and squeezed(part) not in squeezed(title)]
    names = [
        CAREERS.sub("", part).strip() for part in rest if squeezed(title) not in squeezed(part)
    ]
    known = str(root.text_content())
    return next((one for one in names if one and known.count(one) > 1), "")


def main_text(root: HtmlElement) -> str:
    """The text that a page is about, by trafilatura; all that is visible if that finds little."""
    plain = deepcopy(root)
    strip_furniture(plain)
    body = plain.find("body")
    visible = lines(body if body is not None else plain)
    found = extracted(plain)
    return found if len(found.split()) * 2 > len(visible.split()) else visible


def extracted(root: HtmlElement) -> str:
    from trafilatura import extract

    source = html.tostring(root, encoding="unicode")
    found = extract(
        source,
        output_format="markdown",
        include_comments=False,
        include_formatting=True,
        favor_recall=True,
    )
    return found or ""


def without_facts(body: str, facts: Advert) -> str:
    """The body without first lines that only repeat the title."""
    first, _, rest = body.partition("\n")
    repeated = facts.title and squeezed(first) == squeezed(facts.title)
    return rest.strip() if repeated and rest.strip() else body


def squeezed(text: str) -> str:
    return re.sub(r"\W+", "", text.lower())


def one_text(root: HtmlElement, path: str) -> str:
    return next((line(str(one.text_content())) for one in root.xpath(path)), "")


def attribute(root: HtmlElement, key: str) -> str:
    found = root.xpath("//meta[@property=$key or @name=$key]/@content", key=key)
    return " ".join(unescape(str(found[0])).split()) if found else ""
