"""The pages of operators and of those who watch: the health of every source, and what watch-lists found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from starlette.responses import Response

from infra.console.evidence import as_source
from infra.console.marked import Piece, mark_hits
from infra.console.render import Page
from infra.health import ILL, kept_of
from infra.health.judge import ARABIC
from infra.ledger import connected
from infra.ledger.coverage import HealthBook
from infra.ledger.outbox import Outbox, Pending
from infra.notices.feed import feed_path
from infra.notices.render import STATES
from infra.outlets import watched
from infra.sink import open_archive
from infra.watch.edit import Standing, standings
from infra.watch.hit import Found, found_from
from spiders.outlet import Outlet

STYLE = (Path(__file__).parent / "templates" / "watching.css").read_text(encoding="utf-8")
_ORDER = (*ILL, "quiet", "never worked", "healthy")
_FEW, _MANY = 5, 200  # hits shown of each list, and of one
_EVENTS = 30
_SOURCES = 100  # shown in full
_TEXTS = {
    "state": ("الحال", "State"),
    "since": ("منذ", "Since"),
    "reason": ("السبب", "Reason"),
    "at": ("فُحص في", "Judged"),
    "others": ("سائر المصادر", "Other sources"),
    "newest": ("أحدث مقال", "Newest article"),
    "day": ("مقالات 24 ساعة", "Articles in 24 h"),
    "usually": ("المعتاد", "usually"),
    "crawl": ("آخر جولة جمع", "Last crawl"),
    "discovered": ("أعلنتها مصادره", "announced"),
    "captured": ("حُفظت", "captured"),
    "not_modified": ("كما كانت", "as they were"),
    "errors": ("طلبات فاشلة", "requests failed"),
    "answers": ("الردود", "Answers"),
    "refused": ("ما رُفض", "Refused"),
    "quarantined": ("في الحجر", "In quarantine"),
    "length": ("متوسط حروف المتن", "Letters of a body"),
    "broken": ("أول صفحة اختلّت", "First page that broke"),
    "selector": ("المحدِّد الذي لم يجد شيئًا", "Selector that fails"),
    "changes": ("آخر التغيّرات", "Latest changes"),
    "never": ("مصادر لم تُجمع بعد", "Never crawled"),
    "feed": ("ملف Atom", "Atom feed"),
    "delivered": ("رسائل وصلت", "messages delivered"),
    "waiting": ("رسائل تنتظر", "messages waiting"),
    "unusable": ("لا يمكن استعمالها", "Cannot be used"),
    "last_error": ("آخر خطأ", "Last error"),
    "all_hits": ("كل ما وجدته", "All it found"),
    "words": ("الكلمات", "Words"),
    "author": ("الكاتب", "Author"),
    "language": ("اللغة", "Language"),
    "story": ("القصة", "Story"),
    "none": ("لا قوائم بعد؛ أضف واحدة بالأمر rasid watch add.", "No lists yet; add one with rasid watch add."),
    "no_hits": ("لم تجد شيئًا بعد.", "It has found nothing yet."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A hit as the page shows it: each excerpt cut at the matched words."""

    found: Found
    at: datetime
    excerpts: Sequence[tuple[str, Sequence[Piece]]]


def health_view(page: Page) -> Response:
    """Show the watched sources as the last check knew them, the ill first; looking notes nothing.

    The first hundred are shown in full, or the outlets that the address names: of two thousand nobody reads more.
    """
    with connected(page.settings.ledger_url) as engine:
        book = HealthBook(engine)
        outlets = _in_order(book, page)
        shown = [outlet for _, outlet in outlets if outlet.id in page.state.values("outlet")]
        shown = shown or [outlet for state, outlet in outlets if state is not None][:_SOURCES]
        sources = kept_of(book, shown, datetime.now(UTC))
        events = book.events(latest=_EVENTS)[::-1]
    full = {item.outlet for item in sources}
    return page.render(
        "health.html",
        t=_words(page),
        sources=sources,
        others=[(state, outlet) for state, outlet in outlets if state is not None and outlet.id not in full],
        never=[outlet for state, outlet in outlets if state is None],
        counts=Counter(state or "never worked" for state, _ in outlets),
        events=events,
        readable=unquote,
        ill=ILL,
        states=_states(page),
        fields=_fields(page),
    )


def _in_order(book: HealthBook, page: Page) -> list[tuple[str | None, Outlet]]:
    """Return the watched outlets with their states, None where one was never crawled; the ill first."""
    outlets, states = watched(page.settings), book.states()
    unseen = [outlet for outlet in outlets if states.get(outlet.id, "never worked") == "never worked"]
    crawled = book.crawled([outlet.id for outlet in unseen])
    fresh = {outlet.id for outlet in unseen if outlet.id not in crawled}
    new = [outlet for outlet in unseen if outlet.id in crawled and outlet.id not in states]
    states |= {item.outlet: item.state for item in kept_of(book, new, datetime.now(UTC))}
    found = [(None if outlet.id in fresh else states[outlet.id], outlet) for outlet in outlets]
    return sorted(found, key=lambda pair: (_ORDER.index(pair[0] or "never worked"), pair[1].id))


def broken_page(page: Page, outlet_id: str) -> Response | None:
    """Return the archived source of the first page that broke, None where no source of this name is broken."""
    with connected(page.settings.ledger_url) as engine:
        events = [event for event in HealthBook(engine).events(outlet_id) if event["locator"]]
    return as_source(open_archive(page.settings).read(events[-1]["locator"])) if events else None


def alerts_view(page: Page, name: str | None = None) -> Response | None:
    """Show every watch-list with its latest hits, or one with all of them; None where there is none of the name."""
    found = [item for item in standings(page.settings) if name in (None, item.id)]
    if name is not None and not found:
        return None
    with connected(page.settings.ledger_url) as engine:
        outbox = Outbox(engine)
        lists = [(item, [_shown(one) for one in outbox.latest(item.id, _MANY if name else _FEW)]) for item in found]
    return page.render(
        "alerts.html",
        t=_words(page),
        lists=lists,
        one=name,
        has_feed=lambda item: _feed(page, item),
        why=lambda line: _why(page, line),
    )


def feed_file(page: Page, name: str) -> Response | None:
    """Return a list's Atom file, None where it has none."""
    known = [item for item in standings(page.settings) if item.id == name and _feed(page, item)]
    if not known:
        return None
    return Response(feed_path(page.settings.home, name).read_bytes(), media_type="application/atom+xml")


def _feed(page: Page, item: Standing) -> bool:
    return (
        item.watchlist is not None and item.watchlist.deliver.feed and feed_path(page.settings.home, item.id).is_file()
    )


def _shown(letter: Pending) -> Shown:
    found = found_from(letter.hit)
    pieces = [(one.field, mark_hits(one.text, [(a, b) for a, b in one.marks])) for one in found.excerpts]
    return Shown(found=found, at=letter.at, excerpts=pieces)


def _why(page: Page, line: str) -> tuple[str, str]:
    """Return what kind of reason a line such as ``entity iso:IQ: العراق`` is, in the page's language, and the rest."""
    head, _, texts = line.partition(": ")
    kind, _, value = head.partition(" ")
    named = _words(page).get(kind) or page.words.get(kind, kind)
    return f"{named} ({value})" if value else named, texts


def _words(page: Page) -> dict[str, str]:
    return {name: pair[page.state.language == "en"] for name, pair in _TEXTS.items()}


def _states(page: Page) -> dict[str, str]:
    return {state: state if page.state.language == "en" else told for state, told in STATES.items()}


def _fields(page: Page) -> dict[str, Any]:
    return {name: name if page.state.language == "en" else told for name, told in ARABIC.items()}
