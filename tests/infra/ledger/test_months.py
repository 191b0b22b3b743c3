"""The book of months: the first that notes an article decides."""

from __future__ import annotations

from pathlib import Path
from threading import Thread

from infra.ledger import ArticleMonths, connect


def test_the_first_month_noted_holds(tmp_path: Path) -> None:
    book = ArticleMonths(connect(f"sqlite:///{tmp_path / 'ledger.sqlite'}"))
    assert book.claim({"a": "2026.10", "b": "2026.11"}) == {"a": "2026.10", "b": "2026.11"}
    assert book.claim({"a": "2026.12", "c": "2026.12"}) == {"a": "2026.10", "c": "2026.12"}


def test_a_month_found_elsewhere_is_corrected(tmp_path: Path) -> None:
    book = ArticleMonths(connect(f"sqlite:///{tmp_path / 'ledger.sqlite'}"))
    book.claim({"a": "2026.12"})
    book.correct({"a": "2024.01"})
    assert book.claim({"a": "2026.12"}) == {"a": "2024.01"}


def test_more_ids_than_a_statement_takes_are_no_trouble(tmp_path: Path) -> None:
    book = ArticleMonths(connect(f"sqlite:///{tmp_path / 'ledger.sqlite'}"))
    wanted = {f"id{number}": "2026.11" for number in range(1201)}
    assert book.claim(wanted) == wanted
    assert book.claim(dict.fromkeys(wanted, "2026.12")) == wanted


def test_two_writers_agree_on_one_month(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    books = [ArticleMonths(connect(url)) for _ in range(2)]
    ids = [f"id{number}" for number in range(300)]
    answers: list[dict[str, str]] = [{}, {}]

    def claim(which: int) -> None:
        for article in ids:
            answers[which] |= books[which].claim({article: f"2026.{which + 1:02}"})

    threads = [Thread(target=claim, args=(which,)) for which in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers[0] == answers[1]
