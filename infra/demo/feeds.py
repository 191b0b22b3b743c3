"""The feeds of the demo's outlets: RSS 2.0, RSS 1.0 (RDF), Atom (RFC 4287) and JSON Feed 1.1."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from xml.sax.saxutils import escape, quoteattr

from infra.demo.view import Entry, View

PER_FEED = 50
_EXCERPT_WORDS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """How one feed is written; ``encoding`` None is UTF-8 (RFC 8259 leaves JSON no other)."""

    content_type: str
    write: Callable[[View], str]
    encoding: str | None = None


def _rss(view: View, encoding: str) -> str:
    items = "\n".join(_rss_item(entry) for entry in view.newest(0, PER_FEED))
    return (
        f'<?xml version="1.0" encoding="{encoding}"?>\n'
        '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>\n'
        f"<title>{view.layout.name}</title><link>{view.base}/</link><description>{view.layout.slogan}</description>\n"
        f"{items}\n</channel></rss>\n"
    )


def _rss_item(entry: Entry) -> str:
    creator = "".join(f"<dc:creator>{escape(author)}</dc:creator>" for author in entry.text.authors)
    return (
        f"<item><title>{escape(entry.text.headline)}</title><link>{escape(entry.url)}</link>"
        f'<guid isPermaLink="true">{escape(entry.url)}</guid>{creator}'
        f"<category>{escape(entry.text.section)}</category>"
        f"<pubDate>{format_datetime(entry.published)}</pubDate>"
        f"<description>{escape(excerpt(entry))}</description></item>"
    )


def _rdf(view: View) -> str:
    entries = tuple(view.newest(0, PER_FEED))
    order = "".join(f"<rdf:li rdf:resource={quoteattr(entry.url)}/>" for entry in entries)
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
        f'<channel rdf:about="{view.base}/"><title>{view.layout.name}</title><link>{view.base}/</link>'
        f"<description>{view.layout.slogan}</description><items><rdf:Seq>{order}</rdf:Seq></items></channel>\n"
        + "\n".join(map(_rdf_item, entries))
        + "\n</rdf:RDF>\n"
    )


def _rdf_item(entry: Entry) -> str:
    return (
        f"<item rdf:about={quoteattr(entry.url)}><title>{escape(entry.text.headline)}</title>"
        f"<link>{escape(entry.url)}</link><description>{escape(excerpt(entry))}</description>"
        f"<dc:date>{entry.published.isoformat(timespec='seconds')}</dc:date></item>"
    )


def _atom(view: View) -> str:
    entries = tuple(view.newest(0, PER_FEED))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ar">\n'
        f'<title>{view.layout.name}</title><id>{view.base}/</id><link rel="self" href="{view.base}/feed.atom"/>'
        f"<updated>{_utc(max(entry.changed for entry in entries))}</updated>\n"
        + "\n".join(map(_atom_entry, entries))
        + "\n</feed>\n"
    )


def _atom_entry(entry: Entry) -> str:
    authors = "".join(f"<author><name>{escape(author)}</name></author>" for author in entry.text.authors)
    return (
        f"<entry><title>{escape(entry.text.headline)}</title><id>{escape(entry.url)}</id>"
        f'<link rel="alternate" type="text/html" href={quoteattr(entry.url)}/>{authors}'
        f"<published>{_utc(entry.published)}</published><updated>{_utc(entry.changed)}</updated>"
        f'<summary type="text">{escape(excerpt(entry))}</summary></entry>'
    )


def _json_feed(view: View) -> str:
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": view.layout.name,
        "home_page_url": f"{view.base}/",
        "feed_url": f"{view.base}/feed.json",
        "language": "ar",
        "items": [_json_item(entry) for entry in view.newest(0, PER_FEED)],
    }
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _json_item(entry: Entry) -> dict[str, object]:
    return {
        "id": entry.url,
        "url": entry.url,
        "title": entry.text.headline,
        "content_text": excerpt(entry),
        "date_published": _utc(entry.published),
        "date_modified": _utc(entry.changed),
        "authors": [{"name": author} for author in entry.text.authors],
        "tags": list(entry.text.keywords),
    }


def excerpt(entry: Entry) -> str:
    """Return the lead, or the first words of the text with the dots that feeds put behind them."""
    if entry.text.lead:
        return entry.text.lead
    words = entry.text.paragraphs[0].split() if entry.text.paragraphs else entry.text.headline.split()
    return " ".join(words[:_EXCERPT_WORDS]) + " […]"


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def _baghdad(view: View) -> str:
    return _rss(view, "UTF-8")


def _cairo(view: View) -> str:
    return _rss(view, "windows-1256")


FEEDS: Mapping[tuple[str, str], Feed] = {
    ("rss", "/feed/"): Feed(content_type="application/rss+xml; charset=UTF-8", write=_baghdad),
    ("rss", "/rss.asp"): Feed(content_type="text/xml", write=_cairo, encoding="windows-1256"),
    ("rdf", "/rdf.xml"): Feed(content_type="application/rdf+xml", write=_rdf),
    ("atom-json", "/feed.atom"): Feed(content_type="application/atom+xml; charset=utf-8", write=_atom),
    ("atom-json", "/feed.json"): Feed(content_type="application/feed+json", write=_json_feed),
}
