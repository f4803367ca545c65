"""A résumé as JSON Resume 1.0.0, for the tools that read it.

What the standard has no key for goes where other tools show it: a named piece of work, and an
entry of a section of one's own, become projects whose `type` says where they belong. Of several
wordings the first is written.
"""

import json
import re
from typing import Any

from tailor.fields import DATES
from tailor.model import Resume
from tailor.write.master import Data, filled, master

SCHEMA = "https://raw.githubusercontent.com/jsonresume/resume-schema/v1.0.0/schema.json"
ISO = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
YEAR = re.compile(r"\d{4}")


def json_resume(resume: Resume) -> str:
    """The résumé as JSON that passes the official schema."""
    return json.dumps(standard(master(resume)), ensure_ascii=False, indent=2) + "\n"


def standard(data: Data) -> Data:
    """The data of a master with the keys of the standard only, and what it allows beside them."""
    kept = {key: value for key, value in data.items() if key != "sections"}
    projects = [*kept.get("projects", [])]
    for index, job in enumerate(kept.get("work", [])):
        projects += [piece | {"type": f"work/{index}"} for piece in job.pop("projects", [])]
    sections = data.get("sections", [])
    for section in sections:
        projects += [project(entry, section["title"]) for entry in section["entries"]]
    if projects:
        kept["projects"] = projects
    titles = [section["title"] for section in sections]
    meta = filled({**data.get("meta", {}), "sections": titles})
    plain: Data = plainly(kept)
    return {"$schema": SCHEMA, **plain, **({"meta": meta} if meta else {})}


def project(entry: Data, section: str) -> Data:
    """An entry of a section of one's own as a project."""
    renamed = {"title": "name", "organisation": "entity", "summary": "description"}
    return {renamed.get(key, key): value for key, value in entry.items()} | {"type": section}


def plainly(value: Any) -> Any:
    """Statements as their first wording, dates as ISO 8601, addresses with a scheme."""
    if isinstance(value, list):
        return [plainly(one) for one in value]
    if not isinstance(value, dict):
        return value
    if "text" in value:
        return value["text"]
    made = {key: plainly(one) for key, one in value.items() if key not in DATES}
    for key in DATES:
        if key in value:
            made |= day(key, value[key])
    if "url" in made and not re.match(r"[a-z]+:", made["url"]):
        made["url"] = f"https://{made['url']}"
    return made


def day(key: str, typed: str) -> Data:
    """A date; what is more than a date, such as "Summer 2020", stands beside its year."""
    if ISO.fullmatch(typed):
        return {key: typed}
    year = YEAR.search(typed)
    return {key: year[0], f"x-{key}": typed} if year else {}
