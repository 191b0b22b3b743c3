"""One hit as the outbox keeps it: all that a message needs, so that sending never asks the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any
from zoneinfo import ZoneInfo

from infra.stores.base import Hit
from infra.stores.values import moment
from infra.watch.lists import WatchList
from infra.watch.spikes import Spike
from infra.watch.why import reasons, spans
from processors.records import TEXT_FIELDS, Article

_BEFORE, _LONG = 80, 320  # code points of an excerpt before the first mark, and in all
Spans = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Excerpt:
    """A piece of raw text of a field, and the matched words in it as [start, end) in code points of the piece."""

    field: str
    text: str
    marks: Spans = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """An article that a list found; ``words`` are those that matched, as printed, ``why`` says it in a line each."""

    watchlist: str
    title: str
    article_id: str
    url: str
    headline: str
    outlet: str | None
    outlet_name: str | None
    published_at: str | None
    moment: str
    fetched_at: str
    language: str | None
    words: Sequence[str]
    why: Sequence[str]
    excerpts: Sequence[Excerpt]

    @property
    def record(self) -> dict[str, Any]:
        """The hit as JSON can hold it."""
        return asdict(self)


def found_of(watchlist: WatchList, hit: Hit) -> Found:
    """Return what is told of a hit."""
    article = hit.stored.enriched.article
    marks = spans(watchlist, hit)
    words = (article.text_of(name)[start:end] for name in TEXT_FIELDS for start, end in marks.get(name, ()))
    return Found(
        watchlist=watchlist.id,
        title=watchlist.title,
        article_id=article.id,
        url=article.url,
        headline=article.headline,
        outlet=article.outlet,
        outlet_name=hit.stored.outlet_name,
        published_at=article.published.iso if article.published else None,
        moment=moment(hit.stored).isoformat(),
        fetched_at=article.fetched_at.isoformat(),
        language=article.language,
        words=list(dict.fromkeys(words)),
        why=reasons(watchlist, hit),
        excerpts=[_excerpt(article, name, marks.get(name, ())) for name in _shown(article, marks)],
    )


def found_spike(watchlist: WatchList, spike: Spike) -> Found:
    """Return what is told of a spike, once a day of the list's zone; its ``url`` is empty."""
    day = spike.until.astimezone(ZoneInfo(watchlist.timezone)).date().isoformat()
    headline = f"{spike.told_ar} | {spike.told}"
    return Found(
        watchlist=watchlist.id,
        title=watchlist.title,
        article_id=f"spike-{day}",
        url="",
        headline=headline,
        outlet=None,
        outlet_name=None,
        published_at=None,
        moment=spike.until.isoformat(),
        fetched_at=spike.until.isoformat(),
        language="ar",
        words=[],
        why=[f"spike: {spike.told}"],
        excerpts=[Excerpt(field="headline", text=headline)],
    )


def found_from(record: Mapping[str, Any]) -> Found:
    """Return the hit of a record of the outbox."""
    excerpts = [Excerpt(**item) for item in record["excerpts"]]
    return Found(**{**record, "excerpts": excerpts})


def _shown(article: Article, marks: Mapping[str, Any]) -> list[str]:
    """Return the fields shown: the headline, and one text below it, the first that holds a mark."""
    below = [name for name in ("lead", "body", "kicker") if name in marks]
    rest = below or [name for name in ("lead", "body") if article.text_of(name)]
    return ["headline", *rest[:1]]


def _excerpt(article: Article, name: str, marks: Sequence[tuple[int, int]]) -> Excerpt:
    text = article.text_of(name)  # type: ignore[arg-type]
    if name == "headline":
        return Excerpt(field=name, text=text, marks=[list(mark) for mark in marks])
    start = text.rfind(" ", 0, max(0, marks[0][0] - _BEFORE)) + 1 if marks else 0
    end = min(len(text), start + _LONG)
    inside = [[low - start, high - start] for low, high in marks if start <= low and high <= end]
    return Excerpt(field=name, text=text[start:end], marks=inside)
