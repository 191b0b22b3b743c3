"""The sink of a crawl: a response goes into the archive first, then into the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime

from infra.archive import Archive, Recovered, Reference, WarcFile, recover
from infra.archive.records import payload_digest
from infra.claims import Claims
from infra.config import Settings
from infra.ledger import Capture, Ledger, NewCapture, connect, connected
from processors.records import RawPage
from spiders.canonical import canonicalise
from spiders.sink import Discovered, Exchange, OutletStats, Validators

_NO_REASON = "unknown"
# Refusals of the moment: a robots.txt is changed, a name leads to another address. Asking again costs no page.
_LIFTED = {"robots.txt disallows", "private address"}


class LedgerSink:
    """Keeps what a crawl finds (see `spiders.sink.Sink`). ``pause`` is called between archive and ledger, for tests.

    Without ``remember`` it is not kept what the servers said of their feeds: for a crawl that leaves part of them out,
    which the next one, answered 304, would never see.
    """

    def __init__(
        self,
        ledger: Ledger,
        writer: WarcFile,
        claims: Claims | None = None,
        pause: Callable[[str], None] | None = None,
        *,
        remember: bool = True,
    ) -> None:
        self._ledger, self._writer, self._claims, self._remember = ledger, writer, claims, remember
        self._pause = pause or (lambda _: None)
        self._started = datetime.now(UTC)
        self._validators: dict[str, dict[str, Validators]] = defaultdict(dict)

    def discovered(self, outlet_id: str, found: Sequence[Discovered]) -> Sequence[str]:
        """Note the URLs and return those that are due."""
        self._check(outlet_id)
        known = {item.canonical_url: (item.url, item.source, item.lastmod) for item in found}
        return [known[name][0] for name in self._ledger.discover(outlet_id, known, datetime.now(UTC))]

    def due(self, outlet_id: str) -> Sequence[str]:
        """Return the URLs that wait for a capture or a re-visit."""
        return self._ledger.due(outlet_id, datetime.now(UTC))

    def validators(self, url: str) -> Validators | None:
        """Return what the server said of its last answer."""
        known = self._ledger.validators(url)
        return Validators(etag=known[0], last_modified=known[1]) if known else None

    def captured(self, exchange: Exchange) -> None:
        """Append the exchange to the archive (a revisit record for the same bytes again), then the ledger."""
        self._check(exchange.outlet_id)
        page = exchange.page
        digest = payload_digest(exchange.body)
        same = same_bytes(self._ledger, exchange.canonical_url, exchange.kind, digest, exchange.status)
        locator = self._writer.append(
            page, kind=exchange.kind, request_headers=exchange.request_headers, refers_to=reference_to(same)
        )
        self._pause("archived")
        self._ledger.captured(new_capture(page, exchange.canonical_url, exchange.kind, digest, locator, same))
        if exchange.kind != "article" and exchange.status == 200:
            known = Validators(etag=page.header("etag"), last_modified=page.header("last-modified"))
            self._validators[exchange.outlet_id][exchange.url] = known

    def _check(self, outlet_id: str) -> None:
        if self._claims is not None:
            self._claims.check(outlet_id)

    def not_modified(self, outlet_id: str, url: str) -> None:
        """Note a 304: for an article it is a visit like any other."""
        self._ledger.visited(canonicalise(url), datetime.now(UTC))

    def refused(self, outlet_id: str, url: str, reason: str) -> None:
        """Note a URL that Rasid does not take: what others may lift again is looked at again later, the rest never."""
        for_good = reason not in _LIFTED
        self._ledger.refused(canonicalise(url), reason or _NO_REASON, datetime.now(UTC), for_good=for_good)

    def failed(self, outlet_id: str, url: str, reason: str, status: int | None) -> None:
        """Note a failed request; it is tried again in a later run."""
        self._ledger.failed(canonicalise(url), reason or _NO_REASON, datetime.now(UTC))

    def finished(self, stats: OutletStats) -> None:
        """Keep what the crawl of one outlet did, and only now what its feeds' servers said of them.

        Kept at the capture, a kill before the links were noted would have the next run answered 304: links lost.
        """
        now = datetime.now(UTC)
        if self._remember and stats.finished != "interrupted":
            for url, known in self._validators.pop(stats.outlet_id, {}).items():
                self._ledger.set_validators(url, known.etag, known.last_modified)
        self._ledger.add_run(
            outlet=stats.outlet_id,
            finished_at=now,
            discovered=stats.discovered,
            captured=stats.captured,
            not_modified=stats.not_modified,
            errors=stats.errors,
            bytes=stats.bytes,
            seconds=(now - self._started).total_seconds(),
            finished=stats.finished,
            refused=dict(stats.refused),
            http={str(status): number for status, number in stats.http.items()},
        )


@contextmanager
def open_sink(
    settings: Settings,
    run: str,
    *,
    claims: Claims | None = None,
    pause: Callable[[str], None] | None = None,
    remember: bool = True,
) -> Iterator[LedgerSink]:
    """Open ledger and archive, take in what a killed run left behind, and hand out the sink of run ``run``."""
    archive = open_archive(settings)
    with ledger_of(settings) as ledger:
        adopt(ledger, archive)
        with archive.writer(run, settings.warc_bytes) as writer:
            yield LedgerSink(ledger, writer, claims, pause, remember=remember)


def open_ledger(settings: Settings) -> Ledger:
    """Open the ledger that the settings name."""
    return Ledger(connect(settings.ledger_url), settings.revisit_hours)


@contextmanager
def ledger_of(settings: Settings) -> Iterator[Ledger]:
    """Open the ledger of the settings for one piece of work, and close its connections again."""
    with connected(settings.ledger_url) as engine:
        yield Ledger(engine, settings.revisit_hours)


def open_archive(settings: Settings) -> Archive:
    """Open the archive that the settings name."""
    return Archive(settings.archive_url, settings.home / "spool")


def adopt(ledger: Ledger, archive: Archive) -> int:
    """Enter what killed runs archived but did not enter into the ledger; return how many captures that were."""
    adopted = sum(ledger.captured(_adopted(ledger, item)) for item in recover(archive.folder))
    archive.upload_left_over()
    return adopted


def _adopted(ledger: Ledger, item: Recovered) -> NewCapture:
    page = item.page
    canonical = canonicalise(page.url)
    same = ledger.last_capture(canonical, item.kind) if item.revisit else None
    return new_capture(page, canonical, item.kind, item.digest, page.locator or "", same)


def same_bytes(ledger: Ledger, canonical: str, kind: str, digest: str, status: int) -> Capture | None:
    """Return the last capture of a URL where it holds the same bytes under the same status, and was not pruned."""
    last = ledger.last_capture(canonical, kind)
    same = last is not None and (last.digest, last.status, last.pruned_at) == (digest, status, None)
    return last if same else None


def reference_to(capture: Capture | None) -> Reference | None:
    """Return what a revisit record says of the capture that holds its bytes; None where there is none."""
    if capture is None:
        return None
    return Reference(locator=capture.payload_locator, url=capture.url, fetched_at=capture.fetched_at)


def new_capture(
    page: RawPage, canonical: str, kind: str, digest: str, locator: str, same: Capture | None
) -> NewCapture:
    """Return the ledger's entry of an archived page; ``same`` is the capture that holds its bytes already."""
    return NewCapture(
        url=page.url,
        canonical_url=canonical,
        outlet=page.outlet_id or "",
        kind=kind,
        fetched_at=page.fetched_at,
        status=page.status,
        digest=digest,
        locator=locator,
        payload_locator=same.payload_locator if same else locator,
        unchanged=same is not None,
    )
