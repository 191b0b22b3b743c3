"""What an outlet's own selectors find on a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from selectolax.lexbor import LexborHTMLParser, LexborNode

from processors.records import DateReading
from spiders.css import compile_selector, first_values
from spiders.extract.dating import Clock
from spiders.extract.dom import flatten_node
from spiders.extract.images import source_of
from spiders.extract.lines import is_noise
from spiders.outlet import Layout


@dataclass(frozen=True, slots=True)
class Selected:
    """The values of a layout's selectors; None or empty where a selector is missing or finds nothing."""

    headline: str | None = None
    kicker: str | None = None
    lead: str | None = None
    byline: tuple[str, ...] = ()
    section: str | None = None
    keywords: tuple[str, ...] = ()
    credits: tuple[str, ...] = ()
    body: tuple[str, ...] = ()
    images: tuple[str, ...] = ()
    captions: tuple[str, ...] = ()
    published: DateReading | None = None
    modified: DateReading | None = None


def select(tree: LexborHTMLParser, layout: Layout, clock: Clock) -> Selected:
    """Read a page by a layout; what ``drop`` matches is taken out of the tree before the body is read."""
    values = {name: tuple(first_values(tree, getattr(layout, name))) for name in _FIELDS}
    dates = {name: _date(tree, getattr(layout, name), layout.date_format, clock) for name in ("date", "modified")}
    images = tuple(source for node in _nodes(tree, layout.images) if (source := source_of(node)))
    for selector in layout.drop:
        for node in tree.css(compile_selector(selector).css):
            node.decompose()
    return Selected(
        headline=_one(values["headline"]),
        kicker=_one(values["kicker"]),
        lead=" ".join(values["lead"]) or None,
        byline=values["byline"],
        section=_one(values["section"]),
        keywords=values["keywords"],
        credits=values["credits"],
        body=_body(tree, layout),
        images=images,
        captions=values["caption"],
        published=dates["date"],
        modified=dates["modified"],
    )


_FIELDS = ("headline", "kicker", "lead", "byline", "section", "keywords", "credits", "caption")


def _one(values: tuple[str, ...]) -> str | None:
    return values[0] if values else None


def _nodes(tree: LexborHTMLParser, alternatives: tuple[str, ...]) -> list[LexborNode]:
    return next((nodes for text in alternatives if (nodes := tree.css(compile_selector(text).css))), [])


def _body(tree: LexborHTMLParser, layout: Layout) -> tuple[str, ...]:
    for text in layout.body:
        nodes = tree.css(compile_selector(text).css)
        lines = [line for node in _outermost(nodes) for line in flatten_node(tree, node)]
        kept = tuple(line for line in lines if not is_noise(line))
        if kept:
            return kept
    return ()


def _outermost(nodes: list[LexborNode]) -> list[LexborNode]:
    """Return the nodes that lie in no other of them, so that no text is read twice."""
    seen = {node.mem_id for node in nodes}
    kept = []
    for node in nodes:
        above = node.parent
        while above is not None and above.mem_id not in seen:
            above = above.parent
        if above is None:
            kept.append(node)
    return kept


def _date(tree: LexborHTMLParser, selectors: tuple[str, ...], form: str | None, clock: Clock) -> DateReading | None:
    for text in selectors:
        chosen = compile_selector(text)
        machine = [] if chosen.attribute else _machine_values(tree, chosen.css)
        sources = [
            *((value, "time") for value in machine),
            *((value, _provenance(text)) for value in chosen.values(tree)),
        ]
        for value, provenance in sources:
            if reading := _by_format(value, form, clock) or clock.read(value, provenance):
                return reading
    return None


def _machine_values(tree: LexborHTMLParser, css: str) -> list[str]:
    """Return the ``datetime`` of <time> elements: more exact than the text they print."""
    return [value for node in tree.css(css) if node.tag == "time" and (value := node.attributes.get("datetime"))]


def _provenance(selector: str) -> str:
    if selector.startswith("meta"):
        return f"meta:{selector}"
    return "time" if selector.endswith("::attr(datetime)") else "text"


def _by_format(value: str, form: str | None, clock: Clock) -> DateReading | None:
    if form is None:
        return None
    try:
        read = datetime.strptime(value, form).replace(tzinfo=ZoneInfo(clock.timezone))
    except ValueError:
        return None
    return DateReading(value=read, raw=value, precision="minute" if "%M" in form else "day", provenance="text")
