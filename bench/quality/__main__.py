"""Measures and writes docs/quality.md: ``python -m bench.quality [PART ...]``."""

from __future__ import annotations

from bench import page
from bench.figures import DOCS
from bench.quality import dates, extraction, names, quotes, search, stories

PARTS = {
    "extraction": extraction.section,
    "dates": dates.section,
    "names": names.section,
    "quotes": quotes.section,
    "stories": stories.section,
    "search": search.section,
}
HEAD = """
# Quality, measured

This page is written by `make quality` (`python -m bench.quality PART` for one part) and by nothing else. Every table is
one run on one machine; peers read the same input in the same run, each with the options that its own manual names for
Arabic. Floors for Rasid's figures are held by `tests/quality`.
"""


if __name__ == "__main__":
    page.run(DOCS / "quality.md", HEAD, PARTS)
