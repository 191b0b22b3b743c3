"""The ledger held against the store, by count and article by article: is all that was acknowledged there, and once?"""

from __future__ import annotations

from dataclasses import dataclass

from infra.ledger import Ledger
from infra.ledger.articles import known_articles, waiting_captures
from infra.stores.base import Store

_SHOWN = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """What the two say. ``missing``: acknowledged by the ledger, not in the store. ``doubled``: in the store twice.

    ``unnoted`` are in the store without a capture that names them: imported ones, or ones written just before a run
    was broken off, whose captures are among the ``waiting`` and will be met as unchanged.
    """

    acknowledged: int
    stored: int
    missing: tuple[str, ...] = ()
    doubled: tuple[str, ...] = ()
    unnoted: tuple[str, ...] = ()
    waiting: int = 0

    @property
    def holds(self) -> bool:
        """Tell whether nothing is lost and nothing stands twice."""
        return not self.missing and not self.doubled

    def __str__(self) -> str:
        """Say it in one line."""
        parts = [f"{self.acknowledged} articles acknowledged by the ledger, {self.stored} documents in the store"]
        parts += [_listed("acknowledged but not in the store", self.missing)] if self.missing else []
        parts += [_listed("in the store more than once", self.doubled)] if self.doubled else []
        if self.unnoted:
            parts.append(_listed("in the store without a capture (imported, or of a run broken off)", self.unnoted))
        parts += [f"{self.waiting} captures wait"] if self.waiting else []
        return "; ".join(parts)


def compare(ledger: Ledger, store: Store) -> Agreement:
    """Compare article by article; may be done while articles are being ingested. Takes some 200 bytes an article."""
    # The ledger first: what it has acknowledged by now is in the store before the store is read.
    known = known_articles(ledger.engine)
    seen: set[str] = set()
    doubled: dict[str, None] = {}
    count = 0
    for article_id in store.article_ids():
        count += 1
        if article_id in seen:
            doubled[article_id] = None
        seen.add(article_id)
    acknowledged = {article_id for article_id, noted in known.items() if noted}
    return Agreement(
        acknowledged=len(acknowledged),
        stored=count,
        missing=tuple(sorted(acknowledged - seen)),
        doubled=tuple(doubled),
        unnoted=tuple(sorted(seen - known.keys())),
        waiting=waiting_captures(ledger.engine),
    )


def _listed(what: str, ids: tuple[str, ...]) -> str:
    more = ", …" if len(ids) > _SHOWN else ""
    return f"{len(ids)} {what}: {', '.join(ids[:_SHOWN])}{more}"
