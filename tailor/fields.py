"""The fields of entries in a master, by kind of section: JSON Resume's names, and our own."""

from collections.abc import Mapping

HEADS: Mapping[str, tuple[str, str, str]] = {
    "work": ("position", "name", "location"),
    "volunteer": ("position", "organization", "location"),
    "education": ("studyType", "institution", "location"),
    "projects": ("name", "entity", ""),
    "awards": ("title", "awarder", ""),
    "certificates": ("name", "issuer", ""),
    "publications": ("name", "publisher", ""),
    "references": ("name", "", ""),
    "custom": ("title", "organisation", "place"),
}
"""The fields of title, organisation and place; "" where entries of the kind have none."""

ONE_DATE: Mapping[str, str] = {
    "awards": "date",
    "certificates": "date",
    "publications": "releaseDate",
}
"""The field of the date, for kinds whose entries have one date."""

DATES = ("startDate", "endDate", "date", "releaseDate")
"""Every field that holds a date."""
