"""How a command ends: the exit statuses that scripts and schedulers may rely on (docs/operators.md has the table)."""

from __future__ import annotations

import signal
from enum import IntEnum
from types import FrameType


class Exit(IntEnum):
    """Done; done, but something needs a look; not done, since something given is wrong; interrupted by a signal."""

    DONE = 0
    LOOK = 1
    WRONG = 2
    INTERRUPTED = 130


class StoppedError(KeyboardInterrupt):
    """SIGTERM: systemd, Docker or a person ends the process. What is in hand is let go as after Ctrl-C."""


def heed_sigterm() -> None:
    """Let SIGTERM end the process in order, with what is open closed. The second one does nothing: SIGKILL remains.

    As the first process of a container Python would not even hear it.
    """
    signal.signal(signal.SIGTERM, _stop)


def _stop(_signal: int, _frame: FrameType | None) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise StoppedError
