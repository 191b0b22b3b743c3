"""Other extractors, run in an environment of their own: `.venv-peers`, made by `make peers` from requirements.lock."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
PEERS = ("trafilatura", "newspaper4k", "newspaper4k, told Arabic", "goose3", "news-please")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What one extractor made of one page, and the processor time that it took in seconds (the second reading)."""

    title: str | None
    body: str
    day: str | None
    authors: tuple[str, ...]
    seconds: float


def python() -> Path:
    """Return the peers' interpreter; raise FileNotFoundError with the remedy where it isn't made."""
    home = Path(os.environ.get("RASID_PEERS", Path(__file__).parents[2] / ".venv-peers"))
    found = home / "bin" / "python"
    if not found.is_file():
        raise FileNotFoundError(f"{found} is not there: run `make peers` first")
    return found


def versions() -> str:
    """Return the peers' versions, as their environment has them."""
    code = (
        "from importlib.metadata import version as v;"
        "print(', '.join(f'{n} {v(n)}' for n in"
        " ('newspaper4k', 'goose3', 'news-please', 'htmldate', 'dateparser')))"
    )
    return subprocess.run([python(), "-c", code], capture_output=True, text=True, check=True).stdout.strip()


def read_with(peer: str, pages: Iterable[tuple[str, bytes]]) -> list[Reading]:
    """Read (URL, bytes) pages with one of PEERS, or with htmldate, which gives days alone."""
    lines = "\n".join(json.dumps([url, base64.b64encode(body).decode()]) for url, body in pages)
    # trafilatura is a dependency of Rasid: its newest version is here, news-please holds it back there.
    command = [Path(sys.executable) if peer == "trafilatura" else python(), HERE / "read.py", peer]
    done = subprocess.run(command, input=lines, capture_output=True, text=True, check=True, cwd=HERE)
    rows = (json.loads(line) for line in done.stdout.splitlines() if line.startswith("{"))
    return [Reading(**{**row, "authors": tuple(row["authors"])}) for row in rows]


def days_with_dateparser(texts: Iterable[str]) -> list[str | None]:
    """Return the ISO days that dateparser, told Arabic, reads in printed dates."""
    command = [python(), HERE / "days.py"]
    done = subprocess.run(command, input="\n".join(texts), capture_output=True, text=True, check=True, cwd=HERE)
    return [line or None for line in done.stdout.split("\n")[:-1]]
