"""The answers of job boards' public interfaces."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from html import unescape
from typing import Any

from tailor.errors import InputError, Problem
from tailor.posting.advert import Advert
from tailor.posting.lined import fragment
from tailor.posting.structured import advert as linked_advert
from tailor.posting.structured import name, postings

Json = dict[str, Any]


def text(value: Any) -> str:
    return fragment(value) if isinstance(value, str) else ""


def under(heading: str, value: Any) -> str:
    """A section of the text, "" if there is nothing in it."""
    content = text(value)
    return f"{heading}\n\n{content}" if content and heading else content


def sections(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part)


def table(value: Any) -> Json:
    return value if isinstance(value, dict) else {}


def rows(value: Any) -> list[Json]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def greenhouse(job: Json) -> Advert:
    """developers.greenhouse.io/job-board.html: GET /v1/boards/{board}/jobs/{id}."""
    body = text(unescape(job["content"])) if isinstance(job["content"], str) else ""
    return Advert(body, name(job["title"]), name(job.get("company_name")), name(job["location"]))


def lever(job: Json) -> Advert:
    """github.com/lever/postings-api: GET /v0/postings/{site}/{id}. It does not name the company."""
    categories = table(job["categories"])
    lists = [under(name(one.get("text")), one.get("content")) for one in rows(job.get("lists"))]
    opening = text(job.get("description")) or text(job.get("descriptionPlain"))
    closing = text(job.get("additional")) or text(job.get("additionalPlain"))
    place = name(categories.get("location"))
    return Advert(sections(opening, *lists, closing), name(job["text"]), "", place)


def ashby(job: Json) -> Advert:
    """developers.ashbyhq.com/docs/public-job-posting-api: one of `jobs`, or a page's own data."""
    organisation = table(job.get("organization"))
    job = table(job.get("posting")) or job
    body = text(job.get("descriptionHtml")) or text(job.get("descriptionPlain"))
    place = name(job.get("location")) or name(job.get("locationName"))
    return Advert(body, name(job["title"]), name(organisation), place)


def workday(page: Json) -> Advert:
    """GET /wday/cxs/{tenant}/{site}/job/...: what a Workday page loads."""
    job = page["jobPostingInfo"]
    company = name(page.get("hiringOrganization"))
    return Advert(text(job["jobDescription"]), name(job["title"]), company, name(job["location"]))


def smartrecruiters(job: Json) -> Advert:
    """developers.smartrecruiters.com: GET /v1/companies/{company}/postings/{id}."""
    parts = table(table(job["jobAd"])["sections"])
    order = ("companyDescription", "jobDescription", "qualifications", "additionalInformation")
    named = [table(parts.get(key)) for key in order]
    where = table(job.get("location"))
    spots = [name(where.get(key)) for key in ("city", "region", "country")]
    place = name(where.get("fullLocation")) or ", ".join(spot for spot in spots if spot)
    level = name(table(job.get("experienceLevel")).get("label"))
    body = sections(*(under(name(part.get("title")), part.get("text")) for part in named))
    return Advert(body, name(job["name"]), name(job.get("company")), place, level)


def recruitee(page: Json) -> Advert:
    """docs.recruitee.com/reference: GET /api/offers/{slug}."""
    job = page["offer"]
    body = sections(text(job["description"]), under("Requirements", job.get("requirements")))
    place = name(job.get("location")) or name(job.get("city"))
    return Advert(body, name(job["title"]), name(job.get("company_name")), place)


def personio(job: Json) -> Advert:
    """developer.personio.de: one position of GET /xml, as a table."""
    described = rows(job.get("jobDescriptions"))
    parts = [under(name(one.get("name")), one.get("value")) for one in described]
    company, place = name(job.get("subcompany")), name(job.get("office"))
    level = name(job.get("seniority"))
    return Advert(sections(*parts), name(job.get("name")), company, place, level)


SHAPES: dict[str, tuple[frozenset[str], Callable[[Json], Advert]]] = {
    "Workday": (frozenset({"jobPostingInfo"}), workday),
    "Recruitee": (frozenset({"offer"}), recruitee),
    "SmartRecruiters": (frozenset({"jobAd", "name"}), smartrecruiters),
    "Lever": (frozenset({"text", "categories"}), lever),
    "Greenhouse": (frozenset({"content", "title", "location"}), greenhouse),
    "Ashby": (frozenset({"title", "descriptionHtml"}), ashby),
    "Ashby's page": (frozenset({"organization", "posting"}), ashby),
    "Personio": (frozenset({"jobDescriptions", "name"}), personio),
}
"""By the keys that an object of this board always has."""


def recognised(node: Any, wanted: str = "", depth: int = 0) -> Iterator[Advert]:
    """The adverts in a decoded answer: an object of a known shape, or a list of them.

    `wanted` is the id of the one that is meant, if it is known.
    """
    if isinstance(node, list) and depth < 3:
        for one in node:
            yield from recognised(one, wanted, depth + 1)
    elif isinstance(node, dict):
        other = wanted and "id" in node and str(node["id"]) != wanted
        shape = next((shape for keys, shape in SHAPES.values() if keys <= node.keys()), None)
        if shape and not other:
            with suppress(KeyError, TypeError, AttributeError):
                yield shape(node)
        elif not shape:
            yield from (linked_advert(one) for one in postings(node))
            for key in ("jobs", "data", "results", "content", "props", "pageProps"):
                yield from recognised(node.get(key), wanted, depth + 1)


def read_json(data: str, wanted: str = "") -> list[Advert]:
    """The adverts in JSON. Raises InputError if it is no JSON."""
    try:
        return [one for one in recognised(json.loads(data), wanted) if one.text]
    except (ValueError, RecursionError) as error:
        raise InputError(Problem("this is not valid JSON")) from error


def read_xml(data: bytes, wanted: str = "") -> list[Advert]:
    """The positions in Personio's XML feed. Raises InputError if it is no XML."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise InputError(Problem("this is not valid XML")) from error
    found = []
    for position in root.iter("position"):
        job: Json = {str(child.tag): child.text or "" for child in position}
        job["jobDescriptions"] = [
            {str(child.tag): child.text or "" for child in one}
            for one in position.iter("jobDescription")
        ]
        if wanted in ("", job.get("id")):
            found.append(personio(job))
    return [one for one in found if one.text]
