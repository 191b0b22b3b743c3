"""The artefact: one compressed ``model.npz`` of quantised arrays, read whole and checked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from processors.entities.statistical.lexicon import Lexicon, parse_lexicon

Floats = NDArray[np.float32]
Hashes = NDArray[np.uint32]

LABELS = ("O", "B-PER", "I-PER", "B-LOC", "I-LOC", "B-ORG", "I-ORG")
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Model:
    """Weights of one network. Hashes are sorted; ``codes`` are quantised word vectors: rows of ``codebooks``.

    ``inputs`` and ``recurrent`` hold the forward halves of all members of the ensemble, then the backward ones; of each
    the columns of the gates: inward, forget, outward, new. (The file has new before outward.)
    """

    lexicon: Lexicon
    feature_hashes: Hashes
    feature_rows: Floats
    word_hashes: Hashes
    codes: NDArray[np.uint8]
    codebooks: Floats
    vector_scale: float
    inputs: Floats
    input_bias: Floats
    recurrent: Floats
    output: Floats
    skip: Floats
    output_bias: Floats
    transitions: Floats
    start: Floats
    end: Floats

    @property
    def hidden(self) -> int:
        """Units of one direction."""
        return int(self.recurrent.shape[1])


class ModelError(ValueError):
    """An artefact that this version can't use; the message names file, key, value and remedy."""


def read_model(path: Path) -> Model:
    """Read an artefact; `ModelError` where its format is another one."""
    with np.load(path, allow_pickle=False) as arrays:
        found = int(arrays["format"])
        if found != FORMAT:
            raise ModelError(
                f"{path}: format = {found}: this version reads {FORMAT}; train it anew: python -m bench.ner train"
            )
        rows = arrays["feature_rows"].astype(np.float32) * arrays["feature_scales"].astype(np.float32)[:, None]
        floats = {name: arrays[name].astype(np.float32) for name in _FLOATS}
        floats |= {name: _sigmoids_first(floats[name], floats["recurrent"].shape[1]) for name in _GATED}
        return Model(
            lexicon=parse_lexicon(arrays["lexicon"].tobytes().decode()),
            feature_hashes=np.cumsum(arrays["feature_hashes"], dtype=np.uint32),
            feature_rows=rows,
            word_hashes=np.cumsum(arrays["word_hashes"], dtype=np.uint32),
            codes=arrays["codes"],
            vector_scale=float(arrays["vector_scale"]),
            **floats,
        )


def _sigmoids_first(gates: Floats, hidden: int) -> Floats:
    """Return columns of gates in the order that lets one operation open three of them."""
    return np.ascontiguousarray(gates.reshape(-1, 4, hidden)[:, (0, 1, 3, 2)].reshape(gates.shape))


_GATED = ("inputs", "input_bias", "recurrent")
_FLOATS = (
    "codebooks",
    "inputs",
    "input_bias",
    "recurrent",
    "output",
    "skip",
    "output_bias",
    "transitions",
    "start",
    "end",
)
