"""Run inside the peers' environment: printed dates on stdin, the ISO days that dateparser reads on stdout."""

from __future__ import annotations

import sys

import dateparser


def main() -> None:
    for line in sys.stdin.read().split("\n"):
        found = dateparser.parse(line, languages=["ar"])
        print(found.date().isoformat() if found else "")


if __name__ == "__main__":
    main()
