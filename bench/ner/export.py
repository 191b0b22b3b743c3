"""Writes a trained network as the artefact: rows in 8 bits, other weights in 16, hashes as sorted differences."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np

from bench.ner.vectors import Table
from processors.entities.statistical.features import hashed
from processors.entities.statistical.model import FORMAT

_SCALED_GATES = (0, 1, 3)


def export(
    path: Path, arrays: Mapping[str, np.ndarray], numbers: Mapping[int, int], table: Table, lexicon: str
) -> None:
    rows = arrays["rows"][1:]
    scales = (np.abs(rows).max(1) / 127).clip(1e-4).astype(np.float16).astype(np.float32)
    hashes = np.array([hashed(word) for word in table.words], np.uint32)
    order = np.unique(hashes, return_index=True)[1]
    inputs, recurrent, bias = (_halved(arrays[name]) for name in ("inputs", "recurrent", "bias"))
    np.savez_compressed(
        path,
        format=np.int32(FORMAT),
        lexicon=np.frombuffer(lexicon.encode(), np.uint8),
        feature_hashes=np.diff(np.array(sorted(numbers), np.uint32), prepend=np.uint32(0)),
        feature_rows=np.round(rows / scales[:, None]).clip(-127, 127).astype(np.int8),
        feature_scales=scales.astype(np.float16),
        word_hashes=np.diff(hashes[order], prepend=np.uint32(0)),
        codes=table.codes[order],
        codebooks=table.codebooks.astype(np.float16),
        vector_scale=np.float32(table.scale),
        inputs=np.concatenate(list(inputs), axis=1).astype(np.float16),
        input_bias=bias.reshape(-1).astype(np.float16),
        recurrent=recurrent.astype(np.float16),
        output=_averaged(arrays["output"]).astype(np.float16),
        skip=arrays["skip"].astype(np.float16),
        output_bias=arrays["output_bias"],
        transitions=arrays["transitions"],
        start=arrays["first"],
        end=arrays["last"],
    )


def _halved(gates: np.ndarray) -> np.ndarray:
    halved = np.array(gates)
    hidden = halved.shape[-1] // 4
    for gate in _SCALED_GATES:
        halved[..., gate * hidden : (gate + 1) * hidden] /= 2
    return halved


def _averaged(output: np.ndarray) -> np.ndarray:
    """Return one matrix over the states of all forward halves, then all backward ones, that averages the members."""
    members, both, labels = output.shape
    halves = output.reshape(members, 2, both // 2, labels).swapaxes(0, 1)
    return halves.reshape(members * both, labels) / members
