"""``python -m bench.schedule``: measure here, simulate a day of 2,000 outlets, write the tables of docs/scale.md."""

from __future__ import annotations

import math
import tempfile
from pathlib import Path

from bench.figures import DOCS, machine, table
from bench.schedule.measure import Measured, measure
from bench.schedule.simulate import DAY, PERIODS, Costs, Load, Outcome, simulate, slots_needed, tiers

OUTLETS, ARTICLES = 2000, 500_000
DELAY = 2.0  # seconds between requests to a host: `politeness.delay` where a definition says nothing
ANSWER = 0.5  # seconds for a server's answer: an assumption, as outlets differ
TASK = 0.1  # seconds from one task that the scheduler queues to the next: an assumption, see docs/scale.md
SLOTS = (16, 24, 32, 48, 64, 96, 128, 192)
_BEGIN, _END = "<!-- written by python -m bench.schedule -->", "<!-- end -->"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        measured = measure(Path(folder))
    load = Load(outlets=tiers(OUTLETS), articles=ARTICLES)
    text = "\n\n".join((_BEGIN, machine(), _costs(measured), _day(measured, load), _needs(measured, load), _END))
    page = DOCS / "scale.md"
    before, _, rest = page.read_text(encoding="utf-8").partition(_BEGIN)
    page.write_text(before + text + rest.partition(_END)[2], encoding="utf-8")


def _costs(cost: Measured) -> str:
    rows = [
        ("a crawl that finds nothing new (its process, one feed)", f"{cost.idle_crawl:.2f}", "s of processor time"),
        ("each page fetched, archived, entered", f"{1000 * cost.page:.1f}", "ms of processor time"),
        ("starting a batch (models, dictionaries)", f"{cost.batch_start:.2f}", "s of processor time"),
        ("each article extracted, tagged, stored", f"{1000 * cost.article:.1f}", "ms of processor time"),
        ("archive", f"{cost.archive_bytes:,.0f}", "bytes a page (gzip; the demo's pages are small)"),
        ("ledger (SQLite)", f"{cost.ledger_bytes:,.0f}", "bytes a page"),
        ("store (SQLite)", f"{cost.store_bytes:,.0f}", "bytes an article"),
    ]
    return f"Measured over {cost.pages:,} pages of the demo's site:\n\n" + table(("what", "value", "unit"), rows)


def costs_of(cost: Measured, slots: int, ingest: int = 8) -> Costs:
    """Return what the simulation takes from the measurement."""
    return Costs(
        crawl_start=cost.idle_crawl,
        page=DELAY + ANSWER,
        batch_start=cost.batch_start,
        article=cost.article,
        task=TASK,
        crawl_slots=slots,
        ingest_slots=ingest,
    )


def _day(cost: Measured, load: Load) -> str:
    rows = [_row(slots, simulate(load, costs_of(cost, slots), days=2)) for slots in SLOTS]
    least = slots_needed(load, costs_of(cost, 1))
    head = (
        "crawl slots",
        "crawls",
        "left out",
        "99 % of crawls wait",
        "99 % of articles stored within",
        "left at the end",
    )
    return (
        f"Two days of {OUTLETS:,} outlets and {ARTICLES:,} articles a day, the busiest hours at twice the mean, "
        f"simulated event by event; {least:.0f} crawls run at once on the mean:\n\n" + table(head, rows)
    )


def _row(slots: int, out: Outcome) -> tuple[str, ...]:
    crawl, article = out.late()
    figures = (f"{out.crawls:,}", f"{out.skipped:,}", f"{crawl:,.0f} s", f"{article:,.0f} s", f"{out.left:,}")
    return (str(slots), *figures)


def _needs(cost: Measured, load: Load) -> str:
    crawls = sum(number * DAY / PERIODS[tier] for tier, number in load.outlets.items())
    runs = sum(DAY / period for period in PERIODS.values())
    starting, fetching = crawls * cost.idle_crawl / DAY, ARTICLES * cost.page / DAY
    batches = math.ceil(ARTICLES / 500) + runs
    processing = (ARTICLES * cost.article + batches * cost.batch_start) / DAY
    rows = [
        ("crawls a day", f"{crawls:,.0f}"),
        ("cores: starting crawls", f"{starting:.2f}"),
        ("cores: fetching and archiving", f"{fetching:.2f}"),
        ("cores: processing", f"{processing:.2f}"),
        ("cores in all, on the mean", f"{starting + fetching + processing:.2f}"),
        ("archive a day", f"{ARTICLES * cost.archive_bytes / 1e9:.1f} GB"),
        ("ledger rows a day (a URL and a capture each)", f"{2 * ARTICLES + crawls:,.0f}"),
        ("ledger a day", f"{ARTICLES * cost.ledger_bytes / 1e9:.2f} GB"),
        ("articles a month (one Elasticsearch index)", f"{30 * ARTICLES:,}"),
        ("store a month", f"{30 * ARTICLES * cost.store_bytes / 1e9:.0f} GB"),
    ]
    return "What that asks for:\n\n" + table(("what", "value"), rows)


if __name__ == "__main__":
    main()
