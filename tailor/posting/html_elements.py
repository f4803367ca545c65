"""A page without what its readers do not see or did not come for."""

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from tailor.posting.headings import asks

NEVER = {
    *("script", "style", "template", "noscript", "head", "iframe", "object", "embed", "svg"),
    *("canvas", "video", "audio", "map", "select", "datalist", "textarea", "input", "dialog"),
    *("math", "frameset", "noframes", "progress", "meter", "button"),
}
HIDING = re.compile(
    r"display:none|visibility:(?:hidden|collapse)|font-size:0(?:px|pt|em|rem|%|;|$|\.0)"
    r"|opacity:0(?:;|$|\.0+(?:;|$))|text-indent:-\d{3,}|(?:left|top|right):-\d{3,}"
    r"|clip:rect\(0|clip-path:inset\((?:50|100)%|color:transparent"
    r"|(?:^|;)(?:max-)?(?:height|width):[01](?:px)?;.{0,200}overflow:hidden"
    r"|overflow:hidden;.{0,200}(?:^|;)(?:max-)?(?:height|width):[01](?:px)?(?:;|$)"
)
COLOUR = re.compile(r"(?:^|;)color:([^;]+)")
GROUND = re.compile(r"(?:^|;)background(?:-color)?:([^;]+)")
WHITE = {"white", "#fff", "#ffffff", "snow", "ivory", "#fefefe", "#fdfdfd"}
RULE = re.compile(r"([^{}]{1,300})\{([^{}]{0,2000})\}")
NESTED = re.compile(r"@[^{};]{1,200}\{(?:[^{}]{0,2000}\{[^{}]{0,2000}\}){0,500}[^{}]{0,2000}\}")
SIMPLE = re.compile(r"([a-z][a-z0-9]{0,20})?([.#])([\w-]+)")
SHEETS = 200_000
"""Letters of style sheets that are looked at."""

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
    """Takes out comments, programs, and whatever the page hides from its readers."""
    hidden = hiding_rules(root)
    for element in [*root.iter()]:
        known = isinstance(element.tag, str)
        if not known or (element is not root and is_hidden_element(element, hidden)):
            drop_element(element)


def strip_furniture(root: HtmlElement) -> None:
    """Takes out menus, notices and lists of other jobs, by their tags, roles and class names."""
    for element in [*root.iter()]:
        if element is not root and is_furniture(element):
            drop_element(element)


def has_asking_list(element: HtmlElement) -> bool:
    """Whether a heading for duties, needs or wishes stands in an element, with a list under it."""
    for heading in element.xpath(HEADED)[:MOST_HEADINGS]:
        after = heading.getnext()
        if after is not None and after.tag in ("ul", "ol") and asks(str(heading.text_content())):
            return True
    return False


def is_furniture(element: HtmlElement) -> bool:
    """Whether an element carries a name for what stands around a posting, and no part of it."""
    return is_named_furniture(element) and not has_asking_list(element)


def is_named_furniture(element: HtmlElement) -> bool:
    if element.tag in FRAMES or element.get("role", "").lower() in ROLES:
        return True
    if element.tag == "header":
        return not element.xpath(".//h1")
    named = f"{element.get('class', '')} {element.get('id', '')}"[:500]
    large = element.tag in ("html", "body", "main", "article")
    return not large and bool(FURNITURE.search(named)) and not element.xpath(".//h1")


def drop_element(element: HtmlElement) -> None:
    """Takes out an element that still stands in its page; the text after it stays."""
    if element.getparent() is not None:
        element.drop_tree()


def is_hidden_element(element: HtmlElement, hidden: frozenset[tuple[str, str, str]]) -> bool:
    if element.tag in NEVER:
        return True
    if element.get("hidden") is not None and element.get("hidden") != "until-found":
        return True
    style = squeeze_style(element.get("style", ""))
    if style and (HIDING.search(style) or is_white(element, style)):
        return True
    return bool(hidden) and any(name in hidden for name in element_selectors(element))


def element_selectors(element: HtmlElement) -> Iterator[tuple[str, str, str]]:
    """The simplest selectors that fit an element: (tag or "", "." or "#", name)."""
    kinds = (("#", element.get("id", "").split()), (".", element.get("class", "").split()))
    for kind, values in kinds:
        for value in values:
            yield "", kind, value
            yield str(element.tag), kind, value


def hiding_rules(root: HtmlElement) -> frozenset[tuple[str, str, str]]:
    """Classes and ids that the page's own style sheets hide, whatever the screen."""
    sheets = "\n".join(str(style.text or "") for style in root.iter("style"))[:SHEETS]
    sheets = NESTED.sub("", re.sub(r"/\*.{0,5000}?\*/", "", sheets, flags=re.DOTALL))
    found = set()
    for selectors, body in RULE.findall(sheets):
        if HIDING.search(squeeze_style(body)):
            for selector in selectors.split(","):
                if match := SIMPLE.fullmatch(selector.strip()):
                    found.add((match[1] or "", match[2], match[3]))
    return frozenset(found)


def squeeze_style(style: str) -> str:
    return re.sub(r"\s+|!important", "", style.lower())


def is_white(element: HtmlElement, style: str) -> bool:
    """White (or ground-coloured) letters; the ground is white unless an element around says so.

    A page's main heading may be white on a picture.
    """
    said = COLOUR.search(style)
    if not said or element.tag == "h1":
        return False
    colour = normalise_colour(said[1])
    around: HtmlElement | None = element
    while around is not None:
        if ground := GROUND.search(squeeze_style(around.get("style", ""))):
            return normalise_colour(ground[1]) == colour
        if around.get("bgcolor"):
            return normalise_colour(around.get("bgcolor", "").lower()) == colour
        around = around.getparent()
    return colour == "white"


def normalise_colour(colour: str) -> str:
    """One name for every way to say white."""
    if colour in WHITE or re.fullmatch(r"rgba?\(25[345],25[345],25[345](?:,1(?:\.0)?)?\)", colour):
        return "white"
    return colour
