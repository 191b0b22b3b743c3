"""Several coroutines at once, as one: the first error cancels the rest and comes out alone."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterable


async def together(coroutines: Iterable[Coroutine[object, object, None]]) -> None:
    """Wait for all. Unlike `asyncio.TaskGroup` it raises the error itself, not a group of one."""
    tasks = [asyncio.ensure_future(coroutine) for coroutine in coroutines]
    try:
        await asyncio.gather(*tasks)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
