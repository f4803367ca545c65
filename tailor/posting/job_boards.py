"""Addresses and interfaces of job boards."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from html import unescape
from typing import Any

from tailor.errors import InputError, Problem
from tailor.posting.html_text import fragment_text
from tailor.posting.normalize import JobAd
from tailor.posting.structured_data import find_postings, one_line_name
from tailor.posting.structured_data import to_job_ad as linked_advert

Json = dict[str, Any]


def text_of_value(value: Any) -> str:
    return fragment_text(value) if isinstance(value, str) else ""


def heading_with_text(heading: str, value: Any) -> str:
    """A section of the text, "" if there is nothing in it."""
    content = text_of_value(value)
    return f"{heading}\n\n{content}" if content and heading else content


def join_sections(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def as_table(value: Any) -> Json:
    return value if isinstance(value, dict) else {}


def as_rows(value: Any) -> list[Json]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def parse_greenhouse(job: Json) -> JobAd:
    """developers.greenhouse.io/job-board.html: GET /v1/boards/{board}/jobs/{id}."""
    body = text_of_value(unescape(job["content"])) if isinstance(job["content"], str) else ""
    return JobAd(
        body,
        one_line_name(job["title"]),
        one_line_name(job.get("company_name")),
        one_line_name(job["location"]),
    )


def parse_lever(job: Json) -> JobAd:
    """github.com/lever/postings-api: GET /v0/postings/{site}/{id}. It does not name the company."""
    categories = as_table(job["categories"])
    lists = [
        heading_with_text(one_line_name(item.get("text")), item.get("content"))
        for item in as_rows(job.get("lists"))
    ]
    opening = text_of_value(job.get("description")) or text_of_value(job.get("descriptionPlain"))
    closing = text_of_value(job.get("additional")) or text_of_value(job.get("additionalPlain"))
    place = one_line_name(categories.get("location"))
    return JobAd(join_sections(opening, *lists, closing), one_line_name(job["text"]), "", place)


def parse_ashby(job: Json) -> JobAd:
    """developers.ashbyhq.com/docs/public-job-posting-api: one of `jobs`, or a page's own data."""
    organisation = as_table(job.get("organization"))
    job = as_table(job.get("posting")) or job
    body = text_of_value(job.get("descriptionHtml")) or text_of_value(job.get("descriptionPlain"))
    place = one_line_name(job.get("location")) or one_line_name(job.get("locationName"))
    return JobAd(body, one_line_name(job["title"]), one_line_name(organisation), place)


def parse_workday(page: Json) -> JobAd:
    """GET /wday/cxs/{tenant}/{site}/job/...: what a Workday page loads."""
    job = page["jobPostingInfo"]
    company = one_line_name(page.get("hiringOrganization"))
    return JobAd(
        text_of_value(job["jobDescription"]),
        one_line_name(job["title"]),
        company,
        one_line_name(job["location"]),
    )


def parse_smartrecruiters(job: Json) -> JobAd:
    """developers.smartrecruiters.com: GET /v1/companies/{company}/postings/{id}."""
    parts = as_table(as_table(job["jobAd"])["sections"])
    order = ("companyDescription", "jobDescription", "qualifications", "additionalInformation")
    sections = [as_table(parts.get(key)) for key in order]
    where = as_table(job.get("location"))
    spots = [one_line_name(where.get(key)) for key in ("city", "region", "country")]
    place = one_line_name(where.get("fullLocation")) or ", ".join(spot for spot in spots if spot)
    level = one_line_name(as_table(job.get("experienceLevel")).get("label"))
    body = join_sections(
        *(
            heading_with_text(one_line_name(part.get("title")), part.get("text"))
            for part in sections
        )
    )
    return JobAd(body, one_line_name(job["name"]), one_line_name(job.get("company")), place, level)


def parse_recruitee(page: Json) -> JobAd:
    """docs.recruitee.com/reference: GET /api/offers/{slug}."""
    job = page["offer"]
    body = join_sections(
        text_of_value(job["description"]),
        heading_with_text("Requirements", job.get("requirements")),
    )
    place = one_line_name(job.get("location")) or one_line_name(job.get("city"))
    return JobAd(body, one_line_name(job["title"]), one_line_name(job.get("company_name")), place)


def parse_personio(job: Json) -> JobAd:
    """developer.personio.de: one position of GET /xml, as a table."""
    described = as_rows(job.get("jobDescriptions"))
    parts = [
        heading_with_text(one_line_name(part.get("name")), part.get("value")) for part in described
    ]
    company, place = one_line_name(job.get("subcompany")), one_line_name(job.get("office"))
    level = one_line_name(job.get("seniority"))
    return JobAd(join_sections(*parts), one_line_name(job.get("name")), company, place, level)


SHAPES: dict[str, tuple[frozenset[str], Callable[[Json], JobAd]]] = {
    "Workday": (frozenset({"jobPostingInfo"}), parse_workday),
    "Recruitee": (frozenset({"offer"}), parse_recruitee),
    "SmartRecruiters": (frozenset({"jobAd", "name"}), parse_smartrecruiters),
    "Lever": (frozenset({"text", "categories"}), parse_lever),
    "Greenhouse": (frozenset({"content", "title", "location"}), parse_greenhouse),
    "Ashby": (frozenset({"title", "descriptionHtml"}), parse_ashby),
    "Ashby's page": (frozenset({"organization", "posting"}), parse_ashby),
    "Personio": (frozenset({"jobDescriptions", "name"}), parse_personio),
}
"""By the keys that an object of this board always has."""


def find_job_ads(node: Any, wanted: str = "", depth: int = 0) -> Iterator[JobAd]:
    """The adverts in a decoded answer: an object of a known shape, or a list of them.

    `wanted` is the id of the one that is meant, if it is known.
    """
    if isinstance(node, list) and depth < 3:
        for child in node:
            yield from find_job_ads(child, wanted, depth + 1)
    elif isinstance(node, dict):
        other = wanted and "id" in node and str(node["id"]) != wanted
        shape = next((shape for keys, shape in SHAPES.values() if keys <= node.keys()), None)
        if shape and not other:
            with suppress(KeyError, TypeError, AttributeError):
                yield shape(node)
        elif not shape:
            yield from (linked_advert(posting) for posting in find_postings(node))
            for key in ("jobs", "data", "results", "content", "props", "pageProps"):
                yield from find_job_ads(node.get(key), wanted, depth + 1)


def read_json(data: str, wanted: str = "") -> list[JobAd]:
    """The adverts in JSON. Raises InputError if it is not JSON."""
    try:
        return [ad for ad in find_job_ads(json.loads(data), wanted) if ad.text]
    except (ValueError, RecursionError) as error:
        raise InputError(Problem("this is not valid JSON")) from error


def read_xml(data: bytes, wanted: str = "") -> list[JobAd]:
    """The positions in Personio's XML feed. Raises InputError if it is not XML."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(Problem("this is not valid XML")) from error
    ads = []
    for position in root.iter("position"):
        job: Json = {str(child.tag): child.text or "" for child in position}
        job["jobDescriptions"] = [
            {str(child.tag): child.text or "" for child in text}
            for text in position.iter("jobDescription")
        ]
        if wanted in ("", job.get("id")):
            ads.append(parse_personio(job))
    return [ad for ad in ads if ad.text]


INTERFACES = tuple(
    (re.compile(pattern), address)
    for pattern, address in (
        (
            r"https://(?:job-)?boards\.greenhouse\.io/([\w-]+)/jobs/(\d+).*",
            r"https://boards-api.greenhouse.io/v1/boards/\1/jobs/\2",
        ),
        (
            r"https://jobs\.lever\.co/([\w.-]+)/([0-9a-f-]{36}).*",
            r"https://api.lever.co/v0/postings/\1/\2?mode=json",
        ),
        (
            r"https://jobs\.ashbyhq\.com/([\w.%-]+)/([0-9a-f-]{36}).*",
            r"https://api.ashbyhq.com/posting-api/job-board/\1#\2",
        ),
        (
            r"https://([\w-]+)\.(wd\d+)\.myworkdayjobs\.com/(?:[a-z]{2}-[A-Z]{2}/)?([\w-]+)"
            r"(/job/[^?#]+).*",
            r"https://\1.\2.myworkdayjobs.com/wday/cxs/\1/\3\4",
        ),
        (
            r"https://(?:jobs|careers)\.smartrecruiters\.com/([\w-]+)/(\d+).*",
            r"https://api.smartrecruiters.com/v1/companies/\1/postings/\2",
        ),
        (
            r"https://([\w-]+)\.recruitee\.com/o/([\w-]+).*",
            r"https://\1.recruitee.com/api/offers/\2",
        ),
        (
            r"https://([\w-]+)\.jobs\.personio\.(de|com)/job/(\d+).*",
            r"https://\1.jobs.personio.\2/xml#\3",
        ),
    )
)


def interface_url(url: str) -> str:
    """Where a board gives a posting's page as data; "" if that is not known.

    For a list of postings, the part after # names the one that is meant.
    """
    for pattern, address in INTERFACES:
        if match := pattern.fullmatch(url):
            return match.expand(address)
    return ""
