"""From words to known names: prefixes, breaks, the gazetteer, Latin spellings."""

from __future__ import annotations

import pytest

from processors.entities.entity import Candidate, Entity
from processors.entities.gazetteer import build, gazetteer
from processors.entities.lookup import find, matches
from processors.entities.match import NameIndex, readings
from processors.entities.tables import TableError, rows
from processors.entities.translit import skeleton
from processors.entities.words import name_key, split_words


@pytest.mark.parametrize(
    ("word", "left"),
    [
        ("واشنطن", (0, "واشنطن")),
        ("لواشنطن", (1, "واشنطن")),
        ("وبواشنطن", (2, "واشنطن")),
        ("فلبغداد", (2, "بغداد")),
        ("كدمشق", (1, "دمشق")),
        ("والعراق", (1, "العراق")),
        ("بالعراق", (1, "العراق")),
        ("وبالعراق", (2, "العراق")),
        ("للعراق", (2, "العراق")),
        ("وللعراق", (3, "العراق")),
        ("للبنان", (1, "لبنان")),
        ("وللبنان", (2, "لبنان")),
    ],
)
def test_every_reading_of_the_prefixes_is_there(word, left) -> None:
    assert left in readings(word)
    assert readings(word)[0] == (0, word)


def test_offsets_point_into_the_raw_text_through_marks_and_tatweel() -> None:
    raw = "زار \u200fالعِـراق\u200f أمس"
    words = split_words("body", raw)
    start, end = words.raw_span(1, 2)
    assert words.words[1] == "العراق"
    assert raw[start:end].startswith("العِـراق")


def test_a_break_or_an_opening_quotation_mark_inside_ends_a_name() -> None:
    index = NameIndex([(name_key("الدولة الإسلامية"), "is")])

    def found(raw):
        return index.at(split_words("body", raw), 0)

    assert found("الدولة الإسلامية") is not None
    assert found("الدولة، الإسلامية") is None
    assert found("الدولة “الإسلامية”") is None


def test_a_name_in_quotation_marks_is_known_as_quoted() -> None:
    words = split_words("body", "أعلنت “قسد” أنها")
    assert words.quoted(1, 2)
    assert not words.quoted(0, 1)


def test_the_longest_name_wins_over_the_one_it_begins_with() -> None:
    index = NameIndex([(("حزب",), "short"), (("حزب", "الله"), "long")])
    hit = index.at(split_words("body", "لحزب الله"), 0)
    assert hit is not None
    assert (hit.first, hit.last, hit.cut, hit.payload) == (0, 2, 1, "long")


def test_a_gazetteer_gives_every_entity_of_one_name_in_the_order_it_was_built() -> None:
    first, second = (Entity(id=f"own:{number}", type="place", name="النهروان") for number in (1, 2))
    known = build((entity, ((entity.name, Candidate(entity)),)) for entity in (first, second))
    assert [choice.entity.id for choice in known.candidates(name_key("النهروان"))] == ["own:1", "own:2"]
    assert known.candidates(name_key("لا أحد")) == ()


def test_the_shipped_gazetteer_holds_countries_actors_and_places_with_their_coordinates() -> None:
    entities = gazetteer().entities
    assert entities["iso:IQ"].name == "العراق"
    assert entities["rasid:islamic-state"].type == "group"
    baghdad = entities["geonames:98182"]
    assert baghdad.capital
    assert baghdad.latitude == pytest.approx(33.34, abs=0.05)
    assert baghdad.longitude == pytest.approx(44.40, abs=0.05)


def test_a_table_with_a_row_too_long_is_refused_with_file_and_line(tmp_path) -> None:
    path = tmp_path / "own.tsv"
    path.write_text("a\tb\n# comment\na\tb\tc\n", "utf-8")
    with pytest.raises(TableError, match=r"own\.tsv:3"):
        list(rows(path, 2))


@pytest.mark.parametrize(
    ("latin", "expected"),
    [
        ("Hezbollah", "rasid:hezbollah-lebanon"),
        ("Hizballah", "rasid:hezbollah-lebanon"),
        ("Mohammed al-Sudani", "rasid:mohammed-shia-al-sudani"),
        ("Muhammad Sudani", "rasid:mohammed-shia-al-sudani"),
        ("Daesh", "rasid:islamic-state"),
        ("حزب اللّه", "rasid:hezbollah-lebanon"),
        ("Baghdad", "geonames:98182"),
    ],
)
def test_a_latin_spelling_finds_the_arabic_entity(latin, expected) -> None:
    assert find(latin)[0].id == expected


def test_what_resembles_nothing_finds_nothing() -> None:
    assert find("  ") == ()
    assert find("zzqqxxzzqq") == ()


def test_spellings_of_one_name_share_a_key() -> None:
    assert len({skeleton(name) for name in ("Mohammed", "Muhammad", "Mohamed", "محمد")}) == 1
    assert matches("Adnan al-Kinani", "عدنان الكناني")
    assert not matches("Adnan al-Kinani", "سامي الراوي")
