"""What the processors make of the documents, written to a file and compared with it, bit by bit.

A change of speed must change nothing else: freeze before it, compare after it. Of a score four digits count: the last
bits hang on the processor and its threads.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, replace
from itertools import zip_longest
from pathlib import Path

from bench.processing.documents import CONTEXT, articles
from processors.pipeline import process


def freeze(path: Path) -> int:
    """Write one line a document; return how many."""
    lines = list(_lines())
    path.write_text("\n".join(lines), encoding="utf-8")
    return len(lines)


def differences(path: Path) -> Iterator[str]:
    """Yield what differs from the file, one line each: document, what was found in one only."""
    frozen = path.read_text(encoding="utf-8").split("\n")
    for before, after in zip_longest(frozen, _lines(), fillvalue="{}"):
        if before != after:
            yield from _difference(json.loads(before), json.loads(after))


def _lines() -> Iterator[str]:
    for article in articles():
        enriched = process(article, CONTEXT)
        yield json.dumps(
            {
                "id": article.id,
                "mentions": [asdict(replace(item, score=round(item.score, 4))) for item in enriched.mentions],
                "quotes": [asdict(quote) for quote in enriched.quotes],
                "fingerprint": enriched.fingerprint,
            },
            ensure_ascii=False,
        )


def _difference(before: dict[str, object], after: dict[str, object]) -> Iterator[str]:
    for key in {**before, **after}:
        old, new = before.get(key), after.get(key)
        if old == new:
            continue
        if isinstance(old, list) and isinstance(new, list):
            yield from (f"{after['id']} {key} - {item}" for item in old if item not in new)
            yield from (f"{after['id']} {key} + {item}" for item in new if item not in old)
        else:
            yield f"{before.get('id')} {key}: {old} -> {new}"
