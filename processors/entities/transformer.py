"""A transformer as `EntityTagger`: a token classification model in ONNX from a local folder (extra ``transformer``).

The folder is what Hugging Face's exporters write: ``model.onnx``, ``tokenizer.json`` and a ``config.json`` with
``id2label`` (BIO tags: B-PER, I-LOC, …). Nothing is fetched.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from processors.entities.gazetteer import gazetteer
from processors.entities.prefixed import bared
from processors.entities.statistical.tagger import sentences
from processors.entities.tagger import Span
from processors.entities.words import Words
from processors.errors import RasidError
from processors.records import EntityType

_KINDS: Mapping[str, EntityType] = {
    "PER": "person",
    "PERS": "person",
    "PERSON": "person",
    "LOC": "place",
    "LOCATION": "place",
    "GPE": "place",
    "ORG": "organisation",
    "ORGANIZATION": "organisation",
}
_POSITIONS = 512


class TransformerError(RasidError, ValueError):
    """A model that can't be used; the message names file, key, value and remedy."""


class TransformerTagger:
    """An `EntityTagger` by a model of a local folder; `TransformerError` where the folder or the extra is wanting."""

    def __init__(self, folder: Path) -> None:
        for name in ("model.onnx", "tokenizer.json", "config.json"):
            if not (folder / name).is_file():
                raise TransformerError(f"{folder / name}: missing; export a token classification model to ONNX there")
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        self._labels = _labels(folder / "config.json", config)
        self._positions = int(config.get("max_position_embeddings", _POSITIONS))
        self._tokenizer: Any = _extra("tokenizers").Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._session: Any = _extra("onnxruntime").InferenceSession(
            str(folder / "model.onnx"), providers=["CPUExecutionProvider"]
        )
        self._inputs = {item.name for item in self._session.get_inputs()}

    def spans(self, document: Sequence[Words]) -> tuple[tuple[Span, ...], ...]:
        """Return the names of each field in the order of ``document``; spans of one field don't overlap."""
        return tuple(tuple(self._field(words)) for words in document)

    def _field(self, words: Words) -> Iterator[Span]:
        for first, last in sentences([words]):
            yield from _spans(words, first, list(self._tags(words, first, last)))

    def _tags(self, words: Words, first: int, last: int) -> Iterator[tuple[str, float]]:
        """Yield (BIO tag, probability) of each word: those of its first piece."""
        start, end = words.raw_span(first, last)
        encoding = self._tokenizer.encode(words.raw[start:end])
        if len(encoding.ids) > self._positions and last - first > 1:
            middle = (first + last) // 2
            yield from self._tags(words, first, middle)
            yield from self._tags(words, middle, last)
            return
        chances = self._chances(encoding)
        pieces = [(start + a, start + b, row) for (a, b), row in zip(encoding.offsets, chances, strict=True) if b > a]
        for index in range(first, last):
            opens, closes = words.raw_span(index, index + 1)
            row = next((row for a, b, row in pieces if a < closes and b > opens), None)
            # Beyond the model's positions, or a word its tokenizer drops: no name.
            yield ("O", 1.0) if row is None else (self._labels[int(row.argmax())], float(row.max()))

    def _chances(self, encoding: Any) -> NDArray[np.float32]:
        columns = {
            "input_ids": encoding.ids,
            "attention_mask": encoding.attention_mask,
            "token_type_ids": encoding.type_ids,
        }
        feed = {name: np.array([column[: self._positions]], np.int64) for name, column in columns.items()}
        scores = self._session.run(None, {name: feed[name] for name in self._inputs & feed.keys()})[0][0]
        shares = np.exp(scores - scores.max(-1, keepdims=True))
        chances: NDArray[np.float32] = np.zeros((len(encoding.ids), scores.shape[-1]), np.float32)
        chances[: len(shares)] = shares / shares.sum(-1, keepdims=True)
        return chances


def _extra(name: str) -> Any:
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        raise TransformerError(f"{name}: not installed; pip install 'rasid[transformer]'") from error


def _labels(path: Path, config: Mapping[str, Any]) -> tuple[str, ...]:
    found = config.get("id2label")
    if not isinstance(found, dict) or not found:
        raise TransformerError(f"{path}: id2label = {found!r}: it must map each class to its BIO tag")
    return tuple(_plain(str(found[key])) for key in sorted(found, key=int))


def _plain(label: str) -> str:
    position, _, kind = label.partition("-")
    return f"{position}-{kind.upper()}" if position in {"B", "I"} and kind.upper() in _KINDS else "O"


def _spans(words: Words, offset: int, tags: Sequence[tuple[str, float]]) -> Iterator[Span]:
    first = 0
    for index in range(1, len(tags) + 1):
        begun = tags[first][0]
        if index < len(tags) and begun != "O" and tags[index][0] == f"I-{begun[2:]}":
            continue
        if begun != "O":
            score = sum(chance for _, chance in tags[first:index]) / (index - first)
            cut, _ = bared(words, offset + first, offset + index, _known)
            yield Span(offset + first, offset + index, cut, _KINDS[begun[2:]], min(score, 1.0))
        first = index


def _known(key: tuple[str, ...]) -> bool:
    return bool(gazetteer().candidates(key))
