"""The head of a document that `tailor export` wrote: name, label, contact data."""

import re
from collections.abc import Sequence
from dataclasses import replace

from tailor.read.understand.blocks import Block, Cell
from tailor.read.understand.contact import EMAIL, PHONE, URL, head
from tailor.read.understand.exported_entry import MisfitError
from tailor.read.understand.pieces import whole
from tailor.read.understand.values import Draft, Fields, Value


def basics(blocks: Sequence[Block]) -> Fields:
    """`basics` of the lines before the first section. Raises MisfitError."""
    if not 1 <= len(blocks) <= 3 or any(len(one.cells) > 1 for one in blocks):
        raise MisfitError
    first, *others = blocks
    made: Fields = {"name": whole(first)}
    if others and not is_contact(others[0]):
        made["label"] = whole(others.pop(0))
    if len(others) > 1 or not all(map(is_contact, others)):
        raise MisfitError
    for line in others:
        rest, found = named(line)
        known = head((rest,), named=True)
        if "label" in known:
            raise MisfitError
        profiles = [*found, *listed(known.pop("profiles", []))]
        profiles.sort(key=lambda one: where(one, line.text))
        made |= known | {"profiles": profiles}
    return made


def is_contact(line: Block) -> bool:
    """Whether there is contact data in a line, or it has parts."""
    found = any(pattern.search(line.text) for pattern in (EMAIL, URL, PHONE))
    return found or " | " in line.text or bool(line.links)


def named(line: Block) -> tuple[Block, list[Draft]]:
    """A line without the addresses that are called by a network, and those as profiles."""
    found: list[Draft] = []
    text = line.text
    for shown, url in line.links:
        if shown and shown not in url and "@" not in shown and url.startswith("http"):
            network, _, username = shown.partition(": ")
            found.append(profile(line, network, url, username))
            text = text.replace(shown, " ", 1)
    for part in text.split(" | "):
        network, colon, url = part.strip().partition(": ")
        if colon and URL.fullmatch(url):
            found.append(profile(line, network, url))
            text = text.replace(part, " ", 1)
    links = tuple(link for link in line.links if link[0] in text)
    return replace(line, cells=(Cell(text, links=links),)), found


def profile(line: Block, network: str, url: str, username: str = "") -> Fields:
    made: Fields = {"network": Value(network, line.line, line.last)}
    if username:
        made["username"] = Value(username, line.line, line.last)
    return made | {"url": Value(url, line.line, line.last)}


def where(profile: Draft, text: str) -> int:
    """The place in a line of what stands for a profile: its address or its network."""
    assert isinstance(profile, dict)
    shown = [one.text for one in profile.values() if isinstance(one, Value)]
    places = [text.find(re.sub(r"^https?://|/$", "", one)) for one in shown]
    return min((at for at in places if at >= 0), default=len(text))


def listed(draft: Draft) -> list[Draft]:
    return draft if isinstance(draft, list) else []
