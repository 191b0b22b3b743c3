"""The demo's site in a process of its own, and Rasid's commands as processes whose time and memory are read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

_MIB = 1024 * (1024 if sys.platform == "darwin" else 1)
"""ru_maxrss counts KiB on Linux and bytes on macOS."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What a command took: seconds on the clock, and the largest of its processes' peak memory in MiB."""

    seconds: float
    peak_mib: float
    output: str


@contextmanager
def site(pages: int, home: Path) -> Iterator[Mapping[str, str]]:
    """Serve ``pages`` articles on free ports, with definitions in HOME/outlets; yield the outlets' addresses."""
    options = ["--port", "0", "--pages", str(pages), "--definitions", str(home / "outlets")]
    with subprocess.Popen([sys.executable, "-m", "infra.demo", *options], stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            yield json.loads(server.stdout.readline())["outlets"]
        finally:
            server.terminate()


def rasid(home: Path, *arguments: str) -> Run:
    """Run a command of Rasid's with RASID_HOME; RuntimeError with its words where it fails."""
    return timed([str(Path(sys.executable).with_name("rasid")), *arguments], {"RASID_HOME": str(home)})


def timed(command: Sequence[str], environment: Mapping[str, str] | None = None, given: str = "") -> Run:
    """Run a command to its end with ``given`` on its stdin."""
    start = time.perf_counter()
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    child = subprocess.Popen(command, env=os.environ | dict(environment or {}), text=True, **pipes)
    assert child.stdin is not None
    assert child.stdout is not None
    child.stdin.write(given)
    child.stdin.close()
    output = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode not in (0, 1):
        raise RuntimeError(f"{' '.join(command)} ended with {child.returncode}")
    return Run(seconds=time.perf_counter() - start, peak_mib=usage.ru_maxrss / _MIB, output=output)
