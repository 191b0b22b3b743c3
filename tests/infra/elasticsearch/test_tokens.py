"""The tokens of a real node are those of the embedded tokenizer: every layer, in the index and in queries."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice

import pytest
from elasticsearch import Elasticsearch

from infra.demo.synthetic import article
from infra.demo.texts import hand_written
from infra.demo.words import vocabulary
from infra.elasticsearch.templates import Names
from processors.arabic.tokens import LAYERS, TokenLayer, tokens
from tests.infra.conftest import fresh_names

PREFIXES = ("و", "ف", "ب", "ل", "ك", "س", "ال", "وال", "بال", "وبال", "كال", "فال", "لل", "ولل", "وس", "فل", "وك")
SPELLINGS = (
    "عَبْدُ اللَّهِ وعبد  الرحمن وعبدالله", "وعبد الله بن ابن عباس وأبي بكر وأبا بكر وأبو بكر", "ابن خلدون",
    "الإمــارات الإِمارات الأمارات", "مؤسسة مسؤول شؤون هيئة ماء", "على علي إلى الي", "٢٠٢٦ ۲۰۲۶ 2026 ٣٫٥ 3.5",
    "کتاب ایران پاکستان ڤيينا گاز ژنيف", "ﺍﻟﺴﻼﻡ ﻋﻠﻴﻜﻢ ﷲ ﷺ", "قال\u200f: «نعم»\u202b لا\u202c",
    "كتابـ ـجديد ـ عبد ـالله",
    "a_b c.d it's COVID-19 É e\u0301 İstanbul ΣΑΣ Straße", "عبد\u00a0الله عبد\nالله عبد،الله", "\ufeffبداية\u00adالسطر",
    "🙂 نص 🇮🇶 ½ ² Ⅳ ①", "؟!،؛", "و ف ب ل ك س", "للعراق وللبنان فللاذقية كاللاذقية لله والله بالله تالله",
    "محمدﷺ ﷼ 5 ﷽", "x" * 900, "ـ" * 50 + "نص", "زاوية\u200cنيم\u200cفاصلة",
)  # fmt: skip


def texts() -> Iterator[str]:
    """Sentences of the demo, hand-written and generated, then words alone with every prefix: 5,000 and more."""
    yield from SPELLINGS
    for outlet in hand_written().values():
        for one in outlet:
            yield from (one.headline, *one.paragraphs)
    for number in range(40):
        made = article("maraya", 5, number)
        yield from (made.headline, *made.paragraphs)
    draw = random.Random(11)
    for word in draw.sample(vocabulary(), 4600):
        yield draw.choice(PREFIXES) + word if draw.random() < 0.5 else word


def joined() -> list[str]:
    """The texts in batches: a node answers with 10,000 tokens at most."""
    source = texts()
    batches = []
    while batch := list(islice(source, 60 if len(batches) < 12 else 300)):
        batches.append("\n".join(batch))
    return batches


@pytest.fixture(scope="module")
def index(es: Elasticsearch) -> Iterator[str]:
    with fresh_names(es) as names:
        es.indices.create(index=names.index(1, "2026.11"), settings={"index.analyze.max_token_count": 100_000})
        yield names.index(1, "2026.11")


def test_there_are_five_thousand_texts() -> None:
    assert len(list(texts())) >= 5000


@pytest.mark.parametrize("indexed", [True, False], ids=["index", "query"])
@pytest.mark.parametrize("layer", LAYERS)
def test_a_node_gives_the_tokens_of_the_embedded_tokenizer(
    es: Elasticsearch, index: str, layer: TokenLayer, indexed: bool
) -> None:
    analyzer = f"rasid_{layer}" if indexed or layer == "exact" else f"rasid_{layer}_query"
    for text in joined():
        found = es.indices.analyze(index=index, analyzer=analyzer, text=text)["tokens"]
        there = sorted((token["position"], token["token"]) for token in found)
        here = sorted((token.position, token.text) for token in tokens(text, layer, index=indexed))
        assert there == here


def test_the_field_itself_carries_the_folded_and_the_stemmed_forms(es: Elasticsearch, index: str) -> None:
    for text in joined():
        for analyzer, indexed in (("rasid", True), ("rasid_query", False)):
            found = es.indices.analyze(index=index, analyzer=analyzer, text=text)["tokens"]
            layers = (tokens(text, "folded", index=indexed), tokens(text, "stemmed", index=indexed))
            here = {(token.position, token.text) for layer in layers for token in layer}
            assert {(token["position"], token["token"]) for token in found} == here


def test_a_word_longer_than_lucene_takes_is_left_out_and_nothing_else(es: Elasticsearch, names: Names) -> None:
    index = names.index(1, "2026.12")
    es.index(index=index, id="long", document={"id": "long", "body": f"قبل {'ن' * 40_000} بعد"}, refresh=True)
    for word in ("قبل", "بعد"):
        assert es.count(index=index, query={"match": {"body": word}})["count"] == 1
