"""What the tags of HTML are to a reader: not shown, part of a line, a line of their own, or a part of the page."""

from __future__ import annotations

from spiders.extract.marks import Kind


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


SKIPPED = _set(
    "script style noscript template svg iframe object embed canvas audio video select textarea button input "
    "option map math head title meta link ins dialog datalist"
)
INLINE = _set(
    "a abbr acronym b bdi bdo big cite code data del dfn em font i kbd label mark nobr q rp rt ruby s samp "
    "small span strike strong sub sup time tt u var wbr"
)
LEAF = _set("p h1 h2 h3 h4 h5 h6 li dt dd td th blockquote figcaption caption pre")
TAG_KINDS: dict[str, Kind] = {
    "nav": "noise",
    "aside": "noise",
    "footer": "noise",
    "form": "noise",
    "figcaption": "caption",
    "figure": "caption",
    "time": "date",
    "address": "byline",
}
