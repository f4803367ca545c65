"""Small pieces of LaTeX that templates share, built with PyLaTeX."""

import re
from collections.abc import Iterable
from urllib.parse import quote, urlsplit, urlunsplit

from tailor.model import Contact, Resume
from tailor.render.escape import Tex, escape

SCHEMES = ("http", "https", "mailto")
SCHEME = re.compile(r"^(?:https?://|mailto:)", re.IGNORECASE)
"""How an address begins; people do not read that."""
PAPERS = {"letter": "letterpaper", "a4": "a4paper"}


def geometry(paper: str, horizontal: str, vertical: str) -> Tex:
    r"""The `\usepackage` line that sets paper ("letter" or "a4") and margins (TeX lengths)."""
    from pylatex import Package

    margins = [f"hmargin={horizontal}", f"vmargin={vertical}", "nohead", "nofoot"]
    return Tex(Package("geometry", options=[PAPERS[paper], *margins]).dumps())


def metadata(resume: Resume) -> Tex:
    """Title, author and language of the PDF (PDF 1.7, 7.7.2 and 14.3.3), as UTF-16 in hex."""
    title = f"{resume.name} – {resume.label}" if resume.label else resume.name
    info = f"/Title<{utf16(title)}>/Author<{utf16(resume.name)}>"
    catalog = f"/Lang({resume.language})/ViewerPreferences<</DisplayDocTitle true>>"
    return Tex(rf"\pdfinfo{{{info}}}\pdfcatalog{{{catalog}}}")


def utf16(text: str) -> str:
    return "FEFF" + text.encode("utf-16-be", "replace").hex().upper()


def link(text: str, url: str) -> Tex:
    """`text`, clickable if `url` is one that may be linked."""
    from pylatex import Command, NoEscape

    target, shown = address(url), text if isinstance(text, Tex) else escape(text)
    if not target:
        return shown
    return Tex(Command("tailorlink", [NoEscape(target), NoEscape(shown)]).dumps())


def address(url: str) -> Tex:
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


def visible(url: str) -> str:
    """A URL as people read it: without scheme and closing slash."""
    return SCHEME.sub("", url).removesuffix("/")


def contact_items(contact: Contact) -> tuple[Tex, ...]:
    """Phone, e-mail, place and links, each unbreakable, in the order that parsers expect."""
    items = [escape(contact.phone)] if contact.phone else []
    if contact.email:
        items.append(link(contact.email, f"mailto:{contact.email}"))
    if contact.place:
        items.append(escape(contact.place))
    if contact.url:
        items.append(link(visible(contact.url), contact.url))
    for profile in contact.profiles:
        label = ": ".join(text for text in (profile.network, profile.username) if text)
        items.append(link(visible(profile.url) or label, profile.url))
    return tuple(Tex(rf"\tailorwhole{{{item}}}") for item in items)


def separated(items: Iterable[str], separator: str) -> Tex:
    """The items with the separator between them, each escaped unless it is LaTeX already."""
    first, *rest = (text if isinstance(text, Tex) else escape(text) for text in (separator, *items))
    return Tex(first.join(rest))
