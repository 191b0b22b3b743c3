"""What the benchmarks hand to the two pages that are written by a command: docs/quality.md and docs/performance.md."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

DOCS = Path(__file__).parents[1] / "docs"
_SHOWN = ("numpy", "lxml", "selectolax", "scrapy", "trafilatura", "apsw", "elasticsearch")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured value; `least` or `most` is the target that it is held against, None where there is none."""

    name: str
    value: float
    unit: str
    least: float | None = None
    most: float | None = None

    @property
    def holds(self) -> bool:
        """Whether the target is reached; a figure without one always does."""
        return (self.least is None or self.value >= self.least) and (self.most is None or self.value <= self.most)

    @property
    def target(self) -> str:
        """The target in words, empty where there is none."""
        parts = [(self.least, "≥"), (self.most, "≤")]
        return " and ".join(f"{sign} {_number(bound)}" for bound, sign in parts if bound is not None)


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def figures(rows: Iterable[Figure]) -> str:
    """Return figures as a Markdown table with their targets and whether they hold."""
    shown = [
        (row.name, _number(row.value), row.unit, row.target, ("yes" if row.holds else "**no**") if row.target else "")
        for row in rows
    ]
    return table(("what", "measured", "unit", "target", "holds"), shown)


def machine() -> str:
    """Return one line on the machine and the versions that the figures were measured with."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    packages = ", ".join(f"{name} {version(name)}" for name in _SHOWN)
    system = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {memory:.0f} GiB"
    return f"{system}; Python {platform.python_version()}; {packages}."


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}" if abs(value) >= 1 else f"{value:.3f}"
