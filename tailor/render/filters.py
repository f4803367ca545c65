"""Filters of templates."""

from collections.abc import Callable, Iterable
from urllib.parse import quote, urlsplit, urlunsplit

from tailor.i18n import FALLBACK, format_dates
from tailor.layout import join_sentences, listed_words, visible_url
from tailor.models import Contact, Entry, Resume
from tailor.render.escape import Tex, escape

SCHEMES = ("http", "https", "mailto")
PAPERS = {"letter": "letterpaper", "a4": "a4paper"}


def geometry_line(paper: str, horizontal: str, vertical: str) -> Tex:
    r"""The `\usepackage` line that sets paper ("letter" or "a4") and margins (TeX lengths)."""
    from pylatex import Package

    margins = [f"hmargin={horizontal}", f"vmargin={vertical}", "nohead", "nofoot"]
    return Tex(Package("geometry", options=[PAPERS[paper], *margins]).dumps())


def metadata_latex(resume: Resume) -> Tex:
    """Title, author and language of the PDF (PDF 1.7, 7.7.2 and 14.3.3), as UTF-16 in hex."""
    title = f"{resume.name} – {resume.label}" if resume.label else resume.name
    info = f"/Title<{utf16_hex(title)}>/Author<{utf16_hex(resume.name)}>"
    catalog = f"/Lang({resume.language})/ViewerPreferences<</DisplayDocTitle true>>"
    return Tex(rf"\pdfinfo{{{info}}}\pdfcatalog{{{catalog}}}")


def utf16_hex(text: str) -> str:
    return "FEFF" + text.encode("utf-16-be", "replace").hex().upper()


def link_latex(text: str, url: str) -> Tex:
    """`text`, clickable if `url` is one that may be linked."""
    from pylatex import Command, NoEscape

    target, latex = url_argument(url), text if isinstance(text, Tex) else escape(text)
    if not target:
        return latex
    return Tex(Command("tailorlink", [NoEscape(target), NoEscape(latex)]).dumps())


def url_argument(url: str) -> Tex:
    """The URL as an argument of `\\tailorlink`, percent-encoded (RFC 3986); "" if not allowed.

    Only http, https and mailto pass; a URL without a scheme is taken as https.
    """
    if not url:
        return Tex("")
    try:
        parts = urlsplit(url if ":" in url.split("/")[0] else f"https://{url}")
        host = parts.netloc.encode("idna").decode("ascii") if parts.netloc else ""
    except ValueError:
        return Tex("")
    if parts.scheme.lower() not in SCHEMES:
        return Tex("")
    encoded = quote(urlunsplit(parts._replace(netloc=host)), safe=":/?#@!&*+,;=%~-._")
    return Tex("".join("\\" + c if c in "%#&_~" else c for c in encoded))


def contact_items(contact: Contact) -> tuple[Tex, ...]:
    """Phone, e-mail, place and links, each unbreakable, in the order that parsers expect."""
    items = [escape(contact.phone)] if contact.phone else []
    if contact.email:
        items.append(link_latex(contact.email, f"mailto:{contact.email}"))
    if contact.place:
        items.append(escape(contact.place))
    if contact.url:
        items.append(link_latex(visible_url(contact.url), contact.url))
    for profile in contact.profiles:
        label = ": ".join(text for text in (profile.network, profile.username) if text)
        items.append(link_latex(visible_url(profile.url) or label, profile.url))
    return tuple(Tex(rf"\tailorwhole{{{item}}}") for item in items)


def join_items(items: Iterable[str], separator: str) -> Tex:
    """The items with the separator between them, each escaped unless it is LaTeX already."""
    first, *rest = (text if isinstance(text, Tex) else escape(text) for text in (separator, *items))
    return Tex(first.join(rest))


def format_citation(
    entry: Entry,
    person: str = "",
    language: str = FALLBACK,
    show: Callable[[str], Tex] = escape,
) -> Tex:
    """An entry as one paragraph: authors. title. organisation, place. summary. keywords (date).

    `person` is the name of the résumé's person: where it is among the authors, it is set in bold.
    `show` prints a text with its inline marks.
    The date is not at the right edge: readers of PDF put it between two lines of the
    paragraph, or take it and its neighbours for a column.
    """
    title = show(entry.title) if entry.title else escape(visible_url(entry.url))
    title = link_latex(escape(entry.title), entry.url) if entry.title and entry.url else title
    where = ", ".join(show(text) for text in (entry.organisation, entry.place, entry.note) if text)
    summary = entry.summary.text if entry.summary else ""
    authors = Tex(", ".join(format_author(name, person) for name in entry.authors))
    words = escape(listed_words(entry))
    text = join_sentences([authors, title, where, show(summary), words])
    date = format_dates(entry, language)
    return Tex(rf"{text} \mbox{{({escape(date)})}}") if date else Tex(text)


def format_author(name: str, person: str) -> Tex:
    return Tex(rf"\textbf{{{escape(name)}}}") if is_same_person(name, person) else escape(name)


def is_same_person(name: str, person: str) -> bool:
    """Whether two names are one person's: same surname, and no initial against the other's.

    "Z. Marczak-Lindh", "Marczak-Lindh, Z." and "Zofia Marczak-Lindh" are one; so are names
    that differ in middle names.
    """
    given, surname = split_name(name)
    own_given, own_surname = split_name(person)
    if not surname or surname != own_surname:
        return False
    return bool(given and own_given) and (
        given[0].startswith(own_given[0]) or own_given[0].startswith(given[0])
    )


def split_name(name: str) -> tuple[list[str], str]:
    """Given names (lower case, without full stops) and surname of "A. B. Lee" or "Lee, A. B."."""
    first, comma, rest = name.casefold().partition(",")
    given, surname = (
        (rest, first) if comma else (first.rpartition(" ")[0], first.rpartition(" ")[2])
    )
    return given.replace(".", " ").split(), surname.strip()
