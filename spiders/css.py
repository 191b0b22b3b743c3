"""Selectors of outlet definitions: CSS as Lexbor parses it, with an optional trailing ``::attr(name)``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

_ATTRIBUTE = re.compile(r"::attr\(([\w:-]+)\)$")
_EMPTY = LexborHTMLParser("<p></p>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Selector:
    """A CSS selector, and the attribute to read where it is not the text."""

    css: str
    attribute: str | None = None

    def values(self, tree: LexborHTMLParser | LexborNode) -> list[str]:
        """Return what the selector finds, white space collapsed, empty values left out."""
        found = tree.css(self.css)
        texts = [node.attributes.get(self.attribute) if self.attribute else node.text(deep=True) for node in found]
        return [value for text in texts if text and (value := " ".join(text.split()))]


@lru_cache(maxsize=4096)
def compile_selector(text: str) -> Selector:
    """Parse a selector such as ``h1.title`` or ``meta[name=author]::attr(content)``; ValueError says what is wrong."""
    match = _ATTRIBUTE.search(text)
    css = text[: match.start()] if match else text
    if not css.strip():
        raise ValueError("the selector is empty")
    try:
        _EMPTY.css_first(css)
    except (SelectolaxError, ValueError) as error:
        raise ValueError(f"{text!r} is not a CSS selector: {error}") from error
    return Selector(css=css, attribute=match.group(1) if match else None)


def first_values(tree: LexborHTMLParser, alternatives: Sequence[str]) -> list[str]:
    """Return what the first of the alternatives that matches finds."""
    return next((values for text in alternatives if (values := compile_selector(text).values(tree))), [])
