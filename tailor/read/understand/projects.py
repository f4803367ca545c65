"""Projects: technologies and roles behind their names."""

import re
from dataclasses import replace

from tailor.read.understand.degrees import NOTED
from tailor.read.understand.headers import Header
from tailor.read.understand.pieces import items, without_list
from tailor.read.understand.values import Fields, Value
from tailor.read.understand.vocabulary import is_organisation, is_place, is_title

MOST = 4
"""Words of one item in a list of technologies."""
ROLE = re.compile(
    r"(?:(?:co-?|main |lead |sole )?(?:author|maintainer|editor|translator|contributor|creator|"
    r"owner|founder|developer|designer|organi[sz]er)(?:, |$))+",
    re.IGNORECASE,
)


def is_role(text: str) -> bool:
    """Whether a text is what somebody was in a project: "Author, Maintainer", "Site Manager"."""
    return is_title(text) or bool(ROLE.fullmatch(text))


def words_only(title: Value) -> list[Value]:
    """The words of a line that is nothing but a list of technologies; none if it is more."""
    words = items(title.text)
    short = all(len(word.split()) <= MOST for word in words)
    ended = title.text.endswith((".", ":", ")"))
    return (
        [replace(title, text=word) for word in words]
        if len(words) > 1 and short and not ended
        else []
    )


def without_words(head: Header) -> tuple[Header, list[Value]]:
    """The heading of a project without the list of technologies behind its name."""
    for at, one in enumerate(head.pieces):
        words = items(one.text) if at and not ROLE.fullmatch(one.text) else []
        short = all(len(word.split()) <= 3 for word in words)
        if len(words) > 1 and short and not is_place(one.text) and not is_organisation(one.text):
            kept = (*head.pieces[:at], *head.pieces[at + 1 :])
            return replace(head, pieces=kept), [replace(one, text=word) for word in words]
        name, inside = without_list(one)
        if inside and not all(is_role(word.text) for word in inside):
            return replace(head, pieces=(*head.pieces[:at], name, *head.pieces[at + 1 :])), inside
    return head, []


def without_role(head: Header) -> tuple[Header, list[Value]]:
    """The heading of a project without the role in brackets behind its name."""
    for at, one in enumerate(head.pieces):
        if at and ROLE.fullmatch(one.text):
            return replace(head, pieces=(*head.pieces[:at], *head.pieces[at + 1 :])), [one]
        found = NOTED.match(one.text)
        if found and is_role(found[2]) and not is_title(found[1]):
            kept = (*head.pieces[:at], replace(one, text=found[1]), *head.pieces[at + 1 :])
            return replace(head, pieces=kept), [replace(one, text=found[2])]
    return head, []


def project(fields: Fields, one: Fields) -> Fields:
    """A piece of work as a project; what it stood under is its role and organisation."""
    role = fields.get("name")
    kept = {key: value for key, value in fields.items() if key not in ("name", "highlights")}
    made: Fields = {**kept, **one}
    if isinstance(role, Value):
        made["roles"] = [role]
    return made
