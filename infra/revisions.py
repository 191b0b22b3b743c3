"""What changed between two captures of an article, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from itertools import pairwise
from typing import Literal

from infra.stores.base import Query, Revision, Store, Stored
from infra.stores.merge import revision_of
from processors.arabic.normalise import INVISIBLE, TATWEEL

ChangedField = Literal["headline", "lead", "body"]
_FIELDS: tuple[ChangedField, ...] = ("headline", "lead", "body")
_PIECES = re.compile(r"\s+|[^\W_]+(?:[^\W_]|[\u064b-\u065f\u0670\u0640])*|.", re.DOTALL)
_UNSEEN = str.maketrans("", "", INVISIBLE + TATWEEL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A run of raw text: ``kept``, ``removed`` (the earlier capture has it) or ``added`` (the later one has it)."""

    kind: Literal["kept", "removed", "added"]
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """What changed in one field. The kept and removed parts join to the earlier text, kept and added to the later."""

    field: ChangedField
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The changes from one capture to the next that differs from it; ``silent_headline``: the headline alone changed.

    The page still claims its first date while its headline says something else: what readers are not told.
    """

    earlier: datetime
    later: datetime
    fields: tuple[FieldChange, ...]

    @property
    def silent_headline(self) -> bool:
        """Whether the headline changed and nothing else did."""
        return [change.field for change in self.fields] == ["headline"]


def changes(stored: Stored) -> tuple[Change, ...]:
    """Return the changes of an article from capture to capture, oldest first."""
    states = (*stored.revisions, revision_of(stored))
    return tuple(_change(before, after) for before, after in pairwise(states))


@dataclass(frozen=True, slots=True, kw_only=True)
class HeadlineChange:
    """A headline that became another between two captures (UTC), while the page said nothing of a change."""

    stored: Stored
    earlier: datetime
    later: datetime
    before: str
    after: str


def silent_headlines(
    store: Store, outlets: Sequence[str] = (), since: datetime | None = None, until: datetime | None = None
) -> Iterator[HeadlineChange]:
    """Yield the silent changes of headlines seen from ``since`` up to ``until``, article by article, oldest first.

    A change is silent unless the page's own date of modification reaches beyond the capture before it. That date is
    known of the latest state alone: where it is later, it counts for every change before. Differences in spaces,
    tatweel and invisible characters are none.
    """
    for stored in store.export(Query(outlet=tuple(outlets), revised=True)):
        states = (*stored.revisions, revision_of(stored))
        said = _modified_until(stored)
        for before, after in pairwise(states):
            seen = (since is None or after.fetched_at >= since) and (until is None or after.fetched_at < until)
            told = said is not None and said > before.fetched_at
            if seen and not told and _printed(before.headline) != _printed(after.headline):
                yield HeadlineChange(
                    stored=stored,
                    earlier=before.fetched_at,
                    later=after.fetched_at,
                    before=before.headline,
                    after=after.headline,
                )


def _modified_until(stored: Stored) -> datetime | None:
    """Return the latest moment that the page's date of modification may mean: a day lasts until its end."""
    modified = stored.enriched.article.modified
    if modified is None:
        return None
    lasts = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "second": timedelta(seconds=1)}
    return modified.value + lasts.get(modified.precision, timedelta(days=1))


def _printed(text: str) -> str:
    return " ".join(text.translate(_UNSEEN).split())


def _change(before: Revision, after: Revision) -> Change:
    fields = (
        FieldChange(field=name, parts=word_diff(getattr(before, name) or "", getattr(after, name) or ""))
        for name in _FIELDS
        if getattr(before, name) != getattr(after, name)
    )
    return Change(earlier=before.fetched_at, later=after.fetched_at, fields=tuple(fields))


def word_diff(before: str, after: str) -> tuple[Part, ...]:
    """Compare two texts word by word. Invisible characters and tatweel alone make no difference between words."""
    old, new = _PIECES.findall(before), _PIECES.findall(after)
    matcher = SequenceMatcher(None, _seen(old), _seen(new), autojunk=False)
    parts: list[Part] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal" and old[a:b] == new[c:d]:
            parts.append(Part(kind="kept", text="".join(new[c:d])))
        else:
            parts.extend(_replaced(old[a:b], new[c:d]))
    return tuple(parts)


def _seen(pieces: Sequence[str]) -> list[str]:
    return [piece.translate(_UNSEEN) or " " for piece in pieces]


def _replaced(old: Sequence[str], new: Sequence[str]) -> Iterator[Part]:
    if old:
        yield Part(kind="removed", text="".join(old))
    if new:
        yield Part(kind="added", text="".join(new))
