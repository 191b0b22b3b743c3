"""What the docs show is so: every command has an example and stands in the docs, and every line of theirs runs."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from infra.cli import rasid
from infra.config import load_settings
from infra.crawling import crawl
from infra.demo import build_site, serve
from infra.running import ingest_waiting
from infra.stores import open_store
from infra.stores.base import Query
from spiders.crawl.options import CrawlOptions
from tests.docs.shown import all_text, commands, shown_commands

COMMANDS = dict(commands(rasid))
OUTLETS = {"ina": "barid_alrafidain", "shafaq": "maraya", "minaa_albasra": "maraya", "practice": "maraya"}

ELSEWHERE = {
    "serve": "a server that stays; tests/infra/cli/test_serve.py starts it",
    "demo": "a server that stays; tests/infra/demo",
    "airflow": "needs Airflow's own services; tests/dags",
    "es": "needs an Elasticsearch cluster; tests/infra/elasticsearch",
    "kibana": "needs Kibana; tests/infra/kibana",
    "restore": "needs an empty RASID_HOME; tests/infra/test_backup.py",
}
"""Commands that cannot run here, and where they are tested."""
FETCHES = {("crawl",): "tests/infra/test_crawling.py", ("run",): "tests/infra/test_crawling.py"} | {
    ("outlets", name): f"tests/infra/cli/test_{module}.py" for name, module in (("new", "draft"), ("probe", "probe"))
}
"""Commands that ask outlets for pages, and where they are tested on the demo's: a crawl takes its seconds."""
RUN_HERE = "rasid run ina shafaq"
"""The one line that crawls here; every other of its kind differs by flags that the tests above take."""


@pytest.mark.parametrize("name", COMMANDS, ids=" ".join)
def test_every_command_has_help_with_an_example_of_itself(name) -> None:
    text = COMMANDS[name].help or ""
    assert re.search(rf"Examples?:[\s\S]*rasid {' '.join(name)}\b", text), f"no example of itself in: {text}"


@pytest.mark.parametrize("name", COMMANDS, ids=" ".join)
def test_every_command_is_shown_in_the_readme_or_docs(name) -> None:
    assert f"rasid {' '.join(name)}" in all_text()


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """A RASID_HOME with two outlets of the demo, crawled and processed; the demo's site is being served."""
    folder = tmp_path_factory.mktemp("home")
    site = build_site(datetime.now(UTC))
    settings = load_settings({"home": str(folder)}, env={})
    with serve(site):
        site.write_definitions(folder / "outlets", enabled=False)
        crawl(settings, [site.outlet(name) for name in OUTLETS.values()], CrawlOptions(max_pages=8))
        ingest_waiting(settings, workers=1)
        yield folder, site


@pytest.fixture
def stand_ins(home, tmp_path):
    """What the docs name, and what is there in its place: outlets, an article's id and page, files."""
    folder, site = home
    settings = load_settings({"home": str(folder)}, env={})
    store = open_store(settings)
    article = store.search(Query(outlet=("maraya",), limit=1)).hits[0].stored.enriched.article
    store.close()
    (tmp_path / "CC-NEWS-20260301000000-00001.warc.gz").write_bytes(
        next((folder / "archive").glob("*.gz")).read_bytes()
    )
    (tmp_path / "page.html").write_bytes(site.respond("maraya", article.url.removeprefix(site.bases["maraya"])).body)
    return {"article": article, "site": site, "folder": tmp_path}


def _name(arguments):
    return next(arguments[:length] for length in (2, 1) if arguments[:length] in COMMANDS)


def _rest(arguments):
    return arguments[len(_name(arguments)) :]


def _argument(word: str, known) -> str:
    article, folder = known["article"], known["folder"]
    if word in OUTLETS:
        return OUTLETS[word]
    if re.fullmatch(r"[0-9a-f]{20}", word):
        return article.id
    if re.match(r"https?://", word):
        return article.url
    if re.fullmatch(r"[\w.-]+\.(?:html|tar|wacz|csv|parquet|jsonl|gz)", word):
        return str(folder / word)
    return word


@pytest.mark.parametrize("shown", shown_commands(), ids=lambda shown: f"{shown.place} {shown.line[:50]}")
def test_every_line_that_the_docs_show_runs(shown, home, stand_ins, monkeypatch) -> None:
    if shown.arguments[:1] and shown.arguments[0] in ELSEWHERE:
        pytest.skip(ELSEWHERE[shown.arguments[0]])
    fetched_in = next((place for names, place in FETCHES.items() if shown.arguments[: len(names)] == names), None)
    if fetched_in and not shown.line.startswith(RUN_HERE):
        parsed = COMMANDS[_name(shown.arguments)].make_context("rasid", list(_rest(shown.arguments)))
        assert parsed.params
        pytest.skip(f"asks outlets for pages; {fetched_in}")
    monkeypatch.setenv("RASID_HOME", str(home[0]))
    for name, value in shown.environment:
        monkeypatch.setenv(name, value)
    arguments = [_argument(word, stand_ins) for word in shown.arguments]
    result = CliRunner().invoke(rasid, arguments, input=shown.stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), f"{result.exception!r}\n{arguments}"
    # 1 is an answer (a source that needs a look); 2 says that the line is wrong.
    assert result.exit_code in (0, 1), f"{arguments}\n{result.output}"
