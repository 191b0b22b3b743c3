"""Finding a JDK that Elasticsearch 9 runs on."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

OLDEST = 21
_FOLDERS = ("/usr/lib/jvm", "/usr/java", "/opt/java", "/Library/Java/JavaVirtualMachines")


class NodeError(RuntimeError):
    """The test node cannot be installed or started; the message says what is missing and what to do."""


def find_jdk(env: Mapping[str, str] | None = None) -> Path:
    """Return the home of a JDK of 21 or newer: ES_JAVA_HOME, JAVA_HOME, then the newest in the system's folders."""
    env = os.environ if env is None else env
    named = [Path(env[key]) for key in ("ES_JAVA_HOME", "JAVA_HOME") if env.get(key)]
    found = sorted(_installed(), key=lambda home: jdk_version(home) or 0, reverse=True)
    for home in (*named, *found):
        if (jdk_version(home) or 0) >= OLDEST and (home / "bin" / "javac").is_file():
            return home
    raise NodeError(
        f"no JDK of {OLDEST} or newer in ES_JAVA_HOME, JAVA_HOME or {', '.join(_FOLDERS)}; install one (with javac)"
    )


def jdk_version(home: Path) -> int | None:
    """Return the feature release of the JDK at ``home``, from its ``release`` file, or None."""
    try:
        text = (home / "release").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    match = re.search(r'^JAVA_VERSION="(\d+)', text, re.MULTILINE)
    return int(match[1]) if match else None


def _installed() -> Iterator[Path]:
    for folder in map(Path, _FOLDERS):
        for home in sorted(folder.iterdir()) if folder.is_dir() else ():
            yield home
            yield home / "Contents" / "Home"
