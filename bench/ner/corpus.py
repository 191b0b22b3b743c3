"""The corpora as the tagger sees them: sentences in raw text, labels carried from tokens to Rasid's words."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from processors.entities.words import Words, split_words

KINDS = ("PER", "LOC", "ORG")
Spans = frozenset[tuple[int, int, str]]


@dataclass(frozen=True, slots=True)
class Sentence:
    """``tokens[i]`` is the corpus token that word ``i`` comes from; ``gold`` holds spans over tokens."""

    words: Words
    tokens: tuple[int, ...]
    labels: tuple[str, ...]
    gold: Spans


def read_corpus(path: Path) -> list[Sentence]:
    """Read ``token TAG`` lines, a blank line between sentences; MISC counts as O."""
    blocks = path.read_text(encoding="utf-8").split("\n\n")
    pairs = [[line.rsplit(" ", 1) for line in block.split("\n") if line.strip()] for block in blocks]
    return [_sentence([token for token, _ in block], [_plain(tag) for _, tag in block]) for block in pairs if block]


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _plain(tag: str) -> str:
    return "O" if tag.endswith("MISC") else tag


def _sentence(tokens: Sequence[str], tags: Sequence[str]) -> Sentence:
    words = split_words("body", " ".join(tokens))
    ends, position = [], 0
    for token in tokens:
        position += len(token)
        ends.append(position)
        position += 1
    origin, token = [], 0
    for first in range(len(words.words)):
        start, _ = words.raw_span(first, first + 1)
        while ends[token] <= start:
            token += 1
        origin.append(token)
    return Sentence(words, tuple(origin), tuple(_labels(origin, tags)), bio_spans(tags))


def _labels(origin: Sequence[int], tags: Sequence[str]) -> list[str]:
    labels: list[str] = []
    for index, token in enumerate(origin):
        tag = tags[token]
        if tag[0] == "B" and index and origin[index - 1] == token:
            tag = f"I{tag[1:]}"
        elif tag[0] == "I" and (not labels or labels[-1][1:] != tag[1:]):
            tag = f"B{tag[1:]}"
        labels.append(tag)
    return labels


def bio_spans(tags: Sequence[str]) -> Spans:
    """Return the spans (first, last, kind) of BIO tags as conlleval counts them."""
    spans, first, kind = set(), -1, ""
    for index, tag in enumerate((*tags, "O")):
        if kind and (tag[0] != "I" or tag[2:] != kind):
            spans.add((first, index, kind))
            kind = ""
        if tag[0] == "B" or (tag[0] == "I" and not kind):
            first, kind = index, tag[2:]
    return frozenset(spans)


def on_tokens(sentence: Sentence, spans: Iterable[tuple[int, int, str]]) -> Spans:
    """Carry spans over words back to the corpus's tokens."""
    return frozenset((sentence.tokens[first], sentence.tokens[last - 1] + 1, kind) for first, last, kind in spans)


Scores = dict[str, tuple[float, float, float]]


def scores(pairs: Iterable[tuple[Spans, Spans]]) -> Scores:
    """Return precision, recall and F1 in percent, of each kind and of all, from pairs of gold and found spans."""
    gold, found, right = Counter[str](), Counter[str](), Counter[str]()
    for wanted, given in pairs:
        for counter, spans in ((gold, wanted), (found, given), (right, wanted & given)):
            counter.update(kind for _, _, kind in spans)
            counter["all"] += len(spans)
    return {kind: _measures(right[kind], found[kind], gold[kind]) for kind in (*KINDS, "all")}


def _measures(right: int, found: int, gold: int) -> tuple[float, float, float]:
    precision, recall = 100 * right / max(found, 1), 100 * right / max(gold, 1)
    return precision, recall, 2 * precision * recall / max(precision + recall, 1e-9)
