"""How much faster two worker processes are than one, by the clock, on the same pages: idle cores are needed to tell."""

from __future__ import annotations

import time
from dataclasses import dataclass

from bench.figures import Figure
from bench.pages import Saved, synthetic_pages
from bench.processing.documents import NOW
from infra.processing import process_page
from infra.workers import mapper
from processors.entities.corrections import NONE
from processors.records import RawPage

_TIMES = 4


@dataclass(frozen=True)
class Pages:
    """Stands for `Processing`, less the archive: picklable, called once a page."""

    def __call__(self, saved: Saved) -> object:
        url, body = saved
        page = RawPage(url=url, final_url=url, outlet_id=None, fetched_at=NOW, body=body)
        return process_page(page, None, NONE)


def gain() -> Figure:
    """Return how many times the pages per second of one worker two workers reach, both warm."""
    pages = synthetic_pages() * _TIMES
    value = _seconds(pages, 1) / _seconds(pages, 2)
    return Figure(name="two workers beside one, by the clock", value=value, unit="times", least=1.7)


def _seconds(pages: list[Saved], workers: int) -> float:
    with mapper(Pages(), workers) as run:
        list(run(pages[: len(pages) // _TIMES]))
        start = time.perf_counter()
        list(run(pages))
        return time.perf_counter() - start
