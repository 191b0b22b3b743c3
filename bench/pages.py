"""Pages to extract from, and how many of them a reader gets through in a second of processor time."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import trafilatura

from tests.quality.pages import pages

SHARED = Path(__file__).parents[2] / "shared" / "pages"
_ROUNDS = 5
Saved = tuple[str, bytes]
"""URL and bytes."""


def saved_pages(folder: Path = SHARED) -> list[Saved]:
    """Return the pages of a folder's manifest.jsonl; none where the folder isn't there."""
    if not folder.is_dir():
        return []
    rows = [json.loads(line) for line in (folder / "manifest.jsonl").read_text("utf-8").splitlines()]
    return [(row["url"] or "https://www.example.com/1", (folder / row["file"]).read_bytes()) for row in rows]


def synthetic_pages(layout: str | None = None) -> list[Saved]:
    """Return the pages that the quality tests lay out, of all layouts or of one."""
    return [(page.url, page.body) for page in pages() if layout in (None, page.layout)]


def rate(read: Callable[[str, bytes], object], chosen: Sequence[Saved]) -> float:
    """Return pages a second of processor time: the best of five rounds, after one that warms every cache."""

    def once() -> float:
        start = time.process_time()
        for url, body in chosen:
            read(url, body)
        return time.process_time() - start

    once()
    return len(chosen) / min(once() for _ in range(_ROUNDS))


def with_trafilatura(url: str, body: bytes) -> object:
    """Read a page as trafilatura's own manual does, with its metadata."""
    return trafilatura.bare_extraction(body, url=url, with_metadata=True)
