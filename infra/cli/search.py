"""`rasid search`: the articles that a query finds, for people, for machines, and under a name for later."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from infra.cli.common import JSON_OPTION, emit, note
from infra.cli.filters import filter_options, query_of, ranking_options, stated
from infra.cli.hits import hit_row, show_hits
from infra.cli.jsonl import answer_lines
from infra.config import Settings, load_settings
from infra.meant import corrector_of, worth_asking
from infra.resolve import known_of, resolved
from infra.searches import find_search, load_searches, save_search
from infra.stores import open_store
from infra.stores.base import Store, StoreError


@click.command()
@click.argument("query", required=False)
@filter_options
@ranking_options
@JSON_OPTION
@click.option("--jsonl", is_flag=True, help='Answer lines {"query", "limit"?, filters?} of stdin.')
@click.option("--save", metavar="NAME", help="Keep this search under a name, in RASID_HOME/searches.yaml.")
@click.option("--saved", metavar="NAME", help="Search as saved; what is given beside it takes the place of what was.")
@click.option("--list-saved", is_flag=True, help="List the saved searches.")
@click.option("--forget", metavar="NAME", help="Remove a saved search.")
def search(query: str | None, as_json: bool, jsonl: bool, **options: Any) -> None:
    """Search articles: words, "phrases" (also « » and “ ”), AND, OR, NOT, ( ), headline:word, outlet:id.

    Words beside each other: those articles come first that hold all of them; sorted by date, all are required. Days
    are of the zone set as `timezone`. With --json one object {"total", "hits"}; with --jsonl one for each line, a bad
    line answered by {"error": …} in its place and the exit status 1.

    \b
    Examples:
      rasid search "واشنطن" --from 2026-01-01 --country IQ --sort newest
      rasid search '"قوات سوريا الديمقراطية" NOT حلب' --json
      rasid search --person "Mohammed Shia al-Sudani"
      rasid search "سد الموصل" --save water; rasid search --saved water
      echo '{"query": "غزة", "limit": 3, "outlet": ["ina"]}' | rasid search --jsonl
    """
    settings = load_settings()
    file = settings.home / "searches.yaml"
    save, saved, listed, forget = (options.pop(name) for name in ("save", "saved", "list_saved", "forget"))
    if jsonl:
        _answer_all(settings, alone=query is None and not stated(None, options).keys() - {"query"})
    if listed or forget:
        _keep(file, forget, as_json=as_json)
        return
    given = {name: value for name, value in stated(query, options).items() if value is not None}
    record = {**(find_search(file, saved) if saved else {}), **given}
    if not record:
        raise click.UsageError('give a QUERY or a filter; "" with --limit shows the newest articles')
    _run(settings, record, as_json=as_json)
    if save:
        save_search(file, save, record)
        note(f"saved as {save!r}; `rasid search --saved {save}` searches again")


def _run(settings: Settings, record: Mapping[str, Any], *, as_json: bool) -> None:
    try:
        query = query_of(record)
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    with closing(open_store(settings)) as store:
        query = resolved(query, store, known_of(settings.home))
        results = store.search(query)
        meant = _meant(settings, store, query.text, results.total)
    if as_json:
        hits = [hit_row(hit) for hit in results.hits]
        emit({"total": results.total, "hits": hits} | ({"did_you_mean": list(meant)} if meant else {}))
    else:
        show_hits(results, settings.timezone, query.offset)
        if meant:
            note(f"did you mean: {' | '.join(meant)}")


def _meant(settings: Settings, store: Store, text: str, total: int) -> Sequence[str]:
    if not worth_asking(store, text, total):
        return ()
    return corrector_of(store, known_of(settings.home)).meant(text)


def _answer_all(settings: Settings, *, alone: bool) -> None:
    if not alone:
        raise click.UsageError("--jsonl takes queries and filters from the lines of stdin, none from the command line")
    with closing(open_store(settings)) as store:
        sound = answer_lines(lambda record: _answer(store, settings.home, record))
    sys.exit(0 if sound else 1)


def _answer(store: Store, home: Path, record: Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        query = resolved(query_of(record, highlight=False), store, known_of(home))
        results = store.search(query)
    except StoreError as error:
        raise ValueError(str(error)) from error
    hits = [
        {"id": hit.stored.enriched.article.id, "url": hit.stored.enriched.article.url, "score": hit.score}
        for hit in results.hits
    ]
    return {"hits": hits, "total": results.total}


def _keep(file: Path, forget: str | None, *, as_json: bool) -> None:
    if forget:
        save_search(file, forget, None)
        note(f"removed {forget!r}")
        return
    for name, record in load_searches(file).items():
        if as_json:
            emit({"name": name, **record})
        else:
            filters = " ".join(f"{key}={value}" for key, value in record.items() if key != "query")
            click.echo(f"{name}\t{record.get('query') or ''}\t{filters}")
