"""Measures and writes docs/quality.md: ``python -m bench.quality [PART ...]``; with parts, prints them alone."""

from __future__ import annotations

import sys

from bench.figures import DOCS, machine
from bench.peers import versions
from bench.quality import dates, extraction, quotes, stories

PARTS = {"extraction": extraction.section, "dates": dates.section, "quotes": quotes.section, "stories": stories.section}
HEAD = """# Quality, measured

This page is written by `make quality` and by nothing else. Every table is one run on one machine; peers read the same
input in the same run, each with the options that its own manual names for Arabic. Floors for Rasid's figures are held
by `tests/quality`.

{machine} Peers: {peers}.
"""


def _say(line: str) -> None:
    print(line, file=sys.stderr)


def main() -> None:
    unknown = sorted(set(sys.argv[1:]) - set(PARTS))
    if unknown:
        raise SystemExit(f"unknown part {unknown[0]}: choose from {', '.join(PARTS)}")
    chosen = [PARTS[name] for name in sys.argv[1:] or PARTS]
    text = "\n\n".join(part(_say) for part in chosen)
    if sys.argv[1:]:
        print(text)
        return
    head = HEAD.format(machine=machine(), peers=versions())
    (DOCS / "quality.md").write_text(f"{head}\n{text}\n", encoding="utf-8")
    _say("docs/quality.md is written")


if __name__ == "__main__":
    main()
