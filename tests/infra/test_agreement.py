"""Ledger and store held against each other: what was acknowledged is there, once, or it is named."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import update

from infra.agreement import Agreement, compare
from infra.cli import rasid
from infra.config import Settings, load_settings
from infra.ledger import Ledger
from infra.ledger.database import writing
from infra.ledger.tables import CAPTURES
from infra.running import ingest_waiting
from infra.sink import open_ledger
from infra.stores import open_store
from tests.infra.pages import NOW, capture_pages, html
from tests.infra.stores.samples import stored


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Two articles, captured and ingested."""
    own = load_settings({"home": str(tmp_path)}, env={})
    headlines = ("البلدية تزرع ألفي شجرة في المدينة", "وزارة الصحة تفتتح مركزاً طبياً جديداً")
    for number, headline in enumerate(headlines):
        page = (f"http://outlet.example/{number}", html(headline), NOW + timedelta(minutes=number))
        capture_pages(own, [page])
    assert ingest_waiting(own).created == 2
    return own


def agreement(settings: Settings) -> Agreement:
    with closing(open_store(settings)) as store:
        return compare(open_ledger(settings), store)


def ids(settings: Settings) -> list[str]:
    with closing(open_store(settings)) as store:
        return sorted(store.article_ids())


def set_back(ledger: Ledger, article_id: str) -> None:
    """As a run leaves it that ends between store and ledger."""
    values = {"state": "captured", "article_id": None}
    with writing(ledger.engine) as connection:
        connection.execute(update(CAPTURES).where(CAPTURES.c.article_id == article_id).values(**values))


def test_after_an_ingest_both_agree(settings: Settings) -> None:
    assert agreement(settings) == Agreement(acknowledged=2, stored=2)


def test_an_acknowledged_article_that_is_not_in_the_store_is_named_and_written_again(settings: Settings) -> None:
    lost = ids(settings)[0]
    with closing(open_store(settings)) as store:
        store.delete([lost])
    found = agreement(settings)
    assert (found.missing, found.holds) == ((lost,), False)
    environment = {"RASID_HOME": str(settings.home)}
    told = CliRunner().invoke(rasid, ["doctor"], env=environment)
    assert told.exit_code == 1
    assert f"1 acknowledged but not in the store: {lost} -> `rasid reprocess`" in told.output
    assert CliRunner().invoke(rasid, ["reprocess"], env=environment).exit_code == 0
    assert agreement(settings) == Agreement(acknowledged=2, stored=2)
    assert "ok   agreement: 2 articles" in CliRunner().invoke(rasid, ["doctor"], env=environment).output


def test_what_was_written_before_a_run_broke_off_is_no_loss(settings: Settings) -> None:
    written = ids(settings)[0]
    set_back(open_ledger(settings), written)
    found = agreement(settings)
    assert (found.unnoted, found.waiting, found.holds) == ((written,), 1, True)
    assert ingest_waiting(settings).unchanged == 1
    assert agreement(settings) == Agreement(acknowledged=2, stored=2)


def test_imported_articles_have_no_capture_and_are_said_to_have_none(settings: Settings) -> None:
    with closing(open_store(settings)) as store:
        store.write([stored(f"import-{number}") for number in range(7)])
    found = agreement(settings)
    assert found.holds
    assert "7 in the store without a capture" in str(found)
    assert str(found).endswith("import-4, …")


def test_an_article_that_stands_twice_is_named() -> None:
    found = Agreement(acknowledged=1, stored=2, doubled=("x",))
    assert not found.holds
    assert "1 in the store more than once: x" in str(found)
