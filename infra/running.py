"""The functions that command line and scheduler call: everything opened from the settings, run, and closed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime

from infra.config import Settings
from infra.corrections import load as load_corrections
from infra.ingest import Ingest, IngestReport, Selection
from infra.ledger import ArticleMonths
from infra.ledger.spans import cut
from infra.outlets import registry
from infra.processing import Processing
from infra.sink import adopt, ledger_of, open_archive
from infra.stores import open_store
from processors.entities.step import tools


def ingest_waiting(
    settings: Settings,
    *,
    outlets: Sequence[str] = (),
    limit: int | None = None,
    workers: int | None = None,
    ids: tuple[int, int] | None = None,
    version: int = 0,
    progress: Callable[[str, str], None] | None = None,
) -> IngestReport:
    """Process captures that wait; ``ids`` bounds them to (after, last), so that batches may be told apart.

    ``version`` names the Elasticsearch indices that are being built beside those that are read; 0: those that are read.
    """
    after, last = ids or (0, None)
    selection = Selection(after=after, last=last, outlets=tuple(outlets), limit=limit)
    with _ingest(settings, version, progress) as job:
        return job.run(selection, workers)


def requeue(
    settings: Settings, *, outlets: Sequence[str] = (), since: datetime | None = None, until: datetime | None = None
) -> int:
    """Set captures back, to be processed again from the archive; return how many."""
    with ledger_of(settings) as ledger:
        return ledger.requeue(outlets=outlets, since=since, until=until)


def batches(settings: Settings, size: int, outlets: Sequence[str] = ()) -> list[tuple[int, int]]:
    """Cut the captures that wait into ranges (after, last) of ``size`` captures (see `cut`)."""
    with ledger_of(settings) as ledger:
        return cut(ledger.waiting(outlets), size)


@contextmanager
def _ingest(settings: Settings, version: int, progress: Callable[[str, str], None] | None) -> Iterator[Ingest]:
    archive = open_archive(settings)
    with ledger_of(settings) as ledger:
        adopt(ledger, archive)
        corrections, model = load_corrections(settings.home), settings.ner_model or None
        if model:
            tools(corrections, model)  # a model that can't be read stops the run, not each page
        processing = Processing(archive=archive, outlets=registry(settings), corrections=corrections, ner_model=model)
        with closing(open_store(settings, ArticleMonths(ledger.engine), version)) as store:
            yield Ingest(ledger, store, processing, batch=settings.batch, progress=progress)
