"""Names on the labelled texts of tests/quality: whole spans of the right type, by type."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

from bench.figures import table
from tests.quality.entity_data import texts

_TYPES = ("person", "organisation", "group", "place", "country")


def rows() -> Iterator[tuple[str, ...]]:
    """Yield labelled, found, precision, recall and F1 of each type and of all; nationality adjectives don't count."""
    wanted, given, right = Counter[str](), Counter[str](), Counter[str]()
    for _, labels, mentions in texts():
        gold = {(label.start, label.end, label.type) for label in labels if not label.adjective}
        found = {(mention.start, mention.end, mention.type) for mention in mentions if not mention.adjective}
        for counter, spans in ((wanted, gold), (given, found), (right, gold & found)):
            counter.update(kind for *_, kind in spans)
    for name in _TYPES:
        yield _row(name, wanted[name], given[name], right[name])
    yield _row("all", wanted.total(), given.total(), right.total())


def _row(name: str, wanted: int, given: int, right: int) -> tuple[str, ...]:
    shares = (right / max(1, given), right / max(1, wanted), 2 * right / max(1, wanted + given))
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
