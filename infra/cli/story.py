"""`rasid story`: where a text was printed, first and after, and what each copy changed."""

from __future__ import annotations

from contextlib import closing

import click

from infra.cli.common import JSON_OPTION, emit
from infra.config import load_settings
from infra.stores import open_store
from infra.stores.base import StoreError
from infra.stories import Copy, copies


@click.command()
@click.argument("article_or_story")
@JSON_OPTION
def story(article_or_story: str, as_json: bool) -> None:
    """Show every copy of an article's text: when, where, agency credit, headline and paragraphs changed.

    The copy seen first comes first; what the others added (+) and dropped (-) is told against it.

    Example: rasid story 0a1b2c3d4e5f60718293
    """
    with closing(open_store(load_settings())) as store:
        stored = store.get(article_or_story)
        name = (stored.story if stored else None) or article_or_story
        found = copies(store, name)
    if not found:
        raise StoreError(
            f"{article_or_story!r} is neither an article nor a story; `rasid search` shows the ids there are"
        )
    for item in found:
        if as_json:
            emit(_row(item))
        else:
            _show(item)


def _show(item: Copy) -> None:
    article = item.stored.enriched.article
    credit = f" ({'، '.join(article.credits)})" if article.credits else ""
    headline = ", another headline" if item.headline_changed else ""
    role = "first" if item.first else f"copy, {item.shared:.0%} of the shorter text shared{headline}"
    click.echo(
        f"{item.seen_at:%Y-%m-%d %H:%M %Z}  {article.outlet}{credit}  {role}\n  {article.headline}\n  {article.url}"
    )
    for sign, paragraphs in (("+", item.added), ("-", item.dropped)):
        for text in paragraphs:
            click.echo(f"  {sign} {text}")


def _row(item: Copy) -> dict[str, object]:
    article = item.stored.enriched.article
    return {
        "story": item.stored.story,
        "id": article.id,
        "outlet": article.outlet,
        "url": article.url,
        "seen_at": item.seen_at.isoformat(),
        "first": item.first,
        "credits": list(article.credits),
        "headline": article.headline,
        "headline_changed": item.headline_changed,
        "shared": round(item.shared, 3),
        "added": list(item.added),
        "dropped": list(item.dropped),
    }
