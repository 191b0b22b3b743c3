"""``python -m bench.search [COLLECTION …]``."""

from __future__ import annotations

from pathlib import Path

import click

from bench.figures import figures
from bench.search.run import SHARED, measured


@click.command()
@click.argument("collections", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--url", help="A cluster without security; without it a test node is started.")
@click.option("--every", type=click.IntRange(min=1), default=1, help="Keep one question in so many.")
@click.option("--articles", type=click.IntRange(min=0), default=2000, help="For the ingest rate; 0 leaves it out.")
def main(collections: tuple[Path, ...], url: str | None, every: int, articles: int) -> None:
    """Measure search over COLLECTIONS (default: ../shared/search). Example: python -m bench.search own.jsonl"""
    for part in measured(collections or (SHARED,), url=url, every=every, articles=articles):
        click.echo(figures(part) + "\n")


if __name__ == "__main__":
    main()
