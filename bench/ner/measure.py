"""Measures any tagger on a corpus: documents of so many sentences, spans back on the corpus's tokens."""

from __future__ import annotations

from collections.abc import Sequence

from bench.ner.corpus import Scores, Sentence, Spans, on_tokens
from processors.entities.tagger import EntityTagger
from processors.records import EntityType

KINDS: dict[EntityType, str] = {
    "person": "PER",
    "place": "LOC",
    "country": "LOC",
    "organisation": "ORG",
    "group": "ORG",
}


def found_spans(tagger: EntityTagger, sentences: Sequence[Sentence], size: int) -> list[tuple[Spans, Spans]]:
    """Return gold and found spans of each sentence, tagged in documents of ``size`` sentences in their order."""
    pairs = []
    for first in range(0, len(sentences), size):
        document = sentences[first : first + size]
        for one, spans in zip(document, tagger.spans([item.words for item in document]), strict=True):
            counted = [span for span in spans if not (span.candidate and span.candidate.adjective)]
            pairs.append((one.gold, on_tokens(one, ((x.first, x.last, KINDS[x.type]) for x in counted))))
    return pairs


def table_of(title: str, measured: Scores) -> str:
    cells = (f"{kind} {' / '.join(f'{value:.1f}' for value in values)}" for kind, values in measured.items())
    return f"{title}: {' | '.join(cells)}"
