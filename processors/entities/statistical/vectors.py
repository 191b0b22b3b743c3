"""Input vectors of words: learnt rows of their features, beside the vector of the word where the model knows one."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from processors.entities.statistical.features import hashed, identities, place_features, shapes
from processors.entities.statistical.model import Floats, Hashes, Model
from processors.entities.tagger import Span
from processors.entities.words import Words

_KEPT = 30_000


class WordVectors:
    """Computes and keeps the vectors of word types; begins anew when ``_KEPT`` are kept (some 15 MB)."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._learnt = model.feature_rows.shape[1]
        # A table of Python's own finds a hash twice as fast as a search in the sorted array.
        self._rows = dict(zip(model.feature_hashes.tolist(), range(len(model.feature_hashes)), strict=True))
        self._feature_rows = np.vstack((model.feature_rows, np.zeros((1, self._learnt), np.float32)))
        self._begin()

    def _begin(self) -> None:
        self._types: dict[str, int] = {}
        self._places: dict[tuple[str, ...], int] = {}
        self._type_rows = np.zeros((1024, len(self._model.skip)), np.float32)
        self._place_rows = np.zeros((256, self._learnt), np.float32)

    def document(self, document: Sequence[Words], hints: Sequence[Sequence[Span]]) -> Floats:
        """Return the input vectors of all words of the fields, one after the other; ``hints`` are the rules' spans."""
        if len(self._types) > _KEPT:
            self._begin()
        words = list(chain.from_iterable(field.words for field in document))
        lexicon = self._model.lexicon
        pairs = zip(document, hints, strict=True)
        places = list(chain.from_iterable(place_features(field, lexicon, spans) for field, spans in pairs))
        self._learn_types({word for word in words if word not in self._types})
        self._learn_places({place for place in places if place not in self._places})
        rows = self._type_rows[list(map(self._types.__getitem__, words))]
        rows[:, : self._learnt] += self._place_rows[list(map(self._places.__getitem__, places))]
        return rows

    def _learn_types(self, words: set[str]) -> None:
        fresh = sorted(words)
        if not fresh:
            return
        first = len(self._types)
        self._type_rows = _room(self._type_rows, first + len(fresh))
        rows = self._type_rows[first : first + len(fresh)]
        lexicon = self._model.lexicon
        features = [(*identities(word), *shapes(word, lexicon)) for word in fresh]
        rows[:, : self._learnt] = self._bags(features)
        rows[:, self._learnt :] = self._known(fresh)
        self._types.update((word, first + index) for index, word in enumerate(fresh))

    def _learn_places(self, places: set[tuple[str, ...]]) -> None:
        fresh = sorted(places)
        if not fresh:
            return
        first = len(self._places)
        self._place_rows = _room(self._place_rows, first + len(fresh))
        self._place_rows[first : first + len(fresh)] = self._bags(fresh)
        self._places.update((place, first + index) for index, place in enumerate(fresh))

    def _bags(self, features: Sequence[tuple[str, ...]]) -> Floats:
        # A feature that the model lacks has the row of zeros at the end.
        rows, none = self._rows, len(self._rows)
        at = [rows.get(crc32(name.encode()), none) for bag in features for name in bag]
        starts = np.cumsum([0, *(len(bag) for bag in features[:-1])])
        bags: Floats = np.add.reduceat(self._feature_rows[at], starts, axis=0)
        return bags

    def _known(self, words: Sequence[str]) -> Floats:
        model = self._model
        at, found = _find(model.word_hashes, np.array([hashed(word) for word in words], np.uint32))
        parts = [book[model.codes[at, index]] for index, book in enumerate(model.codebooks)]
        known: Floats = np.concatenate(parts, axis=1) * (model.vector_scale * found[:, None]).astype(np.float32)
        return known


def _find(table: Hashes, hashes: Hashes) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    at = np.minimum(np.searchsorted(table, hashes), len(table) - 1)
    return at, table[at] == hashes


def _room(rows: Floats, size: int) -> Floats:
    if size <= len(rows):
        return rows
    grown = np.zeros((max(size, 2 * len(rows)), rows.shape[1]), np.float32)
    grown[: len(rows)] = rows
    return grown
