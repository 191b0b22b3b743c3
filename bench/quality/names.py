"""Names on the labelled texts of tests/quality: whole spans of the right type, by type."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bench.figures import table
from tests.quality.entity_data import counts

_TYPES = ("person", "organisation", "group", "place", "country")


def rows() -> Iterator[tuple[str, ...]]:
    """Yield labelled, found, precision, recall and F1 of each type and of all; nationality adjectives don't count."""
    found = counts()
    for kind in _TYPES:
        yield _row(kind, found.wanted[kind], found.given[kind], found.shares(kind))
    yield _row("all", found.wanted.total(), found.given.total(), found.shares())


def _row(name: str, wanted: int, given: int, shares: tuple[float, float, float]) -> tuple[str, ...]:
    return (name, str(wanted), str(given), *(f"{share:.3f}" for share in shares))


def section(say: Callable[[str], None]) -> str:
    """Return the Markdown of this part of docs/quality.md."""
    say("names")
    shown = table(("type", "labelled", "found", "precision", "recall", "F1"), rows())
    return (
        "## Names\n\nTexts of our own, labelled by hand; they were looked at while rules were written, so what is new"
        " scores lower. Contiguous cross-validation on ANERcorp, where every quarter is tagged by a model that has not"
        " seen it, is slower than this page: its figures stand in the model card"
        " (`processors/entities/statistical/model/MODEL_CARD.md`), as `python -m bench.ner crossvalidate` printed"
        f" them.\n\n{shown}"
    )
