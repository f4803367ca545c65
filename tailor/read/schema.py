"""The shape of a master CV: the keys of JSON Resume 1.0.0 and what tailor adds to them.

Every value is the text that was typed (numbers too). The strings under the fields are the
descriptions that editors show.
"""

from dataclasses import dataclass
from typing import Annotated, Any

from tailor.read.fields import (
    Dated,
    Day,
    Email,
    Highlights,
    Model,
    Needed,
    OrText,
    Phone,
    Summary,
    Text,
    Texts,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Location(Model):
    address: Text = ""
    postal_code: Text = ""
    city: Text = ""
    region: Text = ""
    """State, province or county."""
    country_code: Text = ""
    """Two letters, such as US."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile(Model):
    needs = ("network", "username", "url")

    network: Text = ""
    """GitHub, LinkedIn, ORCID ..."""
    username: Text = ""
    url: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline(Model):
    text: Needed
    """The headline that is preferred."""
    variants: tuple[Needed, ...] = ()
    """Other headlines; the one nearest to the title of a posting is printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Basics(Model):
    name: Needed
    label: Annotated[Headline | None, OrText("text", frozenset(Headline.keys()))] = None
    """What you are, such as Registered Nurse; with variants the nearest to a posting is printed."""
    email: Email = ""
    phone: Phone = ""
    url: Text = ""
    summary: Summary = None
    location: Annotated[Location | None, OrText("city")] = None
    profiles: tuple[Profile, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece(Model):
    """A named piece of work inside a job."""

    needs = ("name", "keywords")

    name: Text = ""
    keywords: Texts = ()
    """Its technologies or methods."""
    highlights: Highlights = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Position(Dated):
    """One of several positions with one employer."""

    needs = ("title",)

    title: Text = ""
    location: Text = ""
    summary: Summary = None
    highlights: Highlights = ()
    projects: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Work(Dated):
    needs = ("name", "position")

    name: Text = ""
    """The employer."""
    position: Text = ""
    location: Text = ""
    description: Text = ""
    """What the employer does."""
    url: Text = ""
    summary: Summary = None
    highlights: Highlights = ()
    projects: tuple[Piece, ...] = ()
    """Named pieces of work inside this job, each chosen and printed as a group."""
    positions: tuple[Position, ...] = ()
    """Several positions with this employer, the latest first; each is read as a job of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Volunteer(Dated):
    needs = ("organization", "position")

    organization: Text = ""
    position: Text = ""
    location: Text = ""
    url: Text = ""
    summary: Summary = None
    highlights: Highlights = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Education(Dated):
    needs = ("institution", "area", "study_type")

    institution: Text = ""
    area: Text = ""
    """The subject."""
    study_type: Text = ""
    """The degree, such as Bachelor of Science."""
    score: Text = ""
    location: Text = ""
    url: Text = ""
    summary: Summary = None
    courses: Texts = ()
    highlights: Highlights = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Award(Model):
    needs = ("title",)

    title: Text = ""
    date: Day = ""
    awarder: Text = ""
    url: Text = ""
    summary: Summary = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate(Model):
    needs = ("name",)

    name: Text = ""
    date: Day = ""
    issuer: Text = ""
    url: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication(Model):
    needs = ("name",)

    name: Text = ""
    authors: Texts = ()
    publisher: Text = ""
    release_date: Day = ""
    url: Text = ""
    summary: Summary = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Skill(Model):
    needs = ("name", "keywords")

    name: Text = ""
    """The category, such as Programming."""
    level: Text = ""
    keywords: Texts = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Language(Model):
    needs = ("language",)

    language: Text = ""
    fluency: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interest(Model):
    needs = ("name", "keywords")

    name: Text = ""
    keywords: Texts = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference(Model):
    needs = ("name",)

    name: Text = ""
    reference: Summary = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Project(Dated):
    needs = ("name",)

    name: Text = ""
    description: Summary = None
    highlights: Highlights = ()
    keywords: Texts = ()
    url: Text = ""
    roles: Texts = ()
    entity: Text = ""
    """The organisation it was made for."""
    type: Text = ""
    """Not printed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomEntry(Dated):
    needs = ("title", "organisation")

    title: Text = ""
    organisation: Text = ""
    place: Text = ""
    date: Day = ""
    url: Text = ""
    authors: Texts = ()
    keywords: Texts = ()
    summary: Summary = None
    highlights: Highlights = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomSection(Model):
    title: Needed
    entries: tuple[Annotated[CustomEntry | None, OrText("title")], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Master(Model):
    """A master CV: everything you have done, of which tailor picks what a posting asks for."""

    basics: Basics
    work: tuple[Work, ...] = ()
    volunteer: tuple[Volunteer, ...] = ()
    education: tuple[Education, ...] = ()
    awards: tuple[Award, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    publications: tuple[Publication, ...] = ()
    skills: tuple[Skill, ...] = ()
    languages: tuple[Language, ...] = ()
    interests: tuple[Interest, ...] = ()
    references: tuple[Reference, ...] = ()
    projects: tuple[Project, ...] = ()
    sections: tuple[CustomSection, ...] = ()
    """What JSON Resume has no name for: patents, talks, teaching, service ..."""
    meta: Any = None
    """Anything may stand here. meta.language (en, de, fr-CA ...) chooses the section titles."""
