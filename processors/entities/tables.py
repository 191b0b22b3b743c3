"""Reading the tables that ship beside the code; comments and empty lines are skipped."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from processors.arabic.normalise import fold

DATA = Path(__file__).parent / "data"


class TableError(ValueError):
    """A table of the package, or of the operator, cannot be read; the message names file, line and remedy."""


def rows(path: Path, columns: int, *, header: bool = False) -> Iterator[list[str]]:
    """Yield the rows of a tab-separated table, each padded to its number of columns.

    Raises:
        TableError: a row has more columns than the table, or no more than one.
    """
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line or line.startswith("#") or (header and number == 1):
            continue
        cells = line.split("\t")
        if not 1 < len(cells) <= columns:
            raise TableError(
                f"{path.name}:{number}: {len(cells)} columns where {columns} belong; separate them by tabs"
            )
        yield cells + [""] * (columns - len(cells))


def parts(cell: str) -> tuple[str, ...]:
    """Return the values of a cell that are joined by ``|``."""
    return tuple(part.strip() for part in cell.split("|") if part.strip())


@lru_cache(maxsize=32)
def word_list(name: str) -> frozenset[str]:
    """Return the folded words of ``data/<name>.txt``."""
    lines = (DATA / f"{name}.txt").read_text("utf-8").splitlines()
    return frozenset(fold(" ".join(line for line in lines if not line.startswith("#"))).split())


@lru_cache(maxsize=32)
def folded_names(name: str) -> frozenset[str]:
    """Return the one-word names of ``data/names/<name>.txt``, which is folded already."""
    return frozenset((DATA / "names" / f"{name}.txt").read_text("utf-8").split("\n"))
