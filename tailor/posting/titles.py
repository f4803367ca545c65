"""The title of the job: trimmed from a line, found in a sentence, or taken from a file's name."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import PurePath

from tailor.files import lazy_pattern, load_towns
from tailor.languages import SPOKEN, language_names, words_of_language
from tailor.posting.headings import (
    BULLET,
    heading_kind,
    heading_wordings,
    label_field,
    load_wordings,
    words_of,
)
from tailor.posting.naming import LEGAL, MODE, PAY, has_job, is_place

LOOKED_AT_CHARS = 6_000
MOST_WORDS_BEFORE, MOST_WORDS_BEHIND = 5, 6
"""Words of a title before and behind the word that names the job."""
ENOUGH = 2.5
"""Points from which words of a text are taken for its title."""
HEAD_FIRST = ("fr", "es", "pt", "it", "nl")
"""Languages in which the word that names the job comes first: "Chef de chantier"."""

TOKEN = lazy_pattern(
    r"\.?[^\W_][\w+#&'’]*(?:(?:[-/·*]|:(?=in)|\.(?=js\b))[^\W_][\w+#]*|\((?:[a-z]{1,5}|-?in)\))*"
)
GENDERS = lazy_pattern(
    r" ?(?:\((?:[mwfdhx](?:[/|,*][mwfdhxv]){1,3}|all genders)\)"
    r"|\b[mwfdhMWFDH](?:/[mwfdhxMWFDHX]){1,2}\b)"
)
"""The genders that a title names: "(m/w/d)", "H/F"."""
COUNT = lazy_pattern(r" ?\b[x×] ?\d+\b| ?\(\d+ (?:posts?|positions?)\)|\b\d+ ?[x×] ", re.IGNORECASE)
WANTED = lazy_pattern(
    r"[\s,–-]{1,9}(?:needed|required|wanted|vacancy|job|role|gesucht|gezocht|recherchée?)\b.*$",
    re.IGNORECASE,
)
LEADING = lazy_pattern(
    r"^(?:vacancy|vacancies|job|position|role|title of the (?:post|job)|now hiring|we['’]re hiring"
    r"|job (?:title|advert|vacancy)|hiring|opening|vaga|vacature|vacante|offre|poste|wanted)"
    r"\s?(?::|[-–]\s)\s?|^job title (?=\w)",
    re.IGNORECASE,
)
ASIDES = lazy_pattern(r" \((?!m/|f/|w/|h/|all)[^()]*\)$")
IN_TOWN = lazy_pattern(r" (?:in|based in|near|for|à|en|a|em|te|presso) (?=[A-ZÀ-Þ])")
SEPARATORS = (" | ", " • ", " · ", " – ", " — ", " - ", ", ", " @ ")
ESTABLISHMENT = lazy_pattern(
    r"(?:Universit|Hospital|Clini[ck]|College|Academy|Institut|Council|Bank\b|Foundation|Agency"
    r"|Federation|Trust\b)"
)
"""How the name of an employer ends. Other words of institutions (Medical, Energy, Systems) are
also what a job is about, and are in its title."""
RUNG = lazy_pattern(r"(?:[IVX]{1,4}|\d|[A-C])\b")
"""The rung of a job: "Technician II"."""


def trim_title(line: str, text: str = "") -> str:
    """A title without "Vacancy:", "needed", and the employer, place or hours that follow it.

    `text` is the posting: what follows a comma and again in the text, is a name.
    """
    title = WANTED.sub("", LEADING.sub("", line.strip(" *#_")))
    title = COUNT.sub("", title).strip(" *!?.")
    if (aside := ASIDES.search(title)) and not has_job(words_of(aside[0])):
        inner = aside[0].strip(" ()")
        if (
            (is_place(inner.split(", ")[0]) and len(inner) > 3)
            or MODE.search(inner)
            or re.search(r"\d", inner)
        ):
            title = title[: aside.start()]
    for sign in SEPARATORS:
        head, separator, tail = title.rpartition(sign)
        rest = text.replace(title, "")
        while separator and has_job(words_of(head)) and is_aside(tail, rest):
            title = head
            head, separator, tail = title.rpartition(sign)
        if separator and sign != ", " and has_job(words_of(tail)) and not has_job(words_of(head)):
            title = tail
    for match in IN_TOWN.finditer(title):
        if is_place(title[match.end() :]) and has_job(words_of(title[: match.start()])):
            return title[: match.start()]
    if is_aside(title[title.rfind("(") :].strip("()")):
        title = ASIDES.sub("", title)
    return to_singular(title)


def is_aside(tail: str, text: str = "") -> bool:
    """Whether a part of a title line is an employer, a place, hours or pay."""
    hours = MODE.search(tail) or PAY.match(tail) or re.search(r"\b\d+\s?(?:hrs?|hours)\b", tail)
    if hours or is_place(tail) or is_place(tail.split(" ")[0]):
        return True
    if has_job(words_of(tail)):
        return False
    is_name = LEGAL.search(tail) or ESTABLISHMENT.match(tail.rpartition(" ")[2])
    return bool(is_name) or (tail[:1].isupper() and len(tail) > 3 and tail in text)


@cache
def read_wordings(language: str) -> tuple[re.Pattern[str], re.Pattern[str], frozenset[str]]:
    """The words before a title in a sentence, those after it, and those that are not part of it,
    in English and in `language`."""
    tables = [load_wordings("naming.toml"), words_of_language(language).get("naming", {})]
    before = "|".join(
        rf"(?:{table['before_title']})[:?,–-]{{0,2}}"
        rf"(?:\s(?!\W{{0,2}}(?:{'|'.join(table['gap_ends'].split())})\b)[^\s.!?;]{{1,40}})"
        rf"{{0,{table['gap']}}}[\s(]*"
        for table in tables
        if table
    )
    after = "|".join(table["behind_title"] for table in tables if table)
    little = language_names()["little"]
    outside = {word for table in tables if table for word in table["outside_title"].split()}
    outside |= {word for code in ("en", language) for word in little.get(code, "").split()}
    return (
        re.compile(rf"(?:{before})$", re.IGNORECASE),
        re.compile(rf"(?: \([^()\n]{{1,30}}\))?\W{{0,4}}(?:{after})", re.IGNORECASE),
        frozenset(outside),
    )


@dataclass(frozen=True, slots=True)
class JobPhrase:
    """Words that name a job, at the character offsets [start, end)."""

    start: int
    end: int
    text: str


def job_phrases(text: str) -> Iterator[JobPhrase]:
    """All phrases of a text that name a job: "Senior Data Engineer", "chef de chantier"."""
    tokens = [*TOKEN.finditer(text)]
    language = SPOKEN.get()
    outside = read_wordings(language)[2]
    joints = {"of", "for", *words_of_language(language).get("naming", {}).get("joints", "").split()}
    index = 0
    while index < len(tokens):
        if not has_job(words_of(tokens[index][0])) and not GENDERS.match(text, tokens[index].end()):
            index += 1
            continue
        last = index
        while last + 1 < len(tokens) and is_beside(text, tokens[last], tokens[last + 1]):
            token = tokens[last + 1][0]
            if not has_job(words_of(token)) or is_outside(token, outside):
                break
            last += 1
        first = max(index - MOST_WORDS_BEFORE, 0)
        start = index
        while start > first and is_beside(text, tokens[start - 1], tokens[start]):
            if not is_outside(tokens[start - 1][0], outside):
                start -= 1
            elif is_inner(text, tokens, start - 1, outside):
                start -= 2
            else:
                break
        start = without_adjectives(tokens, start, index)
        end = end_of_title(text, tokens, last, joints, outside)
        if start == 0 and end + 2 < len(tokens) and is_listed(text, tokens[end : end + 3]):
            end = end_of_title(text, tokens, end + 1, joints, outside)
        genders = GENDERS.match(text, tokens[end].end())
        stop = genders.end() if genders else tokens[end].end()
        yield JobPhrase(tokens[start].start(), stop, text[tokens[start].start() : stop])
        index = max(end, last) + 1


def is_beside(text: str, left: re.Match[str], right: re.Match[str]) -> bool:
    """Whether only a blank, an "&" or a slash is between two words."""
    return text[left.end() : right.start()] in (" ", " & ", " / ", "- ")


def is_listed(text: str, tokens: Sequence[re.Match[str]]) -> bool:
    """Whether a title goes on after a comma: "Associate Director, Internal Audit London"."""
    has_comma = text[tokens[0].end() : tokens[1].start()] == ", "
    are_names = all(token[0].istitle() and not is_place(token[0]) for token in tokens[1:])
    return has_comma and are_names and text[tokens[1].end() : tokens[2].start()] == " "


def is_inner(
    text: str, tokens: Sequence[re.Match[str]], number: int, outside: frozenset[str]
) -> bool:
    """Whether a little word joins two words with capitals: "Speech and Language Therapist"."""
    if tokens[number][0] not in ("and", "to", "of", "in", "et", "und") or number == 0:
        return False
    before, after = tokens[number - 1], tokens[number + 1]
    if is_outside(before[0], outside) or not is_beside(text, before, tokens[number]):
        return False
    return before[0][0].isupper() and after[0][0].isupper()


def is_outside(token: str, outside: frozenset[str]) -> bool:
    words = words_of(re.sub(r"\([a-z]{1,2}\)$", "", token))  # Of "un(e)".
    return not words or all(word in outside for word in words)


def without_adjectives(tokens: Sequence[re.Match[str]], start: int, head: int) -> int:
    """The first word of a title: of "enthusiastic full-time Staff Nurse" the third."""
    seniority = heading_wordings().ranks
    start += tokens[start][0] in ("n", "e") and start < head  # Of "eine:n Koch", "un.e chef".
    for number in range(start, head):
        token = tokens[number][0]
        if token[0].isupper() or token[0] == "." or token == "iOS" or token.lower() in seniority:
            return number
    return start if head - start <= 2 else head - 1


def end_of_title(
    text: str,
    tokens: Sequence[re.Match[str]],
    last: int,
    joints: set[str],
    outside: frozenset[str],
) -> int:
    """The last word of a title whose job is named by the word `last`."""
    end = last
    loose = SPOKEN.get() in HEAD_FIRST
    number = last + 1
    while number < len(tokens) and number - last <= MOST_WORDS_BEHIND:
        token = tokens[number][0]
        if not is_beside(text, tokens[number - 1], tokens[number]) or GENDERS.match(token):
            break
        if token.lower() in joints or token in ("and", "und", "y", "et", "e", "en"):
            number += 1
            continue
        capital = token[0].isupper() or token[0].isdigit()
        if is_outside(token, outside) or not (capital or loose or number - end > 1):
            break
        if label_field(token) or heading_kind(token, strong=False):
            break
        if token in load_towns() and len(token) > 3:
            break
        if token.isdigit() and not RUNG.fullmatch(token):
            break
        if token in BEHIND and number - end == 1:
            break
        end = number
        number += 1
    return end


BEHIND = {"Up", "Salary", "Location", "To", "Our", "The", "We", "A", "An", "Full", "Part"}
"""Words with which something else begins behind a title."""


def title_in_text(text: str) -> str:
    """The title in "... is looking for a Sr Java Developer"; "" if no sentence gives one."""
    head = text[:LOOKED_AT_CHARS]
    before, after, _ = read_wordings(SPOKEN.get())
    points: dict[str, float] = defaultdict(float)
    for phrase in job_phrases(head):
        line_start = head.rfind("\n", 0, phrase.start) + 1
        line_end = head.find("\n", phrase.end)
        line = head[line_start : line_end if line_end >= 0 else len(head)]
        lead = head[max(line_start, phrase.start - 100) : phrase.start]
        worth = 0.0
        if after.match(head, phrase.end) or GENDERS.search(phrase.text):
            worth += 4
        near = max(0, phrase.start - 150, head.rfind("\n\n", 0, max(0, line_start - 2)))
        is_contact = CONTACT.search(head[near : phrase.start])
        if hit := before.search(lead):
            worth += 0 if is_contact or EARLIER.search(lead[: hit.start()]) else 4
        elif phrase.start == 0 or (
            not is_contact
            and phrase.start < TOP_CHARS
            and 1.6 * len(phrase.text) >= len(line)
            and not BULLET.match(line)
        ):
            worth += 2.5
        if worth:
            plain = phrase.text.islower() and " " not in phrase.text
            worth += 0.5 * (" " in phrase.text) + 0.5 * (1 - phrase.start / LOOKED_AT_CHARS)
            points[to_singular(phrase.text)] += worth - 2 * plain
    best = max(points, key=lambda title: points[title], default="")
    return best if best and points[best] >= ENOUGH else ""


TOP_CHARS = 2_000
"""Where a line of its own may be the title."""
CONTACT = lazy_pattern(
    r"\b(?:contact|e-?mail|enquir|informal|further (?:details|information)|tel\b|name)",
    re.IGNORECASE,
)
EARLIER = lazy_pattern(
    r"\b(?:years?|experience|experienced|worked|working|background|such|serve|serving|act|acting"
    r"|qualified|known|reports?|reporting)(?: \w+){0,2}\W*$",
    re.IGNORECASE,
)
"""What comes before a job that somebody had, or before one's superior."""


WEAK = lazy_pattern(r"(\w{3,40}(?:ent|ant|ist|at|or))en(?=$| \()")


def to_singular(title: str) -> str:
    """ "Care Assistants" -> "Care Assistant", of the last word only, if it names a job; of a German
    "Referenten (m/w/d)" the first case."""
    if weak := WEAK.match(title):
        is_job = weak[1].lower() in heading_wordings().jobs
        return weak[1] + title[weak.end() :] if is_job and SPOKEN.get() == "de" else title
    last = words_of(title)[-1:]
    plural = last and last[0].endswith("s") and last[0][:-1] in heading_wordings().jobs
    return title[:-1] if plural and title.lower().endswith("s") else title


def title_of_file(source: str) -> str:
    """The title that a file's name gives: "senior-baker.txt" -> "Senior Baker"."""
    words = re.findall(r"[^\W_]+", PurePath(source).stem)
    jobs = [n for n, word in enumerate(words) if has_job([word.lower()])]
    return " ".join(words[: jobs[-1] + 1]).capitalize() if jobs else ""
