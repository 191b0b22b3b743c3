"""Speed of the processors: ``python -m bench.processing measure``; ``freeze`` and ``compare`` hold their outputs."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bench.figures import figures
from bench.processing.measure import measure
from bench.processing.outputs import differences, freeze


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.processing", description=__doc__)
    parser.add_argument("task", choices=("measure", "freeze", "compare"))
    parser.add_argument("file", type=Path, nargs="?", help="of frozen outputs")
    arguments = parser.parse_args()
    if arguments.task == "measure":
        print(figures(measure()))
    elif arguments.task == "freeze":
        print(f"{freeze(arguments.file)} documents frozen")
    elif arguments.task == "compare":
        found = list(differences(arguments.file))
        print("\n".join(found) or "the same")
        sys.exit(bool(found))


if __name__ == "__main__":
    main()
