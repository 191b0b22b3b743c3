"""Trains and measures the statistical tagger: ``python -m bench.ner vectors|train|crossvalidate``."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

from bench.ner.corpus import Sentence, read_corpus, scores, sha256
from bench.ner.encode import Bags, Encoded, bags, encode, numbering
from bench.ner.export import export
from bench.ner.lexicon import lexicon_text
from bench.ner.measure import found_spans, table_of
from bench.ner.vectors import Table, build_table, load_table
from processors.entities.rules import RuleTagger
from processors.entities.statistical import MODEL_FILE
from processors.entities.statistical.lexicon import Lexicon, parse_lexicon
from processors.entities.statistical.model import read_model
from processors.entities.statistical.tagger import StatisticalTagger

NEWS, WIKI, WIKI_DEV = "anercorp-train.conll", "aqmar-train.conll", "aqmar-dev.conll"
FOLDS, SEED, DOCUMENT = 4, 0, 25


def fit(documents: Sequence[Sequence[Sentence]], table: Table, text: str, path: Path, seed: int = SEED) -> None:
    """Train on documents and write the artefact."""
    from bench.ner.trainer import train

    lexicon = parse_lexicon(text)
    bagged = [_bagged(document, lexicon) for document in documents]
    numbers = numbering(words for document in bagged for words in document)
    vectors = {word: number for number, word in enumerate(table.words, 1)}
    encoded: list[list[Encoded]] = [
        [encode(one, words, numbers, vectors) for one, words in zip(document, bagged[index], strict=True)]
        for index, document in enumerate(documents)
    ]
    trained = train(encoded, table.decoded(), len(numbers), seed)
    export(path, trained.arrays, numbers, table, text)


def _bagged(sentences: Sequence[Sentence], lexicon: Lexicon) -> list[Bags]:
    rules, found = RuleTagger(), []
    for first in range(0, len(sentences), DOCUMENT):
        document = sentences[first : first + DOCUMENT]
        hints = rules.spans([one.words for one in document])
        found += [bags(one, lexicon, spans) for one, spans in zip(document, hints, strict=True)]
    return found


def train_all(data: Path, vectors: Path) -> None:
    names = (NEWS, WIKI, WIKI_DEV)
    fit([read_corpus(data / name) for name in names], load_table(vectors), lexicon_text(), MODEL_FILE)
    hashes = {name: sha256(data / name) for name in names}
    record = {"data": hashes, "vectors": sha256(vectors), "model": sha256(MODEL_FILE), "seed": SEED}
    MODEL_FILE.with_name("data.json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


def crossvalidate(data: Path, table: Table, folds: Sequence[int], models: Path) -> None:
    """Measure on contiguous quarters of ANERcorp, and AQMAR dev by the model of the first; keep the folds' models."""
    models.mkdir(parents=True, exist_ok=True)
    news, wiki, dev = (read_corpus(data / name) for name in (NEWS, WIKI, WIKI_DEV))
    text = lexicon_text()
    pairs: dict[int, list] = {}
    for fold in folds:
        first, last = len(news) * fold // FOLDS, len(news) * (fold + 1) // FOLDS
        path = models / f"fold{fold}.npz"
        fit([news[:first], news[last:], wiki], table, text, path)
        tagger = StatisticalTagger(read_model(path))
        for size in (1, 25):
            found = found_spans(tagger, news[first:last], size)
            pairs.setdefault(size, []).extend(found)
            print(table_of(f"fold {fold}, documents of {size}", scores(found)), flush=True)
        if fold == folds[0]:
            print(table_of("AQMAR dev, documents of 25", scores(found_spans(tagger, dev, 25))), flush=True)
    for size, found in pairs.items():
        print(table_of(f"folds {list(folds)}, documents of {size}", scores(found)), flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.ner", description=__doc__)
    parser.add_argument("task", choices=("vectors", "train", "crossvalidate"))
    parser.add_argument("--data", type=Path, required=True, help="folder of the .conll files")
    parser.add_argument("--vectors", type=Path, required=True, help="file that the task vectors writes, others read")
    parser.add_argument("--models", type=Path, default=Path("var/ner"), help="folder for the models of the folds")
    parser.add_argument("--folds", default="0,1,2,3", help="quarters to measure on (default: all)")
    arguments = parser.parse_args()
    if arguments.task == "vectors":
        build_table(arguments.vectors)
    elif arguments.task == "train":
        train_all(arguments.data, arguments.vectors)
    else:
        folds = [int(fold) for fold in arguments.folds.split(",")]
        crossvalidate(arguments.data, load_table(arguments.vectors), folds, arguments.models)


if __name__ == "__main__":
    main()
