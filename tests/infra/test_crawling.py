"""A crawl in its child process: what each outlet yielded, what is left to another process, what fell short."""

from __future__ import annotations

import pytest

from infra.claims import Claims
from infra.config import load_settings
from infra.crawling import CrawlReport, crawl, short_of_expected
from infra.sink import open_ledger
from spiders.crawl.options import CrawlOptions
from spiders.outlet import Expect
from spiders.sink import OutletStats

NAMES = ("maraya", "sanabil")


@pytest.fixture
def settings(tmp_path):
    return load_settings({"home": str(tmp_path)}, env={})


def test_a_second_crawl_fetches_no_article_again(site, settings) -> None:
    outlets = [site.outlet(name) for name in NAMES]
    events = []
    first = crawl(settings, outlets, CrawlOptions(delay=0), events.append)
    assert [item.outlet_id for item in first.stats] == list(NAMES)
    assert sum(event.event == "captured" and event.kind == "article" for event in events) >= 20
    waiting = open_ledger(settings).waiting()
    crawl(settings, outlets, CrawlOptions(delay=0))
    assert open_ledger(settings).waiting() == waiting


def test_an_outlet_that_another_process_crawls_is_skipped_and_named(site, settings) -> None:
    outlets = [site.outlet(name) for name in NAMES]
    with Claims(open_ledger(settings).engine, ["maraya"], 60):
        report = crawl(settings, outlets, CrawlOptions(delay=0))
    assert [item.outlet_id for item in report.stats] == ["sanabil"]
    assert "maraya is claimed by" in report.skipped["maraya"]


def test_an_outlet_that_announced_too_little_has_fallen_short(site) -> None:
    outlet = site.outlet("maraya").model_copy(update={"expect": Expect(fewest=5)})

    def short(**figures):
        return short_of_expected([outlet], CrawlReport(stats=(OutletStats(outlet_id="maraya", **figures),)))

    assert short(discovered=4) == {"maraya": (4, 5)}
    assert short(discovered=5) == {}
    assert short(discovered=0, not_modified=1) == {}
