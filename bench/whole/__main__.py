"""Prints the figures of the whole path: ``python -m bench.whole [PAGES]`` (default 20,000; minutes)."""

from __future__ import annotations

import sys

from bench.figures import figures
from bench.whole.measure import PAGES, measure


def main() -> None:
    print(figures(measure(int(sys.argv[1]) if len(sys.argv) > 1 else PAGES)))


if __name__ == "__main__":
    main()
