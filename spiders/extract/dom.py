"""One walk over the parsed page gives its blocks: lines of text as a browser would set them, with their surroundings.

The walk keeps no recursion, so a page may nest as deep as it likes. Offsets into the two lists are the only links
between blocks and containers; a container's parent always has the smaller index.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from selectolax.lexbor import LexborHTMLParser, LexborNode

from spiders.extract.marks import Kind, kind_of, looks_like_body
from spiders.extract.tags import INLINE, LEAF, SKIPPED, TAG_KINDS
from spiders.extract.text import collapse

_ITEM = 80
"""Characters beyond which what stands before a span is a sentence and no item of a line of items."""


@dataclass(frozen=True, slots=True)
class Block:
    """One line: its text, how much of it is links, its leaf tag, its container and region (-1: none)."""

    text: str
    linked: int
    tag: str
    container: int
    region: int
    bold: bool
    node: LexborNode

    @property
    def link_share(self) -> float:
        """The share of the characters that stand in links."""
        return self.linked / max(1, len(self.text))


@dataclass(frozen=True, slots=True)
class Region:
    """An element whose tag, class or id proposes what it is; regions nest."""

    kind: Kind
    parent: int
    first: int
    node: LexborNode
    container: int


@dataclass(slots=True)
class Flat:
    """The page as blocks. ``ends`` is, for each region, the index after its last block."""

    tree: LexborHTMLParser
    blocks: list[Block] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    bodylike: list[bool] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)

    @property
    def child_counts(self) -> Counter[int]:
        """How many containers each container holds."""
        return Counter(self.parents)


class _Walker:
    def __init__(self, tree: LexborHTMLParser) -> None:
        self.flat = Flat(tree)
        self.parts: list[str] = []
        self.linked = self.bold = self.chars = 0
        self.in_link = self.in_bold = self.root = 0
        self.leaf = "div"
        self.kept: set[int] = set()
        self.container = self.region = -1
        self.anchor: LexborNode | None = None
        self.saved: list[tuple[LexborNode, bool, int, int, str]] = []

    def run(self, root: LexborNode) -> Flat:
        self.root = root.mem_id
        node: LexborNode | None = root
        while node is not None:
            child = self.enter(node)
            if child is not None:
                node = child
                continue
            node = self._after(node)
        self.flush()
        return self.flat

    def _after(self, node: LexborNode) -> LexborNode | None:
        current: LexborNode | None = node
        while current is not None:
            if self.saved and self.saved[-1][0].mem_id == current.mem_id:
                self.leave()
            if current.mem_id == self.root:
                return None
            following = current.next
            if following is not None:
                return following
            current = current.parent
        return None

    def enter(self, node: LexborNode) -> LexborNode | None:
        tag = node.tag
        if tag == "-text":
            self.text(node)
            return None
        if tag is None or tag in SKIPPED or tag.startswith(("-", "!")):
            return None
        if tag in ("br", "hr"):
            self.flush()
            return None
        child = node.child
        if child is not None:
            self.open(node, tag)
        return child

    def text(self, node: LexborNode) -> None:
        text = node.text_content or ""
        if not text:
            return
        if self.kept and "\n" in text:
            self.lines(node, text)
            return
        self.parts.append(text)
        size = len(text.strip())
        self.chars += size
        self.linked += size if self.in_link else 0
        self.bold += size if self.in_bold else 0
        if self.anchor is None and size:
            self.anchor = node

    def lines(self, node: LexborNode, text: str) -> None:
        """Take text whose line breaks the page keeps (<pre>, white-space: pre-line): each line is one of its own."""
        for i, line in enumerate(text.split("\n")):
            if i:
                self.flush()
            if line.strip():
                self.parts.append(line)
                self.chars += len(line.strip())
                self.linked += len(line.strip()) if self.in_link else 0
                self.anchor = self.anchor or node

    def open(self, node: LexborNode, tag: str) -> None:
        attributes = node.attributes
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}".strip()
        kind = self._kind(tag, names, attributes)
        inline = tag in INLINE and kind is None and not (tag == "span" and names and self._is_item(node))
        if inline and self.region >= 0 and tag in ("a", "span"):
            inline = not self._is_beside(node, tag)
        self.saved.append((node, inline, self.region, self.container, self.leaf))
        if not inline:
            self.flush()
            self._descend(tag, names, attributes)
        if tag == "pre" or ((style := attributes.get("style")) and "white-space:pre" in style.replace(" ", "")):
            self.kept.add(node.mem_id)
        if kind is not None:
            self.flat.regions.append(Region(kind, self.region, len(self.flat.blocks), node, self.container))
            self.flat.ends.append(-1)
            self.region = len(self.flat.regions) - 1
        if tag == "a":
            self.in_link += 1
        elif tag in ("b", "strong"):
            self.in_bold += 1

    def _is_beside(self, node: LexborNode, tag: str) -> bool:
        """Return whether an element of a byline touches the one before: name and post, which styles set apart."""
        if self.flat.regions[self.region].kind != "byline":
            return False
        before, apart = node.prev, False
        if before is not None and before.tag == "-text" and not (before.text_content or "").strip():
            before, apart = before.prev, True
        return before is not None and (before.tag == "a" if tag == "a" or apart else before.tag in ("span", "a", "b"))

    def _is_item(self, node: LexborNode) -> bool:
        """Return whether a span is set beside another as an item of its own (name, date, count), not within a line."""
        if self.leaf != "div" or self.chars > _ITEM:
            return False
        before = node.prev
        if before is not None and before.tag == "-text" and not (before.text_content or "").strip():
            before = before.prev
        return before is not None and before.tag == "span" and "class" in before.attributes

    def _kind(self, tag: str, names: str, attributes: dict[str, str | None]) -> Kind | None:
        if tag in ("html", "body", "main", "h1"):
            return None
        if "hidden" in attributes or "display:none" in (attributes.get("style") or "").replace(" ", "").lower():
            return "hidden"
        # A marked element in the middle of a line (a tag's link, a date) is part of the sentence.
        if tag in INLINE and (tag == "a" or self.chars):
            return None
        return (kind_of(names) if names else None) or TAG_KINDS.get(tag)

    def _descend(self, tag: str, names: str, attributes: dict[str, str | None]) -> None:
        if tag in LEAF:
            self.leaf = tag
            if tag in ("p", "h1", "h2", "h3", "h4", "h5", "h6"):
                return
        else:
            self.leaf = "div"
        flat = self.flat
        flat.parents.append(self.container)
        flat.names.append(names)
        flat.tags.append(tag)
        marked = "articlebody" in (attributes.get("itemprop") or attributes.get("property") or "").lower()
        flat.bodylike.append(marked or bool(names and looks_like_body(names)))
        self.container = len(flat.parents) - 1

    def leave(self) -> None:
        node, inline, region, container, leaf = self.saved.pop()
        if not inline:
            self.flush()
        if self.region != region:
            self.flat.ends[self.region] = len(self.flat.blocks)
        self.region, self.container, self.leaf = region, container, leaf
        if self.kept:
            self.kept.discard(node.mem_id)
        if node.tag == "a":
            self.in_link -= 1
        elif node.tag in ("b", "strong"):
            self.in_bold -= 1

    def flush(self) -> None:
        if not self.parts:
            return
        text = collapse("".join(self.parts))
        if self.anchor is not None and any(map(str.isalnum, text)):
            bold = self.bold >= 0.9 * self.chars
            block = Block(text, self.linked, self.leaf, self.container, self.region, bold, self.anchor)
            self.flat.blocks.append(block)
        self.parts = []
        self.anchor = None
        self.linked = self.bold = self.chars = 0


def flatten(tree: LexborHTMLParser) -> Flat:
    """Return the blocks of a page in the order of the source."""
    root = tree.body or tree.root
    return _Walker(tree).run(root) if root is not None else Flat(tree)


def flatten_node(tree: LexborHTMLParser, node: LexborNode) -> list[str]:
    """Return the lines of one element that its own selector chose, captions and hidden parts left out."""
    flat = _Walker(tree).run(node)
    away = ("caption", "hidden", "noise", "comments", "tags")
    regions = [region.kind in away and region.node.mem_id != node.mem_id for region in flat.regions]
    for i, region in enumerate(flat.regions):
        regions[i] = regions[i] or (region.parent >= 0 and regions[region.parent])
    return [block.text for block in flat.blocks if block.region < 0 or not regions[block.region]]
