"""A valid master to a `Resume`."""

import re
from typing import Any

from tailor.model import Contact, Entry, Profile, Resume, Section
from tailor.read.entries import ENTRIES, bullet, custom_entry, joined
from tailor.read.schema import Basics, CustomSection, Location, Master
from tailor.read.titles import title


def to_resume(master: Master, order: tuple[str, ...], language: str) -> Resume:
    """The résumé, its sections in the order of the keys in the file."""
    sections: list[Section] = []
    for key in order:
        if key == "sections":
            sections += [custom(index, own) for index, own in enumerate(master.sections)]
        elif key in ENTRIES:
            sections.append(section(key, getattr(master, key), language))
    basics = master.basics
    return Resume(
        basics.name,
        basics.label.text if basics.label else "",
        contact(basics),
        bullet("basics/summary", basics.summary),
        tuple(section for section in sections if section.entries),
        language,
        basics.label.variants if basics.label else (),
    )


def contact(basics: Basics) -> Contact:
    profiles = (Profile(p.network, p.username, p.url) for p in basics.profiles)
    own = bare_address(basics.url)
    kept = tuple(
        one
        for one in profiles
        if (one.network or one.username or one.url) and not (own and bare_address(one.url) == own)
    )
    return Contact(basics.email, basics.phone, basics.url, place(basics.location), kept)


def bare_address(url: str) -> str:
    """An address without what people leave out."""
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", url.casefold()).rstrip("/")


def place(location: Location | None) -> str:
    """City, Region; or whatever else is known."""
    if location is None:
        return ""
    if location.city and location.region:
        return f"{location.city}, {location.region}"
    if location.city or location.region:
        return joined(location.city or location.region, location.country_code)
    return location.address or location.country_code


def section(kind: str, written: tuple[Any, ...], language: str) -> Section:
    make = ENTRIES[kind]
    entries = (make(f"{kind}/{index}", item) for index, item in enumerate(written))
    return Section(kind, title(kind, language), kind, tuple(filter(is_filled, entries)))


def custom(index: int, own: CustomSection) -> Section:
    key = f"sections/{index}"
    entries = (
        custom_entry(f"{key}/entries/{number}", item)
        for number, item in enumerate(own.entries)
        if item is not None
    )
    return Section(key, own.title, "custom", tuple(filter(is_filled, entries)))


def is_filled(entry: Entry) -> bool:
    return entry != Entry(entry.key)
