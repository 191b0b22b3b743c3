"""A crawl in a child process: Scrapy's reactor starts once in a process, and a crawl's memory goes with it."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from multiprocessing.connection import Connection
from multiprocessing.process import parent_process
from typing import Any, TypeVar, cast

from infra.claims import Claims
from infra.config import Settings
from infra.exits import heed_sigterm
from infra.ledger import LeaseHeldError
from infra.logs import LOG, configure
from infra.sink import ledger_of, open_sink
from processors.errors import RasidError
from spiders.crawl.options import CrawlEvent, CrawlOptions
from spiders.outlet import Outlet
from spiders.probe import Look, take_a_look
from spiders.sink import OutletStats

_PATIENCE = (1.0, 3.0, 2.0)  # seconds before SIGTERM is sent to a crawl that is to end, and sent again
T = TypeVar("T")
Tell = Callable[[CrawlEvent], None]


class CrawlError(RasidError):
    """A crawl ended early; the message says why. What was captured is kept, and the next run goes on from there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlReport:
    """What each outlet yielded; ``skipped`` names outlets that another process is crawling, and that process."""

    stats: tuple[OutletStats, ...] = ()
    skipped: Mapping[str, str] = field(default_factory=dict)


def crawl(
    settings: Settings,
    outlets: Sequence[Outlet],
    options: CrawlOptions,
    progress: Callable[[CrawlEvent], None] | None = None,
) -> CrawlReport:
    """Crawl outlets to the end of their sources or bounds; `CrawlError` where the crawl broke off."""
    return _in_child(settings, partial(_crawl, settings, tuple(outlets), options), progress)


def look(settings: Settings, outlet: Outlet, options: CrawlOptions) -> Look:
    """Fetch one source and one page of an outlet, and keep nothing; `CrawlError` where that broke off.

    An outlet that another process is crawling is left to it: `LeaseHeldError`.
    """
    return _in_child(settings, partial(_look, settings, outlet, options), None)


def _in_child(settings: Settings, work: Callable[[Tell], T], progress: Tell | None) -> T:
    """Return what ``work`` returns in a process of its own; ``progress`` hears of its events."""
    context = multiprocessing.get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(settings, work, sender), name="rasid-crawl")
    with _no_main_module():
        child.start()
    sender.close()
    try:
        return cast("T", _follow(receiver, progress or (lambda _event: None)))
    except EOFError:
        child.join()
        raise CrawlError(f"the crawling process ended without a word (exit code {child.exitcode})") from None
    except KeyboardInterrupt:
        _stop(child)
        raise
    finally:
        _end(child)


def _follow(receiver: Connection, progress: Tell) -> Any:
    while True:
        kind, message = receiver.recv()
        if kind == "done":
            return message
        if kind == "failed":
            raise message
        progress(message)


def _end(child: multiprocessing.process.BaseProcess) -> None:
    child.join(timeout=5)
    if child.is_alive():
        child.terminate()
        child.join()


def _stop(child: multiprocessing.process.BaseProcess) -> None:
    """Have a crawl end in order: stored, leases given back. It has seconds, and may have heard the signal itself.

    A second signal makes Scrapy let go of pages on the way; a service's manager gives some ten seconds in all.
    """
    for seconds in _PATIENCE:
        child.join(seconds)
        if not child.is_alive():
            return
        child.terminate()
    child.join(_PATIENCE[0])
    child.kill()


def _child(settings: Settings, work: Callable[[Tell], object], sender: Connection) -> None:
    _end_with_parent()
    heed_sigterm()  # until Scrapy does, and after it: leases are given back
    configure(settings)
    try:
        sender.send(("done", work(lambda event: sender.send(("event", event)))))
    except LeaseHeldError as error:
        sender.send(("failed", error))
    except KeyboardInterrupt:
        return  # stopped before Scrapy heeds signals, or after; the parent knows of it
    except Exception as error:
        LOG.exception("the crawl broke off")
        sender.send(("failed", CrawlError(f"{type(error).__name__}: {error}")))


def _crawl(settings: Settings, outlets: tuple[Outlet, ...], options: CrawlOptions, tell: Tell) -> CrawlReport:
    from spiders.crawl.run import run_crawl  # imports Scrapy: in the child alone

    with (
        ledger_of(settings) as ledger,
        Claims(ledger.engine, [outlet.id for outlet in outlets], settings.lease_seconds) as claims,
    ):
        mine = [outlet for outlet in outlets if outlet.id in claims.held]
        with open_sink(settings, run_name(), claims=claims, remember=options.until is None) as sink:
            stats = run_crawl(mine, sink, options, tell)
    return CrawlReport(stats=stats, skipped=claims.skipped)


def _look(settings: Settings, outlet: Outlet, options: CrawlOptions, tell: Tell) -> Look:
    with (
        ledger_of(settings) as ledger,
        Claims(ledger.engine, [outlet.id], settings.lease_seconds) as claims,
    ):
        if outlet.id in claims.skipped:
            raise LeaseHeldError(claims.skipped[outlet.id])
        return take_a_look(outlet, options, tell)


def short_of_expected(outlets: Sequence[Outlet], report: CrawlReport) -> dict[str, tuple[int, int]]:
    """Return (announced, expected) of the outlets whose sources announced fewer articles than ``expect.fewest``.

    A source that answered 304 announced what it did before, so an outlet with one has not fallen short.
    """
    fewest = {outlet.id: outlet.expect.fewest for outlet in outlets}
    return {
        item.outlet_id: (item.discovered, fewest[item.outlet_id])
        for item in report.stats
        if not item.not_modified and item.discovered < fewest[item.outlet_id]
    }


def run_name() -> str:
    """Return a name for a run's WARC files: they sort by time, and no two runs share one."""
    return f"{datetime.now(UTC):%Y%m%d%H%M%S}-{uuid.uuid4().hex[:6]}"


@contextmanager
def _no_main_module() -> Iterator[None]:
    """Start a child without the program's main module, which a spawned process imports first and a crawl never needs.

    Under Airflow that module is Airflow's command line: 5 s of processor time for every outlet.
    """
    main = vars(sys.modules["__main__"])
    hidden: dict[str, Any] = {name: main.get(name) for name in ("__file__", "__spec__")}
    main.update(dict.fromkeys(hidden))
    try:
        yield
    finally:
        main.update(hidden)


def _end_with_parent() -> None:
    def wait() -> None:
        if (parent := parent_process()) is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=wait, daemon=True).start()
