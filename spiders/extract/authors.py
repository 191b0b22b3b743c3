"""The authors: from JSON-LD and meta tags, elements marked as byline, and the text's own lines; persons only."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from spiders.extract.agencies import is_agency, is_person
from spiders.extract.bylines import LABELLED, read_line, trim
from spiders.extract.dom import Flat
from spiders.extract.lines import is_noise
from spiders.extract.signatures import Signatures
from spiders.extract.structured import Structured, types_of
from spiders.extract.text import key, plain

_META = (
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "parsely-author",
    "sailthru.author",
    "byl",
    "cxenseparse:author",
)
_MARKED = "[itemprop=author], [rel=author]"
_BEHIND = 60
"""Blocks below the head in which a labelled byline may stand."""


def collect_authors(
    flat: Flat, data: Structured, own: Collection[str], around: tuple[int, int], found: Signatures
) -> None:
    """Add to ``found`` what metadata and marked elements say; ``around`` is the span of blocks of the article's"
    " head."""
    _from_claims(_claims(data), own, found)
    _from_regions(flat, own, around, found)
    if not found.authors:
        _from_labels(flat, own, around, found)
    if not found.authors:
        _from_claims(_marked(flat.tree), own, found)


def _from_claims(claims: Iterator[tuple[str, bool]], own: Collection[str], found: Signatures) -> None:
    for name, person in claims:
        if name.startswith(("http:", "https:", "@", "www.")):
            continue
        if is_agency(name, own):
            if not person and key(name) not in own and key(name) not in map(key, found.credits):
                found.credits.append(name)
            continue
        line = read_line(name, own, sure=True)
        for author in line.authors if line else ():
            if key(author) not in map(key, found.authors):
                found.authors.append(author)


def _claims(data: Structured) -> Iterator[tuple[str, bool]]:
    for name in ("author", "creator"):
        yield from _people(data.article.get(name), data.nodes)
    for content in data.all(*_META):
        if value := plain(content):
            yield value, True


def _people(value: Any, nodes: tuple[Mapping[str, Any], ...]) -> Iterator[tuple[str, bool]]:
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            yield from ((name, True) for name in [plain(item)] if name)
        elif isinstance(item, dict):
            named = (
                item
                if "name" in item
                else next((n for n in nodes if n.get("@id") == item.get("@id") and "name" in n), {})
            )
            names = named.get("name")
            for name in names if isinstance(names, list) else [names]:
                if text := plain(name):
                    yield text, "Organization" not in types_of(named)


def _from_regions(flat: Flat, own: Collection[str], around: tuple[int, int], found: Signatures) -> None:
    """Read elements marked as byline in the article's head, and unmarked lines that can be nothing else."""
    for i in range(max(0, around[0]), min(len(flat.blocks), around[1])):
        block = flat.blocks[i]
        kind = flat.regions[block.region].kind if block.region >= 0 else None
        if kind == "caption" or is_noise(block.text):
            continue
        marked = kind == "byline"
        line = read_line(block.text, own, sure=marked) if len(block.text) <= 90 else None
        if line is None or (not marked and not (line.authors or line.dateline or line.credits)):
            continue
        if not marked and block.link_share > 0.9 and not line.authors:
            continue
        if not marked and not line.authors and not (line.dateline and line.credits):
            continue
        found.byline = found.byline or (trim(block.text) if (line.authors or line.credits) else None)
        found.authors += [name for name in line.authors if key(name) not in map(key, found.authors)]
        found.dateline = found.dateline or line.dateline
        found.credits += [name for name in line.credits if key(name) not in map(key, found.credits)]


def _from_labels(flat: Flat, own: Collection[str], around: tuple[int, int], found: Signatures) -> None:
    """Read the first line below the head that a label makes a byline (الكاتب: …), within the article or behind it."""
    for block in flat.blocks[around[1] : around[1] + _BEHIND]:
        line = read_line(block.text, own) if len(block.text) <= 60 and LABELLED.match(block.text) else None
        if line and line.authors:
            found.byline = found.byline or trim(block.text)
            found.authors += line.authors
            return


def _marked(tree: LexborHTMLParser) -> Iterator[tuple[str, bool]]:
    texts = {plain(node.text(deep=True)) for node in tree.css(_MARKED)[:5]}
    # Two names or more are those of a list of columnists.
    if len(texts) == 1 and (text := texts.pop()) and is_person(text):
        yield text, True
