"""Dates and lists as people read them."""

from collections.abc import Sequence

from tailor.model import Contact, Date, Entry, Profile

MONTHS = "January February March April May June July August September October November December"


def day(date: Date) -> str:
    """ "March 2021", "2021", "2021-03-15", or as it was typed."""
    if date.text:
        return date.text
    if date.month and date.day:
        return f"{date.year:04}-{date.month:02}-{date.day:02}"
    return f"{MONTHS.split()[date.month - 1]} {date.year}" if date.month else str(date.year)


def span(entry: Entry, kind: str) -> str:
    """ "March 2021 – Present"; a lone date is the whole time of a job and the end of all else."""
    jobs = kind in ("work", "volunteer")
    if entry.start is None:
        only = day(entry.end) if entry.end else ""
        return f"until {only}" if only and jobs else only
    if entry.end is None:
        return f"{day(entry.start)} – Present"
    if entry.start == entry.end and jobs:
        return day(entry.start)
    return f"{day(entry.start)} – {day(entry.end)}"


def listing(words: Sequence[str]) -> str:
    """With commas; with semicolons if there are commas in the words."""
    if not any("," in word for word in words):
        return ", ".join(words)
    return "; ".join(words) + (";" if len(words) == 1 else "")


def visible(url: str) -> str:
    """An address as people read it: without scheme and closing slash."""
    return url.removeprefix("https://").removeprefix("http://").removesuffix("/")


def profile(one: Profile) -> str:
    """Its address; the network stands before it if the address does not tell it."""
    label = ": ".join(text for text in (one.network, one.username) if text)
    told = one.network.casefold().replace(" ", "") in one.url.casefold()
    return (
        (visible(one.url) if told else f"{one.network}: {visible(one.url)}") if one.url else label
    )


def reach(contact: Contact) -> list[str]:
    """Phone, e-mail, place and addresses."""
    found = [contact.phone, contact.email, contact.place, visible(contact.url)]
    return [text for text in (*found, *map(profile, contact.profiles)) if text]
