"""The demo outlets' definitions: YAML templates whose ``@base@`` and ``@host@`` become the served address."""

from __future__ import annotations

from importlib import resources
from typing import Any
from urllib.parse import urlsplit

import yaml

_SCALE_BYTES = 20 * 2**30
_MAX_LISTING_PAGES = 1000


def definition(outlet: str, base: str, count: int, *, scaled: bool) -> dict[str, Any]:
    """Return the definition at address ``base``; ``scaled`` opens its bounds to ``count`` articles and adds a sitemap.

    The listing-only outlet gets no sitemap: its pagination leads to 20,000 articles at most (`Source.max_pages`).
    """
    template = (resources.files("infra.demo") / "outlets" / f"{outlet}.yaml").read_text("utf-8")
    text = template.replace("@base@", base).replace("@host@", urlsplit(base).hostname or "")
    data: dict[str, Any] = yaml.safe_load(text)
    return _opened(data, base, count) if scaled else data


def _opened(data: dict[str, Any], base: str, count: int) -> dict[str, Any]:
    bounds = {"max_pages": count + 2 * _MAX_LISTING_PAGES, "max_bytes": _SCALE_BYTES, "max_depth": _MAX_LISTING_PAGES}
    sources = [
        {**source, "max_pages": _MAX_LISTING_PAGES} if source["type"] == "listing" else source
        for source in data["sources"]
    ]
    if all(source["type"] == "feed" for source in sources):
        sources.append({"type": "sitemap", "url": f"{base}/sitemap.xml"})
    return {**data, "sources": sources, "politeness": {**data["politeness"], **bounds}}
