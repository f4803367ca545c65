"""Where a person lives: street, city, region, country and postal code."""

import re

from tailor.read.understand.periods import periods
from tailor.read.understand.towns import is_town
from tailor.read.understand.values import Draft, Fields, Value, together
from tailor.read.understand.vocabulary import COUNTRIES, STATES, is_organisation, is_place, is_title

POSTAL = re.compile(
    r"(?<!\w)(?:\d{4} ?[A-Z]{2}(?=\s)|\d{2}-\d{3}(?=\s)|"
    r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|[A-Z]-?\d{4,6}|\d{4,6}(?:-\d{3,4})?)(?!\w)"
)
LONGEST = 90
STREET = re.compile(
    r"(?<!\d)\d++\s++\w.*\b(?:st|street|ave|avenue|road|rd|lane|drive)\b", re.IGNORECASE
)


def is_address(text: str) -> bool:
    """Whether a piece of the head says where someone lives."""
    ends = text.rpartition(", ")[2] in COUNTRIES and len(text) < LONGEST
    return ends or is_place(text) or is_town(text) or is_postal(text) or is_city(text)


def is_postal(text: str) -> bool:
    """Whether there is a postal code in a text that may be an address: no year, few words."""
    found = POSTAL.search(text)
    if not found or len(text) > LONGEST or len(text.split()) > 10 or is_title(text):
        return False
    town = is_town(text[found.end() :].strip(" ,"))
    return town or not any(one.begin <= found.start() < one.stop for one in periods(text))


def put(fields: Fields, key: str, value: Draft) -> bool:
    """Sets a field that is not set yet; whether it was."""
    if key in fields:
        return False
    fields[key] = value
    return True


def is_city(text: str) -> bool:
    """Such as "Lund, Sweden" or "Springfield, Illinois": two short names without a job in them."""
    parts = text.split(", ")
    short = all(part[:1].isupper() and len(part.split()) <= 3 for part in parts)
    named = is_title(text) or is_organisation(text)
    return len(parts) == 2 and short and not named and not re.search(r"\d", text)


def place(basics: Fields, piece: Value) -> None:
    """Adds to the location: street, city, region, country and postal code."""
    location = basics.setdefault("location", {})
    assert isinstance(location, dict)
    text = piece.text
    code = POSTAL.search(text)
    if (
        code
        and "postalCode" not in location
        and not re.match(r"\d++\s++\w.*\b(?:st|street|ave|road|rd)\b", text[code.start() :], re.I)
    ):
        location["postalCode"] = Value(code[0], piece.line, piece.last)
        text = f"{text[: code.start()]},{text[code.end() :]}"
    parts = [part.strip(" -–") for part in text.split(",") if re.search(r"\w", part)]
    if parts and parts[-1] in COUNTRIES:
        country = Value(parts.pop(), piece.line, piece.last)
        if parts and parts[-1] in STATES:
            put(location, "countryCode", country.as_(COUNTRIES[country.text]))
        else:
            put(location, "region", country)
    if len(parts) > 1 and (parts[-1] in STATES or (len(parts) == 2 and not re.search(r"\d", text))):
        put(location, "region", Value(parts.pop(), piece.line, piece.last))
    if (
        parts
        and not re.search(r"\d", parts[-1])
        and put(location, "city", Value(parts[-1], piece.line, piece.last))
    ):
        parts.pop()
    if parts:
        street = Value(", ".join(parts), piece.line, piece.last)
        old = location.get("address")
        location["address"] = together([old, street], ", ") if isinstance(old, Value) else street
