"""Title, employer and place in the lines and sentences of a posting."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

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
    r"\b(?:remote|hybrid|on-?site|(?:full|part)[- ]time|permanent|contract"
    r"|presencial|présentiel|híbrido|hybride|vor Ort|in presenza|thuiswerk)\b",
    re.I,
)
PAY = lazy_pattern(r"[£$€]|\d+k?\b.*\b(?:per|an|a|salary|hours?)\b", re.IGNORECASE)
MONEY = lazy_pattern(r"[£$€]\s?\d|\d\s?[£$€]|\bOTE\b")
MORE = lazy_pattern(r",? {1,9}(?:\(|or |and |[+&;] ?)")
"""What follows a place: "(hybrid)", "or remote"."""
PART = lazy_pattern(
    r"\b(?:campus|department|dept|division|unit|wing|ward|faculty|branch|building|site|section)\b",
    re.IGNORECASE,
)
"""A part of an employer, where a place could be."""
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
        if len(words_of(line)) > WIDEST or is_sentence(line) or MONEY.search(line):
            continue
        first, *rest = UNDER.split(line)
        where = next((part for part in rest if PLACE.match(part)), "")
        spot = place_in(first)
        is_company = INSTITUTION.search(first) and not STATE.fullmatch(MORE.split(first)[0])
        if is_company or THREE.fullmatch(first):
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
"""What may be between an employer's name and the verb."""
DOES = (
    r"(?:makes?|sells?|builds?|runs?|draws?|provides?|delivers?|designs?|manufactures?|supplies"
    r"|operates?|serves?|supports?|helps?|trains?|forecasts?|carries|administers?|insures?"
    r"|looks? after"
    r"|(?:has|have) (?:been|had|[a-z]{2,12}ed)|was founded|employs?|bakes?|keeps?|develops?"
    r"|connects?|plans|publishes|moves?|pays?|uses?|was (?:started|established)|works? with"
    r"|creates?|offers?"
    r"|brings?"
    r"|owns?|teaches|cares for|treats?|represents?|advises|ships?|grows?|brews?|prints?)\b"
)
KIND = (
    r"(?:company|firm|practice|school|business|charity|agency|hotel|maker|college|clinic|bank"
    r"|start-?up|contractor|retailer|consultancy|manufacturer|provider|restaurant|group|studio"
    r"|organi[sz]ation|trust|hospital|bakery|brewery|supplier|publisher|institute|foundation"
    r"|authority|institution|family|brand|marketplace|farm|home|house|café|bar|salon"
    r"|garage|cent(?:re|er)"
    r"|museum|theatre|library|laborator(?:y|ies)|network|employer|leader|member)\b"
)
EVIDENCE = tuple(
    (points, lazy_pattern(pattern, re.MULTILINE))
    for points, pattern in (
        (
            4,
            rf"{START}(?P<name>{NAME}){ASIDE} (?:(?:is|are) (?:\w+ ){{0,2}}?(?:hiring|looking"
            r"|seeking|recruiting|searching|growing)|(?:has|have) (?:an?|room|another|several"
            r"|(?:immediate )?(?:openings?|vacanc(?:y|ies)))\b"
            r"|seeks?\b|wants?\b"
            r"|needs?\b|would (?:love|like)\b|invites?\b|wish(?:es)? to\b|requires?\b|is inviting)",
        ),
        (4, rf"\bat (?P<name>{NAME}),? (?:we|you|our)\b"),
        (4, rf"\b(?:Employer|Company|Organi[sz]ation): (?P<name>{NAME})"),
        (
            4,
            rf"{START}(?:The |the )?(?P<name>{NAME}){ASIDE} (?:(?:is|are) (?:proud to be "
            r"|committed to (?:being )?|pleased to be )?(?:an? )?(?:equal|inclusive|disability"
            r"|committed|accredited|owned|part of|funded|proud|based|located|headquartered"
            r"|backed|led|run|registered|regulated|authori[sz]ed)\b"
            r"|participates in E-?Verify"
            r"|holds an?\b|wants?\b|(?:guarantees|welcomes|values|encourages|complies|does not)\b)",
        ),
        (4, rf"\bclients?,? (?:[^.\n]{{0,60}}, )?(?P<name>{NAME}),"),
        (
            3,
            r"\b(?:[Ww]e|[Ww]ork for|[Hh]ere|[Tt]eam)(?:['’]re| are:?|,) (?:the )?"
            rf"(?P<name>{NAME})(?=[,.!:;\n])",
        ),
        (3, rf"\A(?P<name>{NAME}), {CAPITAL}(?: {CAPITAL})?[.!]"),
        (3, rf"[\u00a9©] ?(?P<name>{NAME})"),
        (3, rf"\bWE(?: ARE|['’]RE) (?P<name>{NAME})(?= AND\b|[,.!])"),
        (2.5, rf"\b(?:CEO|CTO|COO|[\w]+(?:er|or|ist|ant|ef|se|an)) at (?P<name>{NAME})"),
        (4, rf"^At (?P<name>{NAME}),? (?:we|you|our)\b"),
        (
            3,
            r"\b(?:[Hh]ello|[Hh]i|[Gg]reetings|[Ww]elcome) (?:from|to) "
            rf"(?P<name>{NAME})(?=[,.!:\n])",
        ),
        (3, rf"^(?:About|Why|Join|Working (?:at|for)) (?P<name>{NAME})\W*$"),
        (3, rf"\b(?:[Jj]oin(?:ing)?|[Ww]ork(?:ing)? (?:at|for)|team at|here at) (?P<name>{NAME})"),
        (3, rf"\b[Oo]ur (?:[a-z]+ ){{1,3}}?, ?(?P<name>{NAME}),"),
        (
            2,
            r"\b(?:located (?:in|at|within)|laborator(?:y|ies) (?:at|of)|lab at) the"
            rf" (?P<name>{NAME})",
        ),
        (3, rf"\b[Oo]ur (?:agency|firm|company|school|practice|group|studio), (?P<name>{NAME}),"),
        (
            2.5,
            r"\b(?:(?:vacancy|post|position|role|job) (?:\w+ )?(?:at|with)"
            rf"|(?:ward|unit) (?:\w+ )?at) (?P<name>{NAME})",
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


def is_place(text: str) -> bool:
    """Whether a text is a town, or a town with its county, state or country."""
    text = text.title() if text.isupper() else text
    first, _, rest = text.strip(" .").partition(", ")
    if first in STATES and len(first) > 3 and not rest:
        return True
    is_other = first in MONTHS or first.lower() in GENERIC
    return first in load_towns() and not is_other and len(rest.split()) <= 3


MONTHS = {"March", "May", "August"}


def has_job(words: Sequence[str]) -> bool:
    """Whether one of these words, or its singular, names a job; "Partners" names a firm."""
    jobs = heading_wordings().jobs
    single = (word if word == "partners" else word.removesuffix("s") for word in words)
    return any(word in jobs for word in (*words, *single) if len(word) > 1)


def employer_in_text(text: str, title: str, near: Sequence[str], above: str = "") -> str:
    """The name that the text speaks of as its employer; "" if none has enough points.

    `near` are the lines around the title, the first parts of which may name the employer; `above`
    is a first line that has only the title below it, and is likely to name the employer.
    """
    head = text[:LOOKED_AT]
    points: dict[str, float] = defaultdict(float)
    for worth, pattern in employer_patterns(SPOKEN.get()):
        for match in pattern.finditer(head):
            name = plain_name(without_tail(match["name"]), title)
            begins = pattern.pattern.startswith((START, "(?:^|")) and " " not in name
            if name and (not begins or is_proper(name, head)):
                points[name] += worth + bool(INSTITUTION.search(name))
    for name, worth in names_near(near, title):
        points[name] += worth + (name == above)
    for name in [*names_of_addresses(text), *names_with_form(text)]:
        points[ARTICLED.sub("", name)] += 3 * bool(plain_name(name, title))
    if speaks_for_client(text):
        points = {name: worth for name, worth in points.items() if is_client(name, text)}
    return best_name(points, head)


ABBREVIATED = lazy_pattern(r" (?:Inc|Ltd|Co|Corp|Bros)$")


def with_full_stop(name: str, text: str) -> str:
    """A name that ends in an abbreviation with its full stop, if the text has it so."""
    return f"{name}." if ABBREVIATED.search(name) and f"{name}." in text else name


def is_client(name: str, text: str) -> bool:
    """Whether an agency's posting names its client: "our client, Crumb Mills, ..."."""
    before = r"\b[Cc]lients?\b,? (?:[^.\n]{0,60}, )?"
    return bool(re.search(before + re.escape(name), text))


def best_name(points: dict[str, float], head: str) -> str:
    """The name with most points, those of its shorter forms counted with it; "" if too few."""
    for name in [*points]:
        longer = [other for other in points if other != name and other.startswith(f"{name} ")]
        if longer:
            points[max(longer, key=lambda other: points[other])] += points.pop(name)
    for name in points:
        first = name if " " not in name else name.rsplit(" ", 1)[0]
        points[name] += min(1, 0.5 * (head.count(first) - 1)) if points[name] >= 1.5 else 0
    best = max(points, key=lambda name: points[name], default="")
    return best if best and points[best] >= ENOUGH else ""


@cache
def employer_patterns(language: str) -> tuple[tuple[float, re.Pattern[str]], ...]:
    """Patterns of sentences that name an employer, with points, in English and `language`."""
    patterns = words_of_language(language).get("naming", {}).get("employer", ())
    compiled = (
        (3, re.compile(pattern.replace("NAME", f"(?P<name>{NAME})"), re.M)) for pattern in patterns
    )
    return (*EVIDENCE, *compiled)


def without_tail(name: str) -> str:
    """A name in capitals up to a word in capitals that cannot be part of it: "ACME AND WE ARE"."""
    words = name.split(" ")
    ends = [index for index, word in enumerate(words) if index and word in CAPITAL_ENDS]
    return " ".join(words[: ends[0]]) if ends else name


CAPITAL_ENDS = {"AND", "WE", "ARE", "IS", "IN", "A", "AN", "FOR", "UND", "SUCHT", "ZOEKT", "BUSCA"}


def names_of_addresses(text: str) -> Iterator[str]:
    """Names that are in the text and, without blanks, in an e-mail or web address."""
    labels = {
        label
        for match in ADDRESS.finditer(text)
        for label in re.split(r"[.@/]", match[0].lower().partition("@")[2] or match[0].lower())
        if len(label) > 3 and label not in NO_FIRM
    }
    for label in labels:
        plain = rf"(?<![\w@.]){label_pattern(label)}(?![\w@.-])"
        best = ""
        for match in re.finditer(plain, text, re.IGNORECASE):
            rest = re.match(rf"(?:,? {LEGAL.pattern})|(?: {CAPITAL})*", text[match.end() :])
            name = (match[0] + (rest[0] if rest and match[0][0].isupper() else "")).strip()
            name = "The " * text[: match.start()].endswith("The ") + name
            if not match[0][0].isupper():
                line = text[match.start() :].partition("\n")[0]
                name = SPLIT.split(line)[0]
            best = max(best, name, key=len) if len(name) <= LONGEST_NAME_CHARS else best
        if best:
            yield best


def label_pattern(label: str) -> str:
    """A pattern for the words whose letters make up a label: "dunmoreandsons", "Dunmore & Sons"."""
    pieces = re.split(r"(and)", label.replace("-", ""))
    return r"[\s'’.&-]{0,3}".join(
        r"(?:and|&)" if piece == "and" else r"[\s'’.-]?".join(map(re.escape, piece))
        for piece in pieces
        if piece
    )


ADDRESS = lazy_pattern(
    r"[\w.+-]{1,64}@[\w.-]{3,80}|\b(?:https?://|www\.)[\w.-]{3,80}", re.IGNORECASE
)
NO_FIRM = frozenset(load_wordings("naming.toml")["no_firm"].split())
"""Parts of addresses that name no employer."""
LONGEST_NAME_CHARS = 60


def names_with_form(text: str) -> Iterator[str]:
    """Names with a legal form: "Elektro Wiesner GmbH"."""
    for match in re.finditer(rf"({NAME}),? ({LEGAL.pattern})(?![\w-])", text[:LOOKED_AT]):
        yield without_tail(match[1]) + match[0].removeprefix(match[1])


CLIENT = lazy_pattern(
    r"\b(?:our|my|a|the) (?:\w+ ){0,2}client(?:'s|’s)?\b"
    r"(?! (?:base|list|relationship|facing|team|needs))"
    r"|direct client|employment (?:agency|business)"
)
"""What an agency says that hires for somebody else."""


def speaks_for_client(text: str) -> bool:
    """Whether a posting is by an agency, whose name is not the employer's."""
    pattern = words_of_language(SPOKEN.get()).get("naming", {}).get("client", "")
    is_english = SPOKEN.get() == "en" or not pattern
    return bool(CLIENT.search(text) if is_english else re.search(pattern, text, re.I))


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
                strong += 0.5 * (" & " in part)
                yield name + part.removeprefix(core), 1.5 + strong


def is_shaped(name: str) -> bool:
    """Whether all words of a name but little ones have a capital letter or a digit."""
    words = name.split()
    return words[0] not in LITTLE - {"the"} and all(
        not word[0].islower() or word in LITTLE for word in words
    )


def plain_name(name: str, title: str) -> str:
    """A name that an employer can have; "" for pronouns, jobs, places, headings and units."""
    name = re.sub(r" (?:Careers?|Jobs|Karriere|Vacancies)$", "", name.strip(" ,.:;"))
    name = ARTICLED.sub("", OPENER.sub("", name))
    words = words_of(name)
    if not words or words[0] in NO_NAME - {"the", "a"} or len(words) > 8:
        return ""
    core = words[1:] if words[0] in ("the", "a", "an", "our") else words
    if not core or set(core) <= GENERIC | LITTLE or words[0] in ("a", "an", "our"):
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


OPENER = lazy_pattern(r"^(?:Then|So|And|But|Now|Today) (?=[A-ZÀ-Þ])")
ARTICLED = lazy_pattern(
    rf"^(?:[LD]['’][a-zà-þ]{{1,30}} |(?:Die|Das|Der) (?=.{{1,60}} {LEGAL.pattern}$))"
)
"""What is before a name and not in it: "L'association Les Tilleuls", "Die Elbwerk GmbH"."""
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
    *("partners", "butchers", "florists", "recruiters", "vets", "plumbers", "caterers", "printers"),
}
"""Jobs in the plural with which the name of a firm may end."""
ENDLESS = {
    *("to", "for", "with", "of", "in", "at", "on", "and", "then", "i", "we", "you", "our", "the"),
    *("is", "are", "will", "a", "an", "by", "from", "or", "your", "as", "if", "it"),
}
COMMON = frozenset(load_wordings("naming.toml")["common"].split())


def place_in_text(text: str, company: str, title: str = "") -> str:
    """The town that a text names as the place of work ("in Leeds", "our Leeds office", "Leeds,
    hybrid"); "" if it names none."""
    head = text[:LOOKED_AT]
    points: dict[str, float] = defaultdict(float)
    for match in CAPITALS.finditer(head):
        town = next(towns_of(match[0]), "")
        if not town or town in title.split() or (company and town in company):
            continue
        start = match.start() + match[0].index(town)
        end = start + len(town)
        before, after = head[max(0, start - 40) : start], head[end : end + 40]
        worth = 2.5 * bool(BEFORE_TOWN.search(before)) + 2.5 * bool(BEHIND_TOWN.match(after))
        worth += 2.5 * (before.endswith("(") and after.startswith(")"))
        worth += 2.5 * bool(company and before.rstrip(" ,(").endswith(company))
        if not worth:
            continue
        county = COUNTY.match(head, end)
        whole = town + (county[0] if county and county[1] in STATES else "")
        points[whole] += worth + 1 - start / LOOKED_AT
    seat = SEAT.fullmatch(company)
    spoken = next(filter(None, seat.groups()), "") if seat else ""
    return max(points, key=lambda place: points[place], default=spoken)


SEAT = lazy_pattern(
    rf"(?:City|Town|Stadt|Gemeinde|Ville|Mairie|Ayuntamiento|Gemeente|Comune|Municipio)"
    rf"(?: of| de| di| van)? ({CAPITAL})|({CAPITAL}) (?:Borough|City|District|Town) Council"
    rf"|({CAPITAL} County)(?: [A-Z]\w+)*"
)
"""Employers whose name says where they are."""


def towns_of(words: str) -> Iterator[str]:
    """The towns in a row of words with capitals, longest first: of "Trusts Leeds" "Leeds"."""
    parts = words.split(" ")
    for size in range(min(3, len(parts)), 0, -1):
        for start in range(len(parts) - size + 1):
            town = " ".join(parts[start : start + size])
            if (
                town in load_towns()
                and town not in MONTHS
                and town.lower() not in GENERIC
                and len(town) > 2
            ):
                yield town


CAPITALS = lazy_pattern(
    rf"{CAPITAL}(?: (?:(?:de|la|del|am|an der|upon|on|le|les) )?{CAPITAL}){{0,5}}"
)
BEFORE_TOWN = lazy_pattern(
    r"\b(?:in|near|of|round|around|outside|across|[Bb]ased (?:in|at|near|round)|at our|our|zu|bei"
    r"|à|en|em|a|te|standplaats|vestiging|regio|sede (?:a|di|em|en)|[Ss]tandort|siège de|from)"
    r"(?: the)? ?\(?$"
)
BEHIND_TOWN = lazy_pattern(
    r" (?:site|office|branch|depot|factory|plant|campus|store|shop|clinic|surgery|team|studio|HQ"
    r"|headquarters|warehouse|hospital|school|mill|yard|kitchen)\b"
    r"|,? \(?(?:[Hh]ybrid|[Rr]emote|[Oo]n-?site|o remoto)"
)
COUNTY = lazy_pattern(r", ([A-Z]{2}\b|[A-Z][a-z]+(?: [A-Z][a-z]+)?)")
STATES = frozenset(load_wordings("naming.toml")["states"].split())
