"""The shape of a master CV: the keys of JSON Resume 1.0.0 and what tailor adds to them.

Every value is the text that was typed (numbers too). The strings under the fields are the
descriptions that editors show.
"""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from tailor.read.fields import (
    Dated,
    Day,
    Email,
    Highlights,
    Model,
    Needed,
    OrText,
    Summary,
    Text,
    Texts,
)


class Location(Model):
    address: Text = ""
    postal_code: Text = ""
    city: Text = ""
    region: Text = ""
    """State, province or county."""
    country_code: Text = ""
    """Two letters, such as US."""


class Profile(Model):
    needs = ("network", "username", "url")

    network: Text = ""
    """GitHub, LinkedIn, ORCID ..."""
    username: Text = ""
    url: Text = ""


class Basics(Model):
    name: Needed
    label: Text = ""
    """What you are, such as Registered Nurse."""
    email: Email = ""
    phone: Annotated[Text, Field(max_length=60)] = ""
    url: Text = ""
    summary: Summary = None
    location: Annotated[Location | None, OrText("city")] = None
    profiles: tuple[Profile, ...] = ()


class Piece(Model):
    """A named piece of work inside a job."""

    needs = ("name", "keywords")

    name: Text = ""
    keywords: Texts = ()
    """Its technologies or methods."""
    highlights: Highlights = ()


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


class Volunteer(Dated):
    needs = ("organization", "position")

    organization: Text = ""
    position: Text = ""
    location: Text = ""
    url: Text = ""
    summary: Summary = None
    highlights: Highlights = ()


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


class Award(Model):
    needs = ("title",)

    title: Text = ""
    date: Day = ""
    awarder: Text = ""
    url: Text = ""
    summary: Summary = None


class Certificate(Model):
    needs = ("name",)

    name: Text = ""
    date: Day = ""
    issuer: Text = ""
    url: Text = ""


class Publication(Model):
    needs = ("name",)

    name: Text = ""
    authors: Texts = ()
    publisher: Text = ""
    release_date: Day = ""
    url: Text = ""
    summary: Summary = None


class Skill(Model):
    needs = ("name", "keywords")

    name: Text = ""
    """The category, such as Programming."""
    level: Text = ""
    keywords: Texts = ()


class Language(Model):
    needs = ("language",)

    language: Text = ""
    fluency: Text = ""


class Interest(Model):
    needs = ("name", "keywords")

    name: Text = ""
    keywords: Texts = ()


class Reference(Model):
    needs = ("name",)

    name: Text = ""
    reference: Summary = None


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


class CustomSection(Model):
    title: Needed
    entries: tuple[Annotated[CustomEntry | None, OrText("title")], ...] = ()


class Meta(BaseModel):
    """Anything may stand here."""

    model_config = ConfigDict(extra="allow", use_attribute_docstrings=True)

    language: Text | None = None
    """The language of the CV, such as en, de or fr-CA: section titles follow it."""


class Master(Model):
    """A master CV: everything you have done, of which tailor picks what a posting asks for."""

    schema_: Annotated[Text, Field(alias="$schema")] = ""
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
    meta: Meta | None = None


def json_schema() -> dict[str, Any]:
    """JSON Schema (draft 2020-12) of a master, for editors."""
    schema = Master.model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
