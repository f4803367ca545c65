"""How strongly a posting asks for something: must, nice or context, by section and wording."""

import re
from collections.abc import Iterable
from functools import lru_cache

from tailor.files import lazy_pattern, load_towns
from tailor.keywords.nlp import Sentence
from tailor.models import Posting

NICE = lazy_pattern(
    r"""\b(?:
      a\ (?:(?:big|huge|strong|definite|distinct|real)\ )?(?:plus|bonus|advantage|asset)
    | (?:an|added|additional|big|distinct|definite)\ (?:plus|bonus|advantage|asset)
    | (?:is|are|be|as)\ (?:an?\ )?(?:\w+\ )?(?:advantage(?:ous)?|beneficial|bonus|plus|asset|helpful
      |useful|desirable|preferred|preferable|optional)
    | advantage(?:ous)? | beneficial | bonus | desirable | desired | preferabl[ye] | preferred
    | preference | ideally | optional(?:ly)? | nice[- ]to[- ]haves? | good[- ]to[- ]haves?
    | would\ (?:also\ )?be\ (?:\w+\ )?(?:nice|great|good|ideal|welcome|valued?|useful|helpful)
    | not\ (?:strictly\ )?(?:required|essential|necessary|mandatory)
    | willing(?:ness)?\ to\ learn | pluses
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)
MUST = lazy_pattern(
    r"""\b(?:
      must(?:[- ]haves?)? | requir(?:ed|es?|ements?|ing) | essential | mandatory | necessary
    | need(?:s|ed)?\ (?:to|a|an|someone|experience|strong|good)
    | minimum | at\ least | proven | prerequisites?
    | (?:you|candidates?|applicants?)(?:'ll|\ will|\ should|\ shall)?\ (?:have|need|hold|possess)
    | (?:will|should|shall)\ be\ (?:an?\ )?(?:\w+\ )?(?:qualified|experienced|proficient|registered)
    | \d+\s{0,9}(?:\+|plus|-\s{0,9}\d+|to\ \d+)?\s{0,9}(?:years?|yrs)
    | (?:strong|solid|excellent|extensive|deep|in-depth|thorough|demonstrable|demonstrated|good
      |sound|working|hands-on|advanced)\ (?:\w+\ )?(?:knowledge|experience|understanding|skills?
      |background|command|track\ record|grasp|proficiency)
    | proficien(?:t|cy) | expertise\ (?:in|with) | fluen(?:t|cy) | (?:is|are)\ a\ must
    )\b""",
    re.VERBOSE | re.IGNORECASE,
)
TALK = lazy_pattern(r"^\W*(?:we|our|at \w+, we)\b", re.IGNORECASE)
"""How sentences begin in which an employer speaks of itself ..."""
ADDRESS = lazy_pattern(
    r"\b(?:you|your|candidates?|applicants?|someone|looking for|seek(?:ing)?|need|require|must"
    r"|we(?:['’]d| would) (?:also )?(?:love|like)(?::| to see| you)|we (?:ask|expect|want))(?!\w)",
    re.IGNORECASE,
)
"""... unless they turn to the reader."""
PERK = lazy_pattern(
    r"^\W*(?:free|(?:free |full )?access to|discount\w*|competitive|generous|"
    r"(?:an? )?opportunit\w+|pension|"
    r"(?:enhanced|paid|flexible) (?:leave|holiday|pay|working|maternity))\b",
    re.IGNORECASE,
)
"""How offers begin that a list of benefits is made of."""
EMPLOYERS_OWN = lazy_pattern(
    r"(?:recruit(?:ing|ment)|hiring|selection)(?: process(?:es)?)?|job descriptions?"
    r"|(?:e-?mail |your |up-?to-?date )?(?:CVs?|cover(?:ing)? letters?|r[eé]sum[eé]s?)"
    r"|application (?:forms?|process(?:es)?)|career development|life assurance"
    r"|pension schemes?|employee benefits?|training and development|annual leave",
    re.IGNORECASE,
)
"""What an employer does with a posting or offers in it, and nobody is asked to do ..."""
PERSONNEL = lazy_pattern(
    r"recruit|hiring|talent|staffing|human|people|\bHR\b|personnel|pension|benefit|reward|payroll|learning",
    re.IGNORECASE,
)
"""... unless the title says so."""
CLAUSE = lazy_pattern(r"[;.]\s+|,?\s{1,9}(?:but|while|whereas|although|though)\s+|\s{1,9}[–—]\s+")
NEAR = lazy_pattern(r"(?:,? or |/)|(?:, [\w+#. -]{1,16})?,? or ")
YEARS = lazy_pattern(
    r"(\d{1,2})\s{0,9}(?:\+|plus|or more)?\s{0,9}(?:(?:-|–|to)\s{0,9}\d{1,2}\s{0,9}\+?\s{0,9})?"
    r"(?:years?|yrs)\b",
    re.IGNORECASE,
)
PLAIN = {"must": "must", "nice": "nice", "duties": "context", "context": "context"}
"""What it becomes where the wording says nothing."""


def importance_kind(sentence: Sentence, text: str, start: int, end: int) -> str:
    """must, nice or context for the words [start, end) of the posting's `text`.

    The wording of the clause counts before that of the sentence, and wording before section;
    a section of wishes stays one even if it says "strong knowledge".
    """
    section = sentence.passage.kind
    whole = text[sentence.start : sentence.end]
    if is_own_talk(whole):
        return "context"
    for words in (clause_around(whole, start - sentence.start, end - sentence.start), whole):
        kind = wording_kind(words)
        if kind:
            return "nice" if section == "nice" else kind
    return PLAIN.get(section, "context")


def is_own_talk(words: str) -> bool:
    """Whether an employer speaks of itself in a sentence, and not to the reader."""
    return bool(TALK.match(words)) and not ADDRESS.search(words)


@lru_cache(maxsize=4096)
def wording_kind(words: str) -> str:
    """nice, must or "" by what the words say; a wish outdoes a demand."""
    if NICE.search(words):
        return "nice"
    return "must" if MUST.search(words) else ""


def clause_around(sentence: str, start: int, end: int) -> str:
    """The part of a sentence between two breaks that holds [start, end)."""
    first, last = 0, len(sentence)
    for match in CLAUSE.finditer(sentence):
        if match.end() <= start:
            first = match.end()
        elif match.start() >= end:
            last = match.start()
            break
    return sentence[first:last]


def is_offer(words: str) -> bool:
    """True if a sentence offers something instead of asking for it."""
    return bool(PERK.match(words))


def is_employers_own(words: str, title: str) -> bool:
    """Whether words name what an employer does with its posting or offers in it."""
    return bool(EMPLOYERS_OWN.fullmatch(words)) and not PERSONNEL.search(title)


def is_alternative_of_several(text: str, start: int, end: int) -> bool:
    """True if the words are one of several of which any will do ("Java or Kotlin")."""
    before, after = text[max(0, start - 24) : start].lower(), text[end : end + 24].lower()
    return bool(
        NEAR.match(after)
        or re.search(r"(?: or | and/or |either )(?:an? |the |similar )?$", before)
        or re.match(r",? (?:or similar|or equivalent)", after)
    )


def years_asked(text: str) -> int:
    """The years of experience that a sentence asks for, 0 if it names none."""
    match = YEARS.search(text)
    return int(match.group(1)) if match else 0


TOWN_AND_STATE = lazy_pattern(
    r"\b(?P<town>[A-Z][\w.'’-]{1,30}(?: [A-Z][\w.'’-]{1,30}){0,2}), ?"
    r"(?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI"
    r"|S[CD]|T[NX]|UT|V[AT]|W[AIVY])\b"
)


def find_towns(text: str) -> list[tuple[int, int]]:
    """Where a posting names a town with its state ("Denver, CO"), which is not a skill."""
    places = []
    for match in TOWN_AND_STATE.finditer(text):
        words = match["town"].split(" ")
        names = (" ".join(words[first:]) for first in range(len(words)))
        town = next((name for name in names if name in load_towns()), None)
        if town:
            places.append((match.end("town") - len(town), match.end()))
    return places


WEB_ADDRESS = lazy_pattern(r"(?<![a-z])[a-z][a-z+.-]{1,20}://\S+", re.IGNORECASE)


def find_addresses(text: str) -> list[tuple[int, int]]:
    """Where a posting has an address ("file:///home/robin/job.html"): its words ask for nothing."""
    return [match.span() for match in WEB_ADDRESS.finditer(text)]


PLACES = r"(?:(?:, | and | & | or )[A-Z][\w'’-]{1,30}(?: [A-Z][\w'’-]{1,30})?){0,6}"
"""What is behind a place and is a place as well: "Toledo and Akron, Ohio"."""


def find_work_places(posting: Posting) -> list[re.Match[str]]:
    """Where a posting names the place of work, with the places right behind it."""
    town = re.split("[,(]", posting.place)[0].strip()
    pattern = rf"(?<!\w){re.escape(town)}(?!\w){PLACES}"
    return [*re.finditer(pattern, posting.text)] if town else []


GRADE = lazy_pattern(r"-[A-Z]{1,4}(?![\w-])")
"""The end of an abbreviation that is longer than the name that is known: "SHRM-CP"."""


def is_inside(start: int, end: int, spans: Iterable[tuple[int, int]]) -> bool:
    return any(first <= start and end <= last for first, last in spans)
