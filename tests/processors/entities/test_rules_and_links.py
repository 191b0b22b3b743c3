"""What the entity step says of whole sentences: who, which namesake, in which part."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from processors.entities.step import find_mentions
from processors.records import Article, Context

NOW = datetime(2026, 3, 1, tzinfo=UTC)
SEED = Path(__file__).parents[4] / "shared" / "seed" / "almuraqib-aliraqi.txt"


def mentions(text, country=None, headline=""):
    article = Article(
        id="a",
        url="http://outlet.example/a",
        canonical_url="http://outlet.example/a",
        outlet=None,
        fetched_at=NOW,
        headline=headline,
        paragraphs=tuple(text.split("\n")),
    )
    found = find_mentions(article, Context(captured_at=NOW, country=country))
    for mention in found:
        assert article.text_of(mention.field)[mention.start : mention.end] == mention.text
    return found


def ids(text, country=None):
    return {mention.text: mention.entity_id for mention in mentions(text, country)}


@pytest.mark.parametrize(
    ("text", "country", "expected"),
    [
        ("وصل الوفد إلى طرابلس", "LB", "geonames:266826"),
        ("وصل الوفد إلى طرابلس", "LY", "geonames:2210247"),
        ("وصل الوفد إلى طرابلس", None, "geonames:2210247"),
        ("وصل الوفد إلى طرابلس في شمال لبنان", None, "geonames:266826"),
        ("وصل الوفد إلى طرابلس ولقي مسؤولين من ليبيا", None, "geonames:2210247"),
    ],
)
def test_of_namesakes_the_outlet_the_text_and_then_the_population_decide(text, country, expected) -> None:
    assert ids(text, country)["طرابلس"] == expected


def test_a_capital_that_acts_stands_for_its_government_and_one_that_is_visited_does_not() -> None:
    (acting,) = mentions("حذرت واشنطن من عودة التنظيم")
    (visited,) = mentions("افتتح معرض الكتاب في واشنطن يوم الأحد")
    assert (acting.metonym, visited.metonym) == (True, False)
    assert acting.entity_id == visited.entity_id == "geonames:4140963"


def test_a_nationality_adjective_leads_to_its_country() -> None:
    (found,) = mentions("قال المسؤول الأمريكي إن بلاده لن تنسحب")
    assert (found.text, found.entity_id, found.adjective) == ("الأمريكي", "iso:US", True)


def test_a_family_name_is_tied_to_the_full_name_and_its_title_is_the_role() -> None:
    full, short = mentions("قال الخبير الأمني عدنان الكناني إن الوضع مستقر. وأضاف الكناني أن الحدود آمنة")
    assert (full.text, full.role) == ("عدنان الكناني", "الخبير الأمني")
    assert (short.text, short.entity_id, short.name) == ("الكناني", full.entity_id, full.name)


def test_quotation_marks_around_a_name_are_no_part_of_it() -> None:
    for text in ('أعلن تنظيم "داعش" مسؤوليته', "حديث خاص لـ”داعش” وفق المصدر", "تحدث عن «داعش» طويلا"):
        (found,) = mentions(text)
        assert (found.text, found.entity_id) == ("داعش", "rasid:islamic-state")


def test_a_prefix_is_no_part_of_a_mention() -> None:
    found = ids("ثم سافر الوزير لواشنطن وبدمشق ولبيروت")
    assert list(found) == ["واشنطن", "دمشق", "بيروت"]


@pytest.mark.parametrize(
    "text",
    ["عاد اللاعب إلى مسقط رأسه", "تناقش الحكومة السياسة الخارجية للبلاد", "هتف المتظاهرون بالسلام والعدل"],
)
def test_ordinary_words_are_no_names(text) -> None:
    assert mentions(text) == ()


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "واشنطن",
                "لـ",
                "”",
                '"',
                "داعش",
                "للعراق",
                "\u200f",
                "محمد",
                "ال",
                "\n",
                ".",
                "قال",
                "حزب الله",
                "é",
                "\U0001f600",
            ]
        )
        | st.text(max_size=4),
        max_size=25,
    ).map(" ".join)
)
def test_offsets_always_slice_to_the_text_and_nothing_raises(text) -> None:
    mentions(text, headline=text.split("\n")[0])


@pytest.mark.skipif(not SEED.exists(), reason="the seed article isn't here")
def test_the_seed_article_names_what_a_reader_would_name() -> None:
    found = mentions(SEED.read_text("utf-8"))
    names = {mention.text for mention in found}
    wanted = {"واشنطن", "سوريا", "العراق", "أمريكا", "داعش", "النصرة", "قسد", "عدنان الكناني"}
    assert wanted - names == set()
    american = {mention.text for mention in found if mention.entity_id == "iso:US" and not mention.adjective}
    assert american == {"أمريكا", "الولايات المتحدة الامريكية"}


@pytest.mark.parametrize(
    ("text", "form", "expected"),
    [
        # An actor's family name is another person's, whom the article names in full.
        ("صدر كتاب جديد عن توفيق الحكيم في القاهرة. ويتناول الكتاب ما كتبه الحكيم في المسرح.", "الحكيم", "tawfiq"),
        # The name of an actor whose country the article doesn't speak of.
        ("تولى السلطان عبد العزيز الحكم في فاس بعد وفاة والده.", "عبد العزيز", None),
        ("سجل الهدف الثاني اللاعب جونيور قبل نهاية المباراة في البصرة.", "جونيور", None),
        # One whose country it speaks of.
        ("قال الحكيم إن الانتخابات في العراق ستجرى في موعدها.", "الحكيم", "ammar-al-hakim"),
    ],
)
def test_a_family_name_means_an_actor_only_where_the_article_speaks_for_it(text, form, expected) -> None:
    found = ids(text).get(form) or ""
    if expected is None:
        assert not found.startswith("rasid:")
    else:
        assert expected in found


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("غطى الدخان الرمادي سماء المدينة ثلاثة أيام.", "الرمادي"),
        ("امتد بصره إلى آخر الساحة المزدحمة.", "بصره"),
        ("زار الصغير بيت جده في عطلة الربيع الطويلة.", "جده"),
        ("يعمل الصناع المهرة في حي النحاسين القديم، وهي مهنة قديمة.", "المهرة"),
        ("تضم القاعة المطابخ والحمامات العامة في المدرسة.", "حمامات"),
    ],
)
def test_an_ordinary_word_that_is_spelt_like_a_place_is_none(text, place) -> None:
    assert place not in ids(text)
    assert ids("وصل الوفد إلى الرمادي ثم إلى البصرة.").keys() == {"الرمادي", "البصرة"}


def test_a_great_city_is_meant_though_a_town_of_a_country_spoken_of_is_called_so() -> None:
    assert (
        ids("بحث وزيرا خارجية صربيا وكرواتيا في روما ملف الحدود، وقالت صربيا إنها راضية.")["روما"] == "geonames:3169070"
    )
    assert ids("بلنسية من مدن الأندلس الكبرى على ساحل المتوسط.")["بلنسية"] == "geonames:2509954"
