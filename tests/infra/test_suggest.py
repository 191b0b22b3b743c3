from __future__ import annotations

from pathlib import Path

from infra.stores.sqlite import SqliteStore
from infra.suggest import Suggester
from processors.entities.gazetteer import gazetteer
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


def test_a_name_begun_in_latin_letters_suggests_the_arabic_entity(tmp_path: Path) -> None:
    store = _store(tmp_path)
    store.write([stored("h", "خبر عن حزب الله", mentions=[mention("حزب الله", "group", "rasid:hezbollah-lebanon")])])
    suggester = Suggester.of(store, gazetteer())
    assert [one.key for one in suggester.starting("Hezb")] == ["rasid:hezbollah-lebanon"]
    assert [one.label for one in suggester.starting("Adnan al-Kin")] == ["عدنان الكناني"]
    assert [one.label for one in suggester.starting("Adnan")] == []  # two consonants, dn: too many sound so
    assert suggester.starting("Qqq") == ()
