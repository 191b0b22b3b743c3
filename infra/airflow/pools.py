"""The pools that bound how much runs at once over all DAGs; Airflow schedules no task whose pool is not there."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass

CRAWL, INGEST, ARCHIVE = "rasid_crawl", "rasid_ingest", "rasid_archive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """A pool of Airflow's: at most ``slots`` of its tasks run at once."""

    name: str
    slots: int
    about: str


def pools(cores: int | None = None) -> tuple[Pool, ...]:
    """Return the pools for a machine of ``cores`` (this one's). A crawl mostly waits, an ingest computes."""
    cores = cores or os.cpu_count() or 1
    return (
        Pool(name=CRAWL, slots=4 * cores, about="outlets crawled at once"),
        Pool(name=INGEST, slots=cores, about="batches processed at once"),
        Pool(name=ARCHIVE, slots=max(1, cores // 2), about="re-processing, back-fills and maintenance at once"),
    )


def as_json(cores: int | None = None) -> str:
    """Return the pools as the file that `airflow pools import` reads."""
    made = {pool.name: _entry(pool) for pool in pools(cores)}
    return json.dumps(made, indent=2)


def _entry(pool: Pool) -> dict[str, object]:
    return {"slots": pool.slots, "description": pool.about, "include_deferred": False}
