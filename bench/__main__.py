"""Measures speed and writes docs/performance.md: ``python -m bench [PART ...]`` (all parts take most of an hour)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import extract, page
from bench.figures import DOCS, Figure, figures
from bench.processing.measure import measure as measure_processing
from bench.search_speed.measure import measure as measure_search
from bench.whole.measure import measure as measure_whole

HEAD = """
# Performance, measured

This page is written by `make bench` (`python -m bench PART` for one part) and by nothing else. Figures of one table
come from one run. Rates of a single process are of processor time where the table says so, else of the clock; ratios
travel from machine to machine, the rest does not.
"""


def _search() -> list[Figure]:
    with TemporaryDirectory() as folder:
        return measure_search(Path(folder))


def _part(title: str, note: str, measure: Callable[[], list[Figure]]) -> page.Part:
    def part(say: Callable[[str], None]) -> str:
        say(title)
        return f"## {title}\n\n{note}\n\n{figures(measure())}"

    return part


PARTS = {
    "extraction": _part(
        "Extraction",
        "Articles from saved pages, everything warm, processor time; peers read the same pages.",
        extract.measure,
    ),
    "processing": _part(
        "Processors", "Dates, names, quotes and fingerprints after extraction; processor time.", measure_processing
    ),
    "search": _part(
        "Search and the reader's page", "The embedded store, generated articles, time on the clock.", _search
    ),
    "whole": _part(
        "From the outlet to the store",
        "The demo's site, served by another process of the same machine; time on the clock, starts included.",
        measure_whole,
    ),
}


if __name__ == "__main__":
    page.run(DOCS / "performance.md", HEAD, PARTS)
