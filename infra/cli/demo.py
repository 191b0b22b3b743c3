"""`rasid demo`: six invented outlets on loopback, crawled, tagged and searched."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime

import click
from rich.console import Console
from rich.table import Table

from infra.cli.common import note
from infra.cli.crawl import crawl_and_tell, ingest_and_tell
from infra.cli.serve import serve_page
from infra.config import Settings, load_settings
from infra.demo import Site, build_site, serve
from infra.stores import open_store
from infra.stores.base import Query

_PORT = 8711
_SEARCHES = ("واشنطن", '"مجلس الوزراء"', "النفط AND بغداد")


@click.command()
@click.option("--once", is_flag=True, help="Do all but serve the reader's page at the end.")
@click.option("--port", default=_PORT, show_default=True, help="First of six ports of the demo's site; 0: free ones.")
def demo(once: bool, port: int) -> None:
    """Crawl the demo's own site on loopback, ingest it, search it three times, and serve the reader's page.

    The outlets are invented. Their definitions go to RASID_HOME/outlets, switched off: no later crawl asks for them.

    Example: rasid demo --once
    """
    settings = load_settings()
    site = build_site(datetime.now(UTC))
    with served(site, port):
        outlets = [site.outlet(name) for name in site.bases]
        site.write_definitions(settings.home / "outlets", enabled=False)
        crawl_and_tell(settings, outlets, None, None, as_json=False)
    ingest_and_tell(settings, (), None, None, as_json=False)
    _search(settings)
    if not once:
        serve_page(settings)


@contextmanager
def served(site: Site, port: int) -> Iterator[None]:
    """Serve the site; a taken port is told with its remedy."""
    try:
        with serve(site, port):
            yield
    except OSError as error:
        raise click.ClickException(f"port {port} and the next five: {error}; use --port 0 for free ones") from error


def _search(settings: Settings) -> None:
    console = Console()
    with closing(open_store(settings)) as store:
        for text in _SEARCHES:
            results = store.search(Query(text=text, limit=3))
            table = Table(title=f"rasid search '{text}': {results.total} articles", title_justify="left")
            for name in ("score", "outlet", "headline"):
                table.add_column(name)
            for hit in results.hits:
                article = hit.stored.enriched.article
                table.add_row(f"{hit.score:.1f}", hit.stored.outlet_name or article.outlet, article.headline)
            console.print(table)
    note("more: rasid search واشنطن; rasid show ID; rasid status; rasid archive cat URL")
