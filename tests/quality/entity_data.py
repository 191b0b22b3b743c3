"""The labelled texts of entities.yaml, and the mentions that the shipped tagger finds in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
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


def texts() -> Iterator[tuple[str, tuple[Label, ...], tuple[Mention, ...]]]:
    """Yield each text without its labels, the labels, and what is found in it."""
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
