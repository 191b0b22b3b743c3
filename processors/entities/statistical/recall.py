"""A second look at a document: a word leans towards what its stem is elsewhere in the same document.

Measured on documents of 25 sentences: +.5 F1. Words that read as part of an organisation keep their scores: moving them
too costs a third of the gain.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from processors.entities.statistical.model import LABELS, Floats

_WEIGHT, _FLOOR = 0.5, 0.03
_KINDS = ("O", "PER", "LOC")
_OF_LABEL = np.array([_KINDS.index(label[-3:]) if label[-3:] in _KINDS else -1 for label in LABELS])


def recalled(scores: Floats, stems: NDArray[np.int32]) -> Floats:
    """Return the scores of labels, moved by the mean probabilities of the other words with the same light stem.

    ``stems`` are numbers of stems, negative for words too short to have one.
    """
    _, keys, count = np.unique(stems, return_inverse=True, return_counts=True)
    again = np.flatnonzero((stems >= 0) & (count[keys] > 1))
    if not len(again):
        return scores
    keys = keys[again]
    chances = _chances(scores[again])
    total = np.stack([np.bincount(keys, kind, len(count)) for kind in chances.T], axis=1)
    others = (total[keys] - chances) / (count[keys] - 1)[:, None]
    lean = _WEIGHT * (np.log(others + _FLOOR) - np.log(_FLOOR))
    no_bodies = _OF_LABEL[scores[again].argmax(1)] >= 0
    moved: Floats = scores.copy()
    moved[again] += np.where((_OF_LABEL >= 0) & no_bodies[:, None], lean[:, _OF_LABEL], 0).astype(np.float32)
    return moved


def _chances(scores: Floats) -> NDArray[np.float64]:
    shares = np.exp(scores - scores.max(1, keepdims=True))
    shares /= shares.sum(1, keepdims=True)
    return np.stack([shares[:, kind == _OF_LABEL].sum(1) for kind in range(len(_KINDS))], axis=1)
