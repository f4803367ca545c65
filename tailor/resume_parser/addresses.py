"""Addresses: which texts say where a person lives, and what is in them."""

import re
from collections.abc import Callable
from functools import cache

from tailor.resume.cv_words import foreign
from tailor.resume_parser.date_ranges import find_periods
from tailor.resume_parser.values import Fields, Value, join_values, set_once
from tailor.resume_parser.vocabulary import (
    COUNTRIES,
    STATE_NAMES,
    STATES,
    is_organisation,
    is_place,
    is_title,
    is_town,
)

POSTAL = re.compile(
    r"(?<!\w)(?:CEP |CP |C\.P\. )?(?:\d{4} ?[A-Z]{2}(?=\s)|"
    r"\d{3} \d{2}(?=\s+[^\W\d])|\d{2}-\d{3}(?=\s)|"
    r"[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}|[A-Z]-?\d{4,6}|\d{4,6}(?:-\d{3,4})?)(?!\w)"
)
LONGEST_ADDRESS = 90
# Only the first number of a street is tried: all of them would take the square of the line.
STREET = re.compile(
    r"\A(?>.*?(?<!\d)\d++\s++\w).*\b(?:st|street|ave|avenue|road|rd|lane|drive)\b", re.IGNORECASE
)


def is_address(text: str) -> bool:
    """Whether a piece of the head says where someone lives."""
    ends = text.rpartition(", ")[2] in COUNTRIES and len(text) < LONGEST_ADDRESS
    is_named = ends or is_place(text) or is_town(text)
    return is_named or is_postal(text) or is_city(text) or is_street(text)


@cache
def street_pattern() -> re.Pattern[str]:
    """A street with its number: "Via dei Mille 23", "3, impasse des Lilas", "Ahornweg 4b"."""
    starts, ends = foreign("streets"), foreign("street_ends")
    return re.compile(
        rf"\d{{1,4}} ?(?:bis|ter|[a-d])?,? (?:{starts})[ '’]\S|"
        rf"(?:{starts}) ?[^\W\d][^\d]{{2,50}}\d{{1,4}}\b|"
        rf"[^\W\d][\w. '’-]{{0,40}}(?:{ends}) \d{{1,4}} ?[a-z]?\b",
        re.IGNORECASE,
    )


def is_street(text: str) -> bool:
    """Such as "5 Racecommon Terrace, Barnsley", "Radom, ul. Polna 5", or "Geelong VIC"."""
    if len(text) < LONGEST_ADDRESS and street_pattern().match(text):
        return True
    first, _, last = text.rstrip(".").partition(", ")
    town, _, code = text.rpartition(" ")
    numbered = re.match(r"(?:no\.? ?)?\d", first, re.IGNORECASE) and is_town(last)
    ends = is_town(first) and re.search(r"[^\W\d]\s\d{1,4}[a-z]?$", last)
    return bool(numbered or ends) or (code in STATES and is_town(town))


def is_postal(text: str) -> bool:
    """Whether there is a postal code in a text that may be an address: no year, few words."""
    match = POSTAL.search(text)
    if not match or len(text) > LONGEST_ADDRESS or len(text.split()) > 10 or is_title(text):
        return False
    town = is_town(text[match.end() :].strip(" ,"))
    return town or not any(
        period.begin <= match.start() < period.stop for period in find_periods(text)
    )


def is_city(text: str) -> bool:
    """Such as "Lund, Sweden" or "Springfield, Illinois": two short names without a job in them."""
    parts = text.split(", ")
    short = all(part[:1].isupper() and len(part.split()) <= 3 for part in parts)
    named = is_title(text) or is_organisation(text)
    return len(parts) == 2 and short and not named and not re.search(r"\d", text)


PLACE_REMARK = re.compile(r"\s{0,9}\([^()]{3,20}\)$")
"""A remark behind a place: "España (Domicilio)", but not "Catania (CT)"."""


def add_place(basics: Fields, piece: Value) -> None:
    """Adds to the location: street, city, region, country and postal code."""
    location = basics.setdefault("location", {})
    assert isinstance(location, dict)
    texts = re.split(r"\s*,\s*|\s+[–—-]\s+(?=\d{4,6}\b)", piece.text)
    tidy = (PLACE_REMARK.sub("", part).strip(" -–|") for part in texts)
    parts = [part for part in tidy if re.search(r"\w", part)]

    def make_value(text: str) -> Value:
        return Value(text, piece.line, piece.last)

    if parts and parts[-1].strip("()") in COUNTRIES:
        country = parts.pop().strip("()")
        is_named = len(parts) == 2 and not re.search(r"\d", piece.text)  # Portland, Oregon, USA
        if parts and (STATE_CODE.match(parts[-1]) or is_named):
            set_once(location, "countryCode", make_value(country).as_(COUNTRIES[country]))
        else:
            set_once(location, "region", make_value(country))
    streets = without_code(parts, location, make_value)
    if "city" not in location:
        streets = without_town(streets, location, make_value)
    if streets:
        street = make_value(", ".join(streets))
        old = location.get("address")
        location["address"] = join_values([old, street], ", ") if isinstance(old, Value) else street


def without_code(
    parts: list[str], location: Fields, make_value: Callable[[str], Value]
) -> list[str]:
    """The parts of an address without the postal code, its town and region, which are set."""
    index = next((n for n in reversed(range(len(parts))) if is_coded(parts[n])), None)
    if index is None:
        if len(parts) > 1 and (parts[-1] in STATES or parts[-1] in STATE_NAMES):
            set_once(location, "region", make_value(parts[-1]))
            return parts[:-1]
        return parts
    code = list(POSTAL.finditer(parts[index]))[-1]
    before, after = parts[index][: code.start()].strip(), parts[index][code.end() :].strip()
    set_once(location, "postalCode", make_value(code[0]))
    streets = [*parts[:index], *([before] if after and before else [])]
    town = after or before
    alone = not town and len(parts) > index + 1 and not re.search(r"\d", parts[index + 1])
    town = parts.pop(index + 1) if alone else town
    streets += parts[index + 1 :] if town else []
    if town in STATES or town in STATE_NAMES or not town:
        if town:
            set_once(location, "region", make_value(town))
        town = streets.pop() if streets and not STREET.search(streets[-1]) else ""
    else:
        town = with_region(town, location, make_value)
    if town:
        set_once(location, "city", make_value(town))
    return streets


def without_town(
    streets: list[str], location: Fields, make_value: Callable[[str], Value]
) -> list[str]:
    """The parts of an address without the town, which is set; of two the second is a region."""
    named = re.compile(rf"(?:{foreign('streets')})[ '’]", re.IGNORECASE)
    plain = [part for part in streets if not (re.search(r"\d", part) or named.match(part))]
    if not plain:
        return streets
    towns = [street for street in plain if is_town(street)]
    pair = len(plain) == len(streets) == 2 and "region" not in location
    town = (plain if pair else towns or plain[-1:])[0]
    rest = [street for street in streets if street is not town]
    set_once(location, "city", make_value(with_region(town, location, make_value)))
    return [] if pair and set_once(location, "region", make_value(rest[0])) else rest


def is_coded(text: str) -> bool:
    """Whether a part of an address holds a postal code, not the number of a house alone."""
    codes = list(POSTAL.finditer(text))
    if not codes or re.match(r"\d++\s++\w.*\b(?:st|street|ave|road|rd|lane|drive)\b", text, re.I):
        return False
    rest = (text[: codes[-1].start()] + " " + text[codes[-1].end() :]).strip()
    house = bool(text[: codes[-1].start()].strip()) and len(re.sub(r"\D", "", codes[-1][0])) < 5
    return not house or codes[-1][0][:1].isalpha() or rest in STATES


def with_region(town: str, location: Fields, make_value: Callable[[str], Value]) -> str:
    """A town without the region behind it, which is set: "Macon GA", "Catania (CT)"."""
    match = re.match(r"(.+?)(?:(?<!\s)\s+|/)(?:(?P<code>[A-Z]{2,3})|\((?P<in>[^()]+)\))$", town)
    region = (match["code"] or match["in"]) if match else ""
    if not match:
        return town
    set_once(location, "region", make_value(region))
    return match[1]


STATE_CODE = re.compile(rf"^(?:{'|'.join(sorted(STATES))})\b")
