"""The names a page's outlet calls itself by, and headlines without them."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import urlsplit

from spiders.extract.structured import Structured, types_of
from spiders.extract.text import collapse, key, plain
from spiders.outlet import Outlet

_SEPARATOR = re.compile(r"\s+[-–—|:»«·•/]+\s+|\s*(?:\||»|::|•)\s*|(?<=\S)\s+[-–—|]\s*")
_KINDS = ("صحيفه", "جريده", "شبكه", "موقع", "قناه", "وكاله", "مجله", "بوابه", "اذاعه", "راديو", "تلفزيون", "مؤسسه")
_ADJECTIVES = ("الاخباريه", "الاخباري", "الالكترونيه", "الالكتروني", "اليوميه", "الاعلاميه", "الفضائيه", "اونلاين")
_SUBDOMAINS = ("www", "m", "ar", "arabic", "amp", "news", "mobile")


def own_names(data: Structured, url: str, outlet: Outlet | None, title: str | None = None) -> frozenset[str]:
    """Return the outlet's names as keys: from its definition, the page's metadata and the host's own word."""
    names = [outlet.names.ar, outlet.names.latin, *outlet.names.also] if outlet else []
    names += data.all("og:site_name", "application-name", "apple-mobile-web-app-title", "twitter:domain")
    names += data.all("publisher", "dc.publisher", "copyright")[:3]
    names += _repeated(data.all("author"), title, *data.all("og:title", "twitter:title"))
    for node in (*data.nodes, *_publishers(data)):
        if set(types_of(node)) & {"Organization", "NewsMediaOrganization", "WebSite"} and (
            name := plain(node.get("name"))
        ):
            names.append(name)
    found = {key(name) for name in names if 1 < len(key(name)) <= 40}
    found |= set(_in_title(title, names))
    return frozenset(found | set(_without_kind(sorted(found))) | set(_host_words(url)))


def _repeated(authors: list[str], *titles: str | None) -> list[str]:
    """A meta author that is a segment of the title too is the site itself."""
    segments = {key(part) for title in titles for part in split_title(title or "")}
    return [author for author in authors if key(author) in segments]


def _publishers(data: Structured) -> list[dict[str, object]]:
    publisher = data.article.get("publisher")
    listed = publisher if isinstance(publisher, list) else [publisher]
    return [{"@type": "Organization", **item} for item in listed if isinstance(item, dict)]


def _host_words(url: str) -> list[str]:
    try:
        labels = (urlsplit(url).hostname or "").split(".")
    except ValueError:
        return []
    kept = [label for label in labels[:-1] if label not in _SUBDOMAINS and len(label) > 3]
    return [word for label in kept for word in (key(label), ".".join(labels[-2:]))]


def _in_title(title: str | None, names: list[str]) -> list[str]:
    """The last segment of a title, else its first, is the site's name too where it holds one (جريدة المدى).

    A title of one segment is a headline (نادي المدى يفوز بالكأس) unless it says nothing more (المدى الإخبارية). Where
    both ends hold a name, the site is the one that says nothing more, else the last.
    """
    known = [f" {key(name)} " for name in names if len(key(name)) > 3]
    segments = [key(part) for part in split_title(title or "")]
    ends = segments[-1:]
    if len(segments) > 1 and len(segments[0].split()) < len(" ".join(segments[1:]).split()):
        ends.append(segments[0])
    fit = [part for part in ends if len(part) <= 40 and any(name in f" {part} " for name in known)]
    bare = set(_without_kind(names))
    return [part for part in fit if bare & set(_without_kind([part]))] or (fit[:1] if len(segments) > 1 else [])


def _without_kind(names: list[str]) -> list[str]:
    """Return what outlets are called without the word for what they are (صحيفة المدى, شبكة المدى الإخبارية)."""
    words = [key(name).split() for name in names]
    bare = [" ".join(parts[parts[0] in _KINDS : len(parts) - (parts[-1] in _ADJECTIVES)]) for parts in words if parts]
    return [name for name in bare if len(name) > 3]


def split_title(title: str) -> list[str]:
    """Return the segments of a title between spaced dashes, bars and their kin."""
    return [part for part in map(collapse, _SEPARATOR.split(title)) if part]


def without_site(title: str, names: Collection[str]) -> str:
    """Return the title without the segments at its ends that are the site's name; the rest is as printed."""
    squeezed = {name.replace(" ", "") for name in names}
    changed = True
    while changed:
        changed = False
        matches = list(_SEPARATOR.finditer(title))
        if matches and key(title[matches[-1].end() :]).replace(" ", "") in squeezed:
            title, changed = title[: matches[-1].start()].rstrip(), True
        elif matches and key(title[: matches[0].start()]).replace(" ", "") in squeezed:
            title, changed = title[matches[0].end() :].lstrip(), True
    return title
