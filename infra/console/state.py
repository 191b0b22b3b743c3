"""The state of the page is its URL: reading it into a `Query`, and the links that lead to the next state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import cast, get_args
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from infra.stores.base import Query, Sort

PAGE = 20
LAST_PAGE = 500
FILTERS = ("outlet", "country", "section", "person", "organisation", "group", "place", "speaker", "entity")
Pairs = tuple[tuple[str, str], ...]


class StateError(ValueError):
    """A URL that states nothing; the message names parameter, value and remedy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The parameters of a URL, in order; what is not known is dropped."""

    pairs: Pairs = ()

    def values(self, name: str) -> tuple[str, ...]:
        """Return the values of one parameter."""
        return tuple(value for key, value in self.pairs if key == name and value)

    def value(self, name: str, default: str = "") -> str:
        """Return the last value of one parameter."""
        return (*([default]), *self.values(name))[-1]

    @property
    def language(self) -> str:
        """The interface's language: ``ar``, or ``en`` where asked for."""
        return "en" if self.value("lang") == "en" else "ar"

    @property
    def page(self) -> int:
        """The page shown, from 1."""
        text = self.value("page", "1")
        if not (text.isascii() and text.isdigit() and 1 <= int(text[:6]) <= LAST_PAGE):
            raise StateError(f"page = {text!r}: give a whole number from 1 to {LAST_PAGE}")
        return int(text)

    def link(self, path: str = "/", **changes: str | None) -> str:
        """Return the URL of another state: each parameter named is replaced, or dropped where None."""
        kept = [(key, value) for key, value in self.pairs if key not in changes and (key != "page")]
        return _url(path, [*kept, *((key, value) for key, value in changes.items() if value)])

    def fresh(self, path: str, **parameters: str) -> str:
        """Return a URL that keeps nothing but the language."""
        kept = [("lang", "en")] if self.language == "en" else []
        return _url(path, [*kept, *parameters.items()])

    def toggled(self, name: str, value: str) -> str:
        """Return the URL with a filter's value added, or taken away where it is set."""
        others = [pair for pair in self.pairs if pair != (name, value) and pair[0] != "page"]
        return _url("/", others if (name, value) in self.pairs else [*others, (name, value)])

    def query(self, zone: ZoneInfo) -> Query:
        """Return the query; `StateError` where a value cannot be used."""
        text = self.value("q").strip()
        sort = self.value("sort", "relevance" if text else "newest")
        if sort not in get_args(Sort):
            raise StateError(f"sort = {sort!r}: must be one of {', '.join(get_args(Sort))}")
        return Query(
            text=text,
            sort=cast("Sort", sort),
            limit=PAGE,
            offset=(self.page - 1) * PAGE,
            date_from=self._day("from", zone),
            date_to=self._day("to", zone, days=1),
            outlet=self.values("outlet"),
            country=self.values("country"),
            section=self.values("section"),
            person=self.values("person"),
            organisation=self.values("organisation"),
            group=self.values("group"),
            place=self.values("place"),
            speaker=self.values("speaker"),
            entity=self.values("entity"),
        )

    def _day(self, name: str, zone: ZoneInfo, days: int = 0) -> datetime | None:
        text = self.value(name)
        if not text:
            return None
        try:
            return datetime.combine(date.fromisoformat(text) + timedelta(days=days), time(), zone)
        except (ValueError, OverflowError) as error:
            raise StateError(f"{name} = {text!r}: give a day such as 2026-01-31") from error


def _url(path: str, pairs: Sequence[tuple[str, str]]) -> str:
    return f"{path}?{urlencode(pairs)}" if pairs else path


def read_state(items: Sequence[tuple[str, str]]) -> State:
    """Return the state of a query string's parameters."""
    known = {"q", "from", "to", "sort", "page", "lang", "id", "name", *FILTERS}
    return State(pairs=tuple((key, value) for key, value in items if key in known and value))
