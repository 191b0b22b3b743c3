"""The demo site: from an outlet and a path to a response, with switches that break it on purpose."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

import yaml

from infra.demo import indexes, pages
from infra.demo.content import Content, demo_midnight
from infra.demo.definitions import definition
from infra.demo.layouts import LAYOUTS
from infra.demo.view import Entry, View
from spiders.outlet import Outlet


@dataclass(slots=True)
class Switches:
    """What is wrong with an outlet: another layout, 403 for everything, articles corrected, slow (seconds), down."""

    break_layout: bool = False
    forbid: bool = False
    correct: bool = False
    slow: float = 0.0
    down: bool = False


def switched(state: Switches, wanted: object) -> Switches:
    """Return the state with a JSON object's values set; TypeError names what is no switch or of another kind."""
    if not isinstance(wanted, dict):
        raise TypeError(f"{wanted!r} is not an object of switches")
    for name, value in wanted.items():
        kind = type(getattr(state, name, None))
        if kind not in (bool, float) or not isinstance(value, (int, float) if kind is float else bool):
            raise TypeError(f"{name}: {value!r}: the switches are {Switches()}")
    return replace(state, **wanted)


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What the server sends: status, media type, bytes, and the time of the last change where it is known."""

    status: int
    content_type: str
    body: bytes
    last_modified: datetime | None = None

    @property
    def etag(self) -> str:
        """Return a weak validator of the bytes (RFC 9110 §8.8.3), weak because gzip gives other bytes."""
        return f'W/"{hashlib.sha256(self.body).hexdigest()[:20]}"'


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """What extraction must find on an article's page. ``published`` is to the minute, in the outlet's zone.

    ``paragraphs`` are the text alone: neither byline nor a dateline in front of it, captions, shares or related links.
    """

    url: str
    outlet: str
    headline: str
    kicker: str | None
    lead: str | None
    byline: str | None
    authors: tuple[str, ...]
    dateline: str | None
    credits: tuple[str, ...]
    section: str
    published: datetime
    modified: datetime | None
    paragraphs: tuple[str, ...]
    language: str
    caption: str | None
    story: str | None


@dataclass(slots=True)
class Site:
    """The six outlets. ``bases`` holds each one's address (no slash at its end); `serve` sets them to the real ones."""

    content: Content
    bases: dict[str, str]
    switches: dict[str, Switches] = field(default_factory=lambda: {name: Switches() for name in LAYOUTS})

    def urls(self, outlet: str | None = None) -> Iterator[str]:
        """Yield the URL of every article of one outlet or of all, newest first in each."""
        for name in LAYOUTS if outlet is None else (outlet,):
            yield from (entry.url for entry in self.view(name).newest(0, None))

    def truth(self, url: str) -> Truth:
        """Return what the page at ``url`` says in the present state of the switches; KeyError for no article."""
        for name, base in self.bases.items():
            entry = self.view(name).find(url.removeprefix(base)) if url.startswith(base + "/") else None
            if entry is not None:
                return _truth(entry)
        raise KeyError(url)

    def outlet(self, name: str) -> Outlet:
        """Return the outlet's definition with its served address, checked as strictly as any other."""
        return Outlet.model_validate(self._definition(name))

    def write_definitions(self, folder: Path, *, enabled: bool = True) -> tuple[Path, ...]:
        """Write ``<id>.yaml`` for every outlet, as `spiders.outlet.load_outlet` reads them; return the paths."""
        folder.mkdir(parents=True, exist_ok=True)
        paths = tuple(folder / f"{name}.yaml" for name in LAYOUTS)
        for path in paths:
            data = {**self._definition(path.stem), "enabled": enabled}
            text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
            path.write_text(text, encoding="utf-8")
        return paths

    def respond(self, outlet: str, path: str) -> Response:
        """Answer a GET of ``path`` (with its query). `Switches.slow` and `.down` are the server's to keep."""
        if self.switches[outlet].forbid:
            return _refusal(403)
        view = self.view(outlet)
        entry = view.find(path)
        if entry is not None:
            kind, body, changed = pages.content_type(view.layout), pages.article(view, entry), entry.changed
            return Response(status=200, content_type=kind, body=body, last_modified=changed)
        index = indexes.respond(view, path)
        if index is None:
            return _refusal(404)
        changed = max(entry.changed for entry in view.newest(0, 50))
        return Response(status=200, content_type=index.content_type, body=index.body, last_modified=changed)

    def view(self, outlet: str) -> View:
        """Return the outlet as the switches have it now."""
        state, base = self.switches[outlet], self.bases[outlet]
        layout, content = LAYOUTS[outlet], self.content
        return View(layout=layout, base=base, content=content, corrected=state.correct, broken=state.break_layout)

    def _definition(self, name: str) -> dict[str, object]:
        scaled = self.content.pages is not None
        return definition(name, self.bases[name], self.content.count(name), scaled=scaled)


def build_site(now: datetime, pages: int | None = None, seed: int = 0) -> Site:
    """Make the site as of ``now`` (aware): hand-written articles, and synthetic ones up to ``pages`` in all."""
    content = Content(midnight=demo_midnight(now), pages=pages, seed=seed)
    return Site(content=content, bases={name: f"http://127.0.0.1:{8711 + n}" for n, name in enumerate(LAYOUTS)})


def _refusal(status: int) -> Response:
    return Response(status=status, content_type="text/html; charset=utf-8", body=pages.refusal(status))


def _truth(entry: Entry) -> Truth:
    text = entry.text
    return Truth(
        url=entry.url,
        outlet=text.outlet,
        headline=text.headline,
        kicker=text.kicker,
        lead=text.lead,
        byline=text.byline,
        authors=text.authors,
        dateline=text.dateline,
        credits=text.credits,
        section=text.section,
        published=entry.published,
        modified=entry.modified,
        paragraphs=text.paragraphs,
        language=text.language,
        caption=text.caption,
        story=text.story,
    )
