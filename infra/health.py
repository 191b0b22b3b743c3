"""Is a source alive? Its state in plain words, from its last crawls and from what processing found in its pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from infra.coverage import FIELDS
from infra.ledger.coverage import Coverage, HealthBook, Run, Standing
from spiders.outlet import Layout, Outlet

WEEKS = timedelta(weeks=4)
"""What a source's usual is measured over."""
_FEW = 3  # pages below which nothing is said about a layout
_USUAL = 5  # pages below which there is no usual to fall from
_STALE = {"agency": timedelta(days=2), "daily": timedelta(days=4), "weekly": timedelta(days=21)}
_QUIET = {"agency": timedelta(hours=12), "daily": timedelta(hours=36), "weekly": timedelta(days=10)}
_WELL = ("healthy", "quiet")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A state with its reason; for a broken layout the field that fell and the first page (url, locator) without it."""

    state: str
    reason: str
    field: str | None = None
    page: tuple[str, str] | None = None


def check(book: HealthBook, outlet: Outlet, now: datetime) -> Verdict:
    """Judge an outlet and note its state; a change leaves one event, which is ``recovered`` where all is well again."""
    before = book.standing(outlet.id)
    verdict = judge(outlet, book.runs(outlet.id), book.coverage(outlet.id, now - WEEKS), before, now)
    ill_before = before is not None and before.state not in (*_WELL, "never worked")
    url, locator = verdict.page or (None, None)
    event = {
        "state": "recovered" if ill_before and verdict.state in _WELL else verdict.state,
        "url": url,
        "locator": locator,
        "selector": _selector(outlet.layout_at(now.date()), verdict.field),
    }
    book.note(outlet.id, verdict.state, verdict.reason, now, event)
    return verdict


def judge(
    outlet: Outlet, runs: Sequence[Run], rows: Sequence[Coverage], before: Standing | None, now: datetime
) -> Verdict:
    """Return the state of an outlet; ``runs`` and ``rows`` newest first."""
    if not runs and not rows:
        return Verdict(state="never worked", reason="no crawl of it has ended yet")
    found = (runs and _access(runs[0])) or _challenge(rows) or _layout(rows, before)
    return found or _pace(outlet, rows, now)


def _access(run: Run) -> Verdict | None:
    answers = sum(run.http.values())
    barred = run.http.get("403", 0) + run.http.get("429", 0)
    if barred and 2 * barred >= answers:
        return Verdict(state="blocked", reason=f"{barred} of {answers} answers of the last crawl were 403 or 429")
    if run.errors and not run.captured and not run.not_modified:
        return Verdict(state="unreachable", reason=f"the last crawl got no page: {run.errors} requests failed")
    return None


def _challenge(rows: Sequence[Coverage]) -> Verdict | None:
    if not rows:
        return None
    last = rows[0]
    number, pages = last.reasons.get("no article: challenge", 0), last.articles + last.quarantined
    if not number or 2 * number < pages:
        return None
    return Verdict(state="blocked", reason=f"{number} of the last {pages} pages were a challenge", page=_lost(rows, ""))


def _layout(rows: Sequence[Coverage], before: Standing | None) -> Verdict | None:
    recent, older = _cut(rows)
    if before is not None and before.state == "broken layout":
        # What is measured against is the time before the break, or a long break would become the usual.
        older = [row for row in older if row.at < before.since]
        recent = [row for row in recent if row not in older]
    if _pages(recent) < _FEW or _pages(older) < _USUAL:
        return None
    for name in ("article", *FIELDS):
        now, usual = _share(recent, name), _share(older, name)
        if usual >= 0.5 and now < usual / 2:
            reason = f"{name}: on {now:.0%} of the last {_pages(recent)} pages, usually on {usual:.0%}"
            failing = "body" if name == "article" else name
            return Verdict(state="broken layout", reason=reason, field=failing, page=_lost(recent, name))
    return None


def _pace(outlet: Outlet, rows: Sequence[Coverage], now: datetime) -> Verdict:
    newest = max((row.newest for row in rows if row.newest), default=None)
    if newest and now - newest > _STALE[outlet.tier]:
        return Verdict(state="stale feed", reason=f"its newest article is of {newest:%Y-%m-%d %H:%M} UTC")
    stored = [row for row in rows if row.articles]
    if not stored:
        state = "quiet" if not rows else "never worked"
        return Verdict(state=state, reason="no article of it has been stored in four weeks")
    if now - stored[0].at > _QUIET[outlet.tier]:
        return Verdict(state="quiet", reason=f"no new article since {stored[0].at:%Y-%m-%d %H:%M} UTC")
    return Verdict(state="healthy", reason=f"{stored[0].articles} articles in the last batch")


def _cut(rows: Sequence[Coverage]) -> tuple[list[Coverage], list[Coverage]]:
    """Cut into the latest batches that hold enough pages to judge by, and those before them."""
    for end in range(1, len(rows) + 1):
        if _pages(rows[:end]) >= _FEW:
            return list(rows[:end]), list(rows[end:])
    return list(rows), []


def _pages(rows: Sequence[Coverage]) -> int:
    return sum(row.articles + row.quarantined for row in rows)


def _share(rows: Sequence[Coverage], name: str) -> float:
    articles = sum(row.articles for row in rows)
    if name == "article":
        return articles / _pages(rows)
    return sum(row.found.get(name, 0) for row in rows) / articles if articles else 0.0


def _lost(rows: Sequence[Coverage], name: str) -> tuple[str, str] | None:
    pages = [row.lost[name or "article"] for row in reversed(rows) if (name or "article") in row.lost]
    return (pages[0][0], pages[0][1]) if pages else None


def _selector(layout: Layout | None, name: str | None) -> str | None:
    if layout is None or name is None:
        return None
    selectors = {"headline": layout.headline, "date": layout.date, "author": layout.byline, "body": layout.body}
    return ", ".join(selectors.get(name, ())) or None
