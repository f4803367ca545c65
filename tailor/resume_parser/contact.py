"""Name, label and contact data at the head of a CV."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache

from tailor.resume.cv_words import other
from tailor.resume.dates import folded, words
from tailor.resume.sanitize import is_email
from tailor.resume_parser.blocks import Block, Cell
from tailor.resume_parser.date_ranges import find_periods
from tailor.resume_parser.entry_headings import AGENT, is_maybe_place
from tailor.resume_parser.values import MARKS, Draft, Fields, Value, add_item, join_values
from tailor.resume_parser.vocabulary import (
    COUNTRIES,
    STATES,
    is_organisation,
    is_paper,
    is_place,
    is_title,
    is_town,
    section_kind,
)

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
    return town or not any(one.begin <= found.start() < one.stop for one in find_periods(text))


def set_once(fields: Fields, key: str, value: Draft) -> bool:
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


def add_place(basics: Fields, piece: Value) -> None:
    """Adds to the location: street, city, region, country and postal code."""
    location = basics.setdefault("location", {})
    assert isinstance(location, dict)
    texts = re.split(r"\s*,\s*|\s+[–—-]\s+(?=\d{4,5}\b)", piece.text)
    parts = [part.strip(" -–") for part in texts if re.search(r"\w", part)]

    def said(text: str) -> Value:
        return Value(text, piece.line, piece.last)

    if parts and parts[-1].strip("()") in COUNTRIES:
        country = parts.pop().strip("()")
        if parts and STATE_CODE.match(parts[-1]):
            set_once(location, "countryCode", said(country).as_(COUNTRIES[country]))
        else:
            set_once(location, "region", said(country))
    at = next((n for n in reversed(range(len(parts))) if is_coded(parts[n])), None)
    streets = parts
    if at is not None:
        code = list(POSTAL.finditer(parts[at]))[-1]
        before, behind = parts[at][: code.start()].strip(), parts[at][code.end() :].strip()
        set_once(location, "postalCode", said(code[0]))
        streets = [*parts[:at], *([before] if behind and before else [])]
        town = behind or before
        streets += parts[at + 1 :] if town else []
        if town in STATES or not town:
            if town:
                set_once(location, "region", said(town))
            town = streets.pop() if streets and not STREET.search(streets[-1]) else ""
        else:
            town = with_region(town, location, said)
        if town:
            set_once(location, "city", said(town))
    elif len(parts) > 1 and parts[-1] in STATES:
        set_once(location, "region", said(parts[-1]))
        streets = parts[:-1]
    plain = [one for one in streets if not re.search(r"\d", one)]
    known = [one for one in plain if is_town(one)]
    if "city" not in location and plain:
        first_of_two = len(plain) == len(streets) == 2 and "region" not in location
        town = (plain if first_of_two else known or plain[-1:])[0]
        streets = [one for one in streets if one is not town]
        set_once(location, "city", said(with_region(town, location, said)))
        if first_of_two and set_once(location, "region", said(streets[0])):
            streets = []
    if streets:
        street = said(", ".join(streets))
        old = location.get("address")
        location["address"] = join_values([old, street], ", ") if isinstance(old, Value) else street


def is_coded(text: str) -> bool:
    """Whether a part of an address holds a postal code, not the number of a house alone."""
    codes = list(POSTAL.finditer(text))
    if not codes or re.match(r"\d++\s++\w.*\b(?:st|street|ave|road|rd|lane|drive)\b", text, re.I):
        return False
    rest = (text[: codes[-1].start()] + " " + text[codes[-1].end() :]).strip()
    house = bool(text[: codes[-1].start()].strip()) and len(re.sub(r"\D", "", codes[-1][0])) < 5
    return not house or codes[-1][0][:1].isalpha() or rest in STATES


def with_region(town: str, location: Fields, said: Callable[[str], Value]) -> str:
    """A town without the region behind it, which is set: "Macon GA", "Catania (CT)"."""
    found = re.match(r"^(?P<town>.+?)\s+(?:(?P<code>[A-Z]{2})|\((?P<in>[^()]+)\))$", town)
    region = (found["code"] or found["in"]) if found else ""
    if not found or (found["code"] and region not in STATES):
        return town
    set_once(location, "region", said(region))
    return found["town"]


STATE_CODE = re.compile(rf"^(?:{'|'.join(sorted(STATES))})\b")

EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+'-])(?:mailto:)?([A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)"
)
PHONE = re.compile(
    r"(?<![\w/.-])(?:tel:)?(\(?\+?\(?\d{1,4}\)?(?:[ ./–-]*\(?\d{1,5}\)?){1,6}"
    r"(?:\s*(?:x|ext\.?)\s*\d+)?)(?![\w/@])"
)
URL = re.compile(
    r"(?<![\w@.])(https?://[^\s|<>]+|(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,12}"
    r"(?:/[^\s|<>,;]*)?)(?![\w@])",
    re.IGNORECASE,
)
LABEL = re.compile(
    r"^\W*(e-?mails?|phones?|tel(?:ephone)?|mob(?:ile)?|cell(?: ?phone)?|ph(?:one no)?|"
    r"contact(?: no| number)?|address|location|web(?:site)?|homepage|url|portfolio|blog|github|"
    r"gitlab|linkedin|twitter|orcid|google scholar|scholar|stack ?overflow|contact|mail|x|"
    rf"{other('contact_labels')})(?: ?(?:no|nr|number|id|address)\b)?\.?\s*(?::|\bat\b|[\W_]*$|(?=\s*https?://))\s*",
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
SEPARATOR = re.compile(
    r"\s*(?:[|·•⋄◦♦¦\t]|(?<!\d)\s[–—/]\s|\s[–—/]\s(?!\d)|\s-\s(?=\D)|(?<!:)//|\s{3,})\s*"
)
NAMED = re.compile(
    rf"^\W*(?:{other('name_labels')})\s*:\s*(?P<name>.+)$",
    re.IGNORECASE,
)
SPACED = re.compile(r"(?:\w\s){3,}\w")
"""A name in spaced letters: "M I R A"."""
LONGEST_NAME = 60
LONGEST_LABEL = 120
HANGING = re.compile(r"\b(?:of|for|and|de|des|du|für|und|en|&)$")
"""How a line ends that goes on."""
NEAR = 4
"""Lines below the name on which what somebody is may stand, whatever its words."""
SEARCHED = 12
"""Lines from the top in which the name is looked for."""


@cache
def personal() -> re.Pattern[str]:
    """A line about a person that no CV of today prints: "Date of birth: ..."."""
    labels = "|".join(sorted(map(re.escape, words("personal_labels")), key=len, reverse=True))
    born = "|".join(re.escape(one) for one in words("personal_labels") if BORN.match(folded(one)))
    pattern = rf"^\W*(?:(?:{labels})\s*(?:[:=–-]|\t|\s*$)|(?:{born})\b)"
    return re.compile(pattern.replace("'", "['’]"), re.IGNORECASE)


BORN = re.compile(
    r"born|geb|ne\b|nee|nat[oa]|nacid|date of b|d\.?o\.?b|fecha de n|data de n|data di n|fodt|fodd"
)
"""How the labels begin that need no colon behind them."""


def is_personal(text: str) -> bool:
    return bool(personal().match(text))


def head(blocks: tuple[Block, ...], named: bool = False) -> Fields:
    """`basics`; what is no contact data becomes the label, a sentence the summary.

    The label is one line; what has no place is in no field, so it is reported.
    `named`: there is no name among the lines, and no label.
    """
    basics: Fields = {MARKS: []}
    rest: list[Value] = []
    quoted: list[Value] = []
    first = name_block(blocks)
    if named and first is not None and not named_value(first)[1]:
        first = None
    for block in blocks:
        if is_paper(block.text):
            mark(basics, Value(block.text, block.line, block.last))
        elif block is first:
            rest += name(block, basics)
        elif is_personal("\t".join(cell.text for cell in block.cells)) or leads_nowhere(block):
            continue
        elif block.kind == "quote" and not is_reached(block):
            quoted.append(Value(block.text, block.line, block.last))
        else:
            rest += details(block, basics)
    settle(rest, quoted, basics, named)
    return basics


def is_reached(block: Block) -> bool:
    """Whether a line says how somebody is reached."""
    return bool(EMAIL.search(block.text) or block.links) and len(block.text.split()) < 16


def named_value(block: Block) -> tuple[str, str]:
    """The label and the name of a line that says which it is: "Name: Ada", "Name | Ada"."""
    if len(block.cells) == 2 and NAMED.match(f"{block.cells[0].text.rstrip(': ')}: x"):
        return block.cells[0].text, block.cells[1].text.lstrip(": ")
    found = NAMED.match(block.text)
    return (block.text[: found.start("name")], found["name"]) if found else ("", "")


def name_block(blocks: tuple[Block, ...]) -> Block | None:
    """The line with the name: one that says so, a heading, or the first that can be one."""
    near = [one for one in blocks[:SEARCHED] if not (is_paper(one.text) or leads_nowhere(one))]
    if found := next((one for one in near if named_value(one)[1]), None):
        return found
    able = [one for one in near if is_name(one)]
    likely = [one for one in able if is_likely_name(split(one)[0].text) and not is_link(one)]
    heads = [one for one in likely if one.kind == "heading"]
    return next(iter([*heads, *likely, *able]), None)


def is_link(block: Block) -> bool:
    """Whether a line is nothing but a link, such as one to the CV as a PDF."""
    return any(shown == block.text and "mailto:" not in url for shown, url in block.links)


def leads_nowhere(block: Block) -> bool:
    """Whether a line is only a link to a file beside the page, such as the CV as a PDF."""
    reached = block.links and re.match(r"https?:|www|tel:|.*@", block.links[0][1])
    return is_link(block) and not reached


def is_likely_name(text: str) -> bool:
    """Whether a text reads like a name: some words with capitals, none that says something else."""
    parts = text.split(", ")
    own = " ".join(reversed(parts)) if len(parts) == 2 and " " not in parts[0] else parts[0]
    count = len(own.split())
    capital = [
        one for one in re.findall(r"[^\W\d_]+", own) if one[0].isupper() or not one.islower()
    ]
    told = section_kind(own) or is_title(own) or is_organisation(own) or is_personal(own)
    return (1 < count <= 6 or own.isupper()) and 2 * len(capital) >= count and not told


def is_name(block: Block) -> bool:
    """Whether the first piece of a line can be a name: a few words, no figures, no address."""
    first = next(iter(split(block)), None)
    if first is None or block.kind == "bullet" or re.search(r"[\d@/:]|https?:", first.text):
        return False
    if LABEL.match(first.text) or is_personal(first.text) or section_kind(first.text):
        return False
    if is_place(first.text) or is_town(first.text):
        return False
    return len(first.text.split()) <= 8 and len(first.text) <= LONGEST_NAME


def name(block: Block, basics: Fields) -> list[Value]:
    """The name, from its line; what else stands on it."""
    first, *others = split(block)
    label, said = named_value(block)
    if said:
        mark(basics, replace(first, text=label))
        first, *others = split(replace(block, cells=(Cell(said),)))
    title, *more = first.text.split(",", 1) if is_title(first.text) else (first.text,)
    if SPACED.search(title):
        spaced = re.sub(r"(?<=\b\w)\s(?=\w\b)", "", title)
        basics["name"] = first.as_(" ".join(spaced.split()))
    else:
        basics["name"] = Value(without_paper(title.strip(), basics, first), block.line, block.last)
    rest = [Value(text.strip(), block.line, block.last) for text in more if text.strip()]
    plain = [one for one in others if not is_paper(one.text)]
    for one in others:
        if one not in plain:
            mark(basics, one)
    return rest + [left for one in plain if (left := detail(one, block, basics))]


def without_paper(title: str, basics: Fields, whole: Value) -> str:
    """A name without "CV of" before it or "Resume" behind it."""
    found = re.match(
        r"^(?P<before>(?:curriculum vitae|r[ée]sum[ée]|c\.?v\.?|lebenslauf)(?: of| von| de|:)?\s+)"
        r"(?P<name>.+)$|^(?P<own>.+?)(?P<behind>(?:['’]s)?[\s,:]+"
        r"(?:curriculum vitae|r[ée]sum[ée]|cv|lebenslauf))$",
        title,
        re.IGNORECASE,
    )
    if not found:
        return title
    mark(basics, replace(whole, text=found["before"] or found["behind"]))
    return str(found["name"] or found["own"])


def details(block: Block, basics: Fields) -> list[Value]:
    """What is left of a line; a last word beside contact data is marked, for it may be a town."""
    left = [one for piece in split(block) if (one := detail(piece, block, basics))]
    reached = EMAIL.search(block.text) or any("mailto:" in url for _, url in block.links)
    if reached and left and " " not in left[-1].text:
        left[-1] = replace(left[-1], role=NEAR_CONTACT)
    return left


def split(block: Block) -> list[Value]:
    """The pieces of a line between separators."""
    return [
        Value(text.strip(), block.line, block.last, role=cell.role)
        for cell in block.cells
        for text in ([cell.text] if cell.role else SEPARATOR.split(cell.text))
        if re.search(r"\w", text)
    ]


def detail(piece: Value, block: Block, basics: Fields) -> Value | None:
    """Takes contact data out of a piece; what is left of it, None if nothing."""
    if piece.role == "place":
        add_place(basics, piece)
        return None
    address = next((url for shown, url in block.links if shown and shown in piece.text), "")
    taken = reached(piece, address, basics)
    if taken is None and not address and len(block.links) == 1 and network_of_label(piece.text):
        address = block.links[0][1]
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
        set_once(basics, "email", Value(found[1], piece.line, piece.last, shown))
        return shown
    if found := next(filter(is_domain, URL.finditer(text)), None):
        link(basics, piece, found[1].rstrip(".,;)"))
        return found[1]
    found = PHONE.search(text)
    number = Value(found[1].strip() if found else "", piece.line, piece.last)
    if found and is_phone(number.text, text) and not is_dated(text, found):
        set_once(basics, "phone", number)
        return found[0]
    return None


def is_domain(found: re.Match[str]) -> bool:
    """Whether it is an address, not two sentences without a space between them."""
    text = found[1]
    if "://" in text or text.lower().startswith("www."):
        return True
    host, slash, _ = text.partition("/")
    known = host.rpartition(".")[2].lower() in domains()
    return known and (bool(slash) or host.islower())


@cache
def domains() -> frozenset[str]:
    """How the names of servers end."""
    return frozenset(other("domains").split())


def remain(piece: Value, taken: str, basics: Fields) -> Value | None:
    """The piece without what was taken and without its label."""
    text = piece.text.replace(taken, " ", 1) if taken else piece.text
    found = LABEL.match(text)
    if found and not (found[0] == text and network_of(found[1]) and ":" not in text):
        mark(basics, Value(found[1], piece.line, piece.last))
        text = text[found.end() :]
        where = found[1].lower()
        if where in other("place_labels").split("|") and re.search(r"\w", text):
            add_place(basics, Value(text.strip(" ,|"), piece.line, piece.last))
            return None
    text = text.strip(" ,;:|()[]<>")
    return Value(text, piece.line, piece.last) if re.search(r"\w", text) else None


def network_of(text: str) -> str:
    """The network of which a text is the name, "" if it is none."""
    return NAMES.get(re.sub(r"[\W_]", "", text.casefold()), "")


def network_of_label(text: str) -> str:
    """The network that is named before an account: "GitHub: ada"."""
    return network_of(text.partition(":")[0])


def is_phone(found: str, text: str) -> bool:
    found, text = found.replace("·", " "), text.replace("·", " ")
    digits = sum(letter.isdigit() for letter in found)
    words = len(re.findall(r"[^\W\d]{3,}", text))
    return 7 <= digits <= 15 and (words < 3 or found.startswith("+"))


def is_dated(text: str, found: re.Match[str]) -> bool:
    """Whether the digits are part of a date."""
    return any(
        one.begin < found.end() and found.start() < one.stop and (not one.weak or one.start)
        for one in find_periods(text)
    ) and not found[1].startswith(("+", "00", "("))


def mark(fields: Fields, value: Value) -> None:
    marks = fields.setdefault(MARKS, [])
    assert isinstance(marks, list)
    marks.append(value)


def link(basics: Fields, piece: Value, url: str) -> None:
    """A profile if the address is one of a known network, else the person's own page."""
    network = next((name for host, name in NETWORKS.items() if host in url.lower()), "")
    value = Value(url, piece.line, piece.last)
    if not network and set_once(basics, "url", value):
        return
    profile: Fields = {
        "url": value,
        "network": Value(network or "Web", piece.line, piece.last, " "),
    }
    add_item(basics, "profiles", profile)


def linked(basics: Fields, piece: Value, address: str) -> Value | None:
    """A label with an address behind it, as in [GitHub](https://github.com/ada)."""
    network = next((name for host, name in NETWORKS.items() if host in address.lower()), "")
    value = Value(address, piece.line, piece.last, piece.text)
    if not network and set_once(basics, "url", value):
        return None
    profile: Fields = {"network": Value(network or piece.text, piece.line, piece.last, " ")}
    add_item(basics, "profiles", profile | {"url": value})
    return None


def settle(rest: Iterable[Value], quoted: list[Value], basics: Fields, named: bool) -> None:
    """What is left of the head: places, networks by name, and what the person is."""
    labels: list[Value] = []
    known = basics.get("name")
    for piece in rest:
        text = piece.text
        if isinstance(known, Value) and known.text.casefold() == text.casefold():
            mark(basics, piece)
            continue
        name = network_of(text)
        if name:
            add_item(basics, "profiles", {"network": piece.as_(name)})
        elif is_address(text):
            first, _, where = text.partition(", ")
            titled = is_title(first) and is_address(where)
            labels += [replace(piece, text=first)] if titled else []
            add_place(basics, replace(piece, text=where) if titled else piece)
        elif piece.role == NEAR_CONTACT and "location" not in basics and is_unknown_town(text):
            add_place(basics, piece)
        elif section_kind(text) in ("contact", "personal"):
            mark(basics, piece)
        else:
            labels.append(piece)
    long = [one for one in labels if len(one.text) > LONGEST_LABEL or one.text.endswith(".")]
    sentences = quoted + [one for one in long if len(one.text.split()) > 5]
    titles = [one for one in labels if one not in long and not is_remark(one.text)]
    if titles and not named and (label := called(titles, known)):
        basics["label"] = label
    if sentences and not named:
        basics["summary"] = join_values(sentences, " ")


NEAR_CONTACT = "near contact"
"""The role of what stands on a line with contact data."""


def is_unknown_town(text: str) -> bool:
    """Whether a text beside contact data can be a town: a short name of nothing that is done."""
    return is_maybe_place(text) and not (is_title(text) or AGENT.search(text))


def is_remark(text: str) -> bool:
    """Whether a text says something else than what a person is: a date, an age, a label."""
    strong = [one for one in find_periods(text) if not one.weak]
    labelled = re.match(r"^[^\W\d][\w'’ /-]{1,30}\s*:", text)
    return bool(strong or labelled) or not re.search(r"[^\W\d]{2,}", text)


def called(titles: list[Value], known: "Draft | None") -> Value | None:
    """What the person is: one line, which may go on in the next."""
    line = known.last if isinstance(known, Value) else titles[0].line
    near = [one for one in titles if one.line <= line + NEAR or is_title(one.text)]
    if not near:
        return None
    found = near[0]
    for one in near[1:]:
        broken = HANGING.search(found.text) or (is_title(one.text) and not is_title(found.text))
        below = one.line == found.last + 1 and one.text.count(" ") < 2
        if one.line == found.last or (broken and below):
            glue = " " if broken and below else ", "
            longer = join_values((found, one), glue)
            found = longer if len(longer.text) <= LONGEST_LABEL else found
    return found
