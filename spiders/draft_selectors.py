"""Guessing a layout: from what the general extractor found on a page back to selectors of the elements that hold it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from processors.records import Article
from spiders.extract.dating import Clock
from spiders.extract.layout import select
from spiders.extract.tags import SKIPPED
from spiders.extract.text import collapse, key
from spiders.outlet import Layout

_NAME = re.compile(r"-?[A-Za-z_][A-Za-z_-]*")
"""A class or id that a person gave: one with digits is often of one page, or made by a build."""
_BARE = ("h1", "time", "article", "main")
_ABOVE = 3  # how many elements above may be named to tell one from its likes
_LONGEST = 3000
_LONGEST_DATE = 80
_MOST_OF_TEXT = 0.9
_MOST_DROPS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """Selectors for one key of a layout, and what speaks for them."""

    key: str
    selectors: tuple[str, ...]
    why: str


def guess_layout(html: str, article: Article, clock: Clock) -> tuple[Guess, ...]:
    """Return a guess for each key whose text the article has and the page prints in an element of its own."""
    tree = LexborHTMLParser(html)
    nodes = _nodes(tree)
    headline = _holder(tree, nodes, lambda text: text == collapse(article.headline), 0)
    near = headline[0] if headline else 0
    wanted = {"kicker": article.kicker, "lead": article.lead, "byline": article.byline, "section": article.section}
    found: dict[str, tuple[int, str] | None] = {"headline": headline}
    for name, value in wanted.items():
        found[name] = _holder(tree, nodes, _same(value), near) if value else None
    if article.byline and found["byline"] is None:
        found["byline"] = _holder(tree, nodes, _around(article.byline), near)
    found["date"] = _date(tree, nodes, article, clock, near)
    captions = [image.caption for image in article.images if image.caption]
    found["caption"] = _holder(tree, nodes, _same(captions[0]), near) if captions else None
    kept = [Guess(key=name, selectors=(hit[1],), why=_why(tree, hit[1])) for name, hit in found.items() if hit]
    return (*kept, *_body(tree, html, article, clock))


@dataclass(frozen=True, slots=True)
class _Node:
    node: LexborNode
    text: str


def _nodes(tree: LexborHTMLParser) -> list[_Node]:
    kept = (node for node in tree.css("body *") if node.tag and node.tag not in SKIPPED)
    # Wrappers of the whole page hold no single field; to keep their text too would take its size times its depth.
    return [
        _Node(node, text if len(text) <= _LONGEST else "")
        for node in kept
        for text in (collapse(node.text(deep=True)),)
    ]


def _same(value: str) -> Callable[[str], bool]:
    wanted = key(value)
    return lambda text: len(text) <= 2 * len(value) + 20 and key(text) == wanted


def _around(value: str) -> Callable[[str], bool]:
    return lambda text: len(text) <= len(value) + 25 and value in text


def _why(tree: LexborHTMLParser, selector: str) -> str:
    values = tree.css(selector.split("::", 1)[0])
    number = "one element" if len(values) == 1 else f"the first of {len(values)} elements"
    return f"{number}: {shortened(values[0].text(deep=True))}"


def shortened(text: str, length: int = 60) -> str:
    """Return a text as one short line."""
    line = collapse(text)
    return f"«{line}»" if len(line) <= length else f"«{line[:length]}…»"


def _holder(
    tree: LexborHTMLParser, nodes: Sequence[_Node], fits: Callable[[str], bool], near: int
) -> tuple[int, str] | None:
    """Return place and selector of the element whose text fits; of several the one nearest to a place in the page."""
    hits = [place for place, item in enumerate(nodes) if item.text and fits(item.text)]
    # The innermost holds the text alone: what wraps it prints the same.
    wrappers = {above for place in hits for above in _above(nodes[place].node)}
    inner = [place for place in hits if nodes[place].node.mem_id not in wrappers]
    for place in sorted(inner, key=lambda hit: abs(hit - near)):
        if selector := selector_of(tree, nodes[place].node):
            return place, selector
    return None


def _above(node: LexborNode) -> Iterator[int]:
    above = node.parent
    while above is not None:
        yield above.mem_id
        above = above.parent


def selector_of(tree: LexborHTMLParser, node: LexborNode) -> str | None:
    """Return the plainest selector that matches this element alone, else one whose first match it is, else None."""
    first = None
    for text in _candidates(node):
        matches = tree.css(text)
        if matches and matches[0].mem_id == node.mem_id:
            if len(matches) == 1:
                return text
            # The first of many <p> is another one on another page; a class that stands twice on this one may not be.
            first = first or (text if set(text.rsplit(" ", 1)[-1]) & set(".#[") else None)
    return first


def _candidates(node: LexborNode) -> Iterator[str]:
    own = list(_simple(node))
    named = [text for text in own if text not in _BARE]
    yield from named
    above, height = node.parent, 0
    while above is not None and above.tag not in ("body", "html", None) and height < _ABOVE:
        for outer in _simple(above):
            yield from (f"{outer} {inner}" for inner in (named or [node.tag or "*"]))
        above, height = above.parent, height + 1
    yield from (text for text in own if text in _BARE)


def _simple(node: LexborNode) -> Iterator[str]:
    attributes, tag = node.attributes, node.tag or ""
    if name := attributes.get("itemprop"):
        yield from (f"{tag}[itemprop='{word}']" for word in name.split() if _NAME.fullmatch(word))
    yield from (f"{tag}.{word}" for word in (attributes.get("class") or "").split() if _NAME.fullmatch(word))
    if _NAME.fullmatch(attributes.get("id") or ""):
        yield f"{tag}#{attributes['id']}"
    if tag in _BARE:
        yield tag


def _date(
    tree: LexborHTMLParser, nodes: Sequence[_Node], article: Article, clock: Clock, near: int
) -> tuple[int, str] | None:
    published = article.published
    if published is None:
        return None

    def fits(text: str) -> bool:
        if not text or len(text) > _LONGEST_DATE or not any(map(str.isdigit, text)):
            return False
        reading = clock.read(text, "text")
        return reading is not None and reading.iso[:16] == published.iso[: len(reading.iso[:16])]

    for place, item in sorted(enumerate(nodes), key=lambda pair: abs(pair[0] - near)):
        node = item.node
        machine = node.attributes.get("datetime") if node.tag == "time" else None
        if machine and fits(machine) and (selector := selector_of(tree, node)):
            return place, f"{selector}::attr(datetime)"
    return _holder(tree, nodes, fits, near)


def _body(tree: LexborHTMLParser, html: str, article: Article, clock: Clock) -> Iterator[Guess]:
    paragraphs = [line for line in article.paragraphs if line != article.lead]
    container = _container(tree, paragraphs)
    selector = selector_of(tree, container) if container else None
    if container is None or selector is None or len(tree.css(selector)) > 1:
        return
    lines = select(LexborHTMLParser(html), Layout(body=(selector,)), clock).body
    text = {key(line) for line in article.paragraphs}
    characters = sum(map(len, paragraphs))
    yield Guess(
        key="body",
        selectors=(selector,),
        why=f"one element, which holds all {len(paragraphs)} paragraphs ({characters:,} characters)",
    )
    more = {key(line) for line in lines} - text
    own = " ".join(filter(None, (article.byline, article.lead, article.kicker, article.headline)))
    foreign = [
        line
        for line in more
        if line and line not in key(own) and not any(line in other or other in line for other in text)
    ]
    if drops := tuple(dict.fromkeys(_drops(tree, container, set(foreign), text)))[:_MOST_DROPS]:
        yield Guess(key="drop", selectors=drops, why="inside the body, and no part of the text")


def _container(tree: LexborHTMLParser, paragraphs: Sequence[str]) -> LexborNode | None:
    """Return the innermost element that holds nearly all of the text."""
    node, total = tree.body, sum(map(len, paragraphs))
    if node is None or not total:
        return None
    while True:
        inner = next((child for child in node.iter() if _held(child, paragraphs) >= _MOST_OF_TEXT * total), None)
        if inner is None:
            return node if _held(node, paragraphs) >= _MOST_OF_TEXT * total and node.tag != "body" else None
        node = inner


def _held(node: LexborNode, paragraphs: Sequence[str]) -> int:
    if node.tag in SKIPPED:
        return 0
    text = collapse(node.text(deep=True))
    return sum(len(line) for line in paragraphs if line in text)


def _drops(tree: LexborHTMLParser, container: LexborNode, foreign: set[str], text: set[str]) -> Iterator[str]:
    for node in container.css("*"):
        words = key(node.text(deep=True))
        holds = any(line in words for line in foreign) and not any(line in words for line in text)
        if not holds or node.mem_id == container.mem_id:
            continue
        for selector in _simple(node):
            if all(not any(line in key(hit.text(deep=True)) for line in text) for hit in tree.css(selector)):
                yield selector
                break
