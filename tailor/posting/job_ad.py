"""A posting as its source gives it: facts beside the text, put together to one text."""

import re
from dataclasses import dataclass

FACTS = (
    ("title", "Job title"),
    ("company", "Company"),
    ("place", "Location"),
    ("seniority", "Seniority"),
)


@dataclass(frozen=True, slots=True)
class JobAd:
    """What a structured source says. `text` is the body; facts that it lacks are ""."""

    text: str
    title: str = ""
    company: str = ""
    place: str = ""
    seniority: str = ""

    def whole(self) -> str:
        """One text that says everything, so that the text alone can be kept and read again."""
        facts = ((label, to_one_line(getattr(self, name))) for name, label in FACTS)
        head = "\n".join(f"{label}: {value}" for label, value in facts if value)
        return f"{head}\n\n{self.text}".strip()


def to_one_line(text: str) -> str:
    """One line without what would end a field."""
    flat = " ".join(text.replace("\t", " – ").split())
    return re.sub(r" [|·•] ", " – ", flat).strip(" -–|,;")
