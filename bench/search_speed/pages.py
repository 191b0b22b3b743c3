"""The reader's page, asked in this process: the application as `rasid serve` runs it, without the network."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from infra.config import load_settings
from infra.console import build_app
from infra.stores.base import Store


def page_times(store: Store, home: Path, addresses: Sequence[str]) -> list[float]:
    """Return the milliseconds of each page, one after the other; an answer that is no page is an error."""
    app = build_app(load_settings({"home": str(home)}, env={}), store)

    async def run() -> list[float]:
        return [await _time(app, address) for address in addresses]

    return asyncio.run(run())


async def _time(app: Any, address: str) -> float:
    start = time.perf_counter()
    status = await _get(app, address)
    if status != 200:
        raise RuntimeError(f"{address}: status {status}")
    return 1000 * (time.perf_counter() - start)


async def _get(app: Any, address: str) -> int:
    url = urlsplit(address)
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
        "path": url.path, "raw_path": url.path.encode(), "query_string": url.query.encode(), "root_path": "",
        "headers": [(b"host", b"127.0.0.1")], "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
    }  # fmt: skip
    status = 0

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]

    await app(scope, receive, send)
    return status
