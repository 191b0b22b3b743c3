"""The outlets' HTML: an article page and a listing in each one's layout, from the templates beside this module."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC
from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from infra.demo.layouts import Layout
from infra.demo.view import Entry, View

_RELATED = 4


@lru_cache(maxsize=1)
def _templates() -> Environment:
    loader = PackageLoader("infra.demo", "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def content_type(layout: Layout) -> str:
    """Return the Content-Type of the outlet's pages; an old server names no charset."""
    return f"text/html; charset={layout.encoding}" if layout.declares_charset else "text/html"


def article(view: View, entry: Entry) -> bytes:
    """Render an article's page. With a broken layout class names change and date, byline and metadata are gone."""
    related = [other for other in view.newest(0, _RELATED + 1) if other.url != entry.url][:_RELATED]
    html = (
        _templates()
        .get_template(f"{view.layout.id}.html")
        .render(
            _common(view),
            entry=entry,
            text=entry.text,
            printed=view.layout.printed_date(entry.published),
            related=related,
            json_ld=Markup("") if view.broken else _json_ld(view, entry),
            views=1200 + entry.text.number * 37 % 9000,
        )
    )
    return html.encode(view.layout.encoding)


def listing(view: View, entries: tuple[Entry, ...], number: int, following: int | None) -> bytes:
    """Render page ``number`` of the newest articles; ``following`` is the next page's number."""
    template = _templates().get_template("listing.html")
    html = template.render(_common(view), entries=entries, number=number, following=following)
    return html.encode(view.layout.encoding)


def refusal(status: int) -> bytes:
    """Render a refusal."""
    reason = {403: "Forbidden", 404: "Not Found"}[status]
    return f"<!doctype html><title>{status} {reason}</title><h1>{reason}</h1>".encode()


def _common(view: View) -> dict[str, Any]:
    return {"site": view.layout, "base": view.base, "broken": view.broken, "k": _class_names(view.broken)}


def _class_names(broken: bool) -> Callable[[str], str]:
    return (lambda name: f"v2-{name[::-1]}") if broken else (lambda name: name)


def _json_ld(view: View, entry: Entry) -> Markup:
    text = entry.text
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "mainEntityOfPage": {"@type": "WebPage", "@id": entry.url},
        "headline": text.headline,
        "description": text.lead,
        "articleSection": text.section,
        "keywords": list(text.keywords),
        "inLanguage": text.language,
        "datePublished": entry.published.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "dateModified": entry.changed.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "author": [{"@type": "Person", "name": author} for author in text.authors],
        "publisher": {"@type": "NewsMediaOrganization", "name": view.layout.name, "url": f"{view.base}/"},
    }
    kept = {key: value for key, value in data.items() if value}
    return Markup(json.dumps(kept, ensure_ascii=False).replace("<", "\\u003c"))
