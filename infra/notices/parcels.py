"""What goes out now, and together: one message a hit, or one a digest."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from infra.ledger.outbox import Pending
from infra.notices.render import Message, digest_message, hit_message, message_id
from infra.watch.hit import found_from
from infra.watch.lists import WatchList

MOST = 500
"""Hits of one digest; more make several messages."""
Ready = Literal["now", "digest", "wait", "gone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """One message and the letters that it delivers."""

    channel: str
    message: Message
    letters: tuple[Pending, ...]


def ready(letter: Pending, watchlist: WatchList | None, now: datetime) -> Ready:
    """Tell what becomes of a letter at a moment; without a list that can be read it waits."""
    if watchlist is None or not watchlist.enabled:
        return "wait"
    if letter.channel not in watchlist.deliver.channels:
        return "gone"
    if not watchlist.may_send(now):
        return "wait"
    if not watchlist.digest or letter.message:
        return "now"
    due = watchlist.last_digest(now)
    return "digest" if due and letter.at < due else "wait"


def parcels_of(letters: Sequence[Pending], now: Sequence[Pending]) -> Iterator[Parcel]:
    """Yield the parcels: ``letters`` joined into digests by list and channel, and ``now`` as each first went out."""
    groups: dict[tuple[str, str], list[Pending]] = {}
    for letter in letters:
        groups.setdefault((letter.watchlist, letter.channel), []).append(letter)
    for group in groups.values():
        for part in (group[start : start + MOST] for start in range(0, len(group), MOST)):
            yield _digest(part, message_id(part[0].watchlist, *(letter.article_id for letter in part)))
    again: dict[tuple[str, str, str], list[Pending]] = {}
    for letter in now:
        # Without a message it was never tried, and goes alone.
        again.setdefault((letter.watchlist, letter.channel, letter.message or f"#{letter.id}"), []).append(letter)
    for (_, _, message), same in again.items():
        single = hit_message(found_from(same[0].hit))
        if message.startswith("#") or message == single.id:
            yield Parcel(channel=same[0].channel, message=single, letters=tuple(same))
        else:
            yield _digest(same, message)


def _digest(letters: Sequence[Pending], message: str) -> Parcel:
    found = [found_from(letter.hit) for letter in letters]
    return Parcel(channel=letters[0].channel, message=digest_message(found, message), letters=tuple(letters))
