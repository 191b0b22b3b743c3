"""How deep a page's elements nest, told before it is parsed: the parser's time grows with the square of the depth."""

from __future__ import annotations

import re

MAX_DEPTH = 4000
"""Elements within elements that are still parsed; 20,000 take 1.6 s, 100,000 take 93."""
_MANY_TAGS = 20_000
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^<>]*?(/?)>")
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)


def depth_of(html: str) -> int:
    """Return how deep elements nest; only pages with very many tags are looked at, none else can be deep."""
    if html.count("<") < _MANY_TAGS:
        return 0
    depth = deepest = 0
    for match in _TAG.finditer(html):
        if match[1]:
            depth = max(0, depth - 1)
        elif not match[3] and match[2].lower() not in _VOID:
            depth += 1
            deepest = max(deepest, depth)
    return deepest
