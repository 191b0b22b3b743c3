"""How a command ends: the exit statuses that scripts and schedulers may rely on (docs/operators.md has the table)."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """Done; done, but something needs a look; not done, since something given is wrong; interrupted (128 + SIGINT)."""

    DONE = 0
    LOOK = 1
    WRONG = 2
    INTERRUPTED = 130
