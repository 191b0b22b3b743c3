"""Floors for names: on sentences of our own, and on the shared corpora, which the shipped model has seen in training.

What the tagger is worth on unseen text is told by contiguous cross-validation (``python -m bench.ner crossvalidate``;
figures in the model card); training four models is too slow for a test. The corpora here hold two things: that the
rules, which were never fitted to them, keep their level, and that the shipped model still reads text as it did when it
was trained (a changed word splitter or feature shows at once).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import pytest

from bench.ner.corpus import read_corpus, scores
from bench.ner.emitted import emitted_spans
from bench.ner.measure import KINDS
from processors.entities.gazetteer import gazetteer
from processors.entities.link import link
from processors.entities.propagate import full_names, propagate
from processors.entities.rules import RuleTagger
from processors.entities.statistical import MODEL_FILE
from processors.entities.step import tools
from processors.entities.tagger import EntityTagger
from processors.entities.words import split_words
from processors.records import Context, Mention

OWN = Path(__file__).with_name("names.txt")
OWN_SHA256 = "4b5e4358b7c1b2cf4421e001c079e9bc51330d41b12a894971ce9dd99841cff0"
SHARED = Path(__file__).parents[3] / "shared" / "ner"
CONTEXT = Context(captured_at=datetime(2025, 1, 1, tzinfo=UTC))
_MARKED = re.compile(r"\[([^|\]]+)\|(PER|LOC|ORG)\]")


def _mentions(tagger: EntityTagger, body: str) -> tuple[Mention, ...]:
    document = [split_words("body", body)]
    spans = tagger.spans(document)
    full = full_names(document, spans)
    return link(document, propagate(document, spans, full), CONTEXT, gazetteer(), full)


@lru_cache(maxsize=1)
def _shipped() -> EntityTagger:
    return tools(CONTEXT.corrections)[0]


def _unmarked(text: str) -> tuple[str, set[tuple[int, int, str]]]:
    gold, body, last = set(), "", 0
    for match in _MARKED.finditer(text):
        body += text[last : match.start()]
        gold.add((len(body), len(body) + len(match[1]), match[2]))
        body += match[1]
        last = match.end()
    return body + text[last:], gold


def test_names_in_our_own_sentences_reach_their_floors() -> None:
    raw = OWN.read_bytes()
    assert hashlib.sha256(raw).hexdigest() == OWN_SHA256
    text = "\n".join(line for line in raw.decode().split("\n") if not line.startswith("#"))
    gold_of, found_of, right_of = Counter[str](), Counter[str](), Counter[str]()
    for document in text.strip().split("\n\n"):
        body, gold = _unmarked(document)
        counted = [mention for mention in _mentions(_shipped(), body) if not mention.adjective]
        found = {(mention.start, mention.end, KINDS[mention.type]) for mention in counted}
        for counter, spans in ((gold_of, gold), (found_of, found), (right_of, gold & found)):
            counter.update(kind for _, _, kind in spans)
    f1 = {kind: 2 * right_of[kind] / (gold_of[kind] + found_of[kind]) for kind in gold_of}
    total = 2 * right_of.total() / (gold_of.total() + found_of.total())
    assert gold_of.total() > 90
    floors = {"PER": 0.73, "LOC": 0.81, "ORG": 0.84}
    assert {kind: f1[kind] >= floor for kind, floor in floors.items()} == dict.fromkeys(floors, True), (f1, total)
    assert total >= 0.80, (f1, total)


def _f1(tagger: EntityTagger, name: str, most: int) -> float:
    path = SHARED / name
    if not path.is_file():
        pytest.skip(f"{path} isn't here")
    known = json.loads(MODEL_FILE.with_name("data.json").read_text(encoding="utf-8"))["data"]
    assert hashlib.sha256(path.read_bytes()).hexdigest() == known[name], "the corpus isn't the one trained on"
    sentences = read_corpus(path)[:most]
    return scores(emitted_spans(lambda body: _mentions(tagger, body), sentences, 25))["all"][2]


def test_rules_alone_keep_their_level_on_news() -> None:
    assert _f1(RuleTagger(), "anercorp-train.conll", 1500) >= 71.8


@pytest.mark.parametrize(
    ("name", "floor"), [("anercorp-train.conll", 95.4), ("aqmar-train.conll", 92.7), ("aqmar-dev.conll", 91.0)]
)
def test_the_shipped_model_still_reads_the_corpora_it_was_trained_on(name: str, floor: float) -> None:
    assert _f1(_shipped(), name, 1000) >= floor
