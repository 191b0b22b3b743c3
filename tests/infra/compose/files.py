"""compose.yaml as the tests read it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parents[3] / "infra" / "compose"
TEXT = (FOLDER / "compose.yaml").read_text(encoding="utf-8")
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
EXAMPLE = (FOLDER / ".env.example").read_text(encoding="utf-8")


def script(service: str) -> str:
    """The shell script that a service runs, as its shell sees it."""
    shell, flags, text = SERVICES[service]["command"]
    assert (shell, flags) == ("bash", "-ec")
    return str(text).replace("$$", "$")
