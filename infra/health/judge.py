"""The state of a source, from its last crawls and from what processing found in its pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import comb
from statistics import median
from typing import Any

from infra.coverage import FIELDS, FULL, LENGTH
from infra.ledger.coverage import Coverage, Run, Standing
from spiders.outlet import Outlet

WEEKS = timedelta(weeks=4)
"""What a source's usual is measured over."""
ILL = ("broken layout", "blocked", "unreachable", "stale feed")
"""The states that need a person."""
_FEW = 3  # pages below which nothing is said about a layout
_MANY = 30  # pages beyond which what is recent goes no further back
_USUAL = 5  # pages below which there is no usual to fall from
_CHANCE = 2.5e-4  # of a fall as deep by luck alone
_STALE = {"agency": timedelta(days=2), "daily": timedelta(days=4), "weekly": timedelta(days=21)}
_QUIET = {"agency": timedelta(hours=12), "daily": timedelta(hours=36), "weekly": timedelta(days=10)}
_TOLD = {LENGTH: f"body of {FULL} letters"}
ARABIC = {
    "headline": "العنوان",
    "date": "التاريخ",
    "author": "الكاتب",
    "body": "المتن",
    "entities": "الأسماء",
    "article": "المقال",
    LENGTH: f"متن من {FULL} حرف فأكثر",
    "links": "الروابط",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A state with its reason, in English and in Arabic; of a broken layout also what fell and on which page first.

    ``page`` is (url, locator), ``since`` when the first pages of a break were captured. A field is one of
    `infra.coverage`, ``article`` (the page gave none) or ``links`` (the sources announced none).
    """

    state: str
    reason: str
    reason_ar: str
    fields: tuple[str, ...] = ()
    page: tuple[str, str] | None = None
    since: datetime | None = None


def judge(
    outlet: Outlet, runs: Sequence[Run], rows: Sequence[Coverage], before: Standing | None, now: datetime
) -> Verdict:
    """Return the state of an outlet; ``runs`` and ``rows`` newest first."""
    if not runs and not rows:
        return _verdict("never worked", "no crawl of it has ended yet", "لم تكتمل أي جولة جمع منه بعد")
    found = (runs and _access(runs[0])) or _challenge(rows) or _layout(rows, before) or _announced(outlet, runs)
    return found or _pace(outlet, rows, now)


def recent_and_older(
    rows: Sequence[Coverage], before: Standing | None, least: int = _FEW
) -> tuple[list[Coverage], list[Coverage]]:
    """Cut batches (newest first) into the latest that hold ``least`` pages, and what they are measured against.

    While a layout is broken that is the time before the break, or a long break would become the usual.
    """
    recent, older = _cut(rows, least)
    if before is not None and before.state == "broken layout":
        older = [row for row in older if row.at < before.since]
    return recent, older


def pages(rows: Sequence[Coverage]) -> int:
    """Return the number of pages of batches."""
    return sum(row.articles + row.quarantined for row in rows)


def share(rows: Sequence[Coverage], name: str) -> float | None:
    """Return the share of articles that have a field (of pages that are an article); None where there are none."""
    found, among = _counted(rows, name)
    return found / among if among else None


def _access(run: Run) -> Verdict | None:
    answers = sum(run.http.values())
    barred = run.http.get("403", 0) + run.http.get("429", 0)
    if barred and 2 * barred >= answers:
        told = f"{barred} of {answers} answers of the last crawl were 403 or 429"
        return _verdict("blocked", told, f"ردود الرفض (403 أو 429) في الجولة الأخيرة: {barred} من {answers}")
    if run.errors and not run.captured and not run.not_modified:
        told = f"the last crawl got no page: {run.errors} requests failed"
        return _verdict("unreachable", told, f"لم تصل أي صفحة في الجولة الأخيرة؛ الطلبات الفاشلة: {run.errors}")
    return None


def _challenge(rows: Sequence[Coverage]) -> Verdict | None:
    if not rows:
        return None
    number, among = rows[0].reasons.get("no article: challenge", 0), pages(rows[:1])
    if not number or 2 * number < among:
        return None
    told = f"{number} of the last {among} pages were a challenge"
    told_ar = f"صفحات التحقق من الزائر بين آخر الصفحات: {number} من {among}"
    return _verdict("blocked", told, told_ar, page=_lost(rows[:1], "article"))


def _layout(rows: Sequence[Coverage], before: Standing | None) -> Verdict | None:
    fallen = {name: fall for name in ("article", *FIELDS, LENGTH) if (fall := _fall(rows, before, name))}
    if not fallen:
        return None
    recent, _ = recent_and_older(rows, before)
    # Where pages give no article at all, what the few others lack says little.
    names = ("article",) if "article" in fallen else tuple(fallen)
    told, told_ar = "; ".join(fallen[name][0] for name in names), "؛ ".join(fallen[name][1] for name in names)
    page = next((found for name in names if (found := _lost(recent, name))), None)
    since = min(row.at for row in recent if any(name in row.lost for name in names)) if page else None
    return _verdict("broken layout", told, told_ar, fields=names, page=page, since=since)


def _fall(rows: Sequence[Coverage], before: Standing | None, name: str) -> tuple[str, str] | None:
    """Return in both languages how a field fell to less than half its usual share, None where it did not.

    The latest pages must show it, so that it is over once they don't; whether it is chance may take some more of them.
    """
    for least in (_FEW, 2 * _FEW, 4 * _FEW, _MANY):
        recent, older = recent_and_older(rows, before, least)
        found, among = _counted(recent, name)
        usual = share(older, name)
        if not among or usual is None or pages(older) < _USUAL or usual < 0.5 or found / among >= usual / 2:
            return None
        had, of = _counted(older, name)
        if _tail(found, among, (had + 0.5) / (of + 1)) < _CHANCE:
            told_ar = f"{ARABIC[name]}: في {found} من آخر {among} من الصفحات، والمعتاد {usual:.0%}"
            return f"{_TOLD.get(name, name)}: on {found} of the last {among} pages, usually on {usual:.0%}", told_ar
    return None


def _tail(found: int, among: int, usual: float) -> float:
    """Return the chance of ``found`` or fewer of ``among`` where each has it with the chance ``usual`` (binomial)."""
    return sum(comb(among, k) * usual**k * (1 - usual) ** (among - k) for k in range(found + 1))


def _announced(outlet: Outlet, runs: Sequence[Run]) -> Verdict | None:
    """Judge how many articles the sources announced; one that answered 304 announced what it did before."""
    whole = [run for run in runs if not run.not_modified and run.finished != "interrupted"]
    if not whole or whole[0] is not runs[0] or not runs[0].http:
        return None
    if too_many := _too_many(outlet, whole):
        return too_many
    usual = median(run.discovered for run in whole[1:]) if len(whole) > _FEW else 0
    number, fewest = runs[0].discovered, outlet.expect.fewest
    if number >= max(fewest, 1) or (not fewest and usual < 1):
        return None
    told = f"its sources announced {number} articles, "
    told += f"expected {fewest} at least" if fewest else f"usually {usual:.0f}"
    told_ar = f"عدد ما أعلنته مصادره من مقالات: {number}، "
    told_ar += f"والمنتظر {fewest} على الأقل" if fewest else f"والمعتاد {usual:.0f}"
    return _verdict("broken layout", told, told_ar, fields=("links",))


def _too_many(outlet: Outlet, whole: Sequence[Run]) -> Verdict | None:
    """Judge sources that announce more than is expected: links to everything, say. One back-fill may do so rightly."""
    most, latest = outlet.expect.most, whole[:2]
    if most is None or len(latest) < 2 or any(run.discovered <= most for run in latest):
        return None
    number = latest[0].discovered
    told = f"its sources announced {number} articles, and {latest[1].discovered} before, expected {most} at most"
    told_ar = f"عدد ما أعلنته مصادره من مقالات: {number}، وقبلها {latest[1].discovered}، والمنتظر {most} على الأكثر"
    return _verdict("broken layout", told, told_ar, fields=("links",))


def _pace(outlet: Outlet, rows: Sequence[Coverage], now: datetime) -> Verdict:
    newest = max((row.newest for row in rows if row.newest), default=None)
    if newest and now - newest > _STALE[outlet.tier]:
        day = f"{newest.astimezone(UTC):%Y-%m-%d %H:%M}"
        told_ar = f"أحدث مقالاته بتاريخ {day} بتوقيت غرينتش"
        return _verdict("stale feed", f"its newest article is of {day} UTC", told_ar)
    stored = [row for row in rows if row.articles]
    if not stored:
        state = "quiet" if not rows else "never worked"
        told_ar = "لم يُخزَّن له أي مقال في أربعة أسابيع"
        return _verdict(state, "no article of it has been stored in four weeks", told_ar)
    if now - stored[0].at > _QUIET[outlet.tier]:
        day = f"{stored[0].at:%Y-%m-%d %H:%M}"
        return _verdict("quiet", f"no new article since {day} UTC", f"لا مقال جديدًا منذ {day} بتوقيت غرينتش")
    number = stored[0].articles
    return _verdict("healthy", f"{number} articles in the last batch", f"مقالات الدفعة الأخيرة: {number}")


def _verdict(state: str, reason: str, reason_ar: str, **more: Any) -> Verdict:
    return Verdict(state=state, reason=reason, reason_ar=reason_ar, **more)


def _cut(rows: Sequence[Coverage], least: int) -> tuple[list[Coverage], list[Coverage]]:
    for end in range(1, len(rows) + 1):
        if pages(rows[:end]) >= least:
            return list(rows[:end]), list(rows[end:])
    return list(rows), []


def _counted(rows: Sequence[Coverage], name: str) -> tuple[int, int]:
    articles = sum(row.articles for row in rows)
    if name == "article":
        return articles, pages(rows)
    # A batch of before this field was counted says nothing about it.
    counting = [row for row in rows if name != LENGTH or LENGTH in {*row.found, *row.lost}]
    return sum(row.found.get(name, 0) for row in counting), sum(row.articles for row in counting)


def _lost(rows: Sequence[Coverage], name: str) -> tuple[str, str] | None:
    found = [row.lost[name] for row in reversed(rows) if name in row.lost]
    return (found[0][0], found[0][1]) if found else None
