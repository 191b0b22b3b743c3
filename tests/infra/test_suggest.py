from __future__ import annotations

from pathlib import Path

from infra.stores.sqlite import SqliteStore
from infra.suggest import Suggester, did_you_mean
from tests.infra.stores.samples import mention, stored


def _store(path: Path) -> SqliteStore:
    store = SqliteStore(path / "s.sqlite")
    names = ("عدنان الكناني", "عدنان الكناني", "كنان الجبوري", "البصرة", "مصطفى الراوي")
    for number, name in enumerate(names):
        kind = "place" if name == "البصرة" else "person"
        store.write([stored(f"x{number}", f"خبر عن {name}", mentions=[mention(name, kind, f"e:{name}")])])
    return store


def test_typing_suggests_entities_by_any_of_their_words(tmp_path: Path) -> None:
    suggester = Suggester.of(_store(tmp_path))
    assert [one.label for one in suggester.starting("كنا")] == ["كنان الجبوري", "عدنان الكناني"]
    assert [one.label for one in suggester.starting("عدنان الك")] == ["عدنان الكناني"]
    assert suggester.starting("عدنان")[0].count == 2
    assert suggester.starting("") == ()
    assert suggester.starting("غير موجود") == ()


def test_a_misspelt_name_is_put_right_and_a_known_word_left_alone(tmp_path: Path) -> None:
    store = _store(tmp_path)
    assert did_you_mean(store, "مصطقى الراوي") == "مصطفى الراوي"
    assert did_you_mean(store, "خبر من البصلرة") == "خبر من البصرة"
    assert did_you_mean(store, "البصرة") is None
    assert did_you_mean(store, "كلمةبعيدةجدا") is None
