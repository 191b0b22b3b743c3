"""Did you mean: misspelt names are put right, and what is spelt right is left alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.meant import Corrector, names_of
from infra.stores.sqlite import SqliteStore
from infra.stores.values import name_key
from processors.arabic.normalise import fold
from processors.entities.gazetteer import gazetteer
from tests.infra.stores.samples import stored

MISSPELT = Path(__file__).parent / "misspelt.tsv"
TEXTS = Path(__file__).parent / "search.json"


def pairs() -> list[tuple[str, str]]:
    lines = MISSPELT.read_text(encoding="utf-8").splitlines()
    return [(wrong, right) for wrong, right in (line.split("\t") for line in lines if not line.startswith("#"))]


@pytest.fixture(scope="module")
def corrector(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Corrector]:
    """The names in articles, each once, among other news; what is known by name is what ships with Rasid."""
    store = SqliteStore(tmp_path_factory.mktemp("meant") / "search.sqlite")
    names = sorted({right for _, right in pairs()})
    store.write(stored(f"n{number}", f"خبر عن {name}") for number, name in enumerate(names))
    rows = json.loads(TEXTS.read_text(encoding="utf-8"))
    store.write(stored(f"t{number}", "خبر", row["text"]) for number, row in enumerate(rows))
    yield Corrector(store, names_of((), gazetteer()), gazetteer)
    store.close()


def test_misspelt_names_are_put_right(corrector: Corrector) -> None:
    needed = [(wrong, right) for wrong, right in pairs() if fold(wrong) != fold(right)]
    assert len({right for _, right in needed}) >= 100
    missed = {wrong: corrector.meant(wrong) for wrong, right in needed if not same(corrector.meant(wrong), right)}
    assert len(missed) <= 0.05 * len(needed), missed


def same(meant: tuple[str, ...], right: str) -> bool:
    return bool(meant) and name_key(meant[0]) == name_key(right)


def test_what_is_spelt_right_is_left_alone(corrector: Corrector) -> None:
    assert [right for _, right in pairs() if corrector.meant(right)] == []
    rows = json.loads(TEXTS.read_text(encoding="utf-8"))
    assert [row["text"] for row in rows if corrector.meant(row["text"])] == []
