"""Lines with a label below the heading of an entry: grade, courses, keywords, authors, roles."""

import re
from dataclasses import replace

from tailor.read.understand.degrees import degree
from tailor.read.understand.headers import Header
from tailor.read.understand.pieces import courses, items
from tailor.read.understand.values import MARKS, Draft, Fields, Value
from tailor.read.understand.vocabulary import role_of

LISTS = {
    "keywords": "keywords",
    "technologies": "keywords",
    "technology": "keywords",
    "tech stack": "keywords",
    "tech": "keywords",
    "stack": "keywords",
    "tools": "keywords",
    "authors": "authors",
    "role": "roles",
    "roles": "roles",
}
"""Label -> the list of an entry that it introduces."""

KNOWN = {
    "projects": ("keywords", "roles"),
    "custom": ("keywords", "authors"),
}
"""The lists that entries of each kind may have."""

LABELLED = re.compile(r"^(?P<label>[\w ]+?)\s*:\s+(?P<words>.+)$")


def add(fields: Fields, key: str, item: Draft) -> None:
    items = fields.setdefault(key, [])
    assert isinstance(items, list)
    items.append(item)


def labelled(fields: Fields, value: Value, kind: str) -> bool:
    """Takes a line with a known label; whether it was one."""
    found = LABELLED.match(value.text)
    label = found["label"].lower() if found else ""
    key = LISTS.get(label, "")
    if found and key in KNOWN.get(kind, ()):
        mark(fields, replace(value, text=found["label"]))
        for word in items(found["words"]) if key != "roles" else [found["words"]]:
            add(fields, key, replace(value, text=word))
        return True
    job = kind in ("work", "volunteer") and "position" not in fields
    if found and job and role_of(found["label"]) == "title":
        mark(fields, replace(value, text=found["label"]))
        fields["position"] = replace(value, text=found["words"])
        return True
    if found and kind == "work" and label == "about":
        mark(fields, replace(value, text=found["label"]))
        fields["description"] = replace(value, text=found["words"])
        return True
    return kind == "education" and (graded(fields, value) or taught(fields, value))


def mark(fields: Fields, value: Value) -> None:
    add(fields, MARKS, value)


def graded(fields: Fields, value: Value) -> bool:
    """Takes a grade: the words behind "Grade:", all of "GPA: 3.9"."""
    if "score" in fields:
        return False
    found = re.match(r"grade\s*:\s+(.+)$", value.text, re.IGNORECASE)
    if found:
        fields["score"] = Value(found[1], value.line, value.last, value.read)
        return True
    made, _ = degree(alone(value))
    if set(made) == {"score"}:
        fields["score"] = value
        return True
    return False


def taught(fields: Fields, value: Value) -> bool:
    """Takes the names of courses."""
    found = courses(value)
    for key, draft in (found or {}).items():
        for one in draft if isinstance(draft, list) else [draft]:
            add(fields, key, one)
    return found is not None


def studied(fields: Fields, value: Value) -> bool:
    """Takes degree, grade or courses out of a bullet below a school."""
    if graded(fields, value) or taught(fields, value):
        return True
    made, rest = degree(alone(value))
    if "studyType" not in made or "studyType" in fields or "highlights" in fields or rest:
        return False
    if "institution" in made and "institution" in fields:
        return False
    for key, one in made.items():
        fields.setdefault(key, one)
    return True


def alone(value: Value) -> Header:
    """A line as if it were the heading of an entry."""
    return Header((value,), (), {}, (), None, 1)
