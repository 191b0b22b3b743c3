"""Which fields the articles of a batch have, counted per outlet."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from infra.ledger import Capture
from infra.ledger.coverage import Coverage
from infra.processing import Failure
from infra.stores.base import Stored
from infra.workers import Outcome

FIELDS = ("headline", "date", "author", "body", "entities")
LENGTH = "length"
"""Counted like a field: bodies of `FULL` letters at least. Means of lengths vary too much to tell a cut body by."""
FULL = 400


def coverage_of(processed: Sequence[tuple[Capture, Outcome]]) -> list[Coverage]:
    """Return one row an outlet for captures and what became of each, dated by the latest capture.

    So pages of long ago, taken in from another archive, say nothing of today.
    """
    by_outlet: dict[str, list[tuple[Capture, Outcome]]] = defaultdict(list)
    for capture, outcome in processed:
        by_outlet[capture.outlet].append((capture, outcome))
    return [_row(outlet, pages) for outlet, pages in by_outlet.items()]


def _row(outlet: str, pages: Sequence[tuple[Capture, Outcome]]) -> Coverage:
    stored = [(capture, outcome) for capture, outcome in pages if not isinstance(outcome, Failure)]
    failures = [(capture, outcome) for capture, outcome in pages if isinstance(outcome, Failure)]
    lost: dict[str, Sequence[str]] = {"article": _page(failures[0][0])} if failures else {}
    found: Counter[str] = Counter()
    for capture, item in stored:
        has = _fields(item)
        found.update(has)
        for name in {*FIELDS, LENGTH} - has:
            lost.setdefault(name, _page(capture))
    dates = [item.enriched.article.published for _, item in stored]
    return Coverage(
        outlet=outlet,
        at=max(capture.fetched_at for capture, _ in pages),
        articles=len(stored),
        quarantined=len(failures),
        found=dict(found),
        characters=sum(len(item.enriched.article.body) for _, item in stored),
        newest=max((date.value for date in dates if date), default=None),
        lost=lost,
        reasons=dict(Counter(_reason(failure) for _, failure in failures)),
    )


def _page(capture: Capture) -> tuple[str, str]:
    return capture.url, capture.locator


def _reason(failure: Failure) -> str:
    """Return ``no article: challenge`` without the detail behind it: a reason is there to be counted."""
    return ": ".join(failure.error.split(": ")[:2]) if failure.error.startswith("no article") else failure.step


def _fields(item: Stored) -> set[str]:
    article = item.enriched.article
    values = {
        "headline": article.headline,
        "date": article.published,
        "author": article.authors or article.byline,
        "body": article.paragraphs,
        "entities": item.enriched.mentions,
        LENGTH: len(article.body) >= FULL,
    }
    return {name for name, value in values.items() if value}
