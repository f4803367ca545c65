"""The head of a CV: name, what the person is, and how to reach them."""

import re
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from tailor.read.links import is_email
from tailor.read.understand.blocks import Block
from tailor.read.understand.location import is_address, place, put
from tailor.read.understand.values import MARKS, Draft, Fields, Value, together
from tailor.read.understand.vocabulary import is_title, other

EMAIL = re.compile(r"(?:mailto:)?([A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)")
PHONE = re.compile(
    r"(?<![\w/.-])(?:tel:)?(\(?\+?\(?\d{1,4}\)?(?:[ ./-]*\(?\d{1,5}\)?){1,6}"
    r"(?:\s*(?:x|ext\.?)\s*\d+)?)(?![\w/@])"
)
URL = re.compile(
    r"(?<![\w@.])(https?://[^\s|<>]+|(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,12}"
    r"(?:/[^\s|<>,;]*)?)(?![\w@])",
    re.IGNORECASE,
)
LABEL = re.compile(
    r"^\W*(e-?mails?|phones?|tel(?:ephone)?|mobile|cell|address|location|web(?:site)?|homepage|url|"
    r"portfolio|blog|github|gitlab|linkedin|twitter|orcid|google scholar|scholar|stack ?overflow|"
    rf"contact|mail|x|{other('contact_labels')})\.?\s*(?::|\bat\b|[\W_]*$|(?=\s*https?://))\s*",
    re.IGNORECASE,
)
NETWORKS = {
    "github.com": "GitHub",
    "gitlab.com": "GitLab",
    "linkedin.com": "LinkedIn",
    "twitter.com": "Twitter",
    "x.com": "X",
    "stackoverflow.com": "Stack Overflow",
    "orcid.org": "ORCID",
    "scholar.google": "Google Scholar",
    "kaggle.com": "Kaggle",
    "medium.com": "Medium",
    "researchgate.net": "ResearchGate",
    "behance.net": "Behance",
    "dribbble.com": "Dribbble",
    "bitbucket.org": "Bitbucket",
    "youtube.com": "YouTube",
    "mastodon.social": "Mastodon",
}
NAMES = {name.casefold().replace(" ", ""): name for name in (*NETWORKS.values(), "Scholar")}
SEPARATOR = re.compile(r"\s*(?:[|·•⋄◦♦¦\t]|\s[–—]\s|\s-\s(?=\D)|\s/\s|(?<!:)//|\s{3,})\s*")
PAPER = re.compile(r"\W*(?:curriculum vitae|r[ée]sum[ée]|c\.?v\.?|lebenslauf)\W*", re.IGNORECASE)
LONGEST_NAME = 60
HANGING = re.compile(r"\b(?:of|for|and|de|des|du|für|und|en|&)$")
"""How a line ends that goes on."""


def head(blocks: tuple[Block, ...], named: bool = False) -> Fields:
    """`basics`; what is no contact data becomes the label, a sentence the summary.

    `named`: there is no name among the lines.
    """
    basics: Fields = {MARKS: []}
    rest: list[Value] = []
    quoted: list[Value] = []
    for block in blocks:
        if PAPER.fullmatch(block.text):
            mark(basics, Value(block.text, block.line, block.last))
        elif not named and "name" not in basics and is_name(block):
            rest += name(block, basics)
        elif block.kind == "quote":
            quoted.append(Value(block.text, block.line, block.last))
        else:
            rest += details(block, basics)
    settle(rest, quoted, basics)
    return basics


def is_name(block: Block) -> bool:
    """Whether the first piece of a line can be a name: a few words, no figures, no address."""
    first = next(iter(split(block)), None)
    if first is None or re.search(r"[\d@/]|https?:", first.text):
        return False
    return len(first.text.split()) <= 8 and len(first.text) <= LONGEST_NAME


def name(block: Block, basics: Fields) -> list[Value]:
    """The name, from the first line; what else stands on it."""
    first, *others = split(block)
    title, *more = first.text.split(",", 1) if is_title(first.text) else (first.text,)
    basics["name"] = Value(title.strip(), block.line, block.last)
    rest = [Value(text.strip(), block.line, block.last) for text in more if text.strip()]
    return rest + [left for other in others if (left := detail(other, block, basics))]


def details(block: Block, basics: Fields) -> list[Value]:
    return [left for piece in split(block) if (left := detail(piece, block, basics))]


def split(block: Block) -> list[Value]:
    """The pieces of a line between separators."""
    texts = [text for cell in block.cells for text in SEPARATOR.split(cell.text)]
    return [Value(text.strip(), block.line, block.last) for text in texts if re.search(r"\w", text)]


def detail(piece: Value, block: Block, basics: Fields) -> Value | None:
    """Takes contact data out of a piece; what is left of it, None if nothing."""
    address = next((url for shown, url in block.links if shown and shown in piece.text), "")
    taken = reached(piece, address, basics)
    if taken is None and address.startswith("http"):
        return linked(basics, piece, address)
    left = remain(piece, taken or "", basics)
    return detail(left, replace(block, cells=()), basics) if left and taken else left


def reached(piece: Value, address: str, basics: Fields) -> str | None:
    """The e-mail address, address or telephone number that was taken out of a piece.

    A second e-mail address or number has no place: it is named as not understood.
    """
    text = piece.text
    if (found := EMAIL.search(text) or EMAIL.match(address)) and is_email(found[1]):
        shown = found[0] if found[0] in text else text
        put(basics, "email", Value(found[1], piece.line, piece.last, shown))
        return shown
    if found := URL.search(text):
        link(basics, piece, found[1].rstrip(".,;)"))
        return found[1]
    found = PHONE.search(text)
    number = Value(found[1].strip() if found else "", piece.line, piece.last)
    if found and is_phone(number.text, text):
        put(basics, "phone", number)
        return found[0]
    return None


def remain(piece: Value, taken: str, basics: Fields) -> Value | None:
    """The piece without what was taken and without its label."""
    text = piece.text.replace(taken, " ", 1) if taken else piece.text
    found = LABEL.match(text)
    if found and not (found[0] == text and named(found[1]) and ":" not in text):
        mark(basics, Value(found[1], piece.line, piece.last))
        text = text[found.end() :]
        where = found[1].lower()
        if where in other('place_labels').split('|') and re.search(r"\w", text):
            place(basics, Value(text.strip(" ,|"), piece.line, piece.last))
            return None
    text = text.strip(" ,;:|()[]<>")
    return Value(text, piece.line, piece.last) if re.search(r"\w", text) else None


def named(text: str) -> str:
    """The network of which a text is the name, "" if it is none."""
    return NAMES.get(re.sub(r"[\W_]", "", text.casefold()), "")


def is_phone(found: str, text: str) -> bool:
    digits = sum(letter.isdigit() for letter in found)
    words = len(re.findall(r"[^\W\d]{3,}", text))
    return 7 <= digits <= 15 and (words < 3 or found.startswith("+"))


def mark(fields: Fields, value: Value) -> None:
    marks = fields.setdefault(MARKS, [])
    assert isinstance(marks, list)
    marks.append(value)


def link(basics: Fields, piece: Value, url: str) -> None:
    """A profile if the address is one of a known network, else the person's own page."""
    network = next((name for host, name in NETWORKS.items() if host in url.lower()), "")
    value = Value(url, piece.line, piece.last)
    if not network and put(basics, "url", value):
        return
    profile: Fields = {
        "url": value,
        "network": Value(network or "Web", piece.line, piece.last, " "),
    }
    add(basics, "profiles", profile)


def linked(basics: Fields, piece: Value, address: str) -> Value | None:
    """A label with an address behind it, as in [GitHub](https://github.com/ada)."""
    network = next((name for host, name in NETWORKS.items() if host in address.lower()), "")
    value = Value(address, piece.line, piece.last, piece.text)
    if not network and put(basics, "url", value):
        return None
    shown = network or piece.text
    add(basics, "profiles", {"network": Value(shown, piece.line, piece.last, " "), "url": value})
    return None


def add(fields: Fields, key: str, item: Draft) -> None:
    items = fields.setdefault(key, [])
    assert isinstance(items, list)
    items.append(item)


def called(titles: list[Value]) -> Value:
    """What the person is, from all lines that say so; one may go on with the one before it."""
    found = titles[0]
    for before, one in pairwise(titles):
        broken = HANGING.search(before.text) or (is_title(one.text) and not is_title(before.text))
        near = one.line == before.last + 1 and one.text.count(" ") < 2
        found = together((found, one), " " if broken and near else ", ")
    return found


def settle(rest: Iterable[Value], quoted: list[Value], basics: Fields) -> None:
    """What is left of the head: places, networks by name, and what the person is."""
    labels: list[Value] = []
    known = basics.get("name")
    for piece in rest:
        text = piece.text
        if isinstance(known, Value) and known.text.casefold() == text.casefold():
            mark(basics, piece)
            continue
        name = named(text)
        if name:
            add(basics, "profiles", {"network": piece.as_(name)})
        elif is_address(text):
            first, _, where = text.partition(", ")
            titled = is_title(first) and is_address(where)
            labels += [replace(piece, text=first)] if titled else []
            place(basics, replace(piece, text=where) if titled else piece)
        else:
            labels.append(piece)
    sentences = quoted + [one for one in labels if len(one.text) > 120 or one.text.endswith(".")]
    titles = [one for one in labels if one not in sentences]
    if titles:
        basics["label"] = called(titles)
    if sentences:
        basics["summary"] = together(sentences, " ")
