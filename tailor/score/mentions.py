"""Whether a line that names a skill shows it in use, or merely mentions it."""

import re
from functools import cache

from tailor.keywords.folding import folded
from tailor.resources import folder

ASIDE = re.compile(
    r"[\s-]+(?:and \w+ )?(?:(?:senior|junior|new|shared|their|open)[\s-]+)?(?:roles?|positions?"
    r"|vacanc\w+|candidates?|interviews?|recruit\w*|hir(?:es?|ing)|jobs?|passwords?|licen[sc]es?|invoices?"
    r"|meet-?ups?|conferences?|books?|clubs?|courses?|class(?:es)?|teams?|departments?|colleagues?"
    r"|staff|stakeholders?|managers?|directors?|engineers?|developers?|analysts?|consultants?"
    r"|officers?|specialists?|people|guilds?|communit(?:y|ies)|firms?|compan(?:y|ies)|compan\w+"
    r"|compet\w+|news\w*|students?|degree)\b",
    re.IGNORECASE,
)
"""Words right behind a name that make it a mere label of something else: "backend roles"."""
LABELLED = re.compile(
    r"\b(?:with|for|to|alongside|between|from|by|into|hir\w+|interview\w*|recruit\w*|onboard\w*|paid"
    r"|retired?|met)\s(?:[\w&-]+\s){0,3}$|exercise (?:for|on)\s(?:[\w&-]+\s){0,2}$",
    re.IGNORECASE,
)
"""Words before a team, a person or a paper that is somebody else's."""
PAPERS = re.compile(
    r"^[\s-]+(?:roles?|positions?|vacanc\w+|candidates?|interviews?|jobs?|passwords?|licen[sc]es?"
    r"|invoices?|meet-?ups?|conferences?|books?|clubs?|courses?|news\w*|students?|recruit\w*)\b",
    re.IGNORECASE,
)
"""Things that no work with the named skill makes."""
WEAK = re.compile(
    r"\b(?:interest(?:ed)? in|learn(?:ing)? about|(?:some )?exposure to|famil?iar(?:ity)? with"
    r"|aware(?:ness)? of|attended|shadowed|observed|read about|without|instead of|rather than|no"
    r"|replaced|retired|decommissioned|removed|dropped|moved off|migrat\w+ (?:\w+ ){0,2}from"
    r"|away from|keen (?:to|on)|hop(?:e|ing) to|plan(?:ning)? to|curious about"
    r"|enthus\w+ (?:for|about))\s"
    r"(?:(?:the|an?|our|old|legacy|any|basic|more|to|use|learn)\s)*(?:[\w+#-]+\s){0,1}$",
    re.IGNORECASE,
)
"""Words before a name that say that it was not used, or not yet."""


@cache
def generic_words() -> frozenset[str]:
    """The single words of data/generic_words.txt that name a whole field of work, folded."""
    text = (folder("data") / "generic_words.txt").read_text(encoding="utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def is_generic(term: str) -> bool:
    """Whether a term is a single word that is too general for a line to prove."""
    words = folded(term)
    return len(words) == 1 and words[0] in generic_words() and not term[1:].isupper()


def is_mention(text: str, start: int, end: int) -> bool:
    """Whether a line merely mentions what it names at the offsets [start, end)."""
    before, after = text[max(0, start - 60) : start], text[end : end + 40]
    if WEAK.search(before) or PAPERS.match(after):
        return True
    return bool(ASIDE.match(after) and LABELLED.search(before))
