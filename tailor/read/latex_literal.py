"""What LaTeX prints as it stands, such as program code: the parser does not get to see it."""

import re
from collections.abc import Iterator

SHELTER = 0x10F000
"""What is added to the code of a letter that the parser shall not see: no font has those."""
NOTHING = chr(SHELTER)
"""Stands where nothing is printed: no place in the file moves."""
HIDDEN = {code: SHELTER + code for code in range(1, 0x80)} | {ord("\t"): SHELTER + ord(" ")}
TOLD = {SHELTER + code: chr(code) if code else None for code in range(0x80)}

LISTINGS = {"verbatim", "Verbatim", "BVerbatim", "LVerbatim", "lstlisting", "minted"}
"""Environments in which no letter is a command; with a star too."""
REMARK = "comment"
"""The environment that is not printed."""

TOKEN = re.compile(
    r"\\begin\s*\{(?P<listing>(?:"
    + "|".join(sorted((*LISTINGS, REMARK)))
    + r")\*?)\}|\\(?P<code>verb|Verb|lstinline|mintinline|detokenize)(?![A-Za-z@])\*?"
    r"|\\(?:href|url)\s*\{(?P<address>[^{}\n]*)\}|\\[A-Za-z@]+|\\.|%[^\n]*",
    re.DOTALL,
)
LANGUAGE = re.compile(r"(?:\[[^\]\n]{0,500}\])?\{[\w+-]{0,50}\}")
OPTIONS = re.compile(r"\[(?![^\]\n]{0,500}(?:caption|title))[^\]\n]{0,500}\]")
INLINE = re.compile(
    r"(?:\[[^\]\n]{0,500}\])?(?:\{(?P<braced>(?:[^{}\n]|\{[^{}\n]*\})*)\}"
    r"|(?P<mark>[^\sA-Za-z*{\[])(?P<bare>[^\n]{0,2000}?)(?P=mark))"
)
PERCENT = re.compile(r"(?<!\\)%")


def sheltered(text: str) -> str:
    """A document in which letters that are no LaTeX are others, as many, until they are told."""
    return "".join(stretches(text))


def told(text: str) -> str:
    """What a sheltered text prints."""
    return text.translate(TOLD)


def stretches(text: str) -> Iterator[str]:
    at = 0
    while token := TOKEN.search(text, at):
        yield text[at : token.start()]
        at = token.end()
        if token["listing"]:
            end = text.find(f"\\end{{{token['listing']}}}", at)
            at = end if end >= 0 else len(text)
            yield token[0] + listing(token["listing"].rstrip("*"), text[token.end() : at])
        elif token["code"] and (code := inline(token["code"], text, at)):
            at = code.end()
            yield literal(token[0] + code[0], code["braced"] or code["bare"] or "")
        elif token["address"]:
            yield PERCENT.sub(chr(HIDDEN[ord("%")]), token[0])
        else:
            yield token[0]
    yield text[at:]


def listing(name: str, body: str) -> str:
    """The lines of an environment without its options."""
    head = LANGUAGE.match(body) if name == "minted" else OPTIONS.match(body)
    shown = "" if name == REMARK else body[head.end() :] if head else body
    return literal(body, shown)


def inline(name: str, text: str, at: int) -> re.Match[str] | None:
    """The code behind a command that ends at a place."""
    language = LANGUAGE.match(text, at) if name == "mintinline" else None
    return INLINE.match(text, language.end() if language else at)


def literal(whole: str, shown: str) -> str:
    """As many letters as the whole, of which only some are printed."""
    return NOTHING * (len(whole) - len(shown)) + shown.translate(HIDDEN)
