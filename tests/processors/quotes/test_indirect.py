from __future__ import annotations

import pytest

CLAUSE = "الموسم الحالي أفضل من سابقه"


@pytest.mark.parametrize(
    ("verb", "lemma"),
    [
        ("قال", "قال"),
        ("وقال", "قال"),
        ("يقول", "قال"),
        ("أضاف", "أضاف"),
        ("فأضاف", "أضاف"),
        ("أكد", "أكد"),
        ("أكّد", "أكد"),
        ("اكد", "أكد"),
        ("يؤكد", "أكد"),
        ("ذكر", "ذكر"),
        ("أوضح", "أوضح"),
        ("بيّن", "بين"),
        ("أعلن", "أعلن"),
        ("أفاد", "أفاد"),
        ("اعتبر", "اعتبر"),
        ("رأى", "رأى"),
        ("يرى", "رأى"),
        ("نفى", "نفى"),
        ("توقع", "توقع"),
        ("زعم", "زعم"),
        ("صرّح", "صرح"),
        ("وكشف", "كشف"),
        ("تابع", "تابع"),
        ("أردف", "أردف"),
        ("استطرد", "استطرد"),
    ],
)
@pytest.mark.parametrize("particle", ["أن", "إن", "ان", "بأن", "بان", "أنّ"])
def test_every_verb_and_particle_opens_a_report(find, verb, lemma, particle) -> None:
    (quote,) = find(f"{verb} رئيس التعاونية وليد كامل {particle} {CLAUSE}.")
    assert (quote.kind, quote.text, quote.verb) == ("indirect", CLAUSE, lemma)
    assert (quote.speaker, quote.role) == ("وليد كامل", "رئيس التعاونية")


@pytest.mark.parametrize(
    "phrase", ["أشار {} إلى أن", "لفت {} إلى أن", "شدد {} على أن", "نوّه {} بأن", "حذر {} من أن", "كشف {} عن أن"]
)
def test_verbs_with_a_preposition_open_a_report(find, phrase) -> None:
    (quote,) = find(f"{phrase.format('الباحث نبيل سعيد')} {CLAUSE}.")
    assert (quote.text, quote.speaker) == (CLAUSE, "نبيل سعيد")


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("قالت الباحثة هدى سالم إن " + CLAUSE, "هدى سالم"),
        ("وقال مسؤولون إن " + CLAUSE, "مسؤولون"),
        ("مصدر مطلع قال إن " + CLAUSE, "مصدر مطلع"),
        ("وكانت تقارير صحفية قد ذكرت أن " + CLAUSE, "تقارير صحفية"),
        ("النائب طارق جابر أكد أن " + CLAUSE, "طارق جابر"),
        ("قال شهود عيان إن " + CLAUSE, "شهود عيان"),
        ("وجاء في بيان الوزارة أن " + CLAUSE, "بيان الوزارة"),
        ("نقلت الوكالة عن الوزير سامي كرم قوله إن " + CLAUSE, "سامي كرم"),
        ("نُقل عن مدير السوق قوله إن " + CLAUSE, "مدير السوق"),
        ("وقيل إن " + CLAUSE, None),
        ("ذُكر أن " + CLAUSE, None),
        ("وبحسب مصادر محلية، فإن " + CLAUSE, "مصادر محلية"),
        ("ووفقاً لوزارة الزراعة فإن " + CLAUSE, "وزارة الزراعة"),
    ],
)
def test_speakers_of_every_form(find, text, speaker) -> None:
    (quote,) = find(text + ".")
    assert (quote.text, quote.speaker) == (CLAUSE, speaker)


@pytest.mark.parametrize(
    "source", ["بحسب وزارة الزراعة", "وفق وزارة الزراعة", "وفقاً لوزارة الزراعة", "حسبما ذكرت وزارة الزراعة",
               "نقلاً عن وزارة الزراعة", "بحسب ما أعلنته وزارة الزراعة"],
)  # fmt: skip
def test_a_source_behind_its_statement(find, source) -> None:
    (quote,) = find(f"ارتفعت أسعار القمح بنسبة طفيفة، {source}.")
    assert (quote.text, quote.speaker) == ("ارتفعت أسعار القمح بنسبة طفيفة", "وزارة الزراعة")


@pytest.mark.parametrize(
    "form",
    ["مؤكداً", "مؤكدا", "مؤكدًا", "مشيراً إلى", "لافتاً إلى", "مبيناً", "معتبراً", "منوهاً إلى", "محذراً من", "مضيفاً"],
)
def test_participles_report_for_the_subject_of_the_sentence(find, form) -> None:
    (quote,) = find(f"افتتح الوزير كامل عوض معرض الزهور، {form} أن {CLAUSE}.")
    assert (quote.text, quote.speaker) == (CLAUSE, "كامل عوض")


def test_a_report_ends_where_the_next_attribution_begins(find) -> None:
    quotes = find("وقالت المديرة سلوى جابر إن الدروس بدأت، مشيرةً إلى أن الكتب وصلت، وأكدت أن المقاعد كافية.")
    assert [quote.text for quote in quotes] == ["الدروس بدأت", "الكتب وصلت", "المقاعد كافية"]
    assert {quote.speaker for quote in quotes} == {"سلوى جابر"}


@pytest.mark.parametrize(
    "text",
    [
        "أعلنت اللجنة أسماء الفائزين بالجائزة.",
        "وأكد الحضور اهتمامهم بالفنون الشعبية.",
        "وأضاف اللاعب الهدف الثاني في الدقيقة الستين.",
        "ويذكر أن المهرجان يقام كل عام.",
        "يشار إلى أن السوق أعيد بناؤه.",
        "جرى التوزيع وفق الخطة الموضوعة وبحسب الأولوية.",
        "وشدد المنظمون إجراءات الدخول.",
        "كل المؤشرات تؤكد أن الموسم جيد.",
        "نقلت الشاحنات البضائع إلى المخازن.",
        "أكد الوزير ضرورة أن تفتح المدارس.",
        "تابع الجمهور العرض بعد أن أعلن المذيع البداية.",
    ],
)
def test_verbs_of_saying_that_report_nothing(find, text) -> None:
    assert find(text) == []
