"""`rasid show`, `rasid diff`, `rasid export`, `rasid import`: single articles, and collections out and in."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

import click

from infra.cli.common import JSON_OPTION, Moment, emit, note
from infra.cli.filters import filter_options, query_of, stated
from infra.cli.jsonl import json_lines
from infra.config import Settings, load_settings
from infra.corrections import load as load_corrections
from infra.importing import KEYS, MORE_KEYS, Importer, imported
from infra.outlets import registry
from infra.pruning import pruned_day
from infra.resolve import known_of, resolved
from infra.revisions import Change, HeadlineChange, changes, silent_headlines
from infra.stores import open_store
from infra.stores.base import Stored, StoreError
from infra.stores.document import to_row

_BATCH = 1000


@click.command()
@click.argument("article_id")
@JSON_OPTION
def show(article_id: str, as_json: bool) -> None:
    """Show one article with what was found in it. Example: rasid show 3f2a91c04b7de8a1c5f0 --json"""
    settings = load_settings()
    stored = _stored(settings, article_id)
    gone = pruned_day(settings, stored.enriched.article.locator or "")
    if as_json:
        emit(dict(to_row(stored)) | {"pruned_at": gone.isoformat() if gone else None})
        return
    article = stored.enriched.article
    published = article.published.iso if article.published else "no date"
    for line in (article.kicker, article.headline, article.byline, article.lead):
        if line:
            click.echo(line)
    click.echo(f"{article.outlet or 'no outlet'} · {published} · {article.url}\n\n{article.body}\n")
    names = dict.fromkeys(f"{mention.name or mention.text} ({mention.type})" for mention in stored.enriched.mentions)
    click.echo("، ".join(names) or "no names found")
    for quote in stored.enriched.quotes:
        click.echo(f"{quote.speaker or 'unknown speaker'}: «{quote.text}»")
    if gone:
        click.echo(f"its page was dropped from the archive on {gone.astimezone(ZoneInfo(settings.timezone)):%Y-%m-%d}")
    if stored.revisions:
        click.echo(f"{len(stored.revisions)} earlier states; `rasid diff {article_id}` shows what changed")


@click.command()
@click.argument("article_id", required=False)
@click.option("--headlines", is_flag=True, help="List the headlines that were changed without the page saying so.")
@click.option("--outlet", "outlets", multiple=True, help="With --headlines: an outlet's id. May be repeated.")
@click.option("--from", "first", type=Moment(), help="With --headlines: first day on which the change was seen.")
@click.option("--to", "last", type=Moment(after=True), help="With --headlines: last day, whole, of the reader's zone.")
@JSON_OPTION
def diff(
    article_id: str | None,
    headlines: bool,
    outlets: tuple[str, ...],
    first: datetime | None,
    last: datetime | None,
    as_json: bool,
) -> None:
    """Show what changed between the captures of one article, word by word: [-removed-] {+added+}.

    \b
    Examples:
      rasid diff 3f2a91c04b7de8a1c5f0
      rasid diff --headlines --outlet shafaq --from 2026-01-01
    """
    if headlines == bool(article_id) or (article_id and (outlets or first or last)):
        raise click.UsageError("give an ARTICLE_ID, or --headlines with --outlet, --from, --to")
    if article_id:
        _show_changes(article_id, as_json=as_json)
        return
    settings = load_settings()
    with closing(open_store(settings)) as store:
        listed = list(silent_headlines(store, outlets, first, last))
    for item in listed:
        emit(_headline_row(item)) if as_json else _show_headline(item, settings.timezone)
    note(f"{len(listed)} headlines changed in silence")


def _show_headline(item: HeadlineChange, timezone: str) -> None:
    article = item.stored.enriched.article
    seen = item.later.astimezone(ZoneInfo(timezone))
    click.echo(f"{seen:%Y-%m-%d %H:%M}  {article.outlet or ''}  {article.id}\n  - {item.before}\n  + {item.after}")


def _headline_row(item: HeadlineChange) -> dict[str, Any]:
    article = item.stored.enriched.article
    return {
        "id": article.id,
        "url": article.url,
        "outlet": article.outlet,
        "earlier": item.earlier.isoformat(),
        "later": item.later.isoformat(),
        "before": item.before,
        "after": item.after,
    }


def _show_changes(article_id: str, *, as_json: bool) -> None:
    found = changes(_stored(load_settings(), article_id))
    for change in found:
        if as_json:
            emit(_change_row(change))
            continue
        silent = "  (the headline alone)" if change.silent_headline else ""
        click.echo(f"{change.earlier.isoformat()} -> {change.later.isoformat()}{silent}")
        for field in change.fields:
            signs = {"kept": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}
            click.echo(f"  {field.field}: {''.join(signs[part.kind].format(part.text) for part in field.parts)}")
    if not found:
        note("one state only: no capture differs from another")


def _change_row(change: Change) -> dict[str, Any]:
    return {
        "earlier": change.earlier.isoformat(),
        "later": change.later.isoformat(),
        "silent_headline": change.silent_headline,
        "fields": {
            field.field: [{"kind": part.kind, "text": part.text} for part in field.parts] for field in change.fields
        },
    }


def _stored(settings: Settings, article_id: str) -> Stored:
    with closing(open_store(settings)) as store:
        found = store.get(article_id)
    if found is None:
        raise StoreError(f"{article_id}: no such article; `rasid search` shows the ids there are")
    return found


@click.command()
@click.argument("query", required=False)
@click.option("--format", "form", type=click.Choice(["jsonl", "csv", "parquet"]), default="jsonl", show_default=True)
@click.option("--output", type=click.File("wb"), default="-", help="A file; default: stdout.")
@filter_options
def export(query: str | None, form: str, output: BinaryIO, **options: Any) -> None:
    """Write every article that matches, oldest first: all keys as JSON lines, the flat ones as CSV or Parquet.

    Example: rasid export --format csv --country IQ --from 2026-01-01 --output iraq.csv
    """
    try:
        wanted = query_of(stated(query, options))
    except ValueError as error:
        raise click.UsageError(str(error)) from error
    from infra.stores.table import write_csv, write_parquet  # pyarrow takes half a second to import

    settings = load_settings()
    with closing(open_store(settings)) as store:
        wanted = resolved(wanted, store, known_of(settings.home))
        rows = map(to_row, store.export(wanted))
        if form == "jsonl":
            for row in rows:
                output.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
        else:
            (write_csv if form == "csv" else write_parquet)(rows, output)


@click.command()
@click.argument("file", type=click.File("rb"))
@click.option("--no-process", is_flag=True, help="Leave out entities, quotes and fingerprints: faster.")
@JSON_OPTION
def import_articles(file: BinaryIO, no_process: bool, as_json: bool) -> None:
    """Take articles in from a FILE of JSON lines (- for stdin) with url, outlet, headline, body, published_at.

    A bad line is said on stderr with its number and key, the rest goes on, and the exit status is 1. The same file
    again changes nothing. Outlets without a definition are kept as they are. Example: rasid import articles.jsonl
    """
    settings = load_settings()
    importer = Importer(
        outlets=registry(settings),
        imported_at=datetime.now(UTC),
        process=not no_process,
        corrections=load_corrections(settings.home),
        ner_model=settings.ner_model or None,
    )
    tally = {"created": 0, "updated": 0, "unchanged": 0, "errors": 0}
    with closing(open_store(settings)) as store:
        for batch in _batches(_good(imported(_records(file, tally), importer), tally)):
            report = store.write(batch)
            for name in ("created", "updated", "unchanged"):
                tally[name] += len(getattr(report, name))
            for refused in report.rejected:
                _complain(f"{refused.id}: {refused.reason}", tally)
    if as_json:
        emit(tally)
    else:
        note(", ".join(f"{count} {name}" for name, count in tally.items()))
    sys.exit(1 if tally["errors"] else 0)


def _records(file: BinaryIO, tally: dict[str, int]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    ignored: set[str] = set()
    for number, record, error in json_lines(file):
        if record is None:
            _complain(f"line {number}: {error}", tally)
            continue
        for key in record.keys() - {*KEYS, *MORE_KEYS} - ignored:
            ignored.add(key)
            note(f"rasid: line {number}: {key}: not a key that import takes; left out here and in the lines after")
        yield number, record


def _good(lines: Iterable[Any], tally: dict[str, int]) -> Iterator[Stored]:
    for line in lines:
        if line.stored is None:
            _complain(f"line {line.number}: {line.error}", tally)
        else:
            yield line.stored


def _complain(message: str, tally: dict[str, int]) -> None:
    tally["errors"] += 1
    note(f"rasid: {message}")


def _batches(source: Iterable[Stored]) -> Iterator[list[Stored]]:
    batch: list[Stored] = []
    for stored in source:
        batch.append(stored)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


import_articles.name = "import"
# The command's name is a keyword of Python's.
globals()["import"] = import_articles
