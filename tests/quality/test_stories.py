"""Copies of one text are found, and nothing else: precision and recall on generated copies, with pinned floors."""

from __future__ import annotations

from contextlib import closing

import pytest

from bench.quality.stories import tally
from infra.stores.sqlite import SqliteStore
from infra.stories import Stories, copies
from tests.quality.copies import CHANGES, article, distinct

DISTINCT, PER_CHANGE = 2000, 40
PRECISION, RECALL = 0.98, 0.95

PARAGRAPHS = (
    "أعلنت وزارة الموارد المائية إطلاق خطة لإعادة تأهيل ثلاثة سدود في الشمال، بكلفة تمتد على أربع سنوات متتالية.",
    "وأوضحت أن الخطة تشمل تنظيف الأحواض من الطمي وتركيب بوابات جديدة وربط محطات القياس بغرفة مراقبة واحدة في العاصمة.",
    "ويعتمد آلاف المزارعين في المنطقة على مياه هذه السدود منذ إنشائها في ستينيات القرن الماضي لري بساتين الجوز.",
)
FOLLOW_UP = (
    "قال مزارعون من القرى المجاورة إن إعلان الوزارة جاء متأخراً، وطالبوا بتعويضهم عن موسمين جفّت فيهما القنوات تماماً.",
    "وردّ مدير الري في المحافظة بأن الأعمال ستبدأ من السد الأقرب إليهم، وأن صهاريج ستوزع المياه حتى ذلك الحين.",
    PARAGRAPHS[2],
)


@pytest.fixture
def store(tmp_path):
    with closing(SqliteStore(tmp_path / "search.sqlite")) as opened:
        yield opened


@pytest.fixture(scope="module")
def measured(tmp_path_factory):
    return tally(tmp_path_factory.mktemp("stories"), list(distinct(DISTINCT)), PER_CHANGE)


def test_copies_are_found_and_distinct_articles_left_apart(measured) -> None:
    assert measured.precision >= PRECISION, measured
    assert measured.recall >= RECALL, measured


@pytest.mark.parametrize("change", CHANGES)
def test_each_kind_of_change_is_seen_through(measured, change) -> None:
    assert measured.right[change] / PER_CHANGE >= 0.9, measured


def test_a_follow_up_that_repeats_the_background_is_no_copy(store) -> None:
    first = article(1, PARAGRAPHS, "first", "خطة لتأهيل السدود")
    later = article(2, FOLLOW_UP, "second", "مزارعون: الخطة متأخرة")
    told = Stories(store).assign([first, later])
    assert [item.story for item in told] == ["first-1", "second-2"]


def test_the_daily_form_of_one_outlet_makes_no_story(store) -> None:
    form = "سجل سعر صرف الدولار في أسواق المدينة صباح اليوم {} ديناراً للبيع و{} ديناراً للشراء، بحسب نشرة مكاتب الصيرفة."
    days = [article(n, [form.format(1300 + n, 1290 + n), PARAGRAPHS[n]], "first", "سعر الدولار") for n in range(3)]
    assert len({item.story for item in Stories(store).assign(days)}) == 3


def test_a_stored_article_that_comes_again_beside_its_copy_keeps_one_story(store) -> None:
    first = article(1, PARAGRAPHS, "first", "خطة لتأهيل السدود")
    store.write(Stories(store).assign([first]))
    other = article(2, PARAGRAPHS, "second", "الوزارة تؤهل سدود الشمال")
    assert [item.story for item in Stories(store).assign([first, other])] == ["first-1", "first-1"]


def test_a_story_tells_what_each_copy_changed(store) -> None:
    first = article(1, PARAGRAPHS, "first", "خطة لتأهيل السدود")
    other = article(2, (*PARAGRAPHS[:2], FOLLOW_UP[0]), "second", "الوزارة تؤهل سدود الشمال")
    store.write(Stories(store).assign([first, other]))
    original, copied = copies(store, "first-1")
    assert original.first
    assert not original.headline_changed
    assert (copied.headline_changed, copied.added, copied.dropped) == (True, (FOLLOW_UP[0],), (PARAGRAPHS[2],))
