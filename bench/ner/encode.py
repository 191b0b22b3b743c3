"""Sentences as arrays for the trainer: numbers of features, of word vectors and of labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bench.ner.corpus import Sentence
from processors.entities.statistical.features import hashed, identities, place_features, shapes
from processors.entities.statistical.lexicon import Lexicon
from processors.entities.statistical.model import LABELS
from processors.entities.tagger import Span

IDENTITIES, WIDTH = 8, 52
LEAST = 2
Bags = list[tuple[list[int], list[int]]]


@dataclass(frozen=True, slots=True)
class Encoded:
    """One sentence: a row of feature numbers (0: none) for each word, its vector (0: none), its label."""

    ids: np.ndarray
    known: np.ndarray
    labels: np.ndarray

    @staticmethod
    def joined(parts: Sequence[Encoded]) -> Encoded:
        """Return the sentences as one."""
        return Encoded(*(np.concatenate([getattr(part, name) for part in parts]) for name in Encoded.__slots__))


def bags(sentence: Sentence, lexicon: Lexicon, hints: Sequence[Span]) -> Bags:
    """Return the hashed features of each word: those that name it, and the others."""
    places = place_features(sentence.words, lexicon, hints)
    return [
        ([hashed(x) for x in identities(word)], [hashed(x) for x in (*shapes(word, lexicon), *place)])
        for word, place in zip(sentence.words.words, places, strict=True)
    ]


def numbering(sentences: Iterable[Bags]) -> dict[int, int]:
    """Number the features seen at least ``LEAST`` times, from 1, in the order of their hash."""
    seen: Counter[int] = Counter()
    for words in sentences:
        for own, other in words:
            seen.update(own)
            seen.update(other)
    return {feature: number for number, feature in enumerate(sorted(x for x, n in seen.items() if n >= LEAST), 1)}


def encode(sentence: Sentence, words: Bags, numbers: Mapping[int, int], vectors: Mapping[str, int]) -> Encoded:
    ids = np.zeros((len(words), WIDTH), np.int32)
    for row, (own, other) in zip(ids, words, strict=True):
        first = [numbers[x] for x in own if x in numbers][:IDENTITIES]
        then = [numbers[x] for x in other if x in numbers][: WIDTH - IDENTITIES]
        row[: len(first)], row[IDENTITIES : IDENTITIES + len(then)] = first, then
    known = np.array([vectors.get(word, 0) for word in sentence.words.words], np.int32)
    return Encoded(ids, known, np.array([LABELS.index(label) for label in sentence.labels], np.int32))
