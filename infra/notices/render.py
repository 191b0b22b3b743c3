"""What a person is told, as plain text and as HTML; the same words whatever carries them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import Any

from infra.watch.hit import Excerpt, Found

STATES = {
    "healthy": "سليم",
    "quiet": "هادئ",
    "broken layout": "تغيّر تصميم صفحاته",
    "blocked": "محجوب",
    "unreachable": "لا يستجيب",
    "stale feed": "لا جديد في مصادره",
    "never worked": "لم يعمل بعد",
    "recovered": "عاد إلى العمل",
}
_EVENT = ("outlet", "at", "state", "previous", "reason", "url", "locator", "selector")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message. ``id`` is the same at every attempt, so that a reader's program knows a repeat."""

    id: str
    subject: str
    text: str
    html: str
    data: Mapping[str, Any]


def message_id(*parts: str) -> str:
    """Return a stable id of what a message is about."""
    return hashlib.blake2b("\t".join(parts).encode(), digest_size=16).hexdigest()


def hit_message(found: Found) -> Message:
    """Return the message of one hit."""
    return Message(
        id=message_id(found.watchlist, found.article_id),
        subject=f"{found.title}: {found.headline}",
        text=_hit_text(found),
        html=_page(hit_html(found)),
        data={"kind": "hit", **found.record},
    )


def digest_message(found: Sequence[Found], message: str) -> Message:
    """Return the message of a digest; ``message`` is its stable id."""
    title = found[0].title
    heading = f"<h1>{escape(title)} ({len(found)})</h1>"
    return Message(
        id=message,
        subject=f"{title}: {len(found)}",
        text="\n\n".join(_hit_text(one) for one in found),
        html=_page(heading + "<hr>".join(f"<h2>{escape(one.headline)}</h2>{hit_html(one)}" for one in found)),
        data={"kind": "digest", "watchlist": found[0].watchlist, "title": title, "hits": [one.record for one in found]},
    )


def health_message(event: Mapping[str, Any]) -> Message:
    """Return the message of a change of state; ``event`` has the columns of the ledger's health_events."""
    state, outlet = str(event["state"]), str(event["outlet"])
    lines = [
        ("", f"{outlet}: {STATES.get(state, state)} | {outlet}: {state}"),
        ("السبب | reason", event.get("reason")),
        ("الحال قبل ذلك | before", event.get("previous")),
        ("منذ | since", _plain(event.get("at"))),
        ("أول صفحة اختلّت | first page that broke", event.get("url")),
        ("نسختها المؤرشفة | archived", event.get("locator")),
        ("المحدِّد | selector", event.get("selector")),
    ]
    data = {"kind": "health", **{key: _plain(event.get(key)) for key in _EVENT}}
    subject = f"{outlet}: {STATES.get(state, state)} | {state}"
    return _told(message_id("@health", str(event["id"])), subject, lines, data)


def task_message(failure: Mapping[str, Any]) -> Message:
    """Return the message of a failed task; ``failure`` has the fields of `infra.notices.failures.TaskFailure`."""
    name = f"{failure['dag']}.{failure['task']}"
    lines = [
        ("", f"أخفقت المهمة {name} | task {name} failed"),
        ("السبب | reason", failure["reason"]),
        ("التشغيل | run", failure["run"]),
        ("رقمها | map index", failure["index"]),
        ("منذ | since", failure["at"]),
        ("", "لا يُبلَّغ عن إخفاقها ثانيةً في اليوم نفسه | told once a day"),
    ]
    key = message_id("@tasks", name, str(failure["at"]))
    return _told(key, f"أخفقت المهمة {name} | task failed", lines, {"kind": "task", **failure})


def _told(key: str, subject: str, lines: Sequence[tuple[str, Any]], data: Mapping[str, Any]) -> Message:
    told = [f"{head}: {value}" if head else str(value) for head, value in lines if value not in (None, "")]
    html = _page("".join(f"<p>{escape(line)}</p>" for line in told))
    return Message(id=key, subject=subject, text="\n".join(told) + "\n", html=html, data=data)


def hit_html(found: Found) -> str:
    """Return a hit as HTML, matched words in ``<mark>``, everything else escaped."""
    parts = [f"<p>{_marked(one)}</p>" for one in found.excerpts]
    parts += [f"<p><small>{escape(' · '.join(found.why))}</small></p>"] if found.why else []
    head = " · ".join(filter(None, (found.outlet_name or found.outlet, found.published_at)))
    # A spike is about no single page.
    link = f'<p>{escape(head)}<br><a href="{escape(found.url)}">{escape(found.url)}</a></p>' if found.url else ""
    direction = "rtl" if (found.language or "ar") in ("ar", "fa", "ku", "ckb", "ur", "he") else "ltr"
    return f'<div dir="{direction}" lang="{escape(found.language or "ar")}">{"".join(parts)}{link}</div>'


def _hit_text(found: Found) -> str:
    head = " · ".join(filter(None, (found.outlet_name or found.outlet, found.published_at)))
    below = [one.text.replace("\n", " ") for one in found.excerpts[1:]]
    return "\n".join(filter(None, (found.headline, head, *below, *found.why, found.url))) + "\n"


def _marked(excerpt: Excerpt) -> str:
    pieces, at = [], 0
    for start, end in excerpt.marks:
        pieces += [escape(excerpt.text[at:start]), f"<mark>{escape(excerpt.text[start:end])}</mark>"]
        at = end
    return "".join([*pieces, escape(excerpt.text[at:])])


def _page(body: str) -> str:
    return f'<!doctype html><html lang="ar" dir="rtl"><meta charset="utf-8"><body>{body}</body></html>'


def _plain(value: Any) -> Any:
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else value
