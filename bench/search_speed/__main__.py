"""Speed of search: `python -m bench.search_speed [--sizes 1000,10000,100000] [--folder FOLDER]`.

Stores are built in FOLDER (default: a temporary one, some 2 GB). Times are those of a clock: run it on a
machine that does nothing else.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from bench.figures import figures
from bench.search_speed.measure import SIZES, measure


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        found = measure(options.folder or Path(made), tuple(map(int, options.sizes.split(","))))
    print(figures(found))


if __name__ == "__main__":
    main()
