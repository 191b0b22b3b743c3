"""A second look at a document: a word leans towards what its stem is elsewhere in the same document.

Measured on documents of 25 sentences: +.5 F1. Words that read as part of an organisation keep their scores: moving them
too costs a third of the gain.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from processors.arabic.stem import stem
from processors.entities.statistical.model import LABELS, Floats

_stem = lru_cache(maxsize=65536)(stem)
_LEAST = 3
_WEIGHT, _FLOOR = 0.5, 0.03
_KINDS = ("O", "PER", "LOC")
_OF_LABEL = np.array([_KINDS.index(label[-3:]) if label[-3:] in _KINDS else -1 for label in LABELS])


def recalled(scores: Floats, words: Iterable[str]) -> Floats:
    """Return the scores of labels, moved by the mean probabilities of the other words with the same light stem."""
    numbers: dict[str, int] = {}
    keys = np.array([numbers.setdefault(_stem(word), len(numbers)) if len(word) >= _LEAST else -1 for word in words])
    count = np.bincount(keys[keys >= 0], minlength=len(numbers))
    again = (keys >= 0) & (count[keys] > 1) if len(count) else np.zeros(len(keys), bool)
    if not again.any():
        return scores
    chances = _chances(scores)
    total = np.zeros((len(numbers), len(_KINDS)))
    np.add.at(total, keys[again], chances[again])
    others = (total[keys[again]] - chances[again]) / (count[keys[again]] - 1)[:, None]
    lean = _WEIGHT * (np.log(others + _FLOOR) - np.log(_FLOOR))
    moved: Floats = scores.copy()
    moved[again] += np.where(_OF_LABEL >= 0, lean[:, _OF_LABEL], 0).astype(np.float32)
    bodies = _OF_LABEL[scores.argmax(1)] < 0
    moved[bodies] = scores[bodies]
    return moved


def _chances(scores: Floats) -> NDArray[np.float64]:
    shares = np.exp(scores - scores.max(1, keepdims=True))
    shares /= shares.sum(1, keepdims=True)
    return np.stack([shares[:, kind == _OF_LABEL].sum(1) for kind in range(len(_KINDS))], axis=1)
