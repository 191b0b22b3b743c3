"""Printed dates: the expressions of tests/quality in eight conventions, and what CLDR prints, beside dateparser."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from babel.dates import format_date

from bench.figures import table
from bench.peers import days_with_dateparser
from processors.dates import parse_date
from tests.quality.test_dates import CONVENTIONS, EXPRESSIONS, LOCALES, NOW, moments

WIDTHS = ("medium", "long", "full")
Printed = list[tuple[str, str, str]]
"""Text, time zone, the ISO day that it says."""


def groups() -> Iterator[tuple[str, Printed]]:
    """Yield the printed dates by convention."""
    for name, (zone, _) in CONVENTIONS.items():
        yield name, [(text, z, at.date().isoformat()) for text, z, at, _ in EXPRESSIONS if z == zone]
    for locale in LOCALES:
        made = [(format_date(at, w, locale=locale), at) for w in WIDTHS for at in moments(locale + w, 40)]
        yield f"CLDR {locale}", [(text, "UTC", at.date().isoformat()) for text, at in made]


def right(printed: Printed) -> int:
    """Return how many of the printed dates Rasid reads as the day that they say."""
    return sum(_day(text, zone) == day for text, zone, day in printed)


def _day(text: str, zone: str) -> str | None:
    read = parse_date(text, timezone=zone, now=NOW)
    return read.value.date().isoformat() if read else None


def _row(name: str, printed: Printed) -> tuple[str, ...]:
    peer = days_with_dateparser(text for text, *_ in printed)
    theirs = sum(got == day for got, (_, _, day) in zip(peer, printed, strict=True))
    return (name, str(len(printed)), f"{right(printed) / len(printed):.1%}", f"{theirs / len(printed):.1%}")


def section(say: Callable[[str], None]) -> str:
    """Return the Markdown of this part of docs/quality.md."""
    say("dates")
    rows = [_row(name, printed) for name, printed in groups()]
    shown = table(("convention", "expressions", "**Rasid**", "dateparser, told Arabic"), rows)
    return f"## Printed dates\n\nShare whose day is right (htmldate reads pages: above).\n\n{shown}"
