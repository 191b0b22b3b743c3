"""The hand-written articles of the demo: YAML files beside this module, one per outlet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from typing import Any

import yaml

FIRST_NUMBER = 1001


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What the corrected version says: a new headline and paragraphs by their index; ``hours`` after publication."""

    headline: str
    paragraphs: Mapping[int, str]
    hours: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One article as the outlet prints it. ``hours`` is its age, counted back from the demo's midnight.

    ``story`` names the agency text of which this is a copy; ``byline`` is the line as printed, ``authors`` those in it;
    ``opening`` is a dateline printed in front of the first paragraph (``عمّان (وكالات) – ``) and no part of the text.
    """

    outlet: str
    number: int
    slug: str
    section: str
    hours: float
    headline: str
    paragraphs: tuple[str, ...]
    kicker: str | None = None
    lead: str | None = None
    byline: str | None = None
    authors: tuple[str, ...] = ()
    dateline: str | None = None
    credits: tuple[str, ...] = ()
    caption: str | None = None
    keywords: tuple[str, ...] = ()
    opening: str = ""
    language: str = "ar"
    story: str | None = None
    correction: Correction | None = None

    def corrected(self) -> Text:
        """Return the later version, or the text itself where nothing was corrected."""
        if self.correction is None:
            return self
        changed = tuple(self.correction.paragraphs.get(index, text) for index, text in enumerate(self.paragraphs))
        return replace(self, headline=self.correction.headline, paragraphs=changed)


@lru_cache(maxsize=1)
def hand_written() -> Mapping[str, tuple[Text, ...]]:
    """Return the articles by outlet id, newest first. A key that is not a field of `Text` is a TypeError."""
    folder = resources.files("infra.demo") / "articles"
    files = sorted((item for item in folder.iterdir() if item.name.endswith(".yaml")), key=lambda item: item.name)
    raw = {item.name.removesuffix(".yaml"): yaml.safe_load(item.read_text("utf-8")) for item in files}
    originals = {f"{outlet}/{row['slug']}": row for outlet, rows in raw.items() for row in rows}
    return {outlet: _of_outlet(outlet, rows, originals) for outlet, rows in raw.items()}


def _of_outlet(outlet: str, rows: list[dict[str, Any]], originals: Mapping[str, dict[str, Any]]) -> tuple[Text, ...]:
    texts = (_text(outlet, number, row, originals) for number, row in enumerate(rows, FIRST_NUMBER))
    return tuple(sorted(texts, key=lambda text: text.hours))


def _text(outlet: str, number: int, row: Mapping[str, Any], originals: Mapping[str, dict[str, Any]]) -> Text:
    values = dict(row)
    if "copy_of" in values:
        values = _copied(values, originals[values["copy_of"]])
    values["paragraphs"] = tuple(line for line in values.pop("body").splitlines() if line)
    for key in ("authors", "credits", "keywords"):
        values[key] = tuple(values.get(key, ()))
    if "correction" in values:
        values["correction"] = Correction(**values["correction"])
    return Text(outlet=outlet, number=number, **values)


def _copied(row: dict[str, Any], original: Mapping[str, Any]) -> dict[str, Any]:
    """Make a syndicated copy: ``drop_last`` paragraphs fewer, words changed by ``replace``."""
    values = {"story": row.pop("copy_of"), **row}
    lines = original["body"].splitlines()
    kept = lines[: len(lines) - values.pop("drop_last", 0)]
    body = "\n".join(kept)
    for old, new in values.pop("replace", {}).items():
        if old not in body:
            raise ValueError(f"{values['slug']}: replace: {old!r} does not occur in {values['story']}")
        body = body.replace(old, new)
    return {"section": original["section"], "keywords": original.get("keywords", ()), **values, "body": body}
