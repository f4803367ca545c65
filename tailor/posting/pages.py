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
from tailor.posting.clean import clean
from tailor.posting.identity import HEAD, fields
from tailor.posting.lined import lines, parse_html
from tailor.posting.outline import blocks
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
    r"|job (?:vacanc(?:y|ies)|details?|descriptions?|posting|ad)|position|opportunit(?:y|ies)"
    r"|current openings|stellenangebote?|offres? d'emploi|empleos?",
    re.IGNORECASE,
)
HIRING = re.compile(
    r"(?P<company>.{2,60}?) (?:is )?hiring (?:an? )?(?P<title>.{2,100}?)(?: in .+)?"
)
APPLICATION = re.compile(r"Job Application for (?P<title>.{2,100}) at (?P<company>.{2,60})")
JOBS_AT = re.compile(
    r"^(?:\w+ )?(?:jobs?|careers?|karriere|stellen|emplois?|work(?:ing)?|join) "
    r"(?:at|bei|chez|en|with) ",
    re.IGNORECASE,
)
COMPANIES = """
    //*[@itemprop='hiringOrganization' or @data-company-name or @data-testid='company-name'
    or contains(@data-testid, 'companyName') or contains(@class, 'company-name')
    or contains(@class, 'companyName') or contains(@class, 'topcard__org-name')
    or contains(@class, 'employer-name')]"""
PLACES = """
    //*[contains(@class, 'location') or contains(@data-testid, 'Location')
    or contains(@class, 'topcard__flavor--bullet') or @itemprop='jobLocation']
    [not(self::html or self::body or self::main or self::article or self::form)]"""
SURE = 12
"""Letters of a line that is not by chance in another text."""

LONGEST_FACT = 10
"""Words of an element that names a company or a place."""

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
    body = main_text(root, head.title)
    if found and len(found.text.split()) * 2 > len(body.split()):
        body = found.text
    if problem := wall(body, head.title, programs=programs and len(body.split()) < ENOUGH):
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


def head_facts(root: HtmlElement) -> Advert:
    """Title, company and place as a page's title, headings and marked elements say."""
    tag = one_text(root, "//head/title | //title")
    shared = attribute(root, "og:title") or attribute(root, "twitter:title")
    place = marked(root, PLACES)
    for text in (shared, tag):
        for pattern in (APPLICATION, HIRING):
            if match := pattern.fullmatch(text.rpartition(" | ")[0] or text):
                found = match.groupdict()
                return Advert(
                    "", found["title"], found["company"], place or found.get("place") or ""
                )
    parts = [one for one in map(str.strip, SPLIT.split(tag or shared)) if not is_board(one)]
    title, company = titled(root, parts)
    site = CAREERS.sub("", attribute(root, "og:site_name"))
    company = company or marked(root, COMPANIES) or ("" if is_board(site) else site)
    return Advert("", title, company or other_part(root, parts, title, place), place)


def titled(root: HtmlElement, parts: list[str]) -> tuple[str, str]:
    """The title, and the company if the title names it: "Cook at Crumb Mills"."""
    headings = [" ".join(str(one.text_content()).split()) for one in root.xpath("//h1|//h2")[:9]]
    headings = [one for one in headings if one and not is_board(one)]
    named = (one for one in headings if any(squeezed(one) in squeezed(part) for part in parts))
    first = [" ".join(str(one.text_content()).split()) for one in root.xpath("//h1")[:1]]
    title = next(named, "") or next((one for one in first if not is_board(one)), "")
    title = title or (parts[0] if parts else "")
    for text in (title, *parts):
        match = AT.fullmatch(text)
        if match and squeezed(match["title"]) in squeezed(title):
            return match["title"], match["company"]
    return title, ""


def marked(root: HtmlElement, path: str) -> str:
    """The text of the first element that is made for a fact; "" if it says more than that."""
    for one in root.xpath(path)[:3]:
        text = " ".join(str(one.get("content") or one.text_content()).split())
        if 0 < len(text.split()) <= LONGEST_FACT:
            return re.sub(r"^(?:at|in|location|company)\s*:?\s+", "", text, flags=re.IGNORECASE)
    return ""


def other_part(root: HtmlElement, parts: list[str], title: str, place: str) -> str:
    """The part of the page's title that is neither the job nor the place."""
    names = [
        CAREERS.sub("", JOBS_AT.sub("", part)).strip()
        for part in parts
        if squeezed(title) not in squeezed(part)
    ]
    names = [name for name in names if name and squeezed(name) not in squeezed(f"{title} {place}")]
    known = str(root.text_content())
    shown = next((name for name in names if known.count(name) > 1), "")
    return shown or (names[0] if len(names) == 1 and "," not in names[0] else "")


def is_board(text: str) -> bool:
    """Whether a text is what job boards call themselves or their pages, or nothing."""
    return not text or bool(BOARDS.fullmatch(text.strip()))


def main_text(root: HtmlElement, title: str) -> str:
    """The lines that a page is about.

    trafilatura finds where they begin and end; all lines between are kept, with their layout.
    """
    plain = deepcopy(root)
    strip_furniture(plain)
    body = plain.find("body")
    visible = lines(body if body is not None else plain).split("\n")
    found = squeezed(extracted(plain))
    known = [
        n for n, one in enumerate(visible) if len(squeezed(one)) > SURE and squeezed(one) in found
    ]
    told = sum(len(squeezed(visible[number])) for number in known)
    if told * 2 < sum(len(squeezed(one)) for one in visible):
        return "\n".join(visible)
    titles = [n for n, one in enumerate(visible) if title and squeezed(one) == squeezed(title)]
    start = min([*titles[:1], *known[:1]])
    return "\n".join(visible[start : known[-1] + 1]).strip()


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


def squeezed(text: str) -> str:
    return re.sub(r"\W+", "", text.lower())


def one_text(root: HtmlElement, path: str) -> str:
    return next((line(str(one.text_content())) for one in root.xpath(path)), "")


def attribute(root: HtmlElement, key: str) -> str:
    found = root.xpath("//meta[@property=$key or @name=$key]/@content", key=key)
    return " ".join(unescape(str(found[0])).split()) if found else ""
