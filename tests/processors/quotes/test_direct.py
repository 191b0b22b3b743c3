from __future__ import annotations

import pytest

MARKS = [("“", "”"), ("”", "“"), ("”", "”"), ("«", "»"), ('"', '"'), ("„", "”"), ("»", "«"), ("“", '"')]


@pytest.mark.parametrize(("opening", "closing"), MARKS)
def test_every_pair_of_marks_holds_a_quote_without_its_marks(find, opening, closing) -> None:
    said = "الجسر سيفتح أمام السيارات مطلع الشهر المقبل"
    (quote,) = find(f"وقال مدير المشروع سامي العطار إن {opening}{said}{closing}.")
    assert (quote.kind, quote.text) == ("direct", said)
    assert (quote.speaker, quote.role) == ("سامي العطار", "مدير المشروع")


def test_a_mark_left_open_ends_where_the_next_sentence_attributes(find) -> None:
    quotes = find('وقالت المديرة رنا فارس: "بدأنا العمل قبل شهرين ولن نتوقف. وأضافت أن الافتتاح سيكون قريباً.')
    assert [quote.text for quote in quotes] == ["بدأنا العمل قبل شهرين ولن نتوقف", "الافتتاح سيكون قريباً"]
    assert {quote.speaker for quote in quotes} == {"رنا فارس"}


def test_a_quote_runs_over_paragraphs_to_its_closing_mark(find) -> None:
    (quote,) = find('قال الشاعر عادل كرم: "كنا صغاراً نجلس عند النهر.\nثم كبرنا وبقي النهر في القصائد".')
    assert quote.text.startswith("كنا صغاراً")
    assert quote.text.endswith("في القصائد")


def test_a_nested_quote_stays_inside_the_outer_one(find) -> None:
    (quote,) = find('وأكدت الناقدة ليلى منصور أن «رواية "باب البحر" تستحق القراءة أكثر من مرة».')
    assert quote.text == 'رواية "باب البحر" تستحق القراءة أكثر من مرة'


def test_a_verb_behind_the_quote_names_its_speaker(find) -> None:
    (quote,) = find('"البذور الجيدة نصف الموسم كما كان يقول آباؤنا"، يقول المزارع أبو وليد.')
    assert (quote.speaker, quote.role, quote.verb) == ("أبو وليد", "المزارع", "قال")


def test_quotes_joined_by_waw_are_two_of_one_speaker(find) -> None:
    quotes = find('وقال الوزير كامل عوض إن "الخطة جاهزة منذ بداية العام"، و"التمويل متوفر في موازنة الوزارة".')
    assert len(quotes) == 2
    assert {quote.speaker for quote in quotes} == {"كامل عوض"}


def test_a_colon_opens_speech_without_marks(find) -> None:
    (quote,) = find("وأضاف المدرب سمير جابر، خلال المؤتمر: سنلعب بروح الفريق الواحد.")
    assert (quote.kind, quote.text) == ("direct", "سنلعب بروح الفريق الواحد.")


@pytest.mark.parametrize(
    "text",
    [
        "صدر عن دار «الغيمة» كتاب «مدن بلا أسوار في زمن النسيان» في طبعة ثانية.",
        "دخلت قوات “قسد” إلى الحي صباح اليوم.",
        "وأعلن الناشر صدور «مدن بلا أسوار في زمن البحر» الأسبوع المقبل.",
        "وهو ما يسميه الباعة «سكر الجنوب الأبيض».",
        "عرضت القناة فيلم «ليالي الشتاء الطويلة» مساء الخميس.",
    ],
)
def test_titles_and_scare_quotes_are_no_quotes(find, text) -> None:
    assert find(text) == []


@pytest.mark.parametrize(
    ("headline", "speaker"),
    [
        ("وزير النقل: لا زيادة في أسعار التذاكر", "وزير النقل"),
        ("مصادر مطلعة: الاتفاق يوقع الأسبوع المقبل", "مصادر مطلعة"),
        ("الشاعر عادل كرم لـ«الضفاف»: أكتب حين يصمت الناس", "عادل كرم"),
    ],
)
def test_whoever_stands_before_a_headlines_colon_says_the_rest(find, headline, speaker) -> None:
    (quote,) = find("", headline)
    assert (quote.field, quote.kind, quote.speaker) == ("headline", "direct", speaker)
    assert headline.endswith(quote.text)


def test_a_headlines_family_name_is_told_by_the_body(find) -> None:
    quotes = find("قال الرئيس التنفيذي فهد العتيق إن الشركة سددت ديونها كاملة.", "العتيق: الشركة سددت ديونها")
    assert [(quote.field, quote.speaker) for quote in quotes] == [("headline", "فهد العتيق"), ("body", "فهد العتيق")]


@pytest.mark.parametrize("headline", ["بالصور: سوق الحرفيين", "كأس الخليج: مواعيد المباريات", "عاجل: هزة خفيفة"])
def test_a_label_before_a_headlines_colon_says_nothing(find, headline) -> None:
    assert find("", headline) == []
