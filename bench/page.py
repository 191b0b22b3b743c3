"""A page of docs/ made of parts: a command measures one part, or all, and rewrites it in its place."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

from bench.figures import machine

Part = Callable[[Callable[[str], None]], str]
"""Measures, telling what it is at, and returns the part's Markdown, which begins with its `##` heading."""


def run(page: Path, head: str, parts: Mapping[str, Part]) -> None:
    """Measure the parts that the command line names (all without one) and write them into the page."""
    chosen = sys.argv[1:] or list(parts)
    if unknown := sorted(set(chosen) - set(parts)):
        raise SystemExit(f"unknown part {unknown[0]}: choose from {', '.join(parts)}")
    for name in chosen:
        text = f"{parts[name](say)}\n\n_{datetime.now(UTC):%Y-%m-%d}, {machine()}_"
        known = _parts(page) | {name: text}
        kept = [_marked(one, known[one]) for one in parts if one in known]
        page.write_text("\n\n".join([head.strip(), *kept]) + "\n", encoding="utf-8")
        say(f"{page.name}: {name} is written")


def say(line: str) -> None:
    """Tell on stderr what is being measured."""
    print(line, file=sys.stderr, flush=True)


def _marked(name: str, text: str) -> str:
    return f"<!-- part {name} -->\n{text}\n<!-- end {name} -->"


def _parts(page: Path) -> dict[str, str]:
    text = page.read_text("utf-8") if page.is_file() else ""
    return {found[1]: found[2] for found in re.finditer(r"<!-- part (\w+) -->\n(.*?)\n<!-- end \1 -->", text, re.S)}
