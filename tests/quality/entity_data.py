"""The labelled texts of entities.yaml, and the mentions that the shipped tagger finds in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import yaml

from processors.entities.step import find_mentions
from processors.records import Article, Context, Mention

DATA = Path(__file__).with_name("entities.yaml")
NOW = datetime(2025, 1, 1, tzinfo=UTC)
_LABEL = re.compile(r"\[(\w+) ([^\s|]+)([^|\]]*)\|([^\]]*)\]")


@dataclass(frozen=True)
class Label:
    """One labelled name; ``id`` None where no table has it."""

    start: int
    end: int
    type: str
    text: str
    id: str | None
    role: str | None
    adjective: bool
    metonym: bool


@lru_cache(maxsize=1)
def texts() -> tuple[tuple[str, tuple[Label, ...], tuple[Mention, ...]], ...]:
    """Return each text without its labels, the labels, and what is found in it."""
    return tuple(_read())


def _read() -> Iterator[tuple[str, tuple[Label, ...], tuple[Mention, ...]]]:
    for row in yaml.safe_load(DATA.read_text("utf-8")):
        body, labels = _unmarked(row["body"].rstrip("\n"))
        article = Article(
            id=row["id"],
            url="",
            canonical_url="",
            outlet=None,
            fetched_at=NOW,
            headline="",
            paragraphs=tuple(body.split("\n")),
        )
        yield body, labels, find_mentions(article, Context(captured_at=NOW, country=row["country"]))


@dataclass(frozen=True, slots=True)
class Counts:
    """How many names are labelled, found, and found whole and of the right type, by type; without adjectives."""

    wanted: Counter[str]
    given: Counter[str]
    right: Counter[str]

    def shares(self, kind: str | None = None) -> tuple[float, float, float]:
        """Return precision, recall and F1 of a type, or of all."""
        counted = (self.right, self.given, self.wanted)
        right, given, wanted = (counts[kind] if kind else counts.total() for counts in counted)
        return right / max(1, given), right / max(1, wanted), 2 * right / max(1, wanted + given)


def counts() -> Counts:
    """Count the names of all texts."""
    found = Counts(wanted=Counter(), given=Counter(), right=Counter())
    for _, labels, mentions in texts():
        gold = {(label.start, label.end, label.type) for label in labels if not label.adjective}
        told = {(mention.start, mention.end, mention.type) for mention in mentions if not mention.adjective}
        for counter, spans in ((found.wanted, gold), (found.given, told), (found.right, gold & told)):
            counter.update(kind for *_, kind in spans)
    return found


def _unmarked(marked: str) -> tuple[str, tuple[Label, ...]]:
    body, last, labels = "", 0, []
    for match in _LABEL.finditer(marked):
        body += marked[last : match.start()]
        labels.append(_label(match, len(body)))
        body += match[4]
        last = match.end()
    return body + marked[last:], tuple(labels)


def _label(match: re.Match[str], start: int) -> Label:
    flags = match[3].split()
    roles = [flag.removeprefix("role=").replace("_", " ") for flag in flags if flag.startswith("role=")]
    return Label(
        start=start,
        end=start + len(match[4]),
        type=match[1],
        text=match[4],
        id=None if match[2] == "-" else match[2],
        role=roles[0] if roles else None,
        adjective="adj" in flags,
        metonym="met" in flags,
    )
