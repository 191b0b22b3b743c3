"""What the processors may know of an article's outlet."""

from __future__ import annotations

from datetime import datetime

from processors.entities.corrections import NONE, Corrections
from processors.records import Context
from spiders.outlet import Outlet


def context_of(
    outlet: Outlet | None, captured_at: datetime, corrections: Corrections = NONE, ner_model: str | None = None
) -> Context:
    """Return the context of a page captured at an aware moment, with the operator's corrections and tagger of entities.

    Without a definition of the outlet nothing is known of it.
    """
    if outlet is None:
        return Context(captured_at=captured_at, corrections=corrections, ner_model=ner_model)
    return Context(
        captured_at=captured_at,
        outlet_id=outlet.id,
        outlet_names=(outlet.names.ar, outlet.names.latin, *outlet.names.also),
        country=outlet.country,
        timezone=outlet.timezone or "UTC",
        day_first=outlet.day_first,
        corrections=corrections,
        ner_model=ner_model,
    )
