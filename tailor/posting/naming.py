"""Title, employer and place in the lines and sentences of a posting."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import PurePath

from tailor.files import lazy_pattern, load_towns
from tailor.languages import SPOKEN, words_of_language
from tailor.posting.headings import (
    heading_kind,
    heading_wordings,
    label_field,
    load_wordings,
    words_of,
)

UNDER = lazy_pattern(r"(?<!\s)\s+[|·•/–—]\s+|\t+")
LEGAL = lazy_pattern(
    r"(?:Inc|LLC|Ltd|Limited|PLC|plc|LLP|Corp|g?GmbH|AG|SE|KG|UG|e\.? ?V|S\.?A\.?S?|S\.?L|B\.?V"
    r"|N\.?V|Lda|SARL|S\.?r\.?l|S\.?p\.?A|AB|Oy|ApS)\b\.?"
)
FORM = lazy_pattern(rf",? {LEGAL.pattern}$")
"""The legal form at the end of an employer's name."""
INSTITUTION = lazy_pattern(
    r"\b(?:(?:Universit|Hospital|Clini[ck]|Health|Medical|College|School|Academy|Institut"
    r"|Council|Group|Bank|Labs?\b|Laborator|Partners|Associates|Foundation|Agency|Systems"
    r"|Solutions|Technolog|Services|Industries|Energy|Federation|Centre|Center|Trust\b|Library)"
    r"|(?:Inc|LLC|Ltd|Limited|PLC|LLP|Corp|Corporation|Company|Co|GmbH|AG)\b)",
    re.IGNORECASE,
)
SENTENCE = lazy_pattern(
    r"\b(?:we|you|(?-i:[Ii]s)|are|was|will|our|your|(?-i:[Uu]s)|have|has|can|looking|seeking|wir"
    r"|suchen)\b",
    re.I,
)
"""Words of a sentence; US is a country, and IS a department."""


def is_sentence(line: str) -> bool:
    """Whether a line has a word of a sentence, in English or the language of the posting."""
    talk = words_of_language(SPOKEN.get()).get("words", {}).get("talk", ())
    return bool(SENTENCE.search(line)) or not {*words_of(line)}.isdisjoint(talk)


SPOT = lazy_pattern(r"[A-ZÀ-Þ][\w .'’-]+, (?:[A-Z]{2}|[A-Z][\w .]+)")
STATE = lazy_pattern(r"[A-ZÀ-Þ][\w .'’-]+, [A-Z]{2}")
THREE = lazy_pattern(r"[^,]{2,50}, [A-ZÀ-Þ][\w .'’-]{1,30}, [A-ZÀ-Þ][\w .]{1,30}")
PLACE = lazy_pattern(r"[^,|]+, (?:[A-Z]{2}\b|[A-Z][\w .]+$)")
MODE = lazy_pattern(
    r"\b(?:remote|hybrid|on-?site|(?:full|part)[- ]time|permanent|contract)\b", re.I
)
PAY = lazy_pattern(r"[£$€]|\d+k?\b.*\b(?:per|an|a|salary|hours?)\b", re.IGNORECASE)
MORE = lazy_pattern(r",? {1,9}(?:\(|or |and |[+&;] ?)")
"""What stands behind a place: "(hybrid)", "or remote"."""
PART = lazy_pattern(
    r"\b(?:campus|department|dept|division|unit|wing|ward|faculty|branch|building|site|section)\b",
    re.IGNORECASE,
)
"""A part of an employer, where a place could stand."""
NO_NAME = {
    *("we", "our", "the", "this", "they", "it", "i", "you", "your", "us", "who", "my", "there"),
    *("role", "job", "position", "team", "company", "client", "join", "candidates", "a", "an"),
}
WIDEST = 16
"""Words of a line that names an employer and a place."""
LONGEST_PLACE = 80


def employer_and_place(lines: Sequence[str]) -> tuple[str, str]:
    """Employer and place in the lines under the title: "Acme Ltd., Leeds" or "Acme | Leeds, UK"."""
    for number, line in enumerate(lines):
        if len(words_of(line)) > WIDEST or is_sentence(line) or PAY.match(line):
            continue
        first, *rest = UNDER.split(line)
        where = next((part for part in rest if PLACE.match(part)), "")
        spot = place_in(first)
        known = INSTITUTION.search(first) and not STATE.fullmatch(MORE.split(first)[0])
        if known or THREE.fullmatch(first):
            company = without_place(first)
            after = lines[number + 1] if len(lines) > number + 1 else ""
            inline = first.removeprefix(company).strip(", ")
            return company, where or nearest_place(inline, place_in(UNDER.split(after)[0]))
        if where and "," not in first:
            return "" if MODE.search(first) else first, where
        if spot:
            return lines[number - 1] if number and is_name(lines[number - 1]) else "", spot
    return "", ""


def nearest_place(inline: str, next_line: str) -> str:
    """The place, of what follows the employer's name and what the next line says: of "Hartwell
    Campus" and "Cambridge, Massachusetts" the town."""
    return next_line if not inline or PART.search(inline) else inline


def place_in(text: str) -> str:
    """A place, with what is said of it, as in "Leeds, UK (hybrid)"; "" if it is none."""
    if SPOT.fullmatch(text):
        return text
    more = MORE.search(text)
    town = text[: more.start()] if more else ""
    if not SPOT.fullmatch(town):
        return ""
    return text if len(text) <= LONGEST_PLACE else town


def is_name(line: str) -> bool:
    """Whether a line between title and place can be an employer's name."""
    return line[:1].isupper() and len(words_of(line)) <= 6 and not MODE.search(line)


def split_on_bars(lines: Sequence[str], company: str) -> tuple[str, str]:
    """ "Crumb Mills | Leeds" or "Sales | Leeds | Hybrid" under the title; it could be otherwise."""
    for plain, parts in named_parts(lines):
        names = [name for name in plain if name != company]
        if len(names) < parts:
            return "", names[-1] if company and names else ""
        return (names[0], names[1]) if parts == 2 else ("", "")
    return "", ""


def confirmed_by_text(lines: Sequence[str], text: str) -> tuple[str, str]:
    """The same where the text tells that the first part is an employer: "at Crumb", "Crumb's"."""
    for (first, *rest), _ in named_parts(lines, 1):
        if not heading_kind(first, strong=False) and is_employer(first, text):
            return first, rest[0] if rest else ""
    return "", ""


def named_parts(lines: Sequence[str], least: int = 2) -> Iterator[tuple[list[str], int]]:
    """The names in each line of at least so many short parts, and how many parts it has with
    hours and pay."""
    for line in lines:
        parts = UNDER.split(line)
        plain = [part for part in parts if is_name(part)]
        aside = [part for part in parts if MODE.search(part) or PAY.match(part)]
        if plain and len(parts) >= least and len(plain) + len(aside) == len(parts):
            yield plain, len(parts)


def is_employer(name: str, text: str) -> bool:
    """Whether a text speaks of a name, or of its first word, as of an employer."""
    first = name.split()[0]
    if first.lower() in NO_NAME:
        return False
    common = first.lower() in heading_wordings().jobs or len(first) < 4
    wanted = "|".join(map(re.escape, (name,) if common else (name, first)))
    before = r"\b(?:[Aa]t|[Jj]oin(?:ing)?|[Aa]bout|[Ww]hy|[Ww]ork(?:ing)? (?:for|with)) "
    start, after = r"(?:^|[.!?] |\n)", r"(?:['’]s\b| (?:is|was|has|makes?|builds?) )"
    return bool(re.search(f"{before}(?:{wanted})\\b|{start}(?:{wanted}){after}", text))


def without_place(text: str) -> str:
    """ "Acme, Inc., Seattle, WA" -> "Acme, Inc." """
    name, *rest = text.split(", ")
    return f"{name}, {rest[0]}" if rest and LEGAL.fullmatch(rest[0]) else name


CAPITAL = r"[A-ZÀ-Þ][\w’'+-]{0,40}(?:\.[A-Za-z]\w{0,40}){0,5}"
NAME = (
    rf"{CAPITAL}(?: (?:(?:&|of|and|the|for|de|del|du|la|von|der|di|da|y|et|und) )?{CAPITAL}){{0,5}}"
)
START = r"(?:^|(?<=[.!?] )|(?<=\n))"
ASIDE = (
    r"(?:,? (?:Inc|LLC|Ltd|Limited|PLC|plc|LLP|GmbH)\b\.?,?)?(?: \([^()\n]{0,60}\))?"
    rf"(?: (?:in|of|near|from) {CAPITAL})?(?:,[^.\n]{{1,60}},)?"
)
"""What may stand between an employer's name and the verb."""
DOES = (
    r"(?:makes?|sells?|builds?|runs?|draws?|provides?|delivers?|designs?|manufactures?|supplies"
    r"|operates?|serves?|supports?|helps?|trains?|forecasts?|carries|administers?|insures?"
    r"|looks? after"
    r"|(?:has|have) (?:been|had)|was founded|employs?|bakes?|keeps?|develops?|connects?|plans"
    r"|publishes|moves?|pays?|uses?|was (?:started|established)|works? with|creates?|offers?"
    r"|brings?"
    r"|owns?|teaches|cares for|treats?|represents?|advises|ships?|grows?|brews?|prints?)\b"
)
KIND = (
    r"(?:company|firm|practice|school|business|charity|agency|hotel|maker|college|clinic|bank"
    r"|start-?up|contractor|retailer|consultancy|manufacturer|provider|restaurant|group|studio"
    r"|organi[sz]ation|trust|hospital|bakery|brewery|supplier|publisher|institute|foundation)\b"
)
EVIDENCE = tuple(
    (points, lazy_pattern(pattern, re.MULTILINE))
    for points, pattern in (
        (
            4,
            rf"{START}(?P<name>{NAME}){ASIDE} (?:(?:is|are) (?:\w+ ){{0,2}}?(?:hiring|looking"
            r"|seeking|recruiting|searching|growing)|(?:has|have) (?:an?|room|another|several)\b"
            r"|seeks?\b"
            r"|needs?\b|invites?\b|wish(?:es)? to\b|requires?\b|is inviting)",
        ),
        (4, rf"\bat (?P<name>{NAME}),? (?:we|you|our)\b"),
        (4, rf"^At (?P<name>{NAME}),? (?:we|you|our)\b"),
        (3, rf"^(?:About|Why|Join|Working (?:at|for)) (?P<name>{NAME})\W*$"),
        (3, rf"\b(?:[Jj]oin(?:ing)?|[Ww]ork(?:ing)? (?:at|for)|team at|here at) (?P<name>{NAME})"),
        (3, rf"\b[Oo]ur (?:[a-z]+ ){{1,3}}?, ?(?P<name>{NAME}),"),
        (3, rf"\b[Oo]ur (?:agency|firm|company|school|practice|group|studio), (?P<name>{NAME}),"),
        (
            2.5,
            rf"\b(?:vacancy|post|position|role|job|ward|unit) (?:\w+ )?(?:at|with)"
            rf" (?P<name>{NAME})",
        ),
        (3, rf"{START}(?P<name>{NAME}){ASIDE} (?:is|are|was) an? (?:[\w-]+ ){{0,4}}{KIND}"),
        (2.5, rf"{START}(?P<name>{NAME}){ASIDE} {DOES}"),
        (
            2.5,
            r"\b(?:[Ll]etters? of application|[Aa]pplications?|[Aa]pply) (?:in writing )?to the"
            rf" [^.,\n]{{0,40}}, (?P<name>{NAME}),",
        ),
        (1, rf"{START}(?P<name>{NAME}){ASIDE} (?:is|are|was|has|have)\b"),
        (3, rf"^\W{{0,4}}(?P<name>{NAME}) \([^()\n]{{3,80}}\) ?\|"),
        (1, rf"(?P<name>{NAME})['’]s? "),
    )
)
ENOUGH = 2.5
"""Points from which a name is taken for the employer's."""
LOOKED_AT = 6_000
SHORTEST_CAPITALS = 5
"""Characters of a name in capitals that a line alone tells from an abbreviation ("RGN")."""
SPLIT = lazy_pattern(r" [|·•–—-] |\t|: |, | \(|\)| @ | at ")
LITTLE = {
    *("of", "and", "the", "for", "de", "&", "la", "du", "von", "del", "der", "di", "da", "y", "et"),
    *("und", "do", "dos", "das", "les", "los", "van", "op"),
}
GENERIC = {
    *("university", "trust", "school", "company", "council", "firm", "institute", "hospital"),
    *("practice", "team", "department", "group", "charity", "bank", "agency", "college", "clinic"),
}
DEPARTMENT = lazy_pattern(r"^(?:Department|Dept|School|Faculty|Division|Office|Section|Unit) of\b")
TRIGGER = lazy_pattern(
    r"(?:\b(?:looking|searching|vacanc(?:y|ies)|opening|opportunity|arisen|room|wanted|recruit"
    r"|applications) for(?: the (?:post|position|role) of)?|\b(?:hire|appoint|recruit|need|needs"
    r"|require|requires|want|wants|seek|seeks|seeking|hiring|recruiting|appoint|losing its)"
    r"|\b(?:post|position|role|job|work|join us|join \S+) (?:of|as)|\b[Aa]s)"
    r"(?: (?:an?|the|our(?: next)?|one more|another|more|its))?(?: (?!to\b)[a-zé][\w-]*,?){0,3} $"
)
"""What stands before a job's title in a sentence."""
TITLE_WORD = r"(?:[A-ZÀ-Þ]|i(?=OS))[\w+#&’'-]*(?:/[A-Z][\w+#-]*)*(?:\.(?=[A-Za-z])\w+)*"
TITLE = lazy_pattern(
    rf"(?<![\w/.]){TITLE_WORD}(?:,? (?:(?:of|and|in|for|&|-|–) )?(?:{TITLE_WORD}|\d\b)){{0,6}}"
)
SOUGHT = lazy_pattern(r",? (?:is |are )?(?:urgently |now )?(?:wanted|needed|required|sought)\b")
"""What stands behind a job's title in a sentence or a line."""
PLAIN = lazy_pattern(
    r"\b(?:looking for|seek(?:s|ing)?|hiring|recruiting|need(?:s)?) (?:an?|our next) "
    r"(?P<title>(?:[\w’'&/-]+ ){0,3}?[a-z]+)\b"
)
GERMAN = lazy_pattern(
    r"(?:suchen|sucht) (?:einen/eine|eine?n?(?::n|/e)?)(?: [a-zäöü]+){0,3} "
    r"(?P<title>(?!Person|Verst|Mensch|Koll|Team)[A-ZÄÖÜ][\w’-]*(?:[:*]in)?"
    r"(?: [A-ZÄÖÜ(][\w+#/.()&-]*){0,7})"
)
WANTED = lazy_pattern(
    r"[\s,–-]{1,9}(?:needed|required|wanted|vacancy|job|role)\b.*$", re.IGNORECASE
)
LEADING = lazy_pattern(
    r"^(?:vacancy|vacancies|job|position|role|title of the (?:post|job)|now hiring|we['’]re hiring"
    r"|job (?:title|advert|vacancy)|hiring|opening)\s?(?::|[-–]\s)\s?",
    re.IGNORECASE,
)
ASIDES = lazy_pattern(r" \((?!m/|f/|w/|all)[^()]*\)$")
IN_TOWN = lazy_pattern(r" (?:in|based in|near|for) (?=[A-ZÀ-Þ])")
SPOKEN_OF = lazy_pattern(
    rf"\b(?:based |located |clinic |office |site |mill |depot |team |practice |centre )?"
    rf"(?:in|at|near|of|outside) (?P<place>{CAPITAL}(?: {CAPITAL}){{0,2}}(?:, {CAPITAL})?)"
)


def is_place(text: str) -> bool:
    """Whether a text is a town, or a town with its county, state or country."""
    first, _, rest = text.strip(" .").partition(", ")
    return first in load_towns() and first not in MONTHS and len(rest.split()) <= 3


MONTHS = {"March", "May", "August"}


def has_job(words: Sequence[str]) -> bool:
    """Whether one of these words, or its singular, names a job."""
    jobs = heading_wordings().jobs
    return any(word in jobs or word.removesuffix("s") in jobs for word in words if len(word) > 1)


def trim_title(line: str) -> str:
    """A title without "Vacancy:", "needed", and the place or the hours that stand behind it."""
    title = WANTED.sub("", LEADING.sub("", line.strip()))
    if (aside := ASIDES.search(title)) and not has_job(words_of(aside[0])):
        inner = aside[0].strip(" ()")
        if (
            (is_place(inner.split(", ")[0]) and len(inner) > 3)
            or MODE.search(inner)
            or re.search(r"\d", inner)
        ):
            title = title[: aside.start()]
    for sign in (" - ", " – ", ", "):
        head, found, tail = title.rpartition(sign)
        while found and has_job(words_of(head)) and is_aside(tail):
            title = head
            head, found, tail = title.rpartition(sign)
    for match in IN_TOWN.finditer(title):
        if is_place(title[match.end() :]) and has_job(words_of(title[: match.start()])):
            return title[: match.start()]
    return ASIDES.sub("", title) if is_aside(title[title.rfind("(") :].strip("()")) else title


def is_aside(tail: str) -> bool:
    """Whether a part of a title line is a place, hours or pay."""
    hours = MODE.search(tail) or PAY.match(tail) or re.search(r"\b\d+\s?(?:hrs?|hours)\b", tail)
    return bool(hours) or is_place(tail) or is_place(tail.split(" ")[0])


def title_in_text(text: str) -> str:
    """The title in "... is looking for a Sr Java Developer"; "" if no sentence gives one."""
    head = text[:LOOKED_AT]
    votes: dict[str, float] = defaultdict(float)
    for match in TITLE.finditer(head):
        before = head[max(0, match.start() - 80) : match.start()]
        title = match[0].removesuffix(",")
        if head[match.end() :][:2].strip().isdigit():
            title = title.rpartition(" in ")[0] or title
        title = re.sub(r" in [A-Z]\w+ \d+$", "", title)
        title = trim_title(title)
        words = words_of(title)
        if not has_job(words):
            continue
        asked = SOUGHT.match(head, match.end()) or TRIGGER.search(before.rpartition("\n")[2])
        if asked or not match.start():
            votes[to_singular(until_place(title))] += (2 + (len(words) > 1)) if asked else 1
    if votes:
        return max(votes, key=lambda title: votes[title])
    if german := GERMAN.search(head):
        return german["title"].rstrip(".,")
    found = (match["title"] for match in PLAIN.finditer(head))
    return next((one for one in found if has_job(words_of(one)[-1:])), "")


def until_place(title: str) -> str:
    """A title of a text without line breaks, up to the town or the pay that follows it."""
    words = title.split(" ")
    ends = (
        n
        for n, word in enumerate(words)
        if n and (word in load_towns() or word.capitalize() in BEHIND)
    )
    first = next(ends, len(words))
    return " ".join(words[:first]) if has_job(words_of(" ".join(words[:first]))) else title


BEHIND = {"Up", "Salary", "Location", "To", "Our", "The", "We", "A", "An", "Full", "Part"}
"""Words with which something else begins behind a title."""


def to_singular(title: str) -> str:
    """ "Care Assistants" -> "Care Assistant", of the last word only, if it names a job."""
    last = words_of(title)[-1:]
    plural = last and last[0].endswith("s") and last[0][:-1] in heading_wordings().jobs
    return title[:-1] if plural and title.endswith("s") else title


def title_of_file(source: str) -> str:
    """The title that a file's name gives: "senior-baker.txt" -> "Senior Baker"."""
    words = re.findall(r"[^\W_]+", PurePath(source).stem)
    jobs = [n for n, word in enumerate(words) if has_job([word.lower()])]
    return " ".join(words[: jobs[-1] + 1]).capitalize() if jobs else ""


def employer_in_text(text: str, title: str, near: Sequence[str], above: str = "") -> str:
    """The name that the text speaks of as its employer; "" if none has enough points.

    `near` are the lines around the title, the first parts of which may name the employer; `above`
    is a first line that has only the title below it, and is likely to name the employer.
    """
    head = text[:LOOKED_AT]
    points: dict[str, float] = defaultdict(float)
    for worth, pattern in EVIDENCE:
        for match in pattern.finditer(head):
            name = plain_name(match["name"], title)
            begins = pattern.pattern.startswith(START) and " " not in name
            if name and (not begins or is_proper(name, head)):
                points[name] += worth + bool(INSTITUTION.search(name))
    for name, worth in names_near(near, title):
        points[name] += worth + (name == above)
    for name in [*points]:
        longer = [one for one in points if one != name and one.startswith(f"{name} ")]
        if longer:
            points[max(longer, key=lambda one: points[one])] += points.pop(name)
    for name in points:
        first = name if " " not in name else name.rsplit(" ", 1)[0]
        points[name] += min(1, 0.5 * (head.count(first) - 1)) if points[name] >= 1.5 else 0
    best = max(points, key=lambda name: points[name], default="")
    return best if best and points[best] >= ENOUGH else ""


def names_near(near: Sequence[str], title: str) -> Iterator[tuple[str, float]]:
    """The names in the lines around a title, with their points."""
    for line in near:
        if len(words_of(line)) > WIDEST or is_sentence(line) or line[-1:] in (".", "?", "!"):
            continue
        parts = [part.strip() for part in SPLIT.split(line) if part.strip()]
        for number, part in enumerate(parts):
            core = FORM.sub("", part)
            name = plain_name(core, title)
            whole = re.fullmatch(rf"(?:the )?{NAME}(?:,? {LEGAL.pattern})?", part, re.IGNORECASE)
            if not name or not whole or MODE.search(part) or PAY.match(part):
                continue
            if name.isupper() and len(name) < SHORTEST_CAPITALS:
                continue
            if is_shaped(core) and not heading_kind(part, strong=False) and not label_field(part):
                placed = number == 0 and any(is_place(other) for other in parts[1:])
                strong = 1.5 * bool(INSTITUTION.search(part)) + 0.5 * (number == 0) + placed
                yield name + part.removeprefix(core), 1.5 + strong


def is_shaped(name: str) -> bool:
    """Whether all words of a name but little ones have a capital letter or a digit."""
    words = name.split()
    return words[0] not in LITTLE - {"the"} and all(
        not word[0].islower() or word in LITTLE for word in words
    )


def plain_name(name: str, title: str) -> str:
    """A name that an employer can have; "" for pronouns, jobs, places, headings and units."""
    name = name.strip(" ,.:;")
    words = words_of(name)
    if not words or words[0] in NO_NAME - {"the", "a"} or len(words) > 8:
        return ""
    core = words[1:] if words[0] in ("the", "a", "an", "our") else words
    if not core or set(core) <= GENERIC or words[0] in ("a", "an", "our"):
        return ""
    jobs = heading_wordings().jobs
    last = core[-1]
    barred = (
        bool(title and set(core) <= set(words_of(title))),
        bool(heading_kind(name, strong=False) or label_field(name) or DEPARTMENT.match(name)),
        last in jobs or (last.removesuffix("s") in jobs and last not in FIRMS),
        core[0] in heading_wordings().glued["verbs"] or last in ENDLESS or last.endswith("ly"),
        bool(PART.search(last)) or words in heading_wordings().chrome or is_place(name),
        len(core) == 1 and core[0] in COMMON,
    )
    return "" if any(barred) else name


def is_proper(word: str, text: str) -> bool:
    """Whether a capitalised word is a name, because the text has it more than once and never in
    small letters."""
    return text.count(word) > 1 and not re.search(rf"\b{re.escape(word.lower())}\b", text)


FIRMS = {
    *(
        "solicitors",
        "accountants",
        "architects",
        "consultants",
        "builders",
        "roasters",
        "surveyors",
    ),
    *("engineers", "bakers", "brewers", "associates", "lawyers", "opticians", "dentists"),
    *("butchers", "florists", "recruiters"),
}
"""Jobs in the plural with which the name of a firm may end."""
ENDLESS = {
    *("to", "for", "with", "of", "in", "at", "on", "and", "then", "i", "we", "you", "our", "the"),
    *("is", "are", "will", "a", "an", "by", "from", "or", "your", "as", "if", "it"),
}
COMMON = frozenset(load_wordings("naming.toml")["common"].split())


def place_in_text(text: str, company: str) -> str:
    """The town that the first lines name ("in Leeds", "Leeds, hybrid"); "" if they name none."""
    head = text[:1_500]
    for match in SPOKEN_OF.finditer(head):
        place = match["place"].strip(".")
        town = place.partition(", ")[0]
        for size in range(len(town.split()), 0, -1):
            short = " ".join(town.split()[:size])
            if short in load_towns() and short not in company:
                return place if size == len(town.split()) else short
    return ""
