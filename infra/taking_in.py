"""Pages of another's WARC files become captures: those that lie in an outlet's scope, at the date they were made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

from infra.archive import WarcFile
from infra.archive.imported import Foreign, ForeignFile
from infra.archive.records import payload_digest
from infra.config import Settings
from infra.crawling import run_name
from infra.ledger import Ledger
from infra.ledger.past import Past
from infra.sink import adopt, ledger_of, new_capture, open_archive, reference_to, same_bytes
from processors.records import RawPage
from spiders.canonical import canonicalise
from spiders.discovery.select import is_article_url
from spiders.outlet import Outlet, Source
from spiders.scope import refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """How many pages of each outlet came in, why the rest did not, and (offset, reason) of what is broken."""

    outlets: Mapping[str, int]
    reasons: Mapping[str, int]
    broken: tuple[tuple[int, str], ...]


@dataclass(slots=True)
class _Intake:
    ledger: Ledger
    past: Past
    writer: WarcFile
    scope: Scope
    name: str
    outlets: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    broken: list[tuple[int, str]] = field(default_factory=list)

    def take(self, found: Foreign) -> None:
        """Take one record in, or count why not."""
        reason = found.reason if found.page is None else self._keep(found.page, found.offset)
        if reason:
            self.reasons[reason] += 1
        if found.broken:
            self.broken.append((found.offset, found.reason))

    def _keep(self, page: RawPage, offset: int) -> str | None:
        outlet = self.scope.outlet_of(page.url)
        if isinstance(outlet, str):
            return outlet
        if outlet.terms.noarchive == "obey" and _noarchive(page):
            return "noarchive"
        canonical, digest = canonicalise(page.url), payload_digest(page.body)
        state = self.past.state(canonical)
        if state == "forgotten":
            return "taken down before (rasid forget)"
        if self.past.holds(canonical, page.fetched_at, digest):
            return "already here"
        self._enter(replace(page, outlet_id=outlet.id), canonical, digest, f"{self.name}:{offset}")
        if state is None:
            self.past.leave_alone(canonical)
        self.outlets[outlet.id] += 1
        return None

    def _enter(self, page: RawPage, canonical: str, digest: str, origin: str) -> None:
        same = same_bytes(self.ledger, canonical, "article", digest, page.status)
        locator = self.writer.append(page, kind="article", refers_to=reference_to(same), origin=origin)
        self.ledger.captured(new_capture(page, canonical, "article", digest, locator, same))


class Scope:
    """Which outlet a URL belongs to, among many outlets and very many URLs."""

    def __init__(self, outlets: Mapping[str, Outlet]) -> None:
        self._by_host: dict[str, list[tuple[Outlet, Source]]] = {}
        for outlet in outlets.values():
            # As a listing without selectors: an archive holds front pages and sections too.
            source = Source(type="listing", url=outlet.homepage)
            for host in outlet.hosts:
                self._by_host.setdefault(host, []).append((outlet, source))

    def outlet_of(self, url: str) -> Outlet | str:
        """Return the outlet whose article the URL can be, or the reason why there is none."""
        try:
            labels = (urlsplit(url).hostname or "").lower().split(".")
        except ValueError:
            return "not a URL"
        hosts = (".".join(labels[start:]) for start in range(len(labels)))
        owners = [pair for host in hosts for pair in self._by_host.get(host, ())]
        if not owners:
            return "host of no outlet"
        reason = "not an article's address"
        for outlet, source in owners:
            out = refusal(url, outlet)
            if out is None and is_article_url(url, canonicalise(url), source, outlet):
                return outlet
            reason = out or reason
        return reason

    def refusal(self, url: str) -> str | None:
        """Return why a URL is no outlet's, or None."""
        found = self.outlet_of(url)
        return found if isinstance(found, str) else None


def take_in(
    settings: Settings, outlets: Mapping[str, Outlet], path: Path, progress: Callable[[int], None] | None = None
) -> Taken:
    """Take in one file; nothing is fetched, and what came in waits for `rasid ingest`. A second time changes nothing.

    ``progress`` is told the offset reached. What a kill leaves unfinished is taken in by the next time.
    """
    scope = Scope(outlets)
    with _intake(settings, scope, path.name) as intake:
        for found in ForeignFile(path, scope.refusal):
            intake.take(found)
            if progress:
                progress(found.offset)
    return Taken(outlets=dict(intake.outlets), reasons=dict(intake.reasons), broken=tuple(intake.broken))


@contextmanager
def _intake(settings: Settings, scope: Scope, name: str) -> Iterator[_Intake]:
    archive = open_archive(settings)
    with ledger_of(settings) as ledger:
        adopt(ledger, archive)
        with archive.writer(run_name(), settings.warc_bytes) as writer:
            yield _Intake(ledger, Past(ledger.engine), writer, scope, name)


def _noarchive(page: RawPage) -> bool:
    from spiders.crawl.fetch import Answer  # imports Scrapy
    from spiders.crawl.rights import metas_of, noarchive

    answer = Answer(
        url=page.url,
        final_url=page.final_url,
        status=page.status,
        headers=page.headers,
        body=page.body,
        request_headers=(),
        fetched_at=page.fetched_at,
    )
    return noarchive(answer, metas_of(page.body))
