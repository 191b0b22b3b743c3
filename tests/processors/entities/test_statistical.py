"""The shipped statistical tagger: what it finds, how it reads documents, what its artefact must keep to."""

from __future__ import annotations

import itertools
import time
from pathlib import Path

import numpy as np
import pytest

from processors.entities import statistical
from processors.entities.statistical.model import LABELS, Model, ModelError, read_model
from processors.entities.statistical.network import decode, emissions, lay_out
from processors.entities.statistical.tagger import StatisticalTagger, sentences
from processors.entities.words import Words, split_words

MODEL = read_model(statistical.MODEL_FILE)
TAGGER = statistical.load()
TEXT = (
    "استقبل وزير الخارجية السلوفيني ديميتري روبيل في ليوبليانا نظيره المغربي محمد بن عيسى.\n"
    "وقال روبيل إن الاتحاد الأوروبي سيفتح مكتبا في الرباط، ولتونس نصيب من البرنامج."
)


def found(text: str, tagger: StatisticalTagger = TAGGER) -> list[tuple[str, str]]:
    words = split_words("body", text)
    (spans,) = tagger.spans([words])
    edges = [words.raw_span(span.first, span.last, span.cut) for span in spans]
    return [(text[start:end], span.type) for (start, end), span in zip(edges, spans, strict=True)]


def test_persons_places_countries_and_organisations_are_found_without_their_prefixes() -> None:
    names = found(TEXT)
    assert ("ديميتري روبيل", "person") in names
    assert ("محمد بن عيسى", "person") in names
    assert ("ليوبليانا", "place") in names
    assert ("الاتحاد الأوروبي", "organisation") in names
    assert ("تونس", "country") in names


def test_a_name_that_no_list_holds_is_found_by_what_stands_around_it() -> None:
    assert ("شملان الدقريزي", "person") in found("وأكد المتحدث باسم الشركة شملان الدقريزي أن الخسائر كبيرة.")


def test_a_text_without_names_or_words_gives_nothing() -> None:
    assert found("كان الطقس باردا هذا الصباح.") == []
    assert found("") == []
    assert found("؟!") == []
    assert TAGGER.spans([]) == ()


def test_each_field_has_its_own_spans_in_order() -> None:
    document = [split_words("headline", ""), split_words("body", TEXT), split_words("lead", "")]
    spans = TAGGER.spans(document)
    assert [len(field) > 0 for field in spans] == [False, True, False]
    assert [span.first for span in spans[1]] == sorted(span.first for span in spans[1])
    assert not any(a.overlaps(b) for a, b in zip(spans[1], spans[1][1:], strict=False))
    assert all(0 <= span.score <= 1 for span in spans[1])


def test_the_same_document_gives_the_same_spans_whatever_was_tagged_before() -> None:
    fresh = StatisticalTagger(MODEL)
    first = fresh.spans([split_words("body", TEXT)])
    fresh.spans([split_words("body", "وصل الوفد الكوري إلى بوسان صباح الجمعة.")])
    assert fresh.spans([split_words("body", TEXT)]) == first


def test_a_very_long_sentence_is_read_in_pieces() -> None:
    words = split_words("body", "ثم قال " * 400)
    pieces = sentences([words])
    assert pieces[0][0] == 0
    assert pieces[-1][1] == len(words.words)
    assert all(a[1] == b[0] for a, b in itertools.pairwise(pieces))
    assert max(last - first for first, last in pieces) <= 120


def _slow_scores(model: Model, rows: np.ndarray) -> np.ndarray:
    """The network word by word, with plain sigmoids: what the stacked pass must equal."""
    states = []
    hidden = model.recurrent.shape[-1]
    for side in range(2):
        state = cell = np.zeros(hidden)
        order = range(len(rows)) if side == 0 else range(len(rows) - 1, -1, -1)
        out = np.zeros((len(rows), hidden))
        for at in order:
            gate = rows[at] @ model.inputs[:, side] + model.input_bias[:, side, 0] + state @ model.recurrent[:, side]
            inward, forget, outward, new = 1 / (1 + np.exp(gate))
            cell = forget * cell + inward * (2 * new - 1)
            state = outward * np.tanh(cell)
            out[at] = state
        states.append(out @ model.output[side])
    return states[0] + states[1] + rows @ model.skip + model.output_bias


def _best_path(model: Model, scores: np.ndarray) -> list[int]:
    paths = [(model.start[label] + scores[0, label], [label]) for label in range(len(LABELS))]
    for row in scores[1:]:
        longer = [
            [(total + model.transitions[path[-1], label] + row[label], [*path, label]) for total, path in paths]
            for label in range(len(LABELS))
        ]
        paths = [max(options) for options in longer]
    return max((total + model.end[path[-1]], path) for total, path in paths)[1]


def test_sentences_side_by_side_score_and_decode_as_each_alone() -> None:
    rng = np.random.default_rng(7)
    pieces = [(0, 5), (5, 6), (6, 17), (17, 22)]
    rows = rng.standard_normal((22, len(MODEL.skip))).astype(np.float32)
    layout = lay_out(pieces)
    scores = emissions(MODEL, rows, layout)
    labels = decode(MODEL, scores.copy(), pieces)
    for first, last in pieces:
        alone = _slow_scores(MODEL, rows[first:last].astype(np.float64))
        np.testing.assert_allclose(scores[first:last], alone, atol=2e-3)
        assert list(labels[first:last]) == _best_path(MODEL, scores[first:last].astype(np.float64))


def test_words_clearly_outside_of_names_change_nothing_in_the_best_path() -> None:
    rng = np.random.default_rng(11)
    pieces = [(0, 40), (40, 41), (41, 60)]
    scores = rng.normal(0, 3, (60, len(LABELS))).astype(np.float32)
    scores[rng.random(60) < 0.7, 0] += 14
    labels = decode(MODEL, scores.copy(), pieces)
    assert 0 < np.count_nonzero(labels) < 40
    for first, last in pieces:
        assert list(labels[first:last]) == _best_path(MODEL, scores[first:last].astype(np.float64))
    assert not decode(MODEL, scores + np.array([50, *[0] * 6], np.float32), pieces).any()


def test_the_artefact_is_small_loads_fast_and_carries_its_papers() -> None:
    folder = statistical.MODEL_FILE.parent
    assert statistical.MODEL_FILE.stat().st_size < 5_000_000
    assert {path.name for path in folder.iterdir()} >= {"model.npz", "data.json", "LICENSE", "MODEL_CARD.md"}
    start = time.process_time()
    read_model(statistical.MODEL_FILE)
    # Half a second is the promise; a busy machine gets twice that.
    assert time.process_time() - start < 1.0


def test_an_artefact_of_another_format_is_refused_with_a_remedy(tmp_path: Path) -> None:
    np.savez(tmp_path / "model.npz", format=np.int32(99))
    with pytest.raises(ModelError, match="format = 99: this version reads 1; train it anew"):
        read_model(tmp_path / "model.npz")


def test_words_unknown_to_every_list_still_get_vectors() -> None:
    words: Words = split_words("body", "ظغقشث خضحجث")
    assert TAGGER.spans([words]) == ((),)
