"""Delivering what is in the outbox: claimed, sent, then marked, so that a kill leaves a repeat at most, never a gap."""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

from infra.config import ConfigError, Settings
from infra.ledger import connected
from infra.ledger.outbox import Letter, Outbox, Pending
from infra.notices.feed import write_feed
from infra.notices.hook import HookError, post
from infra.notices.log import append
from infra.notices.mail import Mailer
from infra.notices.parcels import Parcel, parcels_of, ready
from infra.notices.render import health_message, task_message
from infra.watch.lists import load_watchlists

HEALTH = "@health"
"""The name under which changes of source health stand in the outbox."""
TASKS = "@tasks"
"""The name under which failed tasks of the schedule stand in the outbox."""
_MESSAGES = {HEALTH: health_message, TASKS: task_message}
_WELL = ("healthy", "quiet", "never worked")
_FAILURES = (OSError, smtplib.SMTPException, ConfigError)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeReport:
    """Letters (one a recipient and article, or change of health) delivered, failed in this run and still waiting.

    ``errors`` says of each channel that failed why; what failed is tried again after a time that doubles.
    """

    delivered: int = 0
    failed: int = 0
    waiting: int = 0
    errors: tuple[str, ...] = ()


def channels_of(settings: Settings) -> tuple[str, ...]:
    """Return where operators are told: the file of notices, and what notice_email and notice_webhook name."""
    webhook = (f"webhook:{settings.notice_webhook}",) if settings.notice_webhook else ()
    return ("file", *(f"email:{address}" for address in settings.notice_email), *webhook)


def send_notices(
    settings: Settings, *, now: datetime | None = None, pause: Callable[[str], None] | None = None
) -> NoticeReport:
    """Deliver what the outbox holds: hits of watch-lists, changes of source health and failed tasks of the schedule.

    The last two go to RASID_HOME/notices.jsonl, and to the settings notice_email and notice_webhook. ``now`` stands in
    for the clock; ``pause`` is called between sending and marking, for tests.
    """
    with connected(settings.ledger_url) as engine, Mailer(settings) as mailer:
        clock = (lambda: now) if now else (lambda: datetime.now(UTC))
        return _Sending(settings, Outbox(engine), mailer, clock, pause or (lambda _point: None)).run()


class _Sending:
    def __init__(
        self,
        settings: Settings,
        outbox: Outbox,
        mailer: Mailer,
        clock: Callable[[], datetime],
        pause: Callable[[str], None],
    ) -> None:
        self._settings, self._outbox, self._mailer, self._clock, self._pause = settings, outbox, mailer, clock, pause
        self._lists = load_watchlists(settings.home, settings.timezone).lists
        self._delivered = self._failed = 0
        self._errors: dict[str, str] = {}

    def run(self) -> NoticeReport:
        self._outbox.take_events(self._letters_of, self._clock())
        self._write_feeds()
        for parcel in self._parcels():
            # A channel that failed is not tried again in this run: a dead server would take a time-out for each.
            if not {parcel.channel, parcel.channel.partition(":")[0]} & self._errors.keys():
                self._deliver(parcel)
        waiting = sum(tally.waiting for tally in self._outbox.tallies().values())
        errors = tuple(f"{_shown(channel)}: {error}" for channel, error in self._errors.items())
        return NoticeReport(delivered=self._delivered, failed=self._failed, waiting=waiting, errors=errors)

    def _letters_of(self, event: Mapping[str, Any]) -> list[Letter]:
        if event["previous"] is None and event["state"] in _WELL:
            return []  # the first look at a source that works is no change
        message = health_message(event)
        record = {"id": event["id"], **{key: value for key, value in message.data.items() if key != "kind"}}
        about, at = f"event-{event['id']}", event["at"]
        return [
            Letter(watchlist=HEALTH, article_id=about, channel=name, at=at, hit=record)
            for name in channels_of(self._settings)
        ]

    def _write_feeds(self) -> None:
        for watchlist in self._lists.values():
            if watchlist.deliver.feed:
                try:
                    letters = write_feed(self._settings.home, self._outbox, watchlist, self._clock())
                except OSError as error:
                    self._errors["feed"] = f"{error}; make the folder writable"
                    continue
                self._pause("sent")
                self._outbox.delivered(letters, self._clock())
                self._delivered += len(letters)

    def _parcels(self) -> Iterator[Parcel]:
        now = self._clock()
        by_fate: dict[str, list[Pending]] = {"now": [], "digest": [], "wait": [], "gone": []}
        for letter in self._outbox.due(now):
            if message_of := _MESSAGES.get(letter.watchlist):
                yield Parcel(channel=letter.channel, message=message_of(letter.hit), letters=(letter,))
            elif letter.channel != "feed":
                by_fate[ready(letter, self._lists.get(letter.watchlist), now)].append(letter)
        if by_fate["gone"]:
            self._outbox.dropped(by_fate["gone"], "its list names this recipient no more")
        yield from parcels_of(by_fate["digest"], by_fate["now"])

    def _deliver(self, parcel: Parcel) -> None:
        if not self._outbox.claim(parcel.letters, parcel.message.id, self._clock()):
            return  # another process has it
        try:
            self._send(parcel)
        except _FAILURES as error:
            self._failed += len(parcel.letters)
            self._outbox.failed(parcel.letters, f"{type(error).__name__}: {error}")
            self._errors[_broken(parcel.channel, error)] = str(error)
            return
        self._pause("sent")
        self._outbox.delivered(parcel.letters, self._clock())
        self._delivered += len(parcel.letters)

    def _send(self, parcel: Parcel) -> None:
        kind, _, address = parcel.channel.partition(":")
        match kind:
            case "email":
                self._mailer.send(address, parcel.message, self._clock())
            case "webhook":
                post(address, parcel.message)
            case _:
                append(self._settings.home, parcel.message)


def _broken(channel: str, error: Exception) -> str:
    """Return what a failure says is broken: one letter, its recipient, or the whole mail server."""
    kind = channel.partition(":")[0]
    if isinstance(error, HookError) and error.status < 500 and error.status != 429:
        return f"{channel}#one"  # names no channel, so the others still go out
    if kind == "email" and not isinstance(error, smtplib.SMTPRecipientsRefused):
        return kind
    return channel


def _shown(channel: str) -> str:
    """Return a channel for logs: the rest of a webhook's URL is often a secret."""
    kind, _, address = channel.partition(":")
    return f"webhook of {urlsplit(address).hostname}" if kind == "webhook" else channel
