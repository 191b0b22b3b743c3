"""Articles in store and ledger, as an ingest leaves them, without extracting anything."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from infra.config import Settings, load_settings
from infra.ledger import NewCapture
from infra.sink import open_ledger
from infra.stores import open_store
from infra.stores.base import Stored
from processors.records import Article
from tests.infra.pages import capture_pages
from tests.infra.stores.samples import stored

NOW = datetime(2026, 7, 20, 9, 0, tzinfo=UTC)


def settings_of(home: Path, **env: str) -> Settings:
    return load_settings({"home": str(home)}, env=env)


def put(settings: Settings, *articles: Stored, archived: bool = False) -> None:
    """Write articles to the store and number them in the ledger; ``archived`` puts a page into the archive too."""
    with closing(open_store(settings)) as store:
        assert not store.write(articles).rejected
    found = [one.enriched.article for one in articles]
    if archived:
        capture_pages(settings, [(one.url, one.headline.encode(), one.fetched_at) for one in found])
    number_in_ledger(settings, found, captured=archived)


def number_in_ledger(settings: Settings, found: Sequence[Article], *, captured: bool = False) -> None:
    """Note articles as stored, with captures of theirs unless they have them."""
    ledger = open_ledger(settings)
    for one in () if captured else found:
        locator = f"{one.id}:{one.fetched_at.timestamp():.0f}"
        places = {"locator": locator, "payload_locator": locator, "digest": locator}
        told = {"url": one.url, "canonical_url": one.url, "outlet": "almada", "fetched_at": one.fetched_at}
        ledger.captured(NewCapture(kind="article", status=200, **told, **places))
    ledger.indexed([(ledger.captures_of(one.url)[0].id, one.id) for one in found])
    ledger.engine.dispose()


def write_list(settings: Settings, name: str, text: str) -> None:
    """Write a list as a person does."""
    folder = settings.home / "watchlists"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.yaml").write_text(text, encoding="utf-8")


def water(number: int, **fields: object) -> Stored:
    """An article about the dam."""
    text = f"قالت الوزارة إن منسوب سد الموصل ارتفع {number} سنتيمتراً."
    return stored(f"w{number}", f"منسوب السد يرتفع: النشرة {number}", text, **fields)  # type: ignore[arg-type]
