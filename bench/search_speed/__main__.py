"""Speed of search: `python -m bench.search_speed [--sizes 1000,10000,100000] [--folder FOLDER] [--json FILE]`.

Stores are built in FOLDER (default: a temporary one, some 2 GB). Times are those of a clock: run it on a
machine that does nothing else.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from bench.search_speed.measure import SIZES, Figure, measure


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        figures = measure(options.folder or Path(made), tuple(map(int, options.sizes.split(","))))
    for line in table(figures):
        print(line)
    if options.json:
        options.json.write_text(json.dumps([asdict(figure) for figure in figures], indent=1), "utf-8")


def table(figures: Sequence[Figure]) -> list[str]:
    """Return one line a figure: its name, value, unit, and whether it is within its target."""
    return [f"{figure.name:70} {figure.value:9.1f} {figure.unit:14} {_verdict(figure)}".rstrip() for figure in figures]


def _verdict(figure: Figure) -> str:
    if figure.target is None:
        return ""
    held = figure.value >= figure.target if figure.unit.endswith("/s") else figure.value <= figure.target
    return f"{'holds' if held else 'MISSED'} ({figure.target:g})"


if __name__ == "__main__":
    main()
