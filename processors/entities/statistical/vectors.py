"""Input vectors of words: learnt rows of their features, beside the vector of the word where the model knows one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import TypeVar
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from processors.arabic.stem import stem
from processors.entities.statistical.features import hashed, identities, place_features, shapes
from processors.entities.statistical.model import Floats, Hashes, Model
from processors.entities.tagger import Span
from processors.entities.words import Words

_KEPT = 60_000
_LEAST = 3  # letters that a word needs for a stem that says something
Numbers = NDArray[np.int32]
N = TypeVar("N", np.float32, np.int32)


class WordVectors:
    """Computes and keeps the vectors of word types; begins anew when ``_KEPT`` are kept (some 40 MB)."""

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
        self._stems: dict[str, int] = {}
        self._shapes = _Rows(self._rows)
        self._type_rows = np.zeros((1024, len(self._model.skip)), np.float32)
        self._type_stems = np.zeros(1024, np.int32)
        self._place_rows = np.zeros((256, self._learnt), np.float32)

    def document(self, document: Sequence[Words], hints: Sequence[Sequence[Span]]) -> tuple[Floats, Numbers]:
        """Return the input vectors of all words of the fields, one after the other, and the numbers of their stems.

        ``hints`` are the rules' spans. A word too short for a stem has -1.
        """
        if len(self._types) > _KEPT:
            self._begin()
        words = list(chain.from_iterable(field.words for field in document))
        lexicon = self._model.lexicon
        pairs = zip(document, hints, strict=True)
        places = list(chain.from_iterable(place_features(field, lexicon, spans) for field, spans in pairs))
        self._learn_types(set(words).difference(self._types))
        self._learn_places(set(places).difference(self._places))
        types = list(map(self._types.__getitem__, words))
        rows = self._type_rows[types]
        rows[:, : self._learnt] += self._place_rows[list(map(self._places.__getitem__, places))]
        return rows, self._type_stems[types]

    def _learn_types(self, words: set[str]) -> None:
        fresh = sorted(words)
        if not fresh:
            return
        first = len(self._types)
        last = first + len(fresh)
        self._type_rows, self._type_stems = _room(self._type_rows, last), _room(self._type_stems, last)
        rows, lexicon = self._type_rows[first:last], self._model.lexicon
        bags = [
            [*self._hashed(identities(word)), *map(self._shapes.__getitem__, shapes(word, lexicon))] for word in fresh
        ]
        rows[:, : self._learnt] = self._sums(bags)
        rows[:, self._learnt :] = self._known(fresh)
        stems = self._stems
        self._type_stems[first:last] = [
            stems.setdefault(stem(word), len(stems)) if len(word) >= _LEAST else -1 for word in fresh
        ]
        self._types.update(zip(fresh, range(first, last), strict=True))

    def _learn_places(self, places: set[tuple[str, ...]]) -> None:
        fresh = sorted(places)
        if not fresh:
            return
        first = len(self._places)
        last = first + len(fresh)
        self._place_rows = _room(self._place_rows, last)
        self._place_rows[first:last] = self._sums([self._hashed(place) for place in fresh])
        self._places.update(zip(fresh, range(first, last), strict=True))

    def _hashed(self, names: tuple[str, ...]) -> list[int]:
        # A feature that the model lacks has the row of zeros at the end.
        rows, none = self._rows, len(self._rows)
        return [rows.get(crc32(name.encode()), none) for name in names]

    def _sums(self, bags: Sequence[list[int]]) -> Floats:
        starts = np.cumsum([0, *map(len, bags[:-1])])
        sums: Floats = np.add.reduceat(self._feature_rows[list(chain.from_iterable(bags))], starts, axis=0)
        return sums

    def _known(self, words: Sequence[str]) -> Floats:
        model = self._model
        at, found = _find(model.word_hashes, np.array([hashed(word) for word in words], np.uint32))
        parts = [book[model.codes[at, index]] for index, book in enumerate(model.codebooks)]
        known: Floats = np.concatenate(parts, axis=1) * (model.vector_scale * found[:, None]).astype(np.float32)
        return known


def _find(table: Hashes, hashes: Hashes) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    at = np.minimum(np.searchsorted(table, hashes), len(table) - 1)
    return at, table[at] == hashes


class _Rows(dict[str, int]):
    """The rows of features that many words share, by name: a name is hashed once."""

    def __init__(self, rows: Mapping[int, int]) -> None:
        super().__init__()
        self._rows = rows

    def __missing__(self, name: str) -> int:
        self[name] = row = self._rows.get(crc32(name.encode()), len(self._rows))
        return row


def _room(rows: NDArray[N], size: int) -> NDArray[N]:
    if size <= len(rows):
        return rows
    grown = np.zeros((max(size, 2 * len(rows)), *rows.shape[1:]), rows.dtype)
    grown[: len(rows)] = rows
    return grown
