"""One outlet in its present state: what its pages, feeds and lists are made from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from infra.demo.content import Content
from infra.demo.layouts import Layout
from infra.demo.texts import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An article with its address and times; ``modified`` is None unless a corrected version is served."""

    url: str
    text: Text
    published: datetime
    modified: datetime | None

    @property
    def changed(self) -> datetime:
        """Return when the version that is served came out."""
        return self.modified or self.published


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """An outlet's content at its address ``base``; ``corrected`` and ``broken`` follow the site's switches."""

    layout: Layout
    base: str
    content: Content
    corrected: bool = False
    broken: bool = False

    @property
    def count(self) -> int:
        """Return how many articles there are."""
        return self.content.count(self.layout.id)

    def newest(self, start: int, stop: int | None) -> Iterator[Entry]:
        """Yield articles by age, the newest is 0; synthetic ones without their paragraphs."""
        return map(self._entry, self.content.newest(self.layout.id, start, stop))

    def find(self, path: str) -> Entry | None:
        """Return the article at a path with its query, or None."""
        number = self.layout.number.match(path)
        text = self.content.find(self.layout.id, int(number[1])) if number else None
        return None if text is None or self.layout.address(text) != path else self._entry(text)

    def _entry(self, text: Text) -> Entry:
        return Entry(
            url=self.base + self.layout.address(text),
            text=text.corrected() if self.corrected else text,
            published=self.content.published(text),
            modified=self.content.modified(text) if self.corrected else None,
        )
