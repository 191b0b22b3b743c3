"""Watch-lists as their YAML says it: strict, one file a list, a bad one reported and no hindrance to the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Annotated, Any, ClassVar
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from infra.stores.base import Layer, Query
from infra.stores.query import parse
from processors.errors import RasidError
from spiders.strict_yaml import Strict, explain, read_mapping, zone

FOLDER, DOCS = "watchlists", "docs/watch-lists.md"
FILTERS = (
    *("outlet", "country", "language", "section", "author", "entity"),
    *("person", "organisation", "group", "place", "speaker", "story"),
)
"""The filters of `rasid search` that a list may have."""


class WatchError(RasidError, ValueError):
    """A watch-list that cannot be used; the message names file, key, value and remedy."""


def _address(text: str) -> str:
    name, _, host = text.rpartition("@")
    if not name or not host or not text.isprintable() or " " in text or "," in text:
        raise ValueError(f"{text!r} is no e-mail address such as desk@example.org")
    return text


def _url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or not text.isprintable() or " " in text:
        raise ValueError(f"{text!r} is not an absolute http(s) URL")
    return text


def _clock(value: Any) -> Any:
    # YAML 1.1 reads an unquoted 22:00 as a number of base 60.
    if isinstance(value, int) and not isinstance(value, bool) and 60 <= value < 1440:
        return time(value // 60, value % 60)
    if isinstance(value, str):
        try:
            return datetime.strptime(value.strip(), "%H:%M").time()
        except ValueError:
            pass
    raise ValueError(f"{value!r} is no time of day such as '22:00'")


Clock = Annotated[time, BeforeValidator(_clock)]
Values = tuple[Annotated[str, Field(min_length=1)], ...]


class _Strict(Strict):
    model_config = ConfigDict(populate_by_name=True)
    single: ClassVar[tuple[type, ...]] = (str, int)


class Quiet(_Strict):
    """Hours in which nothing is sent, ``from`` inclusive, ``to`` exclusive; they may span midnight."""

    start: Clock = Field(alias="from")
    end: Clock = Field(alias="to")

    def covers(self, at: time) -> bool:
        """Tell whether a time of day lies within."""
        if self.start <= self.end:
            return self.start <= at < self.end
        return at >= self.start or at < self.end


class Deliver(_Strict):
    """Where hits go: each e-mail address, each webhook, and an Atom file (its name below RASID_HOME/feeds)."""

    email: tuple[Annotated[str, AfterValidator(_address)], ...] = ()
    webhook: tuple[Annotated[str, AfterValidator(_url)], ...] = ()
    feed: bool = False

    @property
    def channels(self) -> tuple[str, ...]:
        """The channels, as the outbox names them."""
        mails, hooks = (f"email:{item}" for item in self.email), (f"webhook:{item}" for item in self.webhook)
        return (*(["feed"] if self.feed else []), *mails, *hooks)


class WatchList(_Strict):
    """One list. See docs/watch-lists.md for each key; ``id`` is the file's name, to which positions and hits belong."""

    id: str = Field(max_length=100)
    name: str = ""
    query: str = ""
    layer: Layer = "default"
    outlet: Values = ()
    country: Values = ()
    language: Values = ()
    section: Values = ()
    author: Values = ()
    entity: Values = ()
    person: Values = ()
    organisation: Values = ()
    group: Values = ()
    place: Values = ()
    speaker: Values = ()
    story: Values = ()
    deliver: Deliver = Deliver(feed=True)
    digest: tuple[Clock, ...] = ()
    quiet: Quiet | None = None
    timezone: Annotated[str, AfterValidator(zone)]
    spikes: bool = False
    enabled: bool = True

    @field_validator("query")
    @classmethod
    def _readable(cls, text: str) -> str:
        parse(text, every_word=True)
        return text

    @model_validator(mode="after")
    def _says_something(self) -> WatchList:
        if not self.query.strip() and not any(getattr(self, name) for name in FILTERS):
            raise ValueError("query: neither a query nor a filter is there, so every article would match; give one")
        if not self.deliver.channels:
            raise ValueError("deliver: names no recipient; give email, webhook or feed: true")
        return self

    @property
    def title(self) -> str:
        """The name for readers."""
        return self.name or self.id

    def asks(self, ids: Sequence[str]) -> Query:
        """Return the query over a batch of articles, none cut off."""
        return replace(self.over_all(len(ids)), ids=tuple(ids))

    def over_all(self, limit: int) -> Query:
        """Return the query over all articles, newest first: every topic word is required, as sorted by date."""
        filters = {name: getattr(self, name) for name in FILTERS}
        return Query(text=self.query, layer=self.layer, sort="newest", limit=limit, **filters)

    def may_send(self, now: datetime) -> bool:
        """Tell whether a moment lies outside the quiet hours."""
        return self.quiet is None or not self.quiet.covers(now.astimezone(ZoneInfo(self.timezone)).time())

    def last_digest(self, now: datetime) -> datetime | None:
        """Return the latest moment at or before ``now`` at which a digest was due; None where hits go out at once."""
        local = now.astimezone(ZoneInfo(self.timezone))
        days = (local.date() - timedelta(days=back) for back in (0, 1))
        moments = [datetime.combine(day, at, local.tzinfo) for day in days for at in self.digest]
        return max((moment for moment in moments if moment <= now), default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """The lists by id, and what is wrong with those that cannot be used, by id."""

    lists: dict[str, WatchList]
    problems: dict[str, str]


def load_watchlists(home: Path, timezone: str) -> Loaded:
    """Read every list below RASID_HOME; ``timezone`` is that of lists that name none."""
    lists: dict[str, WatchList] = {}
    problems: dict[str, str] = {}
    for path in sorted((home / FOLDER).glob("*.yaml")):
        try:
            lists[path.stem] = open_watchlist(path, timezone)
        except WatchError as error:
            problems[path.stem] = str(error)
    return Loaded(lists=lists, problems=problems)


def open_watchlist(path: Path, timezone: str) -> WatchList:
    """Read one list; `WatchError` names the file, each wrong key, its value and what is expected."""
    try:
        data = read_mapping(path, "a watch-list", DOCS)
        if "id" in data:
            raise WatchError(f"{path}: id: unknown key; the file's name is the list's id, a name for readers is `name`")
        return WatchList.model_validate({"timezone": timezone, **data, "id": path.stem})
    except ValidationError as error:
        raise WatchError(explain(path, error, DOCS)) from error
    except (ValueError, OSError) as error:
        raise WatchError(str(error)) from error
