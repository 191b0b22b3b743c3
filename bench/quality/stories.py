"""Copies of one text found among distinct articles: precision and recall by kind of change."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.figures import table
from infra.stores.base import Stored
from infra.stores.sqlite import SqliteStore
from infra.stories import Stories
from tests.quality.copies import CHANGES, copy, distinct

DISTINCT, PER_CHANGE, BATCH = 50_000, 400, 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Copies linked to their original, to a wrong one, to none; distinct articles linked at all."""

    right: dict[str, int]
    wrong: dict[str, int]
    missed: dict[str, int]
    joined: int
    seconds: float

    @property
    def precision(self) -> float:
        """Right links of all links."""
        right = sum(self.right.values())
        return right / (right + sum(self.wrong.values()) + self.joined)

    @property
    def recall(self) -> float:
        """Copies with the right link of all copies."""
        right = sum(self.right.values())
        return right / (right + sum(self.wrong.values()) + sum(self.missed.values()))


def tally(folder: Path, originals: Sequence[Stored], per_change: int) -> Tally:
    """Store the originals, then their copies, and count; seconds are processor time of an article's assignment."""
    draw = random.Random(3)
    made: dict[str, tuple[str, str, Stored]] = {}
    for change in CHANGES:
        for original in draw.sample(originals, per_change):
            item = copy(draw, original, change, len(originals) + len(made))
            made[item.enriched.article.id] = (change, original.enriched.article.id, item)
    told, seconds = _assign(folder, [*originals, *(item for *_, item in made.values())])
    right, wrong, missed = (dict.fromkeys(CHANGES, 0) for _ in range(3))
    for name, (change, original, _) in made.items():
        outcome = right if told[name] == original else missed if told[name] == name else wrong
        outcome[change] += 1
    joined = sum(story != name for name, story in told.items() if name not in made)
    return Tally(right=right, wrong=wrong, missed=missed, joined=joined, seconds=seconds / len(told))


def _assign(folder: Path, articles: Sequence[Stored]) -> tuple[dict[str, str | None], float]:
    store = SqliteStore(folder / "search.sqlite")
    stories, told, seconds = Stories(store), {}, 0.0
    for batch in _batches(articles):
        start = time.process_time()
        assigned = stories.assign(batch)
        seconds += time.process_time() - start
        store.write(assigned)
        told |= {item.enriched.article.id: item.story for item in assigned}
    store.close()
    return told, seconds


def _batches(articles: Sequence[Stored]) -> list[Sequence[Stored]]:
    return [articles[first : first + BATCH] for first in range(0, len(articles), BATCH)]


def section(say: Callable[[str], None]) -> str:
    """Return the Markdown of this part of docs/quality.md."""
    say(f"stories: {DISTINCT} distinct articles (minutes)")
    with TemporaryDirectory() as folder:
        found = tally(Path(folder), list(distinct(DISTINCT)), PER_CHANGE)
    rows = [(name, *(str(by[name]) for by in (found.right, found.wrong, found.missed))) for name in CHANGES]
    shown = table(("what the copy changed", "right", "wrong", "missed"), rows)
    return (
        f"## Copies of one story\n\n{PER_CHANGE} generated copies of each kind among {DISTINCT:,} distinct generated"
        f" articles, in a store: precision {found.precision:.3f}, recall {found.recall:.3f}; {found.joined} distinct"
        f" articles joined. Finding the kin takes {found.seconds * 1000:.2f} ms an article (processor time).\n\n{shown}"
    )
