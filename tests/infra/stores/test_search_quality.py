"""Search on a real node: better than Elasticsearch's own analyzers, as the embedded store, every prefix found.

The floors lie .01 under what was measured on the questions that the ranking's constants were chosen by.
"""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import chain
from pathlib import Path

import pytest
from elasticsearch import Elasticsearch, helpers

from bench.search.collection import read
from bench.search.engines import stock
from bench.search.quality import MARGIN, Row, measure, overlap
from bench.search.run import SHARED
from infra.demo.synthetic import article
from infra.demo.texts import hand_written
from infra.elasticsearch.templates import Names
from infra.stores import scoring
from infra.stores.base import Query, Store, Stored
from infra.stores.elasticsearch import ElasticsearchStore
from infra.stores.elasticsearch.dsl import query_node, search_query
from infra.stores.sqlite import SqliteStore
from processors.arabic.stopwords import is_stop_word
from tests.infra.conftest import Pool
from tests.infra.stores.samples import NOON, stored
from tests.quality.test_search import NAMES, OWN, prefixed

SEED = 5


def _by_engine(rows: Sequence[Row]) -> dict[str, Row]:
    return {row.layer if row.engine == "stock" else row.engine: row for row in rows}


def _beats_stock(found: dict[str, Row]) -> bool:
    best = max(found["standard"].mrr, found["arabic"].mrr)
    return found["embedded"].mrr >= best + MARGIN and found["elasticsearch"].mrr >= best + MARGIN


@pytest.mark.skipif(not SHARED.is_file(), reason="../shared/search is not there")
def test_both_stores_answer_better_than_the_stock_analyzers_of_the_same_node(es: Elasticsearch) -> None:
    found = _by_engine(measure(read(SHARED, every=9), es, layers=("default",)))
    assert _beats_stock(found), {name: row.mrr for name, row in found.items()}
    assert overlap(found["embedded"], found["elasticsearch"]) >= 0.95


def test_the_own_questions_are_answered_no_worse_than_by_the_stock_analyzers(es: Elasticsearch, tmp_path: Path) -> None:
    rows = json.loads(OWN.read_text(encoding="utf-8"))
    lines = [
        {"url": f"https://own.example/{number}", "body": row["text"], "questions": row["questions"]}
        for number, row in enumerate(rows)
    ]
    path = tmp_path / "own.jsonl"
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), encoding="utf-8")
    found = _by_engine(measure(read(path), es, layers=("default",)))
    assert found["elasticsearch"].mrr >= 0.9
    assert found["elasticsearch"].mrr >= max(found["standard"].mrr, found["arabic"].mrr)


@pytest.fixture(scope="module")
def corpus() -> list[Stored]:
    """The demo's articles, and as many made ones that words stand in many of them."""
    made = [article("maraya", SEED, number) for number in range(150)]
    texts = [*chain.from_iterable(hand_written().values()), *made]
    return [
        stored(
            f"{number:04}",
            text.headline,
            *text.paragraphs,
            kicker=text.kicker,
            lead=text.lead,
            published=NOON - timedelta(minutes=number * 37 % 1000),
        )
        for number, text in enumerate(texts)
    ]


@pytest.fixture(scope="module")
def both(
    pool: Pool, es: Elasticsearch, corpus: list[Stored], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Store, Store]]:
    """Both stores, filled with the same articles."""
    embedded = SqliteStore(tmp_path_factory.mktemp("both") / "search.sqlite")
    embedded.write(corpus)
    with pool.names() as names:
        cluster = ElasticsearchStore(es, names=names, patience=30)
        cluster.write(corpus)
        yield embedded, cluster
    embedded.close()


def _drawn(corpus: Sequence[Stored], kind: str, count: int) -> list[str]:
    draw = random.Random(f"{SEED}:{kind}")
    texts = [one.enriched.article for one in corpus]

    def words(needed: int) -> list[str]:
        while True:
            found = draw.choice(draw.choice(texts).paragraphs).translate(str.maketrans("", "", '“”«»"،.:؛؟()-')).split()
            if len(found) >= needed:
                at = draw.randrange(len(found) - needed + 1)
                return found[at : at + needed]

    match kind:
        case "a name":
            return draw.sample(NAMES, count)
        case "a word":
            return [words(1)[0] for _ in range(count)]
        case "two words":
            return [" ".join(draw.sample(words(6), 2)) for _ in range(count)]
        case "a phrase":
            return [f'"{" ".join(words(2))}"' for _ in range(count)]
        case _:
            return [f"ماذا قيل عن {' '.join(draw.sample(words(8), 4))}؟" for _ in range(count)]


@pytest.mark.parametrize("kind", ["a name", "a word", "two words", "a phrase", "a question"])
def test_the_two_stores_agree_on_the_first_ten(both: tuple[Store, Store], corpus: list[Stored], kind: str) -> None:
    shares = []
    for text in _drawn(corpus, kind, 20):
        one, other = (store.search(Query(text=text, highlight=False)) for store in both)
        assert one.total == other.total, text
        ids = [{hit.stored.enriched.article.id for hit in found.hits} for found in (one, other)]
        shares += [len(ids[0] & ids[1]) / len(ids[0])] if ids[0] else []
    assert len(shares) >= 10
    assert sum(shares) / len(shares) >= 0.9
    assert sum(share >= 0.8 for share in shares) >= 0.9 * len(shares)


def test_the_stores_agree_on_words_so_common_that_only_the_newest_are_looked_at(
    both: tuple[Store, Store], corpus: list[Stored], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scoring, "_FEW", 30)
    holding = Counter(chain.from_iterable(set(one.enriched.article.body.split()) for one in corpus))
    common = [word for word, count in holding.most_common(60) if count > 90 and not is_stop_word(word)][:8]
    assert len(common) >= 4
    for text in (*common, f"{common[0]} {common[1]}"):
        one, other = (store.search(Query(text=text, highlight=False)) for store in both)
        assert one.total == other.total > 80
        ids = [{hit.stored.enriched.article.id for hit in found.hits} for found in (one, other)]
        assert len(ids[0] & ids[1]) >= 8, text


def test_scores_fall_from_page_to_page(both: tuple[Store, Store]) -> None:
    for store in both:
        pages = [store.search(Query(text="في", limit=25, offset=at, highlight=False)).hits for at in range(0, 125, 25)]
        hits = list(chain.from_iterable(pages))
        scores = [hit.score for hit in hits]
        assert len({hit.stored.enriched.article.id for hit in hits}) == len(hits) > 80
        assert scores == sorted(scores, reverse=True)


def test_a_name_finds_every_prefixed_form_on_a_node_where_the_stock_analyzer_misses_many(
    es: Elasticsearch, names: Names
) -> None:
    wanted = {name: sorted(prefixed(name)) for name in NAMES}
    forms = sorted(set(chain.from_iterable(wanted.values())))
    index = names.index(1, "2026.11")
    rows = ({"_index": index, "_id": form, "id": form, "headline": form} for form in forms)
    helpers.bulk(es, rows, refresh=True)
    for name, asked in wanted.items():
        query = Query(text=name)
        body = search_query(query, query_node(query), lambda field, value: {})
        found = es.search(index=index, query=body, size=1000, source=False)["hits"]["hits"]
        assert set(asked) <= {hit["_id"] for hit in found}, name
    with stock(es, "arabic", [stored(form, form) for form in forms]) as answer:
        missed = [name for name in NAMES if not {"ل" + name, "ب" + name, "ك" + name, "ف" + name} <= set(answer(name))]
    assert len(missed) > 0.9 * len(NAMES)
