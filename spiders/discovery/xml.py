"""XML from strangers: no entities, no DTD, no network, bounded depth; broken bytes and mark-up are read around."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from processors.arabic.charsets import decode
from spiders.discovery.records import UnreadableSourceError

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
# XML 1.0 §2.2 leaves these out; libxml2 stops at them even when it recovers.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_BARE = re.compile(r"&(?!#\d{1,7};|#x[0-9a-fA-F]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)")
_ENTITY, _CDATA = "<!ENTITY", "<![CDATA["


def parse_xml(body: bytes, content_type: str | None) -> etree._Element:
    """Return the root element; `UnreadableSourceError` for what is no XML or declares entities of its own."""
    text = _DECLARATION.sub("", _FORBIDDEN.sub("", decode(body, content_type).text), count=1)
    _refuse_entities(text)
    text = _escape_bare(text)
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True,
        remove_pis=True, encoding="utf-8",
    )  # fmt: skip
    try:
        root = etree.fromstring(text.strip().encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableSourceError("not XML") from error
    if root is None:
        raise UnreadableSourceError("not XML")
    return root


def _refuse_entities(text: str) -> None:
    # A declaration can only stand before the root; in CDATA the same letters are an article's own.
    at = text.find(_ENTITY)
    if at >= 0 and not 0 <= text.find(_CDATA) < at:
        raise UnreadableSourceError("XML with entities of its own")


def _escape_bare(text: str) -> str:
    """Escape the ampersands that stand for themselves (?a=1&b=2): recovery would drop them, and give another URL."""
    first, *sections = text.split(_CDATA)
    parts = [_BARE.sub("&amp;", first)]
    for section in sections:
        inside, end, after = section.partition("]]>")
        parts += [_CDATA, inside, end, _BARE.sub("&amp;", after)]
    return "".join(parts)


def name_of(element: etree._Element) -> str:
    """Return an element's name without its namespace, in lower case."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1].lower() if isinstance(tag, str) else ""


def namespace_of(element: etree._Element) -> str:
    """Return the URI of an element's namespace, or the empty string."""
    tag = element.tag
    return tag[1:].split("}", 1)[0] if isinstance(tag, str) and tag.startswith("{") else ""


def children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the child elements of a name, whatever their namespace."""
    return (child for child in element if name_of(child) == name)


def text_of(element: etree._Element, *names: str) -> str | None:
    """Return the stripped text of the first child that has one of the names and a text."""
    for name in names:
        for child in children(element, name):
            if value := (child.text or "").strip():
                return value
    return None
