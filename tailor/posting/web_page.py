"""The text of a job posting on a web page."""

import json
import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import replace
from html import unescape
from itertools import accumulate, pairwise

from lxml.html import HtmlElement

from tailor.errors import InputError, Problem
from tailor.files import decode_bytes
from tailor.posting.blocked_page import detect_blocked_page
from tailor.posting.headings import is_need, label_field, split_blocks
from tailor.posting.html_elements import remove_hidden, strip_furniture
from tailor.posting.html_text import LONGEST_HEADING, element_text, parse_html
from tailor.posting.identity import HEAD, can_be_title, labelled_fields
from tailor.posting.job_boards import find_job_ads
from tailor.posting.normalize import JobAd, clean_text, to_one_line
from tailor.posting.structured_data import json_ld_job_ads, letters_and_digits, microdata_job_ad

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
"""A comma that is likely to be before a place."""
LABELS = "//h2|//h3|//h4|//h5|//dt|//th|//strong|//b|//label|//span"
LONGEST_FACT = 10
"""Words of an element that names a company or a place."""
AT = re.compile(r"(?P<title>.{2,100}?) (?:at|@|bei|chez|en) (?P<company>[^a-z\s].{1,59})")
SPLIT = re.compile(r"\s[|·•–—-]\s")
CAREERS = re.compile(
    r"\s?(?:[|·–—-]\s?)?\b(?:careers?|jobs?|job board|karriere|recruiting|hiring|talent)\b.*$", re.I
)


def head_facts(root: HtmlElement) -> JobAd:
    """Title, company and place as a page's title, headings and marked elements say."""
    tag = one_text(root, "//head/title | //title")
    shared = meta_content(root, "og:title") or meta_content(root, "twitter:title")
    place = marked_text(root, PLACES) or text_after_label(root, "place")
    for text in (shared, tag):
        for pattern in (APPLICATION, HIRING):
            if match := pattern.fullmatch(text.rpartition(" | ")[0] or text):
                groups = match.groupdict()
                return JobAd(
                    "", groups["title"], groups["company"], place or groups.get("place") or ""
                )
    pieces = [piece.strip() for text in (tag, shared) for piece in SPLIT.split(text)]
    parts = [piece for piece in dict.fromkeys(pieces) if not is_board(piece)]
    title, company = title_and_company(root, parts)
    site = CAREERS.sub("", meta_content(root, "og:site_name"))
    company = (
        company
        or marked_text(root, COMPANIES)
        or text_after_label(root, "company")
        or ("" if is_board(site) else site)
    )
    return JobAd("", title, company or other_part(root, parts, title, place), place)


def text_of_element(element: HtmlElement) -> str:
    return " ".join(str(element.text_content()).split())


def title_and_company(root: HtmlElement, parts: list[str]) -> tuple[str, str]:
    """The title, and the company if the title names it: "Cook at Crumb Mills"."""
    texts = [text_of_element(element) for element in root.xpath("//h1|//h2")[:9]]
    texts = [text for text in texts if text and not is_board(text)]
    matching = (
        text
        for text in texts
        if any(letters_and_digits(text) in letters_and_digits(part) for part in parts)
    )
    first = [text_of_element(element) for element in root.xpath("//h1")[:1]]
    title = next(matching, "") or next(
        (text for text in (*first, *parts[:1]) if can_be_title(text) and not is_board(text)), ""
    )
    for text in (title, *parts):
        match = AT.fullmatch(text)
        if match and letters_and_digits(match["title"]) in letters_and_digits(title):
            return match["title"], match["company"]
    return title, ""


def marked_text(root: HtmlElement, path: str) -> str:
    """The text of the first element that is made for a fact; "" if it says more than that."""
    for element in root.xpath(path)[:3]:
        text = " ".join(str(element.get("content") or element.text_content()).split())
        if 0 < len(text.split()) <= LONGEST_FACT:
            return re.sub(r"^(?:at|in|location|company)\s*:?\s+", "", text, flags=re.IGNORECASE)
    return ""


def text_after_label(root: HtmlElement, kind: str) -> str:
    """The text after an element that is only a label, such as "Employer name"."""
    for element in root.xpath(LABELS)[:100]:
        label, after = text_of_element(element), element.getnext()
        if after is not None and label_field(label.rstrip(": ")) == kind and label:
            text = text_of_element(after)
            if 0 < len(text.split()) <= LONGEST_FACT:
                return text
    return ""


def other_part(root: HtmlElement, parts: list[str], title: str, place: str) -> str:
    """The part of the page's title that is neither the job nor the place."""
    names = [
        CAREERS.sub("", JOBS_AT.sub("", part)).strip()
        for part in parts
        if letters_and_digits(title) not in letters_and_digits(part)
    ]
    names += [part.partition(title)[0].strip(" :-–") for part in parts if title and title in part]
    names = [
        name
        for name in names
        if name and letters_and_digits(name) not in letters_and_digits(f"{title} {place}")
    ]
    pictures = " ".join(str(text) for text in root.xpath("//img/@alt")[:20])
    page_text = f"{root.text_content()} {pictures}"
    repeated = next((name for name in names if page_text.count(name) > 1), "")
    return repeated or (names[0] if len(names) == 1 and not PLACED.search(names[0]) else "")


def is_board(text: str) -> bool:
    """Whether a text is what job boards call themselves or their pages, or nothing."""
    return not text or bool(BOARDS.fullmatch(text.strip()))


def one_text(root: HtmlElement, path: str) -> str:
    return next((to_one_line(str(element.text_content())) for element in root.xpath(path)), "")


def meta_content(root: HtmlElement, key: str) -> str:
    contents = root.xpath("//meta[@property=$key or @name=$key]/@content", key=key)
    return " ".join(unescape(str(contents[0])).split()) if contents else ""


OPEN, CLOSE = "\ufdd0", "\ufdd1"
"""Mark both ends of a link. Unicode keeps these two characters for use inside programs."""
MARKS = re.compile(f"([{OPEN}{CLOSE}])")
SHORT = 12
"""Characters up to which a line at the edge of a page says nothing by itself."""
LINKED = 0.5
"""Share of letters that are links from which a line is a menu."""
LONGEST_LIST, LONGEST_ITEM = 60, 60
"""Lines of a list, and characters of an item without a dash, that a heading claims."""
BELOW = 0.1
"""Share of the text that may be below a list of links that is not part of the posting."""


def within_edges(root: HtmlElement, title: str) -> str:
    """The lines between the menus at the top and those at the bottom, with their layout.

    The text begins at the title of the page, if it is in the upper half. Changes the tree.
    """
    body = root.find("body")
    visible, sizes, menus = count_link_text(body if body is not None else root)
    claim_lists(visible, sizes, menus)
    text_lines = [number for number, size in enumerate(sizes) if size > SHORT]
    if not text_lines:
        return "\n".join(visible)
    left = [*accumulate(reversed(sizes))][::-1]
    middle = max((n for n in text_lines if left[n] >= left[0] / 2), default=text_lines[0])
    titles = [
        n
        for n, line in enumerate(visible)
        if title and letters_and_digits(line) == letters_and_digits(title)
    ]
    start = titles[0] if titles and titles[0] <= middle else text_lines[0]
    lists = (n for n, after in pairwise(menus) if after == n + 1 or not any(sizes[n:after]))
    end = next((n for n in lists if n > middle and left[n] <= BELOW * left[0]), len(visible))
    last = max((n for n in text_lines if n < end), default=text_lines[-1])
    if is_menu_title(visible, last, menus):
        last = max((n for n in text_lines if start <= n < last), default=last)
    return "\n".join(visible[start : last + 1]).strip()


def claim_lists(visible: Sequence[str], sizes: list[int], menus: list[int]) -> None:
    """Counts the lines under a heading for duties, needs or wishes as text, however short they
    are and though they may be links: "Nice to have", "- Kafka"."""
    number = 0
    while number < len(visible):
        line = visible[number].removeprefix("- ")
        number += 1
        if len(line) > LONGEST_HEADING or not is_need(line):
            continue
        listed = []
        for below in range(number, min(number + LONGEST_LIST, len(visible))):
            text = visible[below]
            if text and not is_need(text) and (text.startswith("- ") or len(text) <= LONGEST_ITEM):
                listed.append(below)
            elif text or listed:
                break
        if not listed:
            continue
        for claimed in (number - 1, *listed):
            sizes[claimed] = max(sizes[claimed], len(letters_and_digits(visible[claimed])) + SHORT)
        menus[:] = [menu for menu in menus if menu not in {number - 1, *listed}]
        number = listed[-1] + 1


def is_menu_title(visible: list[str], last: int, menus: list[int]) -> bool:
    """Whether a line is only the heading of a list of links."""
    line = visible[last]
    alone = not line.startswith("- ") and line[-1].isalnum() and len(line) <= LONGEST_HEADING
    below = next((n for n in range(last + 1, len(visible)) if visible[n]), -1)
    return alone and below in menus and last > 0 and not visible[last - 1]


def count_link_text(body: HtmlElement) -> tuple[list[str], list[int], list[int]]:
    """The lines of a page, the letters that each says by itself, and which lines are menus."""
    for link in body.iter("a"):
        link.text = f"{OPEN}{link.text or ''}"
        link.tail = f"{CLOSE}{link.tail or ''}"
    visible: list[str] = []
    sizes: list[int] = []
    menus: list[int] = []
    depth = 0
    for marked in element_text(body).split("\n"):
        text, linked, depth = without_marks(marked, depth)
        if not text and visible and not visible[-1]:
            continue
        size = len(letters_and_digits(text))
        is_menu = len(letters_and_digits(linked)) > LINKED * size
        is_item = text.startswith("- ")
        visible.append(text)
        sizes.append(0 if is_menu else size + SHORT * is_item)
        if is_menu:
            menus.append(len(sizes) - 1)
    return visible, sizes, menus


def without_marks(marked: str, depth: int) -> tuple[str, str, int]:
    """A line without the marks, the part of it in links, and how many links stay open."""
    linked = []
    for piece in MARKS.split(marked):
        if piece == OPEN:
            depth += 1
        elif piece == CLOSE:
            depth = max(depth - 1, 0)
        elif depth:
            linked.append(piece)
    return MARKS.sub("", marked).strip(), "".join(linked), depth


RICH = 60
"""Words of a structured description that is taken for the whole posting."""
EMBEDDED = re.compile(
    r"(?:window\.__appData|window\.__INITIAL_STATE__|window\._initialData)\s*=\s*"
)
LONG, LARGE = 100_000, 20_000
"""Characters and elements beyond which a page is not read: it would take too long."""


def read_page(data: bytes, charset: str = "", wanted: str = "") -> str:
    """The posting on a page.

    Raises InputError if there is none; the message says what is there and what to do.
    """
    root = parse_html(decode_bytes(data, charset, page=True))
    if root is None:
        raise InputError(Problem("the page is empty"))
    programs = any("json" not in script.get("type", "") for script in root.iter("script"))
    without = " ".join(str(element.text_content()) for element in root.iter("noscript"))
    head = head_facts(root)
    ad = best_job_ad(
        [*json_ld_job_ads(root), *embedded_job_ads(root, wanted), microdata_job_ad(root)],
        head.title,
    )
    remove_hidden(root)
    if ad and len(ad.text.split()) >= RICH:
        return merge_head(ad, head).whole()
    body = main_text(root, head.title)
    if ad and len(ad.text.split()) * 2 > len(body.split()):
        body = ad.text
    if problem := detect_blocked_page(body, f"{head.title}\n{without}", programs=programs):
        raise InputError(problem)
    facts = drop_repeated_facts(merge_head(ad or JobAd(""), head), body)
    return replace(facts, text=without_title(body, facts.title)).whole()


def best_job_ad(candidates: list[JobAd | None], title: str) -> JobAd | None:
    """The advert with the page's title; else the one that says most."""
    adverts = [ad for ad in candidates if ad]
    wanted = letters_and_digits(title)
    titled = [ad for ad in adverts if ad.title and letters_and_digits(ad.title) in wanted]
    return max(titled or adverts, key=lambda ad: len(ad.text), default=None)


def merge_head(advert: JobAd, head: JobAd) -> JobAd:
    """The advert; what it does not say, the head of the page may."""
    return replace(
        advert,
        title=advert.title or head.title,
        company=advert.company or head.company,
        place=advert.place or head.place,
    )


def embedded_job_ads(root: HtmlElement, wanted: str = "") -> list[JobAd]:
    """Adverts in the data that a board's page gives to its own programs."""
    ads: list[JobAd] = []
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
        ads += find_job_ads(node, wanted)
    return ads


def main_text(root: HtmlElement, title: str) -> str:
    """The lines that a page is about: without furniture, and without menus at both ends."""
    plain = deepcopy(root)
    strip_furniture(plain)
    body = plain.find("body")
    whole = element_text(body if body is not None else plain)
    if len(whole) > LONG or sum(1 for _ in plain.iter()) > LARGE:
        return whole
    return within_edges(plain, title)


def drop_repeated_facts(facts: JobAd, body: str) -> JobAd:
    """The facts without those that the text gives in lines of its own, such as "Company: ..."."""
    top = [block for block, _ in zip(split_blocks(clean_text(body)), range(HEAD), strict=False)]
    return replace(
        facts,
        **{kind: "" for kind, _ in labelled_fields(top) if kind in ("title", "company", "place")},
    )


def without_title(body: str, title: str) -> str:
    """The body without a first line that only repeats the title."""
    first, _, rest = body.partition("\n")
    repeated = title and letters_and_digits(first) == letters_and_digits(title)
    return rest.strip() if repeated and rest.strip() else body
