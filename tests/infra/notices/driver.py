"""Delivers, and kills its own process at the N-th time that something was sent but not marked: run by test_kills.py."""

from __future__ import annotations

import os
import signal
import sys

from infra.config import load_settings
from infra.notices import send_notices
from infra.watch import evaluate_watches

_left = int(sys.argv[1])


def pause(_point: str) -> None:
    global _left
    _left -= 1
    if _left == 0:
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    evaluate_watches(load_settings())
    send_notices(load_settings(), pause=pause)
