"""schema.org JobPosting in a page, as JSON-LD or microdata: https://schema.org/JobPosting."""

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from html import unescape
from typing import Any

from lxml.html import HtmlElement

from tailor.posting.html_elements import remove_hidden
from tailor.posting.html_text import element_text, fragment_text
from tailor.posting.normalize import JobAd

DEEPEST = 20
LISTS = (
    ("responsibilities", "Responsibilities"),
    ("qualifications", "Qualifications"),
    ("skills", "Skills"),
    ("educationRequirements", "Education"),
    ("experienceRequirements", "Experience"),
    ("incentiveCompensation", "Compensation"),
    ("jobBenefits", "Benefits"),
)
REMOTE = "TELECOMMUTE"


def json_ld_job_ads(root: HtmlElement) -> list[JobAd]:
    """The job postings in the JSON-LD of a page, in order; broken JSON is passed over."""
    ads = []
    for script in root.iter("script"):
        if "ld+json" in script.get("type", "").lower():
            ads += [to_job_ad(node) for node in find_postings(decode_json(str(script.text or "")))]
    return [ad for ad in ads if ad.text or ad.title]


def decode_json(text: str) -> Any:
    text = re.sub(
        r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*<!\[CDATA\[\*/)|(?:-->|//\s*\]\]>)\s*$", "", text
    )
    for attempt in (text, re.sub(r",\s*([}\]])", r"\1", text)):
        try:
            return json.loads(attempt.strip().rstrip(";"), strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def find_postings(node: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """The objects of type JobPosting in a JSON value, however they are wrapped."""
    if depth > DEEPEST:
        return
    if isinstance(node, list):
        for item in node:
            yield from find_postings(item, depth + 1)
    elif isinstance(node, dict):
        kinds = node.get("@type")
        kinds = kinds if isinstance(kinds, list) else [kinds]
        if any(str(kind).rpartition("/")[2] == "JobPosting" for kind in kinds):
            yield node
        else:
            for value in node.values():
                yield from find_postings(value, depth + 1)


def to_job_ad(node: dict[str, Any]) -> JobAd:
    """The facts and the text of one JobPosting."""
    body = fragment_text(text_in(node.get("description")))
    parts = [body]
    for key, heading in LISTS:
        more = fragment_text(text_in(node.get(key)))
        if more and letters_and_digits(more)[:400] not in letters_and_digits(body):
            items = more if "\n" in more else f"- {more}"
            parts.append(f"{heading}\n{items}" if heading.lower() != more.lower()[:20] else items)
    return JobAd(
        "\n\n".join(part for part in parts if part),
        one_line_name(node.get("title") or node.get("name")),
        one_line_name(node.get("hiringOrganization")),
        place_text(node),
    )


def letters_and_digits(text: str) -> str:
    """The letters and digits of a text, in lower case, for comparing."""
    return re.sub(r"\W+", "", text.lower())


def text_in(value: Any, depth: int = 0) -> str:
    """The text in a value: a string, a list of them, or an object that has one."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list) and depth < DEEPEST:
        items = [text for part in value if (text := text_in(part, depth + 1))]
        return "\n".join(f"- {item}" for item in items) if len(items) > 1 else "".join(items)
    if not isinstance(value, dict) or depth >= DEEPEST:
        return ""
    months = str(value.get("monthsOfExperience", ""))
    if re.fullmatch(r"\d{1,3}(?:\.0)?", months) and float(months):
        years, rest = divmod(int(float(months)), 12)
        return (
            f"At least {months} months of experience" if rest else f"{years}+ years of experience"
        )
    for key in ("credentialCategory", "name", "description", "@value", "value", "text"):
        if value.get(key):
            return text_in(value[key], depth + 1)
    return ""


def one_line_name(value: Any) -> str:
    """One line: a string, or the name of an object."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("name") or value.get("legalName") or value.get("@value") or ""
    if isinstance(value, list):
        value = value[0] if value else ""
    return " ".join(unescape(value).split()) if isinstance(value, str) else ""


def place_text(node: dict[str, Any]) -> str:
    """ "Leeds, UK": the first place of a posting, or that it is remote."""
    location = node.get("jobLocation")
    location = location[0] if isinstance(location, list) and location else location
    if not isinstance(location, dict):
        where = one_line_name(location)
    else:
        address = location.get("address", location)
        address = address[0] if isinstance(address, list) and address else address
        where = address_of(address) if isinstance(address, dict) else one_line_name(address)
        where = where or one_line_name(location)
    remote = REMOTE in str(node.get("jobLocationType", "")).upper()
    return where or ("Remote" if remote else "")


def address_of(address: dict[str, Any]) -> str:
    keys = ("addressLocality", "addressRegion", "addressCountry")
    parts = [one_line_name(address.get(key)) for key in keys]
    return ", ".join(dict.fromkeys(part for part in parts if part))


def microdata_job_ad(root: HtmlElement) -> JobAd | None:
    """The first job posting that is marked up as microdata."""
    scopes = root.xpath("//*[@itemscope][contains(@itemtype, 'schema.org/JobPosting')]")
    for scope in scopes[:1]:
        texts = [
            property_text(scope, key, blocks=True) for key in ("description", "responsibilities")
        ]
        more = [property_text(scope, key, blocks=True) for key, _ in LISTS[1:5]]
        filled = [text for text in texts + more if text]
        distinct = [
            text
            for n, text in enumerate(filled)
            if letters_and_digits(text) not in letters_and_digits(filled[n - 1])
        ]
        where = [property_text(scope, f"address{key}") for key in ("Locality", "Region", "Country")]
        return JobAd(
            "\n\n".join(distinct if len(filled) > 1 else filled),
            property_text(scope, "title"),
            property_text(scope, "hiringOrganization"),
            ", ".join(part for part in where if part) or property_text(scope, "jobLocation"),
        )
    return None


def property_text(scope: HtmlElement, key: str, *, blocks: bool = False) -> str:
    """The value of a property; of an object its name; the lines of all of them for `blocks`."""
    elements = scope.xpath(f".//*[contains(concat(' ', @itemprop, ' '), ' {key} ')]")
    if blocks:
        copies = [deepcopy(element) for element in elements]
        for copy in copies:
            copy.tail = None
            remove_hidden(copy)
        return "\n\n".join(element_text(copy) for copy in copies)
    for element in elements[:1]:
        if element.get("content"):
            return " ".join(element.get("content", "").split())
        is_object = element.get("itemscope") is not None
        names = element.xpath(".//*[@itemprop='name']") if is_object else []
        inner = names[0] if names else element
        return " ".join((inner.get("content") or str(inner.text_content())).split())
    return ""
