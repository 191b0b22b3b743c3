"""The crawl of one outlet: its sources in order, after each document the articles it announces, then what waited."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from urllib.parse import urlsplit

from spiders.canonical import canonicalise
from spiders.crawl.book import Book
from spiders.crawl.fetch import Answer, Fetcher
from spiders.crawl.options import CrawlOptions
from spiders.crawl.outcomes import AskedToWaitError, RefusedError, RequestFailedError
from spiders.crawl.rights import Rights
from spiders.crawl.together import together
from spiders.discovery import Findings, Follow, UnreadableSourceError, read_source, select
from spiders.outlet import Outlet, Source
from spiders.sink import Discovered, Exchange, ResourceKind, Sink

_GONE = frozenset([404, 410])


class OutletCrawl:
    """Fetches, hands over, and keeps to the bounds; every ending of a request is noted in the book."""

    def __init__(self, outlet: Outlet, sink: Sink, options: CrawlOptions, fetcher: Fetcher, book: Book) -> None:
        self._outlet, self._sink, self._options = outlet, sink, options
        self._fetcher, self._book = fetcher, book
        self._rights = Rights(outlet.terms, fetcher.side_file)
        self._visited: set[str] = set()
        self._announced: set[str] = set()

    async def run(self) -> None:
        """Crawl the outlet, or the URLs of ``only`` that are its own."""
        if self._options.only:
            await self._articles(self._asked_for())
            return
        for source in self._outlet.sources:
            await self._source(source)
        if not self._book.stopped:
            await self._articles(self._sink.due(self._outlet.id))

    def _asked_for(self) -> list[str]:
        own = [url for url in self._options.only if self._outlet.owns(url)]
        found = [Discovered(url=url, canonical_url=canonicalise(url), source="asked for") for url in own]
        self._sink.discovered(self._outlet.id, found)
        self._book.discovered(len(found))
        return own

    async def _source(self, source: Source) -> None:
        """Read a source and what it leads to, as far as the bounds reach, and stop where a listing repeats itself."""
        waiting = deque([Follow(url=source.url)])
        read: set[str] = set()
        announced: set[str] = set()
        most = self._most_documents(source)
        while waiting and not self._book.stopped:
            document = waiting.popleft()
            if document.url in read:
                continue
            if len(read) >= most:
                self._book.passed_over("bound on documents of a source", len(waiting) + 1)
                return
            read.add(document.url)
            findings = await self._document(source, document, first=len(read) == 1)
            if findings is None:
                continue
            new = {link.url for link in findings.links} - announced
            announced |= new
            if findings.follow and findings.links and not new:
                self._book.refused(source.type, document.url, "pagination repeats itself")
                continue
            waiting.extend(findings.follow)

    def _most_documents(self, source: Source) -> int:
        if source.type != "listing" or self._options.since is not None:
            return self._book.max_depth
        return min(source.max_pages, self._book.max_depth)

    async def _document(self, source: Source, document: Follow, *, first: bool) -> Findings | None:
        """Fetch one document, keep it, read it, then fetch the articles it announces; None where nothing is to read."""
        # A sitemap index may stay the same while its parts change, and page 2 of a listing is found through page 1.
        conditional = source.type == "feed" or (source.type == "sitemap" and not first)
        answer = await self._get(source.type, document.url, conditional=conditional)
        if answer is None:
            return None
        try:
            findings = read_source(
                answer.body,
                answer.final_url,
                answer.header("content-type"),
                source=source,
                outlet=self._outlet,
                page=document.page,
                since=self._options.since,
                max_bytes=self._options.max_body_bytes,
            )
        except UnreadableSourceError as error:
            self._book.refused(source.type, document.url, str(error))
            return None
        await self._articles(self._announce(source, findings))
        return findings

    def _announce(self, source: Source, findings: Findings) -> list[str]:
        """Tell the sink what a document announces; return what is to be fetched now."""
        chosen = select(findings.links, source, self._outlet, self._options.since, self._options.until)
        for url, reason in chosen.refused:
            self._book.refused_link(url, reason)
        for reason, number in chosen.passed_over.items():
            self._book.passed_over(reason, number)
        if findings.left_out:
            self._book.passed_over("left out of a source", findings.left_out)
        self._announced.update(item.canonical_url for item in chosen.found)
        self._book.discovered(len(self._announced))
        return list(self._sink.discovered(self._outlet.id, chosen.found)) if chosen.found else []

    async def _articles(self, urls: Iterable[str]) -> None:
        """Fetch pages, as many at once as the outlet allows; each canonical URL once a run."""
        queue = deque(urls)

        async def work() -> None:
            while queue and not self._book.stopped:
                url = queue.popleft()
                canonical = canonicalise(url)
                if canonical not in self._visited:
                    self._visited.add(canonical)
                    await self._get("article", url)

        workers = min(self._outlet.politeness.concurrency, len(queue))
        await together(work() for _ in range(workers))

    async def _get(self, kind: ResourceKind, url: str, *, conditional: bool = False) -> Answer | None:
        """Fetch and keep one page; None where it was not taken or has not changed."""
        if not self._book.may_request():
            return None
        known = self._sink.validators(url) if conditional else None
        try:
            answer = await self._fetcher.get(url, known)
            self._book.answered(answer.status)
            if answer.status == 304 and known:
                self._book.not_modified(kind, url)
                return None
            await self._judge(kind, answer)
        except RefusedError as refusal:
            self._book.refused(kind, url, refusal.reason)
            return None
        except RequestFailedError as failure:
            self._book.failed(kind, url, failure.reason, failure.status)
            if isinstance(failure, AskedToWaitError):
                self._book.stop("asked to wait")
            return None
        self._book.captured(self._exchange(kind, answer))
        return answer

    async def _judge(self, kind: ResourceKind, answer: Answer) -> None:
        """Return where the answer is a page to keep; raise the reason where not."""
        if kind == "article" and answer.status in _GONE:
            raise RefusedError(f"gone ({answer.status})")
        if answer.status not in (200, 203):
            raise RequestFailedError(f"status {answer.status}", answer.status)
        if (
            kind == "article"
            and urlsplit(answer.final_url).path in ("", "/")
            and urlsplit(answer.url).path not in ("", "/")
        ):
            raise RefusedError("gone (redirected to the front page)")
        await self._rights.check(answer)

    def _exchange(self, kind: ResourceKind, answer: Answer) -> Exchange:
        return Exchange(
            outlet_id=self._outlet.id,
            kind=kind,
            url=answer.url,
            final_url=answer.final_url,
            canonical_url=canonicalise(answer.url),
            request_headers=answer.request_headers,
            status=answer.status,
            headers=answer.headers,
            body=answer.body,
            fetched_at=answer.fetched_at,
        )
