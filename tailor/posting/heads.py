"""What the head of a web page says about the job: its title, headings and marked elements."""

import re
from html import unescape

from lxml.html import HtmlElement

from tailor.posting.advert import Advert, line
from tailor.posting.headings import field_of

BOARDS = re.compile(
    r"linkedin|indeed|glassdoor|stepstone|monster|ziprecruiter|totaljobs|reed|xing|jobs?board|jobs?"
    r"|careers?|karriere|greenhouse|lever|ashby|workday|smartrecruiters|recruitee|personio|wellfound"
    r"|bamboohr|teamtailor|workable|jobvite|icims|breezy(?: hr)?|jazzhr|taleo|successfactors"
    r"|eightfold|softgarden|d\.vinci|rippling|dover|comeet|pinpoint|factorial"
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
    or contains(@data-testid, 'companyName') or contains(@data-test, 'employer')
    or contains(@class, 'company-name') or contains(@class, 'companyName')
    or contains(@class, 'topcard__org-name') or contains(@class, 'employer-name')
    or contains(@class, 'employerName')]"""
PLACES = """
    //*[contains(@class, 'ocation') or contains(@data-testid, 'ocation')
    or contains(@data-test, 'ocation') or contains(@data-ui, 'ocation')
    or contains(@class, 'topcard__flavor--bullet') or @itemprop='jobLocation']
    [not(self::html or self::body or self::main or self::article or self::form)]"""
PLACED = re.compile(r",(?! (?:Inc|LLC|Ltd|Limited|PLC|LLP|Corp|GmbH|S\.?A)\b)")
"""A comma that is likely to stand before a place."""

LABELS = "//h2|//h3|//h4|//h5|//dt|//th|//strong|//b|//label|//span"
LONGEST_FACT = 10
"""Words of an element that names a company or a place."""

AT = re.compile(r"(?P<title>.{2,100}?) (?:at|@|bei|chez|en) (?P<company>[^a-z\s].{1,59})")
SPLIT = re.compile(r"\s[|·•–—-]\s")
CAREERS = re.compile(
    r"\s?(?:[|·–—-]\s?)?\b(?:careers?|jobs?|job board|karriere|recruiting|hiring|talent)\b.*$", re.I
)


def head_facts(root: HtmlElement) -> Advert:
    """Title, company and place as a page's title, headings and marked elements say."""
    tag = one_text(root, "//head/title | //title")
    shared = attribute(root, "og:title") or attribute(root, "twitter:title")
    place = marked(root, PLACES) or beside(root, "place")
    for text in (shared, tag):
        for pattern in (APPLICATION, HIRING):
            if match := pattern.fullmatch(text.rpartition(" | ")[0] or text):
                found = match.groupdict()
                return Advert(
                    "", found["title"], found["company"], place or found.get("place") or ""
                )
    pieces = [piece.strip() for text in (tag, shared) for piece in SPLIT.split(text)]
    parts = [piece for piece in dict.fromkeys(pieces) if not is_board(piece)]
    title, company = titled(root, parts)
    site = CAREERS.sub("", attribute(root, "og:site_name"))
    company = (
        company
        or marked(root, COMPANIES)
        or beside(root, "company")
        or ("" if is_board(site) else site)
    )
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


def beside(root: HtmlElement, kind: str) -> str:
    """The text after an element that is only a label, such as "Employer name"."""
    for one in root.xpath(LABELS)[:100]:
        label, after = " ".join(str(one.text_content()).split()), one.getnext()
        if after is not None and field_of(label.rstrip(": ")) == kind and label:
            text = " ".join(str(after.text_content()).split())
            if 0 < len(text.split()) <= LONGEST_FACT:
                return text
    return ""


def other_part(root: HtmlElement, parts: list[str], title: str, place: str) -> str:
    """The part of the page's title that is neither the job nor the place."""
    names = [
        CAREERS.sub("", JOBS_AT.sub("", part)).strip()
        for part in parts
        if squeezed(title) not in squeezed(part)
    ]
    names += [part.partition(title)[0].strip(" :-–") for part in parts if title and title in part]
    names = [name for name in names if name and squeezed(name) not in squeezed(f"{title} {place}")]
    pictures = " ".join(str(one) for one in root.xpath("//img/@alt")[:20])
    known = f"{root.text_content()} {pictures}"
    shown = next((name for name in names if known.count(name) > 1), "")
    return shown or (names[0] if len(names) == 1 and not PLACED.search(names[0]) else "")


def is_board(text: str) -> bool:
    """Whether a text is what job boards call themselves or their pages, or nothing."""
    return not text or bool(BOARDS.fullmatch(text.strip()))


def squeezed(text: str) -> str:
    return re.sub(r"\W+", "", text.lower())


def one_text(root: HtmlElement, path: str) -> str:
    return next((line(str(one.text_content())) for one in root.xpath(path)), "")


def attribute(root: HtmlElement, key: str) -> str:
    found = root.xpath("//meta[@property=$key or @name=$key]/@content", key=key)
    return " ".join(unescape(str(found[0])).split()) if found else ""
