"""What is done once a day: a sample of the archive read, the ledger made small, old articles let go, failures told."""

from __future__ import annotations

import json
import random
from collections import Counter
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice

from infra.archive import ArchiveError
from infra.config import Settings
from infra.ledger.upkeep import Removed, locators, remove_old
from infra.pruning import prune
from infra.sink import ledger_of, open_archive
from infra.stores import open_store
from infra.stores.base import Query

_DELETE = 500
_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What lies in quarantine: how many pages in all, how many of them new, and where it is written."""

    pages: int
    new: int
    file: str


def verify_sample(settings: Settings, day: datetime, size: int = 200) -> int:
    """Read ``size`` archived captures, others each day, against their digests; return how many hold.

    `ArchiveError` names those that do not. The same day draws the same sample.
    """
    with ledger_of(settings) as ledger:
        drawn = locators(ledger.engine, random.Random(f"{day:%Y-%m-%d}"), size)
    archive = open_archive(settings)
    problems = [problem for locator in drawn if (problem := archive.check(locator))]
    if problems:
        told = "; ".join(f"{problem.locator}: {problem.message}" for problem in problems[:_SHOWN])
        raise ArchiveError(f"{len(problems)} of {len(drawn)} archived captures do not hold: {told}")
    return len(drawn)


def compact(settings: Settings, now: datetime) -> Removed:
    """Take out of the ledger what nothing reads any more, and give its space back."""
    with ledger_of(settings) as ledger:
        return remove_old(ledger.engine, now)


def retire(settings: Settings, now: datetime) -> int:
    """Delete articles older than the setting ``retention_days`` from the store; return how many.

    Archive and ledger keep them: re-processing those days brings them back.
    """
    if not settings.retention_days:
        return 0
    old = Query(date_to=now - timedelta(days=settings.retention_days), highlight=False)
    gone = 0
    with closing(open_store(settings)) as store:
        while names := [stored.enriched.article.id for stored in islice(store.export(old), _DELETE)]:
            gone += store.delete(names)
    return gone


def prune_archive(settings: Settings, now: datetime) -> int:
    """Drop WARC files older than the setting ``archive_days`` (see `infra.pruning`); return how many."""
    return len(prune(settings, settings.archive_days, now).files) if settings.archive_days else 0


def quarantine_digest(settings: Settings, now: datetime) -> Digest:
    """Write RASID_HOME/digests/quarantine-DAY.json: pages by outlet, step and error, with an example of each."""
    with ledger_of(settings) as ledger:
        rows = ledger.quarantine()
    new = sum(row.fetched_at >= now - timedelta(days=1) for row in rows)
    kinds = Counter((row.outlet, row.step or "", row.error or "") for row in rows)
    examples = {(row.outlet, row.step or "", row.error or ""): (row.id, row.url) for row in rows}
    listed = [
        {"outlet": kind[0], "step": kind[1], "error": kind[2], "pages": number, "number": examples[kind][0]}
        | {"url": examples[kind][1]}
        for kind, number in kinds.most_common()
    ]
    file = settings.home / "digests" / f"quarantine-{now:%Y-%m-%d}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    whole = {"at": now.isoformat(), "pages": len(rows), "new": new, "kinds": listed}
    file.write_text(json.dumps(whole, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return Digest(pages=len(rows), new=new, file=str(file))
