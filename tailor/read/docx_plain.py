"""Word's XML made plain: wrappers of text are opened, deleted text goes, formulas are text."""

import re
from copy import deepcopy
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
EITHER = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"

GONE = (
    *(f"{W}{name}" for name in ("del", "moveFrom", "sectPrChange", "sdtPr", "sdtEndPr")),
    *(f"{W}smartTagPr", f"{W}customXmlPr", f"{MATH}oMathParaPr"),
)
"""Changes that took text away, and the settings of wrappers."""
WRAPPERS = (
    *(f"{W}{name}" for name in ("sdt", "sdtContent", "smartTag", "customXml", "fldSimple")),
    *(f"{W}{name}" for name in ("ins", "moveTo", "bdo", "dir")),
    *(f"{EITHER}{name}" for name in ("AlternateContent", "Choice", "Fallback")),
    f"{MATH}oMathPara",
)
SIGNS = {
    **{"f den": "/", "rad e": "√", "mr e": " ", "m mr": " ", "eqArr e": " ", "func e": " "},
    **{f"{name} sup": "^" for name in ("sSup", "sSubSup", "nary", "sPre")},
    **{f"{name} sub": "_" for name in ("sSub", "sSubSup", "nary", "sPre")},
    **{"limLow lim": "_", "limUpp lim": "^"},
}
"""What stands before a part of a formula when it is typed in one line."""


def plain(root: "_Element") -> None:
    """Changes a part of a document so that paragraphs, tables, rows, cells and runs are where
    they are looked for, each once."""
    for element in list(root.iter(f"{EITHER}AlternateContent")):
        choose(element)
    for element in list(root.iter(*GONE)):
        drop(element)
    for element in list(root.iter(f"{MATH}oMath")):
        write(element)
    for element in list(root.iter(*WRAPPERS)):
        for child in list(element):
            element.addprevious(child)
        drop(element)


def drop(element: "_Element") -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def choose(element: "_Element") -> None:
    """Keeps the first of several forms of the same that has text, else the first."""
    forms = list(element)
    texts = ("".join(form.itertext(f"{W}t", f"{MATH}t")) for form in forms)
    kept = next((form for form, text in zip(forms, texts, strict=True) if text), None)
    for form in forms:
        if form is not (forms[0] if kept is None else kept):
            element.remove(form)


def write(formula: "_Element") -> None:
    """Puts a run with the text of a formula in its place."""
    run = formula.makeelement(f"{W}r")
    look = next(formula.iter(f"{W}rPr"), None)
    if look is not None:
        run.append(deepcopy(look))
    text = run.makeelement(f"{W}t")
    text.text = typed(formula)
    run.append(text)
    formula.addprevious(run)
    drop(formula)


def typed(part: "_Element") -> str:
    """A formula in one line: a/b, x^2, √(a+b)."""
    name = part.tag.rpartition("}")[2]
    if name == "t":
        return part.text or ""
    inner = "".join(signed(name, child) for child in part if isinstance(child.tag, str))
    if name == "d":
        return f"{setting(part, 'begChr', '(')}{inner}{setting(part, 'endChr', ')')}"
    return setting(part, "chr", "∫") + inner if name == "nary" else inner


def signed(parent: str, part: "_Element") -> str:
    """A part of a formula with the sign before it, in brackets if the sign is for all of it."""
    text = typed(part)
    sign = SIGNS.get(f"{parent} {part.tag.rpartition('}')[2]}", "")
    bracketed = sign.strip() or part.tag == f"{MATH}num"
    if text and bracketed and not re.fullmatch(r"[\w.,%]*|\(.*\)", text):
        text = f"({text})"
    return sign + text if text else ""


def setting(part: "_Element", name: str, otherwise: str) -> str:
    """A sign that a part of a formula sets for itself."""
    for child in part.iterfind(f"{MATH}{part.tag.removeprefix(MATH)}Pr/{MATH}{name}"):
        return str(child.get(f"{MATH}val", ""))
    return otherwise
