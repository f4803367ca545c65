"""Name, label and contact data at the head of a CV."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from tailor.resume.cv_words import JOB, any_of, foreign
from tailor.resume.dates import words_of
from tailor.resume.sanitize import is_email
from tailor.resume_parser.addresses import add_place, is_address
from tailor.resume_parser.blocks import Block, Cell, join_blocks
from tailor.resume_parser.date_ranges import find_periods
from tailor.resume_parser.entry_headings import is_maybe_place
from tailor.resume_parser.values import MARKS, Draft, Fields, Value, add_item, join_values, set_once
from tailor.resume_parser.vocabulary import (
    AGENT,
    COUNTRIES,
    is_organisation,
    is_paper,
    is_personal,
    is_place,
    is_title,
    is_town,
    section_kind,
    without_status,
)

EMAIL = re.compile(
    r"(?<![A-Za-z0-9._%+'-])(?:mailto:)?([A-Za-z0-9._%+'-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+)"
)
PHONE = re.compile(
    r"(?<![\w/.-])(?:tel:)?(\(?\+?\(?\d{1,4}\)?(?:[ ./·–-]*\(?\d{1,5}\)?){1,6}"
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
    rf"{foreign('contact_labels')})(?: ?(?:no|nr|number|id|address)\b)?\.?\s*(?::|\bat\b|[\W_]*$|(?=\s*https?://))\s*",
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
SEPARATOR = re.compile(r"\s*(?:[|·•⋄◦♦¦▪■●◆❖\t]|\s[–—]\s|\s-\s(?=\D)|\s/\s|(?<!:)//|\s{3,})\s*")
AREA = re.compile(r"(?<![\d-])\(?0\d{1,5}\)?\s[–—/]\s(?=\d)|\(\d{3}\)\s·\s\d{3}\s·\s(?=\d{4}\b)")
"""The beginning of a telephone number with signs in it that separate other things."""
INSIDE = str.maketrans("–—/·", "\ue000\ue001\ue002\ue003")
OUTSIDE = str.maketrans("\ue000\ue001\ue002\ue003", "–—/·")
NAMED = re.compile(rf"^\W*(?:{foreign('name_labels')})\s*:\s*(?P<name>.+)$", re.IGNORECASE)
SPACED = re.compile(r"(?:\w\s){3,}\w")
"""A name in spaced letters: "M I R A"."""
LONGEST_NAME = 60
LONGEST_LABEL = 120
HANGING = re.compile(r"\b(?:of|for|and|de|des|du|für|und|en|&)$")
"""How a line ends that continues on the next one."""
NEAR = 4
"""Lines below the name in which any text may be what the person is."""
SEARCHED = 12
"""Lines from the top in which the name is looked for."""


def join_name_lines(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The lines with a name that is on two of them on one: "IMOGEN" above "FARRUGIA"."""
    if len(blocks) < 2:
        return blocks
    first, second = blocks[:2]
    capitals = first.text.isupper() and second.text.isupper()
    styles = {(b.kind, capitals or b.emphatic, b.text.isupper()) for b in blocks[:2]}
    words = [*first.text.split(), *second.text.split()]
    plain = all(re.fullmatch(r"[^\W\d_][^\W\d_'’-]+", word) for word in words)
    single = len(first.text.split()) == 1 and len(words) < 4 and first.text[:1].isupper()
    loud = first.emphatic or first.text.isupper()
    meanings = (section_kind, is_title, is_paper, is_town)
    has_other_meaning = any(means(block.text) for block in blocks[:2] for means in meanings)
    if len(styles) == 1 and plain and single and loud and not has_other_meaning:
        return (join_blocks(first, second), *blocks[2:])
    return blocks


def parse_head(blocks: tuple[Block, ...], named: bool = False) -> Fields:
    """`basics`; what is not contact data becomes the label, a sentence the summary.

    The label is one line; what has no place is in no field, so it is reported.
    `named`: there is no name among the lines, and no label.
    """
    basics: Fields = {MARKS: []}
    rest: list[Value] = []
    quoted: list[Value] = []
    blocks = take_two_names(blocks if named else join_name_lines(blocks), basics)
    blocks = tuple(part for block in blocks for part in split_personal_data(block))
    first = None if "name" in basics else name_block(blocks)
    if named and first is not None and not named_value(first)[1]:
        first = None
    for block in blocks:
        if is_paper(block.text):
            add_mark(basics, Value(block.text, block.line, block.last))
        elif block is first:
            rest += parse_name(block, basics)
        elif is_personal("\t".join(cell.text for cell in block.cells)) or is_local_link(block):
            continue
        elif block.kind == "quote" and not has_contact(block):
            quoted.append(Value(block.text, block.line, block.last))
        else:
            rest += parse_details(block, basics)
    place_remaining(rest, quoted, basics, named)
    return basics


@cache
def label_pattern() -> re.Pattern[str]:
    """Where a label begins inside a line: "born 1980 Address: ..."."""
    personal_words = map(re.escape, words_of("personal_labels"))
    labels = "|".join([*sorted(personal_words, key=len, reverse=True), foreign("contact_labels")])
    ours = r"e-?mails?|phone|telephone|tel|mobile|address|location|website"
    return re.compile(rf"(?<=\S)\s+(?=(?:{labels}|{ours})\.?\s?:)", re.IGNORECASE)


def split_personal_data(block: Block) -> list[Block]:
    """A line with personal data and others, cut at its columns and labels; else the line."""
    if not any(is_personal(cell.text) for cell in block.cells):
        return [block]
    cells = [
        replace(cell, text=text)
        for cell in block.cells
        for text in label_pattern().split(cell.text)
    ]
    personal = [is_personal(cell.text) for cell in cells]
    reached = any(EMAIL.search(cell.text) or LABEL.match(cell.text) for cell in cells)
    if all(personal) or len(cells) < 2 or not reached:
        return [block]
    return [replace(block, cells=(cell,)) for cell in cells]


def has_contact(block: Block) -> bool:
    """Whether a line says how somebody is reached."""
    return bool(EMAIL.search(block.text) or block.links) and len(block.text.split()) < 16


def named_value(block: Block) -> tuple[str, str]:
    """The label and the name of a line that says which it is: "Name: Ada", "Name | Ada"."""
    if len(block.cells) == 2 and NAMED.match(f"{block.cells[0].text.rstrip(': ')}: x"):
        return block.cells[0].text, block.cells[1].text.lstrip(": ")
    match = NAMED.match(block.text)
    return (block.text[: match.start("name")], match["name"]) if match else ("", "")


@cache
def part_of_name_pattern() -> re.Pattern[str]:
    """A line that says which part of the name it is: "Surname: Lovelace"."""
    part = rf"(?P<label>(?P<given>{foreign('given_labels')})|{foreign('family_labels')})"
    return re.compile(rf"^\W*{part}\s{{0,9}}[:\t][\s:]{{0,9}}(?P<text>\w.*)$", re.IGNORECASE)


def take_two_names(blocks: tuple[Block, ...], basics: Fields) -> tuple[Block, ...]:
    """Takes the name from a line with the given and one with the family name; the other lines."""
    texts = ((block, "\t".join(cell.text for cell in block.cells)) for block in blocks[:SEARCHED])
    rows = [
        (block, match) for block, text in texts if (match := part_of_name_pattern().match(text))
    ]
    parts = {bool(match["given"]): (block, match) for block, match in reversed(rows)}
    if len(parts) < 2:
        return blocks
    both = [(key, *parts[given]) for given in (True, False) for key in ("label", "text")]
    values = [Value(match[key], block.line, block.last, role=key) for key, block, match in both]
    basics["name"] = join_values([value for value in values if value.role == "text"], " ")
    basics[MARKS] = [value for value in values if value.role == "label"]
    return tuple(block for block in blocks if not any(block is used for _, used, _ in both))


def name_block(blocks: tuple[Block, ...]) -> Block | None:
    """The line with the name: one that says so, a heading, or the first that can be one."""
    near = [
        block for block in blocks[:SEARCHED] if not (is_paper(block.text) or is_local_link(block))
    ]
    declared = (block for block in near if named_value(block)[1] or block.cells[0].role == "name")
    if block := next(declared, None):
        return block
    names = [block for block in near if is_name(block)]
    likely = [
        block
        for block in names
        if is_likely_name(split_block(block)[0].text) and not is_link(block)
    ]
    heads = [block for block in likely if block.kind == "heading"]
    if likely and likely[0] is near[0] and likely[0].emphatic:
        heads = []
    return next(iter([*heads, *likely, *names]), None)


def is_link(block: Block) -> bool:
    """Whether a line is nothing but links, such as one to the CV as a PDF."""
    together = " ".join(text for text, _ in block.links)
    mail = all("mailto:" in url for _, url in block.links)
    return bool(block.links) and together == block.text and not mail


def is_local_link(block: Block) -> bool:
    """Whether a line is only a link to a file next to the page, such as the CV as a PDF."""
    reached = block.links and re.match(r"https?:|www|tel:|.*@", block.links[0][1])
    return is_link(block) and not reached


def is_likely_name(text: str) -> bool:
    """Whether a text reads like a name: some words with capitals, none that says something else."""
    parts = text.split(", ")
    full_name = " ".join(reversed(parts)) if len(parts) == 2 and " " not in parts[0] else parts[0]
    count = len(full_name.split())
    capital = [
        word
        for word in re.findall(r"[^\W\d_]+", full_name)
        if word[0].isupper() or not word.islower()
    ]
    has_other_meaning = (
        section_kind(full_name)
        or JOB.search(full_name)
        or is_organisation(full_name)
        or is_personal(full_name)
    )
    return (
        (1 < count <= 6 or full_name.isupper())
        and 2 * len(capital) >= count
        and not has_other_meaning
    )


def is_name(block: Block) -> bool:
    """Whether the first piece of a line can be a name: a few words, no figures, no address."""
    first = next(iter(split_block(block)), None)
    if first is None or block.kind == "bullet" or re.search(r"[\d@/:]|https?:", first.text):
        return False
    if LABEL.match(first.text) or is_personal(first.text) or section_kind(first.text):
        return False
    if is_place(first.text) or is_town(first.text):
        return False
    return len(first.text.split()) <= 8 and len(first.text) <= LONGEST_NAME


def parse_name(block: Block, basics: Fields) -> list[Value]:
    """The name, from its line; what else is on it."""
    first, *others = split_block(block)
    label, full_name = named_value(block)
    if full_name:
        add_mark(basics, replace(first, text=label))
        first, *others = split_block(replace(block, cells=(Cell(full_name),)))
    title, *more = first.text.split(",", 1) if is_title(first.text) else (first.text,)
    if SPACED.search(title):
        spaced = re.sub(r"(?<=\b\w)\s(?=\w\b)", "", title)
        basics["name"] = first.as_(" ".join(spaced.split()))
    else:
        basics["name"] = Value(strip_cv_words(title.strip(), basics, first), block.line, block.last)
    rest = [Value(text.strip(), block.line, block.last) for text in more if text.strip()]
    plain = [value for value in others if not is_paper(value.text)]
    for value in others:
        if value not in plain:
            add_mark(basics, value)
    return rest + [left for value in plain if (left := take_detail(value, block, basics))]


@cache
def greeting_pattern() -> re.Pattern[str]:
    """How a page begins that speaks to its reader: "Hi, I'm Ada Lovelace"."""
    hello, i_am = (any_of(words_of("greetings")), any_of(words_of("i_am")))
    return re.compile(rf"^(?:(?:{hello})[\s,!.]+)?(?:{i_am})(?:\s+|(?<=['’]))", re.IGNORECASE)


def strip_cv_words(title: str, basics: Fields, whole: Value) -> str:
    """A name without "CV of" or a greeting before it, or "Resume" behind it."""
    if (hello := greeting_pattern().match(title)) and title[hello.end() :].strip(" !."):
        add_mark(basics, replace(whole, text=hello[0]))
        return title[hello.end() :].strip(" !.")
    match = re.match(
        r"^(?P<before>(?:curriculum vitae|r[ée]sum[ée]|c\.?v\.?|lebenslauf)(?: of| von| de|:)?\s+)"
        r"(?P<name>.+)$|^(?P<own>.{1,200}?)(?P<behind>(?:['’]s)?[\s,:]{1,9}"
        r"(?:curriculum vitae|r[ée]sum[ée]|cv|lebenslauf))$",
        title,
        re.IGNORECASE,
    )
    if not match:
        return title
    add_mark(basics, replace(whole, text=match["before"] or match["behind"]))
    return str(match["name"] or match["own"])


def parse_details(block: Block, basics: Fields) -> list[Value]:
    """What is left of a line; a last word next to contact data is marked, for it may be a town."""
    left = [
        remainder
        for piece in split_block(block)
        if (remainder := take_detail(piece, block, basics))
    ]
    left = [part for value in left for part in split_town_off(value)]
    reached = EMAIL.search(block.text) or any("mailto:" in url for _, url in block.links)
    if reached and left and " " not in left[-1].text:
        left[-1] = replace(left[-1], role=NEAR_CONTACT)
    return left


def split_pieces(text: str) -> list[str]:
    """A text cut at its separators, but not inside of a telephone number."""
    sheltered = AREA.sub(lambda match: match[0].translate(INSIDE), text)
    return [part.translate(OUTSIDE) for part in SEPARATOR.split(sheltered)]


def split_town_off(piece: Value) -> list[Value]:
    """A piece cut before the town, region and country at its end."""
    head, comma, tail = piece.text.partition(", ")
    words = head.split(" ")
    country = tail.rpartition(", ")[2] in COUNTRIES
    if not comma or not country or tail.count(", ") > 1 or "," in head:
        return [piece]
    for index in range(max(len(words) - 3, 1), len(words)):
        if is_town(" ".join(words[index:])) and not is_town(head):
            before, town = " ".join(words[:index]), " ".join(words[index:])
            return [replace(piece, text=before), replace(piece, text=f"{town}, {tail}")]
    return [piece]


def split_block(block: Block) -> list[Value]:
    """The pieces of a line between separators."""
    return [
        Value(text.strip(), block.line, block.last, role=cell.role)
        for cell in block.cells
        for text in ([cell.text] if cell.role else linked_pieces(cell) or split_pieces(cell.text))
        if re.search(r"\w", text)
    ]


def linked_pieces(cell: Cell) -> list[str]:
    """The links of a cell that is nothing but links: "GitHub LinkedIn"."""
    texts = [text for text, _ in cell.links]
    return texts if texts[1:] and " ".join(texts) == cell.text else []


def take_detail(piece: Value, block: Block, basics: Fields) -> Value | None:
    """Takes contact data out of a piece; what is left of it, None if nothing."""
    if piece.role == "place":
        add_place(basics, piece)
        return None
    address = next((url for text, url in block.links if text and text in piece.text), "")
    taken = take_contact(piece, address, basics)
    if taken is None and not address and len(block.links) == 1 and network_of_label(piece.text):
        address = block.links[0][1]
    if taken is None and address.startswith("http"):
        return add_labelled_address(basics, piece, address)
    left = strip_label(piece, taken or "", basics)
    return take_detail(left, replace(block, cells=()), basics) if left and taken else left


def take_contact(piece: Value, address: str, basics: Fields) -> str | None:
    """The e-mail address, address or telephone number that was taken out of a piece.

    A second e-mail address or number has no place: it is named as not understood.
    """
    text = piece.text
    if (match := EMAIL.search(text) or EMAIL.match(address)) and is_email(match[1]):
        shown_text = match[0] if match[0] in text else text
        set_once(basics, "email", Value(match[1], piece.line, piece.last, shown_text))
        return shown_text
    if match := next(filter(is_domain, URL.finditer(text)), None):
        add_address(basics, piece, match[1].rstrip(".,;)"))
        return match[1]
    match = PHONE.search(text)
    number = Value(match[1].strip() if match else "", piece.line, piece.last)
    if match and is_phone(number.text, text) and not is_dated(text, match):
        set_once(basics, "phone", number)
        return match[0]
    return None


def is_domain(match: re.Match[str]) -> bool:
    """Whether it is an address, not two sentences without a space between them."""
    text = match[1]
    if "://" in text or text.lower().startswith("www."):
        return True
    host, slash, _ = text.partition("/")
    known_domain = host.rpartition(".")[2].lower() in top_level_domains()
    return known_domain and (bool(slash) or host.islower())


@cache
def top_level_domains() -> frozenset[str]:
    """How the names of servers end."""
    return frozenset(foreign("domains").split())


def strip_label(piece: Value, taken: str, basics: Fields) -> Value | None:
    """The piece without what was taken and without its label."""
    text = piece.text.replace(taken, " ", 1) if taken else piece.text
    match = LABEL.match(text)
    if match and not (match[0] == text and network_of(match[1]) and ":" not in text):
        add_mark(basics, Value(match[1], piece.line, piece.last))
        text = text[match.end() :]
        where = match[1].lower()
        if where in foreign("place_labels").split("|") and re.search(r"\w", text):
            add_place(basics, Value(text.strip(" ,|"), piece.line, piece.last))
            return None
    bare = text.strip(" ,;:|()[]<>")
    if bare.count("(") > bare.count(")") and f"{bare})" in text:
        bare += ")"
    return Value(bare, piece.line, piece.last) if re.search(r"\w", bare) else None


def network_of(text: str) -> str:
    """The network of which a text is the name, "" if it is none."""
    return NAMES.get(re.sub(r"[\W_]", "", text.casefold()), "")


def network_of_label(text: str) -> str:
    """The network that is named before an account: "GitHub: ada"."""
    return network_of(text.partition(":")[0])


def is_phone(number: str, text: str) -> bool:
    if re.fullmatch(r"\d{5}-\d{3,4}", number.strip()):
        return False
    digits = sum(letter.isdigit() for letter in number)
    words = len(re.findall(r"[^\W\d]{3,}", text))
    return 7 <= digits <= 15 and (words < 3 or number.lstrip("(").startswith("+"))


def is_dated(text: str, match: re.Match[str]) -> bool:
    """Whether the digits are part of a date."""
    return any(
        period.begin < match.end()
        and match.start() < period.stop
        and (not period.weak or period.start)
        for period in find_periods(text)
    ) and not match[1].startswith(("+", "00", "("))


def add_mark(fields: Fields, value: Value) -> None:
    marks = fields.setdefault(MARKS, [])
    assert isinstance(marks, list)
    marks.append(value)


def add_address(basics: Fields, piece: Value, url: str) -> None:
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


def add_labelled_address(basics: Fields, piece: Value, address: str) -> Value | None:
    """A label with an address behind it, as in [GitHub](https://github.com/ada)."""
    network = next((name for host, name in NETWORKS.items() if host in address.lower()), "")
    value = Value(address, piece.line, piece.last, piece.text)
    if not network and set_once(basics, "url", value):
        return None
    profile: Fields = {"network": Value(network or piece.text, piece.line, piece.last, " ")}
    add_item(basics, "profiles", profile | {"url": value})
    return None


def has_profile(basics: Fields, network: str) -> bool:
    """Whether there is an account in a network already, so that its name is only a label."""
    profiles = basics.get("profiles", [])
    assert isinstance(profiles, list)
    names = (profile.get("network") for profile in profiles if isinstance(profile, dict))
    return any(isinstance(name, Value) and name.text == network for name in names)


def place_remaining(
    rest: Iterable[Value], quoted: list[Value], basics: Fields, named: bool
) -> None:
    """What is left of the head: places, networks by name, and what the person is."""
    labels: list[Value] = []
    person_name = basics.get("name")
    for piece in (piece for piece in rest if not is_personal(piece.text)):
        text = piece.text
        if isinstance(person_name, Value) and person_name.text.casefold() == text.casefold():
            add_mark(basics, piece)
            continue
        name = network_of(text)
        if name and has_profile(basics, name):
            add_mark(basics, piece)
        elif name:
            add_item(basics, "profiles", {"network": piece.as_(name)})
        elif is_address(text):
            first, _, where = text.partition(", ")
            titled = is_title(first) and is_address(where)
            labels += [replace(piece, text=first)] if titled else []
            add_place(basics, replace(piece, text=where) if titled else piece)
        elif piece.role == NEAR_CONTACT and "location" not in basics and is_unknown_town(text):
            add_place(basics, piece)
        elif section_kind(text) in ("contact", "personal"):
            add_mark(basics, piece)
        else:
            labels.append(replace(piece, text=without_status(text)))
    labels = join_paragraphs(labels)
    long = [label for label in labels if len(label.text) > LONGEST_LABEL or is_sentence(label.text)]
    sentences = quoted + [label for label in long if len(label.text.split()) > 5]
    titles = [label for label in labels if label not in long and not is_remark(label.text)]
    if titles and not named and (label := choose_label(titles, person_name)):
        basics["label"] = label
    if sentences and not named:
        basics["summary"] = join_values(sentences, " ")


def join_paragraphs(labels: list[Value]) -> list[Value]:
    """The texts of the head with the lines of a paragraph as one."""
    runs: list[list[Value]] = []
    for label in labels:
        title = bool(runs) and len(runs[-1]) == 1 and is_title(runs[-1][0].text)
        if runs and not title and label.line == runs[-1][-1].last + 1:
            runs[-1].append(label)
        else:
            runs.append([label])
    result: list[Value] = []
    for run in runs:
        whole = join_values(run, " ")
        is_paragraph = len(run) > 1 and whole.text.endswith(".") and len(whole.text.split()) > 9
        result += [whole] if is_paragraph else run
    return result


def is_sentence(text: str) -> bool:
    """Whether a text is a sentence, not a list of what somebody is: "Physicist, author."."""
    return text.endswith(".") and (len(text.split()) > 8 or not is_title(text))


NEAR_CONTACT = "near contact"
"""The role of what is on a line with contact data."""


def is_unknown_town(text: str) -> bool:
    """Whether a text next to contact data can be a town: a short name of nothing that is done."""
    return is_maybe_place(text) and not (is_title(text) or AGENT.search(text))


def is_remark(text: str) -> bool:
    """Whether a text says something else than what a person is: a date, an age, a label."""
    strong = [period for period in find_periods(text) if not period.weak]
    labelled = re.match(r"^[^\W\d][\w'’ /-]{1,30}\s*:", text)
    return bool(strong or labelled) or not re.search(r"[^\W\d]{2,}", text)


def choose_label(titles: list[Value], person_name: "Draft | None") -> Value | None:
    """What the person is: one line, which may continue in the next."""
    line = person_name.last if isinstance(person_name, Value) else titles[0].line
    near = [title for title in titles if title.line <= line + NEAR or is_title(title.text)]
    if not near:
        return None
    label = near[0]
    for title in near[1:]:
        broken = HANGING.search(label.text) or (is_title(title.text) and not is_title(label.text))
        below = title.line == label.last + 1 and title.text.count(" ") < 2
        if title.line == label.last or (broken and below):
            glue = " " if broken and below else ", "
            longer = join_values((label, title), glue)
            label = longer if len(longer.text) <= LONGEST_LABEL else label
    return label
