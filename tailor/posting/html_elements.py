"""A page without what its readers do not see or did not come for."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from tailor.html import CLIP, ElementStyle, style_inside
from tailor.posting.headings import is_need

NEVER = {
    *("script", "style", "template", "noscript", "head", "iframe", "object", "embed", "svg"),
    *("canvas", "video", "audio", "map", "select", "datalist", "textarea", "input", "dialog"),
    *("math", "frameset", "noframes", "progress", "meter", "button"),
}
STYLING = {"style", "hidden", "color", "text", "bgcolor", "background", "href"}
"""Attributes that may change how the letters of an element look."""
RULE = re.compile(r"([^{}]{1,300})\{([^{}]{0,2000})\}")
NESTED = re.compile(r"@[^{};]{1,200}\{(?:[^{}]{0,2000}\{[^{}]{0,2000}\}){0,500}[^{}]{0,2000}\}")
SIMPLE = re.compile(r"([a-z][a-z0-9]{0,20})?([.#])([\w-]+)")
PAGE_WIDE = {":root", "html", "body", "*"}
"""Selectors whose CSS variables hold for the whole page."""
SHEETS = 200_000
"""Characters of style sheets that are looked at."""

FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:cookies?|consent|gdpr|similar|related|recommend(?:ed|ations?)|breadcrumbs?|share"
    r"|sharing|social|newsletter|subscribe|signup|sidebar|navbar|nav|menu|footer|masthead|modal|popup"
    r"|overlay|toast|skip|advert(?:isement)?|promo|talent-community|job-alerts?|more-jobs|other-jobs"
    r"|people-also|pagination|chat(?:bot)?)(?:$|[\s_-])",
    re.IGNORECASE,
)
HEADED = ".//h1|.//h2|.//h3|.//h4|.//h5|.//p|.//div[not(*)]|.//strong|.//b"
MOST_HEADINGS = 200
FRAMES = {"nav", "footer", "aside", "form"}
ROLES = {
    "tablist",
    "toolbar",
    "menu",
    "menubar",
    "navigation",
    "contentinfo",
    "complementary",
    "search",
    "dialog",
    "alertdialog",
    "banner",
}


def remove_hidden(root: HtmlElement) -> None:
    """Takes out comments, programs, and whatever the page hides from its readers.

    A page's main heading may be white on a picture.
    """
    page, hidden = hiding_rules(root)
    looks: dict[HtmlElement, ElementStyle] = {}
    for element in [*root.iter()]:
        if not isinstance(element.tag, str):
            drop_element(element)
            continue
        look = looks.get(element.getparent(), page)
        attributes = {str(key): str(value) for key, value in element.attrib.items()}
        if attributes.keys() & STYLING:
            look = style_inside(look, element.tag, attributes, False)
        looks[element] = look
        if element is not root and (look.gone or is_hidden_element(element, hidden)):
            drop_element(element)
        elif look.unseen and not (look.merged and element.tag == "h1"):
            drop_own_text(element)


def drop_own_text(element: HtmlElement) -> None:
    """Takes out the text of an element; elements in it may look otherwise."""
    element.text = ""
    for child in element:
        child.tail = ""


def strip_furniture(root: HtmlElement) -> None:
    """Takes out menus, notices and lists of other jobs, by their tags, roles and class names."""
    for element in [*root.iter()]:
        if element is not root and is_furniture(element):
            drop_element(element)


def has_asking_list(element: HtmlElement) -> bool:
    """Whether a heading for duties, needs or wishes is in an element, with a list under it."""
    for heading in element.xpath(HEADED)[:MOST_HEADINGS]:
        after = heading.getnext()
        if after is not None and after.tag in ("ul", "ol") and is_need(str(heading.text_content())):
            return True
    return False


def is_furniture(element: HtmlElement) -> bool:
    """Whether an element carries a name for what is around a posting, and no part of it."""
    return is_named_furniture(element) and not has_asking_list(element)


def is_named_furniture(element: HtmlElement) -> bool:
    if element.tag in FRAMES or element.get("role", "").lower() in ROLES:
        return True
    if element.tag == "header":
        return not element.xpath(".//h1")
    names = f"{element.get('class', '')} {element.get('id', '')}"[:500]
    large = element.tag in ("html", "body", "main", "article")
    return not large and bool(FURNITURE.search(names)) and not element.xpath(".//h1")


def drop_element(element: HtmlElement) -> None:
    """Takes out an element that still is in its page; the text after it stays."""
    if element.getparent() is not None:
        element.drop_tree()


def is_hidden_element(element: HtmlElement, hidden: frozenset[tuple[str, str, str]]) -> bool:
    """Whether an element is never shown, or hidden by a rule of the page."""
    if element.tag in NEVER or CLIP.search(element.get("style", "")):
        return True
    return bool(hidden) and any(name in hidden for name in element_selectors(element))


def element_selectors(element: HtmlElement) -> Iterator[tuple[str, str, str]]:
    """The simplest selectors that fit an element: (tag or "", "." or "#", name)."""
    kinds = (("#", element.get("id", "").split()), (".", element.get("class", "").split()))
    for kind, values in kinds:
        for value in values:
            yield "", kind, value
            yield str(element.tag), kind, value


def hiding_rules(root: HtmlElement) -> tuple[ElementStyle, frozenset[tuple[str, str, str]]]:
    """The CSS variables of a page, as a style, and the classes and ids that the page's own style
    sheets hide, whatever the screen."""
    sheets = "\n".join(str(style.text or "") for style in root.iter("style"))[:SHEETS]
    sheets = NESTED.sub("", re.sub(r"/\*.{0,5000}?\*/", "", sheets, flags=re.DOTALL))
    rules = RULE.findall(sheets)
    shared = "".join(f"{body};" for selectors, body in rules if PAGE_WIDE & set(selectors.split()))
    page = style_inside(ElementStyle(), "html", {"style": shared}, True)
    plain = ElementStyle(variables=page.variables)
    hidden = set()
    for selectors, body in rules:
        if style_inside(plain, "div", {"style": body}, True).unseen:
            for selector in selectors.split(","):
                if match := SIMPLE.fullmatch(selector.strip()):
                    hidden.add((match[1] or "", match[2], match[3]))
    return plain, frozenset(hidden)
