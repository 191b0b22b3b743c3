"""Going through the archive again by schedule, in ranges of captures; no outlet is asked for anything."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from typing import Any

from infra.config import Settings
from infra.corrections import load as load_corrections
from infra.ledger.spans import Span, articles, ranges, set_back
from infra.outlets import registry
from infra.running import ingest_waiting
from infra.scheduled.days import span_of
from infra.sink import ledger_of
from infra.stores import open_store
from infra.stores.base import Store, Stored
from processors.entities.corrections import Corrections
from processors.errors import RasidError
from processors.pipeline import STEPS
from processors.step import Step
from spiders.context import context_of
from spiders.outlet import Outlet

EVERYTHING = "extract"
"""The choice that reads the archived page again; every processor follows from it."""
CHOICES = (EVERYTHING, *(step.name for step in STEPS))
_LOG = logging.getLogger(__name__)


class FormError(RasidError, ValueError):
    """An entry of the form that cannot be used; the message names it and the remedy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be gone through; ``steps`` None is everything from the archived page on, else over stored articles."""

    span: Span
    steps: tuple[Step, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """How many captures or articles went through again, and how many could not (they stay as they were)."""

    done: int
    failed: int = 0


def wanted(settings: Settings, form: Mapping[str, Any]) -> Wanted:
    """Return what a form (outlets, from, to, steps) asks for; the error of a bad entry names it and the remedy."""
    known = registry(settings)
    for name in form.get("outlets") or ():
        if name not in known:
            raise FormError(f"outlets: {name!r} is not an outlet; `rasid outlets list` shows the ids there are")
    since, until = span_of(settings, form.get("from"), form.get("to"))
    span = Span(outlets=tuple(form.get("outlets") or ()), since=since, until=until)
    return Wanted(span=span, steps=chosen_steps(form.get("steps") or ()))


def plan(settings: Settings, what: Wanted, size: int) -> list[tuple[int, int]]:
    """Return the ranges (after, last) of capture ids to go through."""
    with ledger_of(settings) as ledger:
        return ranges(ledger.engine, what.span, size)


def again(settings: Settings, what: Wanted, ids: tuple[int, int], version: int = 0) -> Again:
    """Process one range again; ``version`` names the Elasticsearch indices that are being built.

    Killed in the middle, it is run again from the start of the range.
    """
    if what.steps is None:
        with ledger_of(settings) as ledger:
            set_back(ledger.engine, what.span, ids)
        report = ingest_waiting(settings, outlets=what.span.outlets, ids=ids, workers=1, version=version)
        return Again(done=report.captures - report.quarantined, failed=report.quarantined)
    with ledger_of(settings) as ledger:
        names = articles(ledger.engine, what.span, ids)
    with closing(open_store(settings, version=version, patient=True)) as store:
        return _over_stored(settings, store, names, what.steps)


def chosen_steps(names: Sequence[str]) -> tuple[Step, ...] | None:
    """Return the processors of these names in the pipeline's order; None for everything from the page on."""
    unknown = [name for name in names if name not in CHOICES]
    if unknown:
        raise FormError(f"steps: {unknown[0]!r} is no step; the steps are {', '.join(CHOICES)}")
    if not names or EVERYTHING in names:
        return None
    return tuple(step for step in STEPS if step.name in names)


def run_steps(
    stored: Stored,
    steps: Sequence[Step],
    outlet: Outlet | None,
    corrections: Corrections,
    ner_model: str | None = None,
) -> Stored:
    """Return an article with some processors run again; what the others found stays."""
    enriched = stored.enriched
    context = context_of(outlet, enriched.article.fetched_at, corrections, ner_model)
    for step in steps:
        enriched = step.run(enriched, context)
    versions = {**dict(enriched.versions), **{step.name: step.version for step in steps}}
    return replace(stored, enriched=replace(enriched, versions=tuple(versions.items())))


def _over_stored(settings: Settings, store: Store, names: Sequence[str], steps: Sequence[Step]) -> Again:
    outlets, corrections = registry(settings), load_corrections(settings.home)
    done = failed = 0
    for start in range(0, len(names), settings.batch):
        found = [stored for name in names[start : start + settings.batch] if (stored := store.get(name))]
        ready = list(_ready(found, steps, outlets, corrections, settings.ner_model or None))
        rejected = store.write(ready).rejected
        done += len(ready) - len(rejected)
        failed += len(found) - len(ready) + len(rejected)
    return Again(done=done, failed=failed)


def _ready(
    found: Sequence[Stored],
    steps: Sequence[Step],
    outlets: dict[str, Outlet],
    corrections: Corrections,
    ner_model: str | None,
) -> Iterator[Stored]:
    for stored in found:
        article = stored.enriched.article
        try:
            yield run_steps(stored, steps, outlets.get(article.outlet or ""), corrections, ner_model)
        except Exception:  # one article can break any step; the run goes on, and says so
            _LOG.exception("%s stays as it was", article.id)
