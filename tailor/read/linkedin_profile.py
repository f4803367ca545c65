"""The person in LinkedIn's data export."""

import re

from tailor.read.understand.location import place
from tailor.read.understand.values import Fields, Value, together, words
from tailor.read.understand.values import values as held

TEXTS = {"Headline": "label", "Summary": "summary"}
KNOWN = (
    *TEXTS,
    *("First Name", "Last Name", "Geo Location", "Address", "Zip Code", "Websites"),
    "Twitter Handles",
)
"""Columns of Profile.csv that a master has a place for."""

SITE = re.compile(r"(?:[A-Z_]+:)?(https?://[^\s,\]]+|[\w-]+(?:\.[\w-]+)+[^\s,\]]*)", re.IGNORECASE)


def profile(row: dict[str, str], basics: Fields, line: int) -> set[str]:
    """Takes name, headline, summary, place and addresses from the row of Profile.csv.

    Gives the columns of which every word is in the master.
    """
    values = {key: Value(text, line, line) for key, text in row.items() if text}
    names = [values[key] for key in ("First Name", "Last Name") if key in values]
    if names:
        basics["name"] = together(names, " ")
    for key, name in TEXTS.items():
        if key in values:
            basics[name] = values[key]
    live(values, basics)
    sites = SITE.findall(row.get("Websites", ""))
    if sites:
        basics["url"] = Value(sites[0], line, line)
    web = Value("Web", line, line)
    more = [{"network": web, "url": Value(one, line, line)} for one in sites[1:]]
    handles = re.findall(r"[\w.]+", row.get("Twitter Handles", ""))
    accounts = [
        {"network": Value("Twitter", line, line), "username": Value(one, line, line)}
        for one in handles
    ]
    if more or accounts:
        basics["profiles"] = [dict(one) for one in (*more, *accounts)]
    said = {word for value in held(basics) for word in words(value.read)}
    rest = {key: SITE.sub(" ", text) if key == "Websites" else text for key, text in row.items()}
    return {key for key in KNOWN if said.issuperset(words(rest.get(key, "")))}


def live(values: dict[str, Value], basics: Fields) -> None:
    """Takes the place where the person lives."""
    for key in ("Address", "Geo Location"):
        if key in values:
            place(basics, values[key])
    if "Zip Code" in values:
        location = basics.setdefault("location", {})
        assert isinstance(location, dict)
        location.setdefault("postalCode", values["Zip Code"])
