"""Names by grammar: organisations behind their head nouns, persons behind بن and أبو, what a document says again."""

from __future__ import annotations

import pytest

from processors.entities.bodies import with_bodies
from processors.entities.kinship import joined_persons
from processors.entities.repeated import repeated
from processors.entities.tagger import Span
from processors.entities.words import Words, split_words


def printed(words: Words, spans) -> list[tuple[str, str]]:
    found = []
    for span in spans:
        start, end = words.raw_span(span.first, span.last, span.cut)
        found.append((words.raw[start:end], span.type))
    return found


def at(words: Words, name: str, kind: str) -> Span:
    """Return the span of a name, whose first word bears no prefix."""
    size = len(name.split())
    keys = [" ".join(words.words[first : first + size]) for first in range(len(words.words))]
    first = keys.index(" ".join(split_words("body", name).words))
    return Span(first, first + size, 0, kind)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("وكشفت صحيفة «البيان الأول» عن الوثيقة", "البيان الأول"),
        ('طرحت شركة "نور تك" هاتفاً', "نور تك"),
        ("بحسب المنظمة العالمية للملكية الفكرية فإن", "المنظمة العالمية للملكية الفكرية"),
        ("أشاد بالاتحاد الدولي للصحفيين في بيان", "الاتحاد الدولي للصحفيين"),
        ("تخرج في جامعة البلقاء التطبيقية", "جامعة البلقاء التطبيقية"),
    ],
)
def test_a_head_noun_opens_an_organisation(text, name) -> None:
    words = split_words("body", text)
    assert printed(words, with_bodies(words, [])) == [(name, "organisation")]


@pytest.mark.parametrize(
    "text",
    [
        "قالت صحيفة محلية إن «الأسعار ارتفعت كثيراً»",
        "عرض برنامج «صباح الخير» حلقة",
        "وصلت شركة «ما زلنا ننتظر ردها منذ أكثر من شهرين» إلى الصفقة",
        "اجتمع الاتحاد الدولي أمس",
        "كتبت صحيفة. «هذه حال السوق» قال التاجر",
    ],
)
def test_no_organisation_is_made_of_other_words(text) -> None:
    words = split_words("body", text)
    assert with_bodies(words, []) == []


def test_a_name_in_quotes_behind_a_paper_is_the_paper_even_where_a_town_bears_it() -> None:
    words = split_words("body", "نشرت صحيفة «القادسية» عنواناً، ثم زار القادسية")
    town = at(words, "القادسية", "place")
    later = Span(len(words.words) - 1, len(words.words), 0, "place")
    assert printed(words, with_bodies(words, [town, later])) == [("القادسية", "place"), ("القادسية", "organisation")]


def test_a_longer_organisation_keeps_the_name_in_quotes_inside_it() -> None:
    words = split_words("body", "قال ناطق باسم حزب «الأمل» أمس")
    whole = at(words, "حزب الأمل", "organisation")
    assert with_bodies(words, [whole]) == [whole]


def test_a_university_takes_its_town_along() -> None:
    words = split_words("body", "درس بجامعة زيورخ ثم أقام في زيورخ")
    first, second = (Span(index, index + 1, 0, "place") for index, word in enumerate(words.words) if word == "زيورخ")
    found = with_bodies(words, [first, second])
    assert printed(words, found) == [("زيورخ", "place"), ("جامعة زيورخ", "organisation")]


@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("وصل سلطان بن زيد إلى القاعة", "سلطان بن", "سلطان بن زيد"),
        ("وصل سلطان بن زيد إلى القاعة", "سلطان", "سلطان بن زيد"),
        ("قال عمر بن زيد إن", "بن زيد", "عمر بن زيد"),
        ("كتب أبو طالب رسالة", "أبو", "أبو طالب"),
        ("قال بن سلمان في كلمته", "بن سلمان", "بن سلمان"),
        ("استقبل الرئيس بن علي ضيفه", "بن علي", "بن علي"),
    ],
)
def test_a_person_has_the_whole_name(text, part, whole) -> None:
    words = split_words("body", text)
    assert printed(words, joined_persons(words, [at(words, part, "person")])) == [(whole, "person")]


def test_two_parts_of_one_name_become_one_person_and_a_break_keeps_two_apart() -> None:
    words = split_words("body", "توفي سهل بن حنيف، بن عمه")
    parts = [at(words, "سهل بن", "person"), at(words, "حنيف", "person")]
    assert printed(words, joined_persons(words, parts)) == [("سهل بن حنيف", "person")]


def test_an_organisation_of_several_words_is_found_wherever_the_document_repeats_it() -> None:
    texts = ("أعلن القرض العقاري والسياحي أرباحه", "وقال مدير للقرض العقاري والسياحي إن", "هذا قرض عقاري")
    document = [split_words("body", text) for text in texts]
    fields = [[at(document[0], "القرض العقاري والسياحي", "organisation")], [], []]
    found = repeated(document, fields)
    assert [printed(*pair) for pair in zip(document, found, strict=True)][1:] == [
        [("قرض العقاري والسياحي", "organisation")],
        [],
    ]
