"""Who said what, on the labelled articles of tests/quality: detection, and speakers of what was found."""

from __future__ import annotations

from collections.abc import Callable

from bench.figures import table
from processors.arabic.normalise import fold
from processors.quotes import find_quotes
from tests.quality import quote_data as data

MEASURES = ("precision", "recall", "speaker", "kind", "role", "addressee")


def measure(half: str) -> dict[str, float]:
    """Return the MEASURES of one half (``dev`` was worked on, ``held`` never was); speakers count as told, folded."""
    found = labelled = matched = told = scored = roles = with_role = outlets = with_outlet = kinds = 0
    for item in data.load(half):
        quotes = list(find_quotes(item.article, (), data.CONTEXT))
        found += len(quotes)
        labelled += len(item.labels)
        for label in item.labels:
            quote = next((quote for quote in quotes if data.same_span(label, quote)), None)
            if quote is None:
                continue
            quotes.remove(quote)
            matched += 1
            kinds += quote.kind == label.kind
            if label.speaker is not None or label.field == "body":
                scored += 1
                told += fold(quote.speaker or "") == fold(label.speaker or "")
            if label.role is not None:
                with_role += 1
                roles += fold(quote.role or "") == fold(label.role)
            if label.addressee is not None:
                with_outlet += 1
                outlets += quote.addressee == label.addressee
    values = (matched / found, matched / labelled, told / scored, kinds / matched, roles / with_role)
    return dict(zip(MEASURES, (*values, outlets / with_outlet), strict=True))


def section(say: Callable[[str], None]) -> str:
    """Return the Markdown of this part of docs/quality.md."""
    say("quotes")
    rows = [(half, *(f"{value:.3f}" for value in measure(half).values())) for half in ("dev", "held")]
    count = sum(len(item.labels) for item in data.load())
    shown = table(("half", *MEASURES), rows)
    return (
        f"## Who said what\n\n{count} labelled quotes of our own; `held` was never worked on. None of the peers finds"
        f" quotes; the one published figure for Arabic is .93 / .88 for detection.\n\n{shown}"
    )
