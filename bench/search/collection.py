"""Collections of questions and the paragraphs that answer them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from infra.importing import Importer, imported
from infra.stores.base import Stored

_WHEN = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question and the id of the article that answers it."""

    text: str
    article: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Collection:
    """Articles as `rasid import` makes them, and questions over them."""

    name: str
    articles: tuple[Stored, ...]
    questions: tuple[Question, ...]


def read(path: Path, *, every: int = 1) -> Collection:
    """Read a collection: SQuAD's JSON, or lines of `rasid import`, each with its ``questions``.

    ``every`` keeps one question in so many, and all articles. `ValueError` names a line that `rasid import` refuses.
    """
    text = path.read_text(encoding="utf-8")
    rows = list(_lines(text) if path.suffix == ".jsonl" else _squad(json.loads(text)))
    importer = Importer(outlets={}, imported_at=_WHEN, process=False)
    articles: list[Stored] = []
    questions: list[Question] = []
    for line, row in zip(imported(enumerate(rows, 1), importer), rows, strict=True):
        if line.stored is None:
            raise ValueError(f"{path}, article {line.number}: {line.error}")
        articles.append(line.stored)
        identity = line.stored.enriched.article.id
        questions += [Question(text=question, article=identity) for question in row["questions"]]
    return Collection(name=path.stem, articles=tuple(articles), questions=tuple(questions[::every]))


def _lines(text: str) -> Iterator[Mapping[str, Any]]:
    for line in text.splitlines():
        if line.strip():
            yield {"questions": [], **json.loads(line)}


def _squad(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    paragraphs = [paragraph for article in data["data"] for paragraph in article["paragraphs"]]
    for number, paragraph in enumerate(paragraphs):
        questions = [question["question"] for question in paragraph["qas"]]
        # The title is not indexed: the measure is of paragraphs.
        url = f"https://collection.example/paragraphs/{number:06}"
        yield {"url": url, "body": paragraph["context"], "questions": questions}
