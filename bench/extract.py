"""Pages per second of extraction beside the peers', in one run: `python -m bench.extract [FOLDER]`.

FOLDER holds manifest.jsonl (``file`` and ``url`` a line) and the pages; default: the shared pages, and the synthetic
ones of tests/quality. Processor time is measured, the best of five rounds, every cache warm for both. The selector path
reads the synthetic pages of one layout by a definition whose layout is marked verified.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import trafilatura

from bench.figures import Figure, figures
from bench.peers import PEERS, read_with
from processors.records import RawPage
from spiders.outlet import Outlet
from spiders.page import extract
from tests.quality.pages import pages

NOW = datetime(2026, 9, 1, tzinfo=UTC)
SHARED = Path(__file__).parents[2] / "shared" / "pages"
DEFINITION = {
    "id": "rewaq", "names": {"ar": "صحيفة الرواق", "latin": "Al-Rewaq"}, "country": "IQ", "kind": "daily",
    "timezone": "Asia/Baghdad", "homepage": "https://www.rewaq.example/", "hosts": ["rewaq.example"], "enabled": False,
    "layouts": [{
        "headline": "h1.entry-title", "date": "time.entry-date", "body": "div.entry-content > p", "verified": True,
    }],
}  # fmt: skip


def _saved(folder: Path) -> list[tuple[str, bytes]]:
    rows = [json.loads(line) for line in (folder / "manifest.jsonl").read_text("utf-8").splitlines()]
    return [(row["url"] or "https://www.example.com/1", (folder / row["file"]).read_bytes()) for row in rows]


def _rate(read: Callable[[str, bytes], object], chosen: list[tuple[str, bytes]]) -> float:
    def once() -> float:
        start = time.process_time()
        for url, body in chosen:
            read(url, body)
        return time.process_time() - start

    once()
    return len(chosen) / min(once() for _ in range(5))


def _rasid(outlet: Outlet | None = None) -> Callable[[str, bytes], object]:
    return lambda url, body: extract(RawPage(url=url, final_url=url, outlet_id=None, fetched_at=NOW, body=body), outlet)


def _trafilatura(url: str, body: bytes) -> object:
    return trafilatura.bare_extraction(body, url=url, with_metadata=True)


def _compare(
    name: str, read: Callable[[str, bytes], object], chosen: list[tuple[str, bytes]], least: float
) -> Iterator[Figure]:
    ours, theirs = _rate(read, chosen), _rate(_trafilatura, chosen)
    yield Figure(name=f"{name}, {len(chosen)} pages", value=ours, unit="pages/s")
    yield Figure(name="trafilatura on these", value=theirs, unit="pages/s")
    yield Figure(name=f"{name}, beside trafilatura", value=ours / theirs, unit="times", least=least)


def _peers(chosen: list[tuple[str, bytes]]) -> Iterator[Figure]:
    for peer in PEERS[2:]:
        seconds = sum(reading.seconds for reading in read_with(peer, chosen))
        yield Figure(name=f"{peer} on the saved pages", value=len(chosen) / seconds, unit="pages/s")


def measure(folder: Path = SHARED) -> list[Figure]:
    """Return the rates; the saved pages and the peers on them only where the folder is there."""
    made = [(page.url, page.body) for page in pages()]
    one = [(page.url, page.body) for page in pages() if page.layout == "wordpress"]
    found: list[Figure] = []
    if folder.is_dir():
        found += [*_compare("general extractor, saved pages", _rasid(), _saved(folder), 3.0), *_peers(_saved(folder))]
    found += _compare("general extractor, synthetic pages", _rasid(), made, 3.0)
    return [*found, *_compare("selector path, one layout", _rasid(Outlet.model_validate(DEFINITION)), one, 10.0)]


def main() -> None:
    print(figures(measure(Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED)))


if __name__ == "__main__":
    main()
