"""Floors for who and what an article names, on texts of our own: spans, types, ids, titles, metonyms, adjectives."""

from __future__ import annotations

import hashlib
from functools import lru_cache

from processors.entities.gazetteer import gazetteer
from processors.records import Mention
from tests.quality.entity_data import DATA, Label, counts, texts

SHA256 = "087b78defb01bb96d5661d8f715798543910c74468a2864d420400af0d851919"
Key = tuple[int, int, int, str]


@lru_cache(maxsize=1)
def _compared() -> tuple[dict[Key, Label], dict[Key, Mention]]:
    """Return what is labelled and what is found, by text, place and type."""
    gold: dict[Key, Label] = {}
    found: dict[Key, Mention] = {}
    for number, (_, labels, mentions) in enumerate(texts()):
        gold |= {(number, label.start, label.end, label.type): label for label in labels}
        found |= {(number, mention.start, mention.end, mention.type): mention for mention in mentions}
    return gold, found


def test_the_labels_are_those_that_the_floors_were_measured_on() -> None:
    assert hashlib.sha256(DATA.read_bytes()).hexdigest() == SHA256
    gold, _ = _compared()
    ids = [label.id for label in gold.values() if label.id and not label.id.startswith("name:")]
    assert [name for name in ids if name not in gazetteer().entities] == []
    assert counts().wanted.total() >= 150
    assert {label.type for label in gold.values()} == {"person", "organisation", "group", "place", "country"}


def test_names_are_found_whole_and_of_the_right_type() -> None:
    found = counts()
    floors = {"person": 0.79, "organisation": 0.68, "group": 0.99, "place": 0.90, "country": 0.93}
    f1 = {kind: found.shares(kind)[2] for kind in floors}
    assert {kind: f1[kind] >= floor for kind, floor in floors.items()} == dict.fromkeys(floors, True), f1
    assert found.shares()[2] >= 0.85


def test_what_is_found_bears_the_right_id_and_title() -> None:
    gold, found = _compared()
    both = gold.keys() & found.keys()
    wrong = [(gold[key].text, found[key].entity_id) for key in both if gold[key].id not in {None, found[key].entity_id}]
    assert len(wrong) <= 1, wrong
    titles = [(gold[key].role, found[key].role) for key in both if gold[key].role]
    assert len(titles) >= 10
    assert sum(wanted == given for wanted, given in titles) >= len(titles) - 1, titles


def test_a_seat_of_government_is_marked_where_it_acts_and_only_there() -> None:
    gold, found = _compared()
    both = gold.keys() & found.keys()
    assert sum(gold[key].metonym for key in both) >= 14
    wrong = [(gold[key].text, gold[key].metonym) for key in both if gold[key].metonym != found[key].metonym]
    assert len(wrong) <= 1, wrong


def test_nationality_adjectives_are_marked_and_are_no_names() -> None:
    gold, found = _compared()
    adjectives = {key for key, label in gold.items() if label.adjective}
    assert len(adjectives) >= 6
    assert {key for key in adjectives if key in found and found[key].adjective} == adjectives
