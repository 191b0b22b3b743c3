"""Copies of one text are found, and nothing else: precision and recall on generated copies, with pinned floors."""

from __future__ import annotations

import random
from contextlib import closing

import pytest

from infra.stores.sqlite import SqliteStore
from infra.stories import Stories, copies
from tests.quality.copies import CHANGES, article, copy, distinct

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
    """Return (right, wrong, missed) links by kind of change."""
    draw = random.Random(3)
    originals = list(distinct(DISTINCT))
    made = {}
    for change in CHANGES:
        for original in draw.sample(originals, PER_CHANGE):
            item = copy(draw, original, change, DISTINCT + len(made))
            made[item.enriched.article.id] = (change, original.enriched.article.id, item)
    with closing(SqliteStore(tmp_path_factory.mktemp("stories") / "search.sqlite")) as store:
        stories = Stories(store)
        told = {}
        for batch in ([*originals], [item for *_, item in made.values()]):
            assigned = stories.assign(batch)
            store.write(assigned)
            told |= {item.enriched.article.id: item.story for item in assigned}
    wrong = [name for name, story in told.items() if name not in made and story != name]
    tally = {change: [0, 0, 0] for change in CHANGES}
    for name, (change, original, _) in made.items():
        outcome = 0 if told[name] == original else 2 if told[name] == name else 1
        tally[change][outcome] += 1
    tally["distinct"] = [0, len(wrong), 0]
    return tally


def test_copies_are_found_and_distinct_articles_left_apart(measured) -> None:
    right, wrong, missed = (sum(column) for column in zip(*measured.values(), strict=True))
    assert right / (right + wrong) >= PRECISION, measured
    assert right / (right + missed + wrong) >= RECALL, measured


@pytest.mark.parametrize("change", CHANGES)
def test_each_kind_of_change_is_seen_through(measured, change) -> None:
    right, _, _ = measured[change]
    assert right / PER_CHANGE >= 0.9, measured[change]


def test_a_follow_up_that_repeats_the_background_is_no_copy(store) -> None:
    first = article(1, PARAGRAPHS, "first", "خطة لتأهيل السدود")
    later = article(2, FOLLOW_UP, "second", "مزارعون: الخطة متأخرة")
    told = Stories(store).assign([first, later])
    assert [item.story for item in told] == ["first-1", "second-2"]


def test_the_daily_form_of_one_outlet_makes_no_story(store) -> None:
    form = "سجل سعر صرف الدولار في أسواق المدينة صباح اليوم {} ديناراً للبيع و{} ديناراً للشراء، بحسب نشرة مكاتب الصيرفة."
    days = [article(n, [form.format(1300 + n, 1290 + n), PARAGRAPHS[n]], "first", "سعر الدولار") for n in range(3)]
    assert len({item.story for item in Stories(store).assign(days)}) == 3


def test_a_story_tells_what_each_copy_changed(store) -> None:
    first = article(1, PARAGRAPHS, "first", "خطة لتأهيل السدود")
    other = article(2, (*PARAGRAPHS[:2], FOLLOW_UP[0]), "second", "الوزارة تؤهل سدود الشمال")
    store.write(Stories(store).assign([first, other]))
    original, copied = copies(store, "first-1")
    assert original.first
    assert not original.headline_changed
    assert (copied.headline_changed, copied.added, copied.dropped) == (True, (FOLLOW_UP[0],), (PARAGRAPHS[2],))
