"""Pages per second of extraction beside the peers', in one run: `python -m bench.extract [FOLDER]`.

FOLDER holds manifest.jsonl (``file`` and ``url`` a line) and the pages; default: the shared pages, and the synthetic
ones of tests/quality. Processor time is measured, the best of five rounds, every cache warm for both. The selector path
reads the synthetic pages of one layout by a definition whose layout is marked verified.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from bench.figures import Figure, figures
from bench.pages import SHARED, Saved, rate, saved_pages, synthetic_pages, with_trafilatura
from bench.peers import PEERS, read_with
from processors.records import RawPage
from spiders.outlet import Outlet
from spiders.page import extract

NOW = datetime(2026, 9, 1, tzinfo=UTC)
DEFINITION = {
    "id": "rewaq", "names": {"ar": "صحيفة الرواق", "latin": "Al-Rewaq"}, "country": "IQ", "kind": "daily",
    "timezone": "Asia/Baghdad", "homepage": "https://www.rewaq.example/", "hosts": ["rewaq.example"], "enabled": False,
    "layouts": [{
        "headline": "h1.entry-title", "date": "time.entry-date", "body": "div.entry-content > p", "verified": True,
    }],
}  # fmt: skip


def _rasid(outlet: Outlet | None = None) -> Callable[[str, bytes], object]:
    return lambda url, body: extract(RawPage(url=url, final_url=url, outlet_id=None, fetched_at=NOW, body=body), outlet)


def _compare(name: str, read: Callable[[str, bytes], object], chosen: list[Saved], least: float) -> Iterator[Figure]:
    ours, theirs = rate(read, chosen), rate(with_trafilatura, chosen)
    yield Figure(name=f"{name}, {len(chosen)} pages", value=ours, unit="pages/s")
    yield Figure(name="trafilatura on these", value=theirs, unit="pages/s")
    yield Figure(name=f"{name}, beside trafilatura", value=ours / theirs, unit="times", least=least)


def _peers(chosen: list[Saved]) -> Iterator[Figure]:
    for peer in PEERS[2:]:
        seconds = sum(reading.seconds for reading in read_with(peer, chosen))
        yield Figure(name=f"{peer} on the saved pages", value=len(chosen) / seconds, unit="pages/s")


def measure(folder: Path = SHARED) -> list[Figure]:
    """Return the rates; the saved pages and the peers on them only where the folder is there."""
    found: list[Figure] = []
    if saved := saved_pages(folder):
        found += [*_compare("general extractor, saved pages", _rasid(), saved, 3.0), *_peers(saved)]
    found += _compare("general extractor, synthetic pages", _rasid(), synthetic_pages(), 3.0)
    by_selectors, chosen = _rasid(Outlet.model_validate(DEFINITION)), synthetic_pages("wordpress")
    return [*found, *_compare("selector path, one layout", by_selectors, chosen, 10.0)]


def main() -> None:
    print(figures(measure(Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED)))


if __name__ == "__main__":
    main()
