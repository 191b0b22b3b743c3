"""What ``rasid tag`` says of a corpus: sentences as the paragraphs of an article, mentions back on tokens."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from bench.ner.corpus import Sentence, Spans
from bench.ner.measure import KINDS
from processors.records import Mention

Emit = Callable[[str], Sequence[Mention]]


def emitted_spans(emit: Emit, sentences: Sequence[Sentence], size: int) -> list[tuple[Spans, Spans]]:
    """Return gold and found spans of each sentence; ``emit`` gives the mentions of a body of ``size`` paragraphs.

    Nationality adjectives don't count; of mentions that share a token the longest does.
    """
    pairs = []
    for first in range(0, len(sentences), size):
        document = sentences[first : first + size]
        mentions = [mention for mention in emit("\n".join(one.words.raw for one in document)) if not mention.adjective]
        start = 0
        for one in document:
            end = start + len(one.words.raw)
            inside = [mention for mention in mentions if start <= mention.start and mention.end <= end]
            pairs.append((one.gold, frozenset(_on_tokens(one, inside, start))))
            start = end + 1
    return pairs


def _on_tokens(sentence: Sentence, mentions: Sequence[Mention], offset: int) -> list[tuple[int, int, str]]:
    words = sentence.words
    edges = [words.raw_span(index, index + 1) for index in range(len(words.words))]
    found = []
    for mention in mentions:
        start, end = mention.start - offset, mention.end - offset
        tokens = [sentence.tokens[index] for index, (a, b) in enumerate(edges) if a < end and start < b]
        if tokens:
            found.append((tokens[0], tokens[-1] + 1, KINDS[mention.type]))
    return found
