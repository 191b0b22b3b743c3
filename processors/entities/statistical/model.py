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

    ``inputs``, ``input_bias`` and ``recurrent`` are of the gates inward, forget, outward and new, one after the other
    (the file has new before outward); of each gate the forward halves of all members of the ensemble, then the backward
    ones. They are scaled so that each gate opens by 1 / (1 + exp(gate)), and the new content is twice that, less 1.
    ``output`` has the halves in the same order.
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
        slots, hidden, _ = floats["recurrent"].shape
        gated = {name: _gates_first(floats[name], slots, hidden) for name in _GATED}
        floats |= gated | {"output": floats["output"].reshape(slots, hidden, -1)}
        return Model(
            lexicon=parse_lexicon(arrays["lexicon"].tobytes().decode()),
            feature_hashes=np.cumsum(arrays["feature_hashes"], dtype=np.uint32),
            feature_rows=rows,
            word_hashes=np.cumsum(arrays["word_hashes"], dtype=np.uint32),
            codes=arrays["codes"],
            vector_scale=float(arrays["vector_scale"]),
            **floats,
        )


def _gates_first(weights: Floats, slots: int, hidden: int) -> Floats:
    """Return weights as [gate, half, row, unit], contiguous; in the file a column stands for each unit of each gate."""
    rows = weights if weights.ndim == 3 else weights.reshape(-1, slots, 4 * hidden).swapaxes(0, 1)
    gates = rows.reshape(slots, -1, 4, hidden)[:, :, (0, 1, 3, 2)]
    # The file has the sigmoid gates halved, so that sigmoid(2x) and tanh(x) = 2 sigmoid(2x) - 1 are wanted of all four.
    return np.ascontiguousarray(gates.transpose(2, 0, 1, 3)) * np.float32(-2)


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
