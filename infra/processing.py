"""One capture from the archive to a document for the store, or the reason why it can't become one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from infra.archive import Archive, ArchiveError
from infra.ledger import Capture
from infra.stores.base import Stored
from processors.entities.corrections import Corrections
from processors.pipeline import StepError, process
from processors.records import Article, NotArticle, RawPage
from spiders.context import context_of
from spiders.outlet import Outlet
from spiders.page import extract


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """Why a capture goes to quarantine: the step (archive, extract, a processor's name) and the error."""

    step: str
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Processing:
    """What every capture is processed with. Picklable, so that worker processes can be given it."""

    archive: Archive
    outlets: Mapping[str, Outlet]
    corrections: Corrections = field(default_factory=Corrections)
    ner_model: str | None = None

    def __call__(self, capture: Capture) -> Stored | Failure:
        """Read, extract and process one capture; whatever goes wrong with it is its `Failure`, never the run's."""
        try:
            page = _page_of(capture, self.archive)
        except ArchiveError as error:
            return Failure(step="archive", error=str(error))
        return process_page(page, self.outlets.get(capture.outlet), self.corrections, self.ner_model)


def process_page(
    page: RawPage, outlet: Outlet | None, corrections: Corrections, ner_model: str | None = None
) -> Stored | Failure:
    """Extract and process one page."""
    try:
        article = extract(page, outlet)
    except Exception as error:  # a page from outside can break any parser; the run goes on
        return Failure(step="extract", error=f"{type(error).__name__}: {error}")
    if isinstance(article, NotArticle):
        return Failure(step="extract", error=": ".join(filter(None, ("no article", article.reason, article.detail))))
    return enrich(article, outlet, corrections, ner_model)


def enrich(
    article: Article, outlet: Outlet | None, corrections: Corrections, ner_model: str | None = None
) -> Stored | Failure:
    """Run the processors over an article and add what the outlet's definition says."""
    try:
        enriched = process(article, context_of(outlet, article.fetched_at, corrections, ner_model))
    except StepError as error:
        return Failure(step=error.step, error=str(error))
    if outlet is None:
        return Stored(enriched=enriched)
    place = (outlet.place.latitude, outlet.place.longitude) if outlet.place else None
    return Stored(enriched=enriched, country=outlet.country, outlet_name=outlet.names.ar, outlet_place=place)


def _page_of(capture: Capture, archive: Archive) -> RawPage:
    page = archive.read(capture.locator)
    if capture.payload_locator != capture.locator:
        page = replace(page, body=archive.read(capture.payload_locator).body)
    return replace(page, outlet_id=capture.outlet or None)
