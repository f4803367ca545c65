"""Reads English with spaCy: tokens, tags and sentence bounds, with offsets into the posting."""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from tailor.files import data_folder
from tailor.keywords.lexicon import load_lexicon
from tailor.models import Passage, Posting
from tailor.sandbox.lazy_imports import NEEDLESS, skip_unused_modules

LONGEST = 20_000
"""Characters of one block that are analysed; more is cut off (one line of a broken file)."""


ENDLESS = re.compile(r"\S{200,}")
MOST_TOKENS = 150
"""Tokens of a sentence; what continues longer is a text without stops and is cut."""


@dataclass(frozen=True, slots=True)
class Token:
    """A spaCy token: `start` is its offset in the text that was analysed.

    `vector` are the 96 numbers (float32) that spaCy's tagger has for it in its place.
    """

    text: str
    start: int
    tag: str
    vector: Any = field(default=None, compare=False, repr=False)

    @property
    def end(self) -> int:
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a posting and the passage that it is in; offsets into the posting."""

    start: int
    end: int
    tokens: tuple[Token, ...]
    passage: Passage


@dataclass(slots=True)
class Pipeline:
    """The parts of spaCy that read English; `data/english/` holds their weights.

    `pending` are the tokenizer's special cases ("don't") that no text has needed yet.
    """

    tokenizer: Any
    tagger: Any
    senter: Any
    pending: dict[str, Any]

    def read(self, texts: Sequence[str]) -> list[Any]:
        """A spaCy Doc for each text, with tags, sentence bounds and the tagger's own numbers
        for each token (`tensor`)."""
        whole = "\n".join(texts)
        for form in [form for form in self.pending if form in whole]:
            self.tokenizer.add_special_case(form, self.pending.pop(form))
        docs = [self.tokenizer(text) for text in texts]
        if not docs:
            return []
        encoder, labels = (self.tagger.model.get_ref(name) for name in ("tok2vec", "output_layer"))
        for doc, rows in zip(docs, encoder.predict(docs), strict=True):
            doc.tensor = rows
        tags = [labels.predict(doc.tensor).argmax(axis=1) for doc in docs]
        self.tagger.set_annotations(docs, tags)
        self.senter.set_annotations(docs, self.senter.predict(docs))
        return docs


def limit_threads() -> Any:
    """A context in which numpy multiplies in one thread, as in the command line: the last digits
    of a product depend on their number, and for small matrices one is faster."""
    if os.environ.get("OMP_NUM_THREADS") == "1":
        return nullcontext()
    from threadpoolctl import threadpool_limits

    return threadpool_limits(1, "blas")


@cache
def load_pipeline() -> Pipeline:
    """Tokenizer, tagger and sentence bounds of `en_core_web_sm`, loaded once.

    `scripts/english.py` takes them from that package. They are built here without spaCy's system
    of configurations, and the 1,200 special cases of its tokenizer are added only when a text has
    them: the two would take three quarters of the time. Products of matrices are left to numpy,
    which is twice as fast at them as spaCy's own library.
    """
    with skip_unused_modules(*NEEDLESS["spacy"]):
        from spacy.lang.en import EnglishDefaults as Rules
        from spacy.pipeline import SentenceRecognizer, Tagger
        from spacy.tokenizer import Tokenizer
        from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex
        from spacy.vocab import create_vocab
        from thinc.api import use_ops

    stored = data_folder("data") / "english"
    vocab = create_vocab("en", Rules)
    vocab.from_disk(stored / "vocab", exclude=["strings", "vectors"])
    tokenizer = Tokenizer(
        vocab,
        prefix_search=compile_prefix_regex(Rules.prefixes).search,
        suffix_search=compile_suffix_regex(Rules.suffixes).search,
        infix_finditer=compile_infix_regex(Rules.infixes).finditer,
        url_match=Rules.url_match,
    )
    with use_ops("numpy", use_blis=False):
        tagger = Tagger(vocab, build_network(*TAGGER))
        senter = SentenceRecognizer(vocab, build_network(*SENTER))
    with skip_plugins():
        for part, name in ((tagger, "tagger"), (senter, "senter")):
            part.from_disk(stored / name, exclude=["vocab"])
            convert_weights(part.model, "float32")
    for label in tagger.labels:
        vocab.strings.add(label)
    return Pipeline(tokenizer, tagger, senter, dict(Rules.tokenizer_exceptions))


ATTRIBUTES = {"NORM": 5000, "PREFIX": 1000, "SUFFIX": 2500, "SHAPE": 2500, "SPACY": 50}
TAGGER = ({**ATTRIBUTES, "IS_SPACE": 50}, 96, 3, 4)
SENTER = ({**dict.fromkeys(ATTRIBUTES, 500), "NORM": 1000, "SPACY": 50}, 16, 2, 2)
"""Shapes of the two networks: rows of each attribute's table, width, maxout pieces, layers."""


def build_network(rows: dict[str, int], width: int, pieces: int, depth: int) -> Any:
    """A network that gives each token of a Doc a label, without weights."""
    from spacy.ml.models import (
        MaxoutWindowEncoder,
        MultiHashEmbed,
        build_tagger_model,
        build_Tok2Vec_model,
    )

    embed = MultiHashEmbed(width, list(rows), list(rows.values()), include_static_vectors=False)
    encode = MaxoutWindowEncoder(width, window_size=1, maxout_pieces=pieces, depth=depth)
    return build_tagger_model(build_Tok2Vec_model(embed, encode))


@contextmanager
def skip_plugins() -> Iterator[None]:
    """Lets srsly read the arrays of networks without asking all installed packages, once for each
    array, whether they have plug-ins for it: that takes longer than all the rest."""
    from srsly.msgpack import msgpack_decoders

    before, msgpack_decoders.entry_points = msgpack_decoders.entry_points, False
    try:
        yield
    finally:
        msgpack_decoders.entry_points = before


def convert_weights(model: Any, kind: str) -> None:
    """Turns all weights of a network into `kind`: stored as float16, used as float32."""
    for layer in model.walk():
        for name in layer.param_names:
            if layer.has_param(name):
                layer.set_param(name, layer.get_param(name).astype(kind))


@cache
def add_token_exception(form: str) -> None:
    """Lets a name such as C++ or CI/CD be one token from now on."""
    tokenizer = load_pipeline().tokenizer
    if len(tokenizer(form)) > 1:
        tokenizer.add_special_case(form, [{"ORTH": form}])


def split_into_sentences(posting: Posting) -> tuple[Sentence, ...]:
    """Every sentence of the posting that is not boilerplate, in order."""
    whole = Passage("context", "", posting.text, 0, len(posting.text))
    passages = [p for p in posting.passages or (whole,) if p.kind != "boilerplate"]
    blocks = [
        (blank_long_words(b), start, p)
        for p in passages
        for b, start in split_paragraphs(posting.text, p)
    ]
    for form in load_lexicon().joined:
        if form in posting.text:
            add_token_exception(form)
    docs = load_pipeline().read([block for block, _, _ in blocks])
    return tuple(
        sentence
        for doc, (_, start, passage) in zip(docs, blocks, strict=True)
        for sentence in split_doc(doc, start, passage)
    )


def split_paragraphs(text: str, passage: Passage) -> Iterator[tuple[str, int]]:
    """Paragraphs with their offsets: lines, but a line that was only wrapped is joined again."""
    block, start = "", passage.start
    for match in re.finditer(r"[^\n]+", text[passage.start : passage.end]):
        line, offset = match.group(), passage.start + match.start()
        if block and start + len(block) + 1 == offset and is_wrapped(block, line):
            block = f"{block} {line}"
            continue
        if block.strip():
            yield block[:LONGEST], start
        block, start = line, offset
    if block.strip():
        yield block[:LONGEST], start


def blank_long_words(block: str) -> str:
    """The block with blanks for what no word is as long as; spaCy takes square time over it."""
    return ENDLESS.sub(lambda run: " " * len(run.group()), block)


def is_wrapped(before: str, line: str) -> bool:
    """True if a line break looks like the end of a column, not of a statement."""
    last = before.rpartition(" ")[2]
    return line[0].islower() and len(before) >= 50 and last[-1:] not in ".;:!?"


def split_doc(doc: Any, start: int, passage: Passage) -> Iterator[Sentence]:
    for sent in doc.sents:
        tokens = tuple(
            Token(t.text, start + t.idx, t.tag_, doc.tensor[t.i]) for t in sent if not t.is_space
        )
        for i in range(0, len(tokens), MOST_TOKENS):
            part = tokens[i : i + MOST_TOKENS]
            yield Sentence(part[0].start, part[-1].end, part, passage)


@cache
def word_shape(word: str) -> str:
    """Kubernetes: Xx, CI/CD: X/X, ES6: Xd."""
    word = re.sub(r"[A-ZÀ-Þ]+", "X", re.sub(r"[a-zß-ÿ]+", "x", word))
    return re.sub(r"\d+", "d", word)
