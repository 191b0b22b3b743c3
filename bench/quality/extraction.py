"""Articles from saved pages: Rasid's extractor and its peers on the same pages in one run."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.figures import table
from bench.peers import PEERS, Reading, read_with, versions
from processors.records import Article, RawPage
from spiders.page import extract
from tests.quality.pages import CAPTURED, pages
from tests.quality.scores import token_f1

SHARED = Path(__file__).parents[3] / "shared" / "pages"
HEADER = ("extractor", "token F1, mean", "least", "titles", "days", "authors", "authors invented", "pages/s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A page and what an attentive reader finds in it; None where it wasn't labelled."""

    url: str
    html: bytes
    now: datetime
    titles: tuple[str, ...]
    body: str
    days: tuple[str, ...] | None
    authors: tuple[str, ...] | None


def synthetic() -> list[Labelled]:
    """Return the pages of tests/quality, on which Rasid's extractor was worked out."""
    return [
        Labelled(
            url=page.url, html=page.body, now=CAPTURED, titles=(page.headline,), body="\n".join(page.paragraphs),
            days=(page.day,), authors=page.authors,
        )
        for page in pages()
    ]  # fmt: skip


def real(folder: Path = SHARED) -> list[Labelled]:
    """Return the labelled real pages of a folder with a manifest.jsonl; none where it isn't there."""
    manifest = folder / "manifest.jsonl"
    if not manifest.is_file():
        return []
    return [_labelled(folder, json.loads(line)) for line in manifest.read_text("utf-8").splitlines()]


def _labelled(folder: Path, row: dict) -> Labelled:
    days, authors = row.get("date"), row.get("authors")
    return Labelled(
        url=row["url"] or "https://www.example.com/1", html=(folder / row["file"]).read_bytes(),
        now=datetime(2026, 9, 1, tzinfo=UTC), titles=tuple(row["title"]), body=row["body"],
        days=None if days is None else tuple(days), authors=None if authors is None else tuple(authors),
    )  # fmt: skip


def rasid(labelled: Sequence[Labelled]) -> list[Reading]:
    """Read pages with Rasid's extractor, without the definition of any outlet."""
    return [_reading(page) for page in labelled]


def _reading(page: Labelled) -> Reading:
    raw = RawPage(url=page.url, final_url=page.url, outlet_id=None, fetched_at=page.now, body=page.html)
    extract(raw)  # warm, as the peers are
    start = time.process_time()
    found = extract(raw)
    seconds = time.process_time() - start
    if not isinstance(found, Article):
        return Reading(title=None, body="", day=None, authors=(), seconds=seconds)
    day = found.published.value.date().isoformat() if found.published else None
    return Reading(title=found.headline, body=found.body, day=day, authors=found.authors, seconds=seconds)


def row(name: str, labelled: Sequence[Labelled], readings: Sequence[Reading]) -> tuple[str, ...]:
    """Return one extractor's line: shares as right/labelled, an author right when all of the page's are."""
    pairs = list(zip(labelled, readings, strict=True))
    f1 = [token_f1(reading.body, page.body) for page, reading in pairs]
    dated = [reading.day in page.days for page, reading in pairs if page.days]
    signed = [set(page.authors) == set(reading.authors) for page, reading in pairs if page.authors]
    invented = sum(len(set(reading.authors) - set(page.authors)) for page, reading in pairs if page.authors is not None)
    titles = sum(reading.title in page.titles for page, reading in pairs)
    rate = len(pairs) / max(sum(reading.seconds for reading in readings), 1e-9)
    days = f"{sum(dated)}/{len(dated)}"
    if name == "htmldate":
        return (name, "", "", "", days, "", "", f"{rate:.0f}")
    shares = (f"{titles}/{len(pairs)}", days, f"{sum(signed)}/{len(signed)}", str(invented))
    return (name, f"{sum(f1) / len(f1):.3f}", f"{min(f1):.3f}", *shares, f"{rate:.0f}")


def _rows(labelled: Sequence[Labelled]) -> Iterator[tuple[str, ...]]:
    yield row("**Rasid**", labelled, rasid(labelled))
    for peer in (*PEERS, "htmldate"):
        yield row(peer, labelled, read_with(peer, [(page.url, page.html) for page in labelled]))


def section(say: Callable[[str], None]) -> str:
    """Return the Markdown of this part of docs/quality.md."""
    parts = []
    for title, labelled in (
        ("Real pages (`../shared/pages`)", real()),
        ("Synthetic pages (`tests/quality/layouts`; Rasid was worked out on these)", synthetic()),
    ):
        if labelled:
            say(f"extraction: {title}")
            parts.append(f"### {title}\n\n{len(labelled)} pages.\n\n{table(HEADER, _rows(labelled))}")
    return f"## Articles from pages without selectors\n\nPeers: {versions()}.\n\n" + "\n\n".join(parts)
