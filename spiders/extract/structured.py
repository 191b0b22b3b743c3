"""What a page says of itself in JSON-LD (schema.org), OpenGraph, meta tags and microdata, read once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from spiders.extract.text import plain

_ARTICLE_TYPES = re.compile(r"(?:Article|BlogPosting|Report|LiveBlogPosting|Review|SocialMediaPosting)$")
_CONTROL = re.compile(r"[\x00-\x1f]+")
_TRAILING_COMMA = re.compile(r",\s*([}\]])")
_WRAPPING = re.compile(
    r"^\s*(?:<!--|//<!\[CDATA\[|/\*<!\[CDATA\[\*/|<!\[CDATA\[)|(?:-->|//\]\]>|/\*\]\]>\*/|\]\]>)\s*;?\s*$"
)
_STRING_FIELD = r'"%s"\s*:\s*"((?:[^"\\]|\\.)*)"'
_SALVAGED = ("headline", "datePublished", "dateModified", "articleSection")
_MAX_DEPTH = 12
_MAX_NODES = 5000


@dataclass(frozen=True, slots=True)
class Structured:
    """``article`` is the JSON-LD node of the article (or {}), ``nodes`` all nodes, ``meta`` the first content by name.

    ``metas`` holds every (name, content) in order; names are lower case.
    """

    article: Mapping[str, Any] = field(default_factory=dict)
    nodes: tuple[Mapping[str, Any], ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)
    metas: tuple[tuple[str, str], ...] = ()

    def all(self, *names: str) -> list[str]:
        """Return the contents of every meta tag of one of these names, in order."""
        return [content for name, content in self.metas if name in names]

    def first(self, *names: str) -> str | None:
        """Return the first of these meta tags that has a content, the names in order of preference."""
        return next((value for name in names if (value := plain(self.meta.get(name)))), None)


def read_structured(tree: LexborHTMLParser) -> Structured:
    """Read a page's metadata; broken JSON-LD is mended where that is safe and else left."""
    metas = tuple(_metas(tree))
    meta: dict[str, str] = {}
    for name, content in metas:
        meta.setdefault(name, content)
    nodes = tuple(_json_ld(tree))
    return Structured(_article_of(nodes), nodes, meta, metas)


def _metas(tree: LexborHTMLParser) -> Iterator[tuple[str, str]]:
    for node in tree.css("meta[content]"):
        attributes = node.attributes
        content = (attributes.get("content") or "").strip()
        if not content:
            continue
        names = attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or ""
        for name in names.lower().split():
            yield name, content


def _json_ld(tree: LexborHTMLParser) -> Iterator[Mapping[str, Any]]:
    seen = 0
    for script in tree.css("script[type*='ld+json' i]"):
        for node in _nodes(_load(script.text(deep=True) or "")):
            seen += 1
            if seen > _MAX_NODES:
                return
            yield node


def _load(text: str) -> Any:
    text = _WRAPPING.sub("", text.strip())
    for candidate in (text, _CONTROL.sub(" ", text), _TRAILING_COMMA.sub(r"\1", _CONTROL.sub(" ", text))):
        try:
            return json.loads(candidate, strict=False)
        except (ValueError, RecursionError):
            continue
    return _salvage(text)


def _salvage(text: str) -> dict[str, Any]:
    """Read single fields out of JSON that no parser takes (an unescaped quotation mark in the headline)."""
    kind = re.search(r'"@type"\s*:\s*\[?\s*"(\w+)"', text)
    if not kind or not _ARTICLE_TYPES.search(kind[1]):
        return {}
    found: dict[str, Any] = {"@type": kind[1]}
    for name in _SALVAGED[1:]:
        if match := re.search(_STRING_FIELD % name, text):
            found[name] = match[1]
    if match := re.search(r'"author"\s*:\s*\[?\s*\{[^{}]*?"name"\s*:\s*"([^"\\]*)"', text):
        found["author"] = {"@type": "Thing", "name": match[1]}
    return found


def _nodes(data: Any) -> Iterator[Mapping[str, Any]]:
    stack: list[tuple[Any, int]] = [(data, 0)]
    while stack:
        value, depth = stack.pop()
        if depth > _MAX_DEPTH:
            continue
        if isinstance(value, list):
            stack.extend((item, depth + 1) for item in reversed(value))
        elif isinstance(value, dict):
            yield value
            inner = [value.get(name) for name in ("@graph", "mainEntity", "mainEntityOfPage", "itemListElement")]
            stack.extend((item, depth + 1) for item in reversed(inner) if isinstance(item, dict | list))


def types_of(node: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the schema.org types of a node, without their namespace."""
    types = node.get("@type")
    listed = types if isinstance(types, list) else [types]
    return tuple(str(item).rsplit("/", 1)[-1] for item in listed if item)


def _article_of(nodes: tuple[Mapping[str, Any], ...]) -> Mapping[str, Any]:
    found = [node for node in nodes if any(_ARTICLE_TYPES.search(name) for name in types_of(node))]
    return max(
        found, key=lambda node: ("headline" in node) + ("datePublished" in node) + ("articleBody" in node), default={}
    )
