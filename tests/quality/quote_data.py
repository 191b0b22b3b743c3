"""The labelled articles of quotes.yaml, and how what is found is compared with them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import yaml

from processors.records import Article, Context, Quote, TextField

DATA = Path(__file__).with_name("quotes.yaml")
CONTEXT = Context(captured_at=datetime(2025, 1, 1, tzinfo=UTC))
_LABEL = re.compile(r"\[([di]) (\S+)([^|\]]*)\|([^\[\]]*)\]")


@dataclass(frozen=True)
class Label:
    """One labelled quote; ``speaker`` None where it isn't scored or unknown."""

    field: TextField
    start: int
    end: int
    kind: str
    speaker: str | None
    role: str | None
    flags: frozenset[str]
    addressee: str | None


@dataclass(frozen=True)
class Labelled:
    """An article with its labels."""

    id: str
    half: str
    article: Article
    labels: tuple[Label, ...]


def load(half: str | None = None) -> list[Labelled]:
    """Return the labelled articles, all or of one half."""
    rows = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    return [_labelled(row) for row in rows if half is None or row["half"] == half]


def _labelled(row: dict) -> Labelled:
    headline, labels = _strip("headline", row["headline"], row["who"])
    body, more = _strip("body", row["body"].strip("\n"), row["who"])
    article = Article(
        id=row["id"],
        url="https://example.org/",
        canonical_url="https://example.org/",
        outlet=None,
        fetched_at=CONTEXT.captured_at,
        headline=headline,
        paragraphs=tuple(body.split("\n")),
    )
    return Labelled(row["id"], row["half"], article, (*labels, *more))


def _strip(field: TextField, marked: str, who: dict[str, str]) -> tuple[str, list[Label]]:
    labels: list[Label] = []
    plain, at = "", 0
    for match in _LABEL.finditer(marked):
        plain += marked[at : match.start()]
        flags = match[3].split()
        speaker, _, role = (who.get(match[2]) or "").partition(" | ")
        to = [flag[3:].replace("_", " ") for flag in flags if flag.startswith("to=")]
        end = len(plain) + len(match[4])
        labels.append(
            Label(
                field,
                len(plain),
                end,
                {"d": "direct", "i": "indirect"}[match[1]],
                speaker or None,
                role or None,
                frozenset(flags),
                to[0] if to else None,
            )
        )
        plain += match[4]
        at = match.end()
    return plain + marked[at:], labels


def same_span(label: Label, quote: Quote) -> bool:
    """Tell whether a found quote is the labelled one: they share at least two thirds of the longer."""
    if label.field != quote.field:
        return False
    shared = min(label.end, quote.end) - max(label.start, quote.start)
    return shared >= 2 / 3 * max(label.end - label.start, quote.end - quote.start)
