"""The statistical `EntityTagger`: sentences in, labels out, labels to spans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from processors.entities.prefixed import bared
from processors.entities.rules import RuleTagger
from processors.entities.statistical.lexicon import Lexicon
from processors.entities.statistical.model import LABELS, Floats, Model
from processors.entities.statistical.network import decode, emissions, lay_out
from processors.entities.statistical.recall import recalled
from processors.entities.statistical.vectors import WordVectors
from processors.entities.tagger import EntityTagger, Span
from processors.entities.words import SENTENCE, Words
from processors.records import EntityType

# A sentence ends where a full stop, a question mark or a line does, but a short piece is read together with the next
# one (قال: …), as in training.
_SHORTEST, _LONGEST = 24, 120
_COUNTRY = frozenset({"aC"})
_TYPES: dict[str, EntityType] = {"PER": "person", "LOC": "place", "ORG": "organisation"}


@dataclass(frozen=True, slots=True)
class Tagged:
    """Words ``[first, last)`` of a field with the label ``kind`` (PER, LOC, ORG) and its mean probability."""

    first: int
    last: int
    kind: str
    score: float


class StatisticalTagger:
    """An `EntityTagger` by a trained network, which weighs what the rules say among its features."""

    def __init__(self, model: Model, rules: EntityTagger | None = None) -> None:
        self._model = model
        self._rules = rules
        self._vectors = WordVectors(model)

    def tagged(self, document: Sequence[Words], hints: Sequence[Sequence[Span]]) -> list[list[Tagged]]:
        """Return the labelled runs of each field: what the network says, before types and prefixes are settled."""
        pieces = sentences(document)
        if not pieces:
            return [[] for _ in document]
        layout = lay_out(pieces)
        rows, stems = self._vectors.document(document, hints)
        scores = recalled(emissions(self._model, rows, layout), stems)
        labels = decode(self._model, scores.copy(), pieces)
        runs, offset = [], 0
        chances = _probabilities(scores, labels)
        for words in document:
            end = offset + len(words.words)
            runs.append(_runs(labels[offset:end], chances[offset:end]))
            offset = end
        return runs

    def spans(self, document: Sequence[Words]) -> tuple[tuple[Span, ...], ...]:
        """Return the names of each field in the order of ``document``; spans of one field don't overlap."""
        if self._rules is None:
            self._rules = RuleTagger()
        return self.revise(document, self._rules.spans(document))

    def revise(self, document: Sequence[Words], hints: Sequence[Sequence[Span]]) -> tuple[tuple[Span, ...], ...]:
        """Return the names of each field, given the spans that a `RuleTagger` found there."""
        lexicon = self._model.lexicon
        runs = self.tagged(document, hints)
        return tuple(
            tuple(_span(words, run, lexicon) for run in field) for words, field in zip(document, runs, strict=True)
        )


def sentences(document: Sequence[Words]) -> list[tuple[int, int]]:
    """Return the pieces that are read at once, as places in the words of all fields one after the other."""
    found, offset = [], 0
    for words in document:
        first = 0
        size = len(words.words)
        for index in range(1, size + 1):
            ends = index == size or index - first >= _LONGEST
            if ends or (words.gaps[index] & SENTENCE and index - first >= _SHORTEST):
                found.append((offset + first, offset + index))
                first = index
        offset += size
    return found


def _probabilities(scores: Floats, labels: NDArray[np.int8]) -> Floats:
    shares = np.exp(scores - scores.max(1, keepdims=True))
    chosen: Floats = shares[np.arange(len(labels)), labels] / shares.sum(1)
    return chosen


def _runs(labels: NDArray[np.int8], chances: Floats) -> list[Tagged]:
    runs, first = [], 0
    places = np.flatnonzero(labels).tolist()
    names = [LABELS[label] for label in labels[places].tolist()]
    for index in range(1, len(places) + 1):
        follows = index < len(places) and places[index] == places[index - 1] + 1
        if follows and names[index][0] == "I" and names[index][2:] == names[first][2:]:
            continue
        start, end = places[first], places[index - 1] + 1
        runs.append(Tagged(start, end, names[first][2:], float(chances[start:end].mean())))
        first = index
    return runs


def _span(words: Words, run: Tagged, lexicon: Lexicon) -> Span:
    cut, key = bared(words, run.first, run.last, partial(_known, lexicon))
    country = run.kind == "LOC" and lexicon.index.exact(key) in _COUNTRY
    return Span(run.first, run.last, cut, "country" if country else _TYPES[run.kind], min(run.score, 1.0))


def _known(lexicon: Lexicon, key: tuple[str, ...]) -> bool:
    return key[0] in lexicon.people or lexicon.index.exact(key) is not None
