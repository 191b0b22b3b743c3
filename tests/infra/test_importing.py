"""Lines of other collections become articles: in order, and the same in one process as in many."""

from __future__ import annotations

from datetime import UTC, datetime

from infra import importing
from infra.importing import Importer, imported
from infra.workers import SMALL

NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)


def records(count):
    for number in range(count):
        url = f"https://outlet.example/news/{number}" if number % 10 else "no address"
        yield (
            number,
            {
                "url": url,
                "headline": f"افتتاح مكتبة عامة في الحي رقم {number}",
                "body": "قالت المديرة إن الدخول مجاني.",
            },
        )


def test_many_lines_give_in_workers_what_they_give_in_one_process(monkeypatch) -> None:
    importer, count = Importer(outlets={}, imported_at=NOW), SMALL + 20
    apart = list(imported(records(count), importer))
    monkeypatch.setattr(importing, "SMALL", count + 1)
    assert apart == list(imported(records(count), importer))
    assert [line.number for line in apart] == list(range(count))
    assert sum(line.error is not None for line in apart) == count // 10
