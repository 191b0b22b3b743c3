"""An outlet as its YAML definition says it: frozen, strict, and with errors that name file, key, value and remedy."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, ClassVar, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, ValidationError, model_validator

from processors.errors import RasidError
from spiders.css import compile_selector
from spiders.strict_yaml import Strict, explain, read_mapping, zone

Tier = Literal["agency", "daily", "weekly"]
Kind = Literal["daily", "weekly", "agency", "broadcaster", "portal"]


class OutletError(RasidError, ValueError):
    """A definition that cannot be used; the message names file, key, value and remedy."""


def _selector(text: str) -> str:
    compile_selector(text)
    return text


def _url(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{text!r} is not an absolute http(s) URL")
    return text


def _pattern(text: str) -> str:
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"{text!r} is not a regular expression: {error}") from error
    return text


CssSelector = Annotated[str, AfterValidator(_selector)]
HttpUrl = Annotated[str, AfterValidator(_url)]
Pattern = Annotated[str, AfterValidator(_pattern)]
Selectors = tuple[CssSelector, ...]


class _Strict(Strict):
    single: ClassVar[tuple[type, ...]] = (str, Mapping)


class Names(_Strict):
    """What the outlet calls itself. ``also`` holds the other forms seen in bylines and quotes."""

    ar: str
    latin: str
    also: tuple[str, ...] = ()


class Place(_Strict):
    """The seat: a city with its GeoNames id and coordinates (WGS 84, degrees)."""

    city: str
    geonames_id: int | None = None
    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)


class Source(_Strict):
    """One place where URLs are found. ``verified`` is the day it was seen to work; None is unverified."""

    type: Literal["feed", "sitemap", "listing"]
    url: HttpUrl
    links: Selectors = ()
    next: Selectors = ()
    page_url: str | None = None
    max_pages: int = Field(default=3, ge=1, le=1000)
    section: str | None = None
    verified: datetime.date | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _keys_fit_the_type(self) -> Source:
        if self.type != "listing" and (self.links or self.next or self.page_url):
            raise ValueError("links, next and page_url belong to a source of type listing")
        if self.page_url is not None and "{page}" not in self.page_url:
            raise ValueError("page_url needs {page} where the page number goes")
        return self


class Layout(_Strict):
    """One layout: CSS selectors, alternatives in order (the first that matches wins; ``drop`` drops all it matches).

    ``date_format`` is a strptime format for the visible date where its form is not one that `rasid date` reads.
    ``valid_until`` is the last day of an earlier layout; the current one has none.
    """

    valid_until: datetime.date | None = None
    headline: Selectors = ()
    kicker: Selectors = ()
    lead: Selectors = ()
    byline: Selectors = ()
    date: Selectors = ()
    modified: Selectors = ()
    section: Selectors = ()
    keywords: Selectors = ()
    body: Selectors = ()
    credits: Selectors = ()
    images: Selectors = ()
    caption: Selectors = ()
    drop: Selectors = ()
    date_format: str | None = None
    seen_in: str | None = None
    verified: bool = False


class Politeness(_Strict):
    """How gently to crawl: seconds between requests to one host, requests at once, and the bounds of one run."""

    delay: float = Field(default=2.0, ge=0)
    concurrency: int = Field(default=1, ge=1, le=8)
    max_pages: int = Field(default=500, ge=1)
    max_bytes: int = Field(default=500 * 1024 * 1024, ge=1)
    max_depth: int = Field(default=50, ge=1)
    obey_robots: bool = True


class Expect(_Strict):
    """The fewest and the most new articles of one run; fewer, or more twice, is a failure that people are told of."""

    fewest: int = Field(default=0, ge=0)
    most: int | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Expect:
        if self.most is not None and self.most < self.fewest:
            raise ValueError("most is less than fewest")
        return self


class Terms(_Strict):
    """What the outlet's terms of use say, and where; None where nobody has looked."""

    url: HttpUrl | None = None
    summary: str | None = None
    noarchive: Literal["obey", "ignore"] = "obey"
    tdm_reservation: Literal["obey", "ignore"] = "obey"


class Outlet(_Strict):
    """A definition. See docs/add-an-outlet.md for each key.

    ``country``, ``kind`` and ``timezone`` may be unknown (null) as long as the outlet is switched off: a draft.
    """

    id: str = Field(pattern=r"^[a-z0-9][a-z0-9_]*$")
    names: Names
    country: str | None = Field(pattern=r"^[A-Z]{2}$")
    place: Place | None = None
    kind: Kind | None
    language: str = "ar"
    timezone: Annotated[str, AfterValidator(zone)] | None
    timezone_basis: str | None = None
    homepage: HttpUrl
    hosts: tuple[str, ...] = Field(min_length=1)
    sources: tuple[Source, ...] = ()
    article_url: Pattern | None = None
    not_article_url: Pattern | None = None
    layouts: tuple[Layout, ...] = ()
    day_first: bool = True
    tier: Tier = "daily"
    politeness: Politeness = Politeness()
    expect: Expect = Expect()
    terms: Terms = Terms()
    allow_private: bool = False
    enabled: bool = True
    verified_on: datetime.date | None = None
    evidence: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _usable(self) -> Outlet:
        if self.enabled and not self.sources:
            raise ValueError("enabled needs at least one source; set enabled: false until one is known")
        unknown = [name for name in ("country", "kind", "timezone") if getattr(self, name) is None]
        if self.enabled and unknown:
            raise ValueError(f"enabled needs {', '.join(unknown)}; set enabled: false until it is known")
        if sum(layout.valid_until is None for layout in self.layouts) > 1:
            raise ValueError("layouts: only one may lack valid_until (the current one)")
        foreign = [source.url for source in self.sources if not self.owns(source.url)]
        if foreign:
            raise ValueError(f"sources: {foreign[0]} lies on none of the hosts, so no crawl may fetch it; add its host")
        return self

    def layout_at(self, day: datetime.date) -> Layout | None:
        """Return the layout in force on ``day`` (the page's capture date), or None: the general extractor serves."""
        dated = sorted((lay for lay in self.layouts if lay.valid_until), key=lambda lay: lay.valid_until or day)
        for layout in dated:
            if layout.valid_until and day <= layout.valid_until:
                return layout
        return next((layout for layout in self.layouts if layout.valid_until is None), None)

    def owns(self, url: str) -> bool:
        """Return whether the URL's host is one of ``hosts`` or below it."""
        host = (urlsplit(url).hostname or "").lower()
        return any(host == own or host.endswith("." + own) for own in self.hosts)


def load_outlet(path: Path) -> Outlet:
    """Read one definition; `OutletError` names the file, each wrong key, its value and what is expected."""
    try:
        data = read_mapping(path, "a definition")
    except ValueError as error:
        raise OutletError(str(error)) from error
    if data.get("id") != path.stem:
        raise OutletError(f"{path}: id: {data.get('id')!r} differs from the file's name; write id: {path.stem}")
    try:
        return Outlet.model_validate(data)
    except ValidationError as error:
        raise OutletError(explain(path, error)) from error


EXPECTED = "expected.yaml"
"""The name of a case's expectations (see `spiders.check`); below a folder of outlets it is no definition."""


def load_registry(*folders: Path) -> dict[str, Outlet]:
    """Read every definition below the folders, sorted by id; a later folder overlays an earlier one by outlet id.

    Two definitions of one id in one folder are an `OutletError`, as is each one that cannot be used.
    """
    registry: dict[str, Outlet] = {}
    for folder in folders:
        registry.update(_read_folder(folder))
    return dict(sorted(registry.items()))


def _read_folder(folder: Path) -> dict[str, Outlet]:
    found: dict[str, Path] = {}
    for path in sorted(folder.rglob("*.yaml")):
        if path.name == EXPECTED:
            continue
        if path.stem in found:
            raise OutletError(f"{path}: id: {path.stem!r} is defined in {found[path.stem]} too; remove one of them")
        found[path.stem] = path
    return {outlet_id: load_outlet(path) for outlet_id, path in found.items()}


PACKAGE_OUTLETS = Path(__file__).parent / "outlets"
