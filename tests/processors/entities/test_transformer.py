"""The transformer tagger on a real, tiny ONNX model that the test builds: a table from words to tags."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from processors.entities.transformer import TransformerError, TransformerTagger
from processors.entities.words import split_words

if os.environ.get("CI") == "true":
    import onnx
    import onnxruntime  # noqa: F401
    import tokenizers
else:
    onnx = pytest.importorskip("onnx", reason="extra transformer not installed")
    tokenizers = pytest.importorskip("tokenizers", reason="extra transformer not installed")
    pytest.importorskip("onnxruntime", reason="extra transformer not installed")

TAGS = ["O", "B-PERS", "I-PERS", "B-LOC", "B-ORG", "I-ORG", "B-MISC"]
WORDS = {
    "[UNK]": "O",
    "سلمى": "B-PERS",
    "الحوراني": "I-PERS",
    "واللاذقية": "B-LOC",
    "رابطة": "B-ORG",
    "النحالين": "I-ORG",
    "الأرجوانية": "B-MISC",
}
TEXT = "التقت سلمى الحوراني أعضاء رابطة النحالين، واللاذقية تنتظر الأرجوانية."


def write_model(folder: Path, positions: int = 64) -> None:
    """Write a model whose scores are a row of a table for each word: large for its tag, else 0."""
    words = list(WORDS)
    tokenizer = tokenizers.Tokenizer(tokenizers.models.WordLevel({word: i for i, word in enumerate(words)}, "[UNK]"))
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    tokenizer.save(str(folder / "tokenizer.json"))
    scores = [8.0 * (tag == WORDS[word]) for word in words for tag in TAGS]
    helper = onnx.helper
    numbers = onnx.TensorProto
    table = helper.make_tensor("table", numbers.FLOAT, [len(words), len(TAGS)], scores)
    graph = helper.make_graph(
        [helper.make_node("Gather", ["table", "input_ids"], ["logits"])],
        "tagger",
        [helper.make_tensor_value_info("input_ids", numbers.INT64, ["batch", "length"])],
        [helper.make_tensor_value_info("logits", numbers.FLOAT, ["batch", "length", len(TAGS)])],
        [table],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, str(folder / "model.onnx"))
    config = {"id2label": {str(i): tag for i, tag in enumerate(TAGS)}, "max_position_embeddings": positions}
    (folder / "config.json").write_text(json.dumps(config), encoding="utf-8")


def found(tagger: TransformerTagger, text: str) -> list[tuple[str, str]]:
    words = split_words("body", text)
    (spans,) = tagger.spans([words])
    edges = [words.raw_span(span.first, span.last, span.cut) for span in spans]
    return [(text[start:end], span.type) for (start, end), span in zip(edges, spans, strict=True)]


EXPECTED = [("سلمى الحوراني", "person"), ("رابطة النحالين", "organisation"), ("اللاذقية", "place")]


def test_tags_of_the_model_become_spans_without_prefixes_and_other_classes_are_left(tmp_path: Path) -> None:
    write_model(tmp_path)
    assert found(TransformerTagger(tmp_path), TEXT) == EXPECTED


def test_scores_are_the_probabilities_of_the_model(tmp_path: Path) -> None:
    write_model(tmp_path)
    (spans,) = TransformerTagger(tmp_path).spans([split_words("body", TEXT)])
    # Softmax of one 8 among seven scores, the others 0.
    assert all(abs(span.score - 0.99799) < 0.0001 for span in spans)


def test_text_longer_than_the_models_positions_is_read_in_parts(tmp_path: Path) -> None:
    write_model(tmp_path, positions=8)
    assert found(TransformerTagger(tmp_path), " ".join([TEXT] * 12)) == EXPECTED * 12


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    write_model(tmp_path)
    (tmp_path / "tokenizer.json").unlink()
    with pytest.raises(TransformerError, match=r"tokenizer\.json: missing"):
        TransformerTagger(tmp_path)


def test_a_model_without_labels_is_refused(tmp_path: Path) -> None:
    write_model(tmp_path)
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(TransformerError, match="id2label"):
        TransformerTagger(tmp_path)
