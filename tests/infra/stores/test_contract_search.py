"""The contract of every store, second part: words, phrases, operators, layers, order, pages, marks."""

from __future__ import annotations

from datetime import timedelta

import pytest

from infra.stores.base import Hit, Layer, Query, QueryError, Store
from tests.infra.stores.samples import NOON, stored


def found(store: Store, text: str, **fields: object) -> set[str]:
    results = store.search(Query(text=text, limit=100, **fields))  # type: ignore[arg-type]
    assert results.total == len(results.hits)
    return {hit.stored.enriched.article.id for hit in results.hits}


def marked(hit: Hit) -> dict[str, list[str]]:
    article = hit.stored.enriched.article
    return {name: [article.text_of(name)[a:b] for a, b in spans] for name, spans in hit.highlights.items()}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("", {"a1", "a2", "a3", "a4", "a5", "a6"}),
        ("واشنطن", {"a1"}),
        ("بغداد", {"a1"}),
        ("كهرباء البصرة", {"a2", "a3"}),
        ("البَصْــرَة", {"a2", "a3"}),
        ('"انقطاع الكهرباء عن"', {"a3"}),
        ("«انقطاع الكهرباء» NOT يتواصل", {"a2"}),
        ("”انقطاع الكهرباء“ -يتواصل", {"a2"}),
        ("الكهرباء AND سكان AND اليوم", {"a3"}),
        ("واشنطن OR التلقيح", {"a1", "a5"}),
        ("(واشنطن OR البصرة) AND الكهرباء", {"a2", "a3"}),
        ("NOT البصرة", {"a1", "a4", "a5", "a6"}),
        ("NOT (البصرة OR واشنطن)", {"a4", "a5", "a6"}),
        ("power", {"a6"}),
        ("BASRA", {"a6"}),
        ("headline:بغداد", {"a1"}),
        ("body:بغداد", set()),
        ("outlet:shafaq", {"a2", "a6"}),
        ('الكهرباء section:"محليات" NOT outlet:shafaq', {"a3"}),
        ("كلمة غير موجودة هنا", set()),
        ("؟!", {"a1", "a2", "a3", "a4", "a5", "a6"}),
    ],
)
def test_a_query_finds_exactly_its_articles(filled: Store, text: str, ids: set[str]) -> None:
    assert found(filled, text) == ids


def test_a_question_finds_what_holds_most_of_its_words(filled: Store) -> None:
    assert "a5" in found(filled, "متى دعت منظمة الصحة العالمية إلى تلقيح الكبار؟")


def test_sorted_by_date_every_word_is_required(filled: Store) -> None:
    assert found(filled, "شكا سكان البصرة يتواصل") == {"a2", "a3"}
    assert found(filled, "شكا سكان البصرة يتواصل", sort="newest") == {"a3"}


@pytest.mark.parametrize(
    ("text", "position"),
    [
        ("(واشنطن OR بغداد", 1),
        ("واشنطن) AND بغداد", 7),
        ('NOT بغداد "واشنطن', 11),
        ("AND بغداد", 1),
        ("بغداد OR", 7),
    ],
)
def test_a_query_that_cannot_be_read_names_the_position(filled: Store, text: str, position: int) -> None:
    with pytest.raises(QueryError, match=f"position {position}:"):
        filled.search(Query(text=text))


def test_marks_without_a_partner_are_punctuation_in_a_free_text(filled: Store) -> None:
    assert found(filled, 'ماذا في (واشنطن؟ "') == {"a1"}
    assert found(filled, "واشنطن)") == {"a1"}


NAMES = ("واشنطن", "العراق", "لبنان", "حلب", "عبد الله", "قم")
PREFIXES = ("", "و", "ف", "ب", "ل", "ك", "وب", "ول", "وك", "فب", "فل", "فك")


@pytest.mark.parametrize("layer", ["default", "folded", "names"])
def test_every_prefixed_form_of_a_name_is_found(store: Store, layer: Layer) -> None:
    wanted: dict[str, set[str]] = {name: set() for name in NAMES}
    batch = []
    for name in NAMES:
        for prefix in PREFIXES:
            form = prefix + name
            if prefix.endswith("ل") and name.startswith("ال"):
                form = prefix + "ل" + name[2:]
            one = stored(f"n{len(batch)}", f"تقرير عن {form} اليوم")
            wanted[name].add(one.enriched.article.id)
            batch.append(one)
    store.write(batch)
    for name, ids in wanted.items():
        assert ids <= found(store, f'"{name}"' if " " in name else name, layer=layer), name


@pytest.mark.parametrize(
    ("layer", "text", "ids"),
    [
        ("exact", "إيران", {"x1"}),
        ("folded", "ايران", {"x1", "x2", "x3"}),
        ("exact", "لإيران", {"x3"}),
        ("exact", "مدرسة", set()),
        ("folded", "مدرسه", {"x4"}),
        ("folded", "المدرسات", set()),
        ("stemmed", "مدرسات", {"x4"}),
        ("default", "مدرسات", {"x4"}),
        ("names", "عبدالله ابن سليمان", {"x5"}),
        ("names", '"ابي بكر"', {"x5"}),
        ("folded", "ابي", set()),
        ("names", "حداد", {"x6"}),
        ("default", "عبدالله", {"x5"}),
    ],
)
def test_each_layer_takes_its_own_spellings_for_equal(store: Store, layer: Layer, text: str, ids: set[str]) -> None:
    store.write(
        [
            stored("x1", "انتخابات في إيران"),
            stored("x2", "انتخابات في ايران"),
            stored("x3", "زيارة لإيران"),
            stored("x4", "افتتاح المدرسة الجديدة"),
            stored("x5", "كتاب عبد الله بن سليمان عن أبو بكر"),
            stored("x6", "معرض نبيل الحدّاد"),
        ]
    )
    assert found(store, text, layer=layer) == ids


def test_newest_and_oldest_first_with_ties_by_id(store: Store) -> None:
    times = {"c": 0, "a": 0, "b": 0, "d": 1, "e": -1}
    store.write([stored(key, "خبر", published=NOON + timedelta(minutes=minute)) for key, minute in times.items()])

    def order(sort: object, **fields: object) -> str:
        hits = store.search(Query(text="خبر", sort=sort, **fields)).hits  # type: ignore[arg-type]
        return "".join(hit.stored.enriched.article.id for hit in hits)

    assert order("newest") == "dabce"
    assert order("oldest") == "eabcd"
    assert order("relevance") == "abcde"
    assert [order("newest", limit=2, offset=offset) for offset in (0, 2, 4, 6)] == ["da", "bc", "e", ""]


def test_pages_of_a_ranking_join_without_gap_or_repetition(store: Store) -> None:
    store.write([stored(f"p{n:03}", "كهرباء " * (1 + n % 5), f"متن {'كهرباء ' * (n % 7)}") for n in range(450)])
    whole = [hit.stored.enriched.article.id for hit in store.search(Query(text="كهرباء", limit=450)).hits]
    pages = [
        hit.stored.enriched.article.id
        for offset in range(0, 450, 50)
        for hit in store.search(Query(text="كهرباء", limit=50, offset=offset)).hits
    ]
    assert len(set(whole)) == 450
    assert pages == whole


def test_relevance_puts_the_headline_above_the_body(store: Store) -> None:
    store.write(
        [
            stored("body", "خبر من الجنوب", "تأخر وصول القطار إلى المحطة بسبب العاصفة"),
            stored("head", "تأخر القطار في الجنوب", "العاصفة أوقفت الحركة على الخط الحديدي ساعات"),
            stored("other", "خبر من الشمال", "نص لا صلة له بالموضوع المطلوب أبداً"),
        ]
    )
    hits = store.search(Query(text="القطار")).hits
    assert [hit.stored.enriched.article.id for hit in hits] == ["head", "body"]
    assert hits[0].score > hits[1].score > 0


def test_marks_are_exact_spans_of_the_raw_text(store: Store) -> None:
    text = "سافر الوزير إلى لبنان، ثم عاد من لُبْنَان؛ وقال لـ”النهار” إنّ للبنان مكانة."
    store.write([stored("m", "الوزير في لبنان", text)])
    (hit,) = store.search(Query(text="لبنان")).hits
    assert marked(hit) == {"headline": ["لبنان"], "body": ["لبنان", "لُبْنَان", "للبنان"]}
    (hit,) = store.search(Query(text='"سافر الوزير" NOT الملك')).hits
    assert marked(hit) == {"body": ["سافر الوزير"]}
    (hit,) = store.search(Query(text="headline:لبنان")).hits
    assert marked(hit) == {"headline": ["لبنان"]}
    assert store.search(Query(text="لبنان", highlight=False)).hits[0].highlights == {}


def test_words_without_a_topic_are_not_marked(filled: Store) -> None:
    (hit,) = filled.search(Query(text="وصل الوفد إلى بغداد")).hits
    assert marked(hit) == {"headline": ["بغداد"], "body": ["وصل", "الوفد"]}


def test_words_are_counted_by_articles_in_any_spelling_and_behind_prefixes(filled: Store) -> None:
    counted = {"واشنطن": 1, "البصره": 2, "بصره": 2, "الكهرباء": 2, "العالميه": 1, "basra": 1}
    assert filled.word_counts([*counted, "لاشيء", *(f"كلمه{n}" for n in range(1200))]) == counted
    assert filled.word_counts([]) == {}
