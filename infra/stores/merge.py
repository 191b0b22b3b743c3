"""What becomes of an article that is written again: the rules that every store keeps, as one pure function."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from infra.stores.base import Revision, Stored

Outcome = Literal["created", "updated", "unchanged"]


def merge(old: Stored | None, new: Stored) -> tuple[Outcome, Stored]:
    """Return what happens when ``new`` is written over ``old``, and what is then stored.

    An older capture never overwrites. The same capture again brings its newer enrichment. A later capture with the
    same text is the same article: it stays as first seen, unless other processors have read it since.
    """
    if old is None:
        return "created", new
    before, after = old.enriched.article.fetched_at, new.enriched.article.fetched_at
    if after < before:
        return "unchanged", old
    if after == before:
        merged = _with_history(old, new)
        return ("unchanged" if merged == old else "updated"), merged
    if _text(old) != _text(new):
        return "updated", _with_history(old, new, revision_of(old))
    if new.enriched.versions == old.enriched.versions:
        return "unchanged", old
    kept = replace(new.enriched.article, fetched_at=before, locator=old.enriched.article.locator)
    return "updated", _with_history(old, replace(new, enriched=replace(new.enriched, article=kept)))


def revision_of(stored: Stored) -> Revision:
    """Return the present state of an article as a revision."""
    article = stored.enriched.article
    return Revision(
        fetched_at=article.fetched_at,
        headline=article.headline,
        lead=article.lead,
        body=article.body,
        locator=article.locator,
    )


def _text(stored: Stored) -> tuple[str, str | None, str]:
    article = stored.enriched.article
    return article.headline, article.lead, article.body


def _with_history(old: Stored, new: Stored, *added: Revision) -> Stored:
    known = {revision.fetched_at: revision for revision in (*old.revisions, *new.revisions, *added)}
    revisions = tuple(known[moment] for moment in sorted(known))
    return replace(
        new,
        revisions=revisions,
        story=new.story or old.story,
        country=new.country or old.country,
        outlet_name=new.outlet_name or old.outlet_name,
        outlet_place=new.outlet_place or old.outlet_place,
    )
