"""Runs one crawl in a process of its own (the reactor starts once in a process); `conftest.crawl` calls it.

Globals handed in: JOB, a dict of outlets, options, state, names, break_at; CONNECTION, where the result goes.
"""

from __future__ import annotations

import socket
import time

from spiders.crawl.run import run_crawl
from spiders.sink import Validators


class MemorySink:
    """Keeps what the crawl hands over, and what a ledger would know from the run before."""

    def __init__(self, state, break_at) -> None:
        self.state, self.break_at = state, break_at
        self.exchanges, self.refusals, self.failures, self.unchanged, self.calls = [], [], [], [], []
        self.offered = {}

    def _enter(self, name, url=None):
        self.calls.append((name, url))
        if name == self.break_at:
            raise OSError("disk full")

    def discovered(self, outlet_id, found):
        self._enter("discovered")
        known, due = self.state["known"], []
        for item in found:
            before = known.get(item.canonical_url)
            if before is None or before != item.lastmod or item.canonical_url not in self.state["captured"]:
                due.append(item.url)
            known[item.canonical_url] = item.lastmod
        return due

    def due(self, outlet_id):
        self._enter("due")
        return list(self.state["due"])

    def validators(self, url):
        known = self.state["validators"].get(url)
        return Validators(etag=known[0], last_modified=known[1]) if known else None

    def captured(self, exchange):
        self._enter("captured", exchange.url)
        self.exchanges.append(exchange)
        self.state["captured"].add(exchange.canonical_url)
        headers = {name.lower(): value for name, value in exchange.headers}
        self.offered[exchange.url] = (headers.get("etag"), headers.get("last-modified"))

    def not_modified(self, outlet_id, url):
        self._enter("not_modified", url)
        self.unchanged.append(url)

    def refused(self, outlet_id, url, reason):
        self._enter("refused", url)
        self.refusals.append((url, reason))

    def failed(self, outlet_id, url, reason, status):
        self._enter("failed", url)
        self.failures.append((url, reason, status))

    def finished(self, stats):
        self._enter("finished")
        self.state["validators"].update(self.offered)


def _resolve_by(names):
    real = socket.gethostbyname
    socket.gethostbyname = lambda name: names[name] if name in names else real(name)


def _run(job):
    _resolve_by(job["names"])
    sink = MemorySink(job["state"], job["break_at"])
    events, error, stats = [], None, ()
    started = time.monotonic()
    try:
        stats = run_crawl(job["outlets"], sink, job["options"], events.append)
    except Exception as raised:
        error = repr(raised)
    return {
        "stats": stats,
        "exchanges": sink.exchanges,
        "refusals": sink.refusals,
        "failures": sink.failures,
        "unchanged": sink.unchanged,
        "calls": sink.calls,
        "state": sink.state,
        "events": events,
        "error": error,
        "seconds": time.monotonic() - started,
    }


if __name__ == "__child__":
    CONNECTION.send(_run(JOB))  # noqa: F821 (handed in)
