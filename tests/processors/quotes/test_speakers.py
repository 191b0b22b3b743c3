from __future__ import annotations

from pathlib import Path

import pytest

from processors.records import Mention

SEED = Path(__file__).parents[4] / "shared" / "seed" / "almuraqib-aliraqi.txt"


def test_a_verb_without_a_subject_carries_the_speaker_on(find) -> None:
    quotes = find("قال المهندس رائد كرم إن العمل انتهى تماماً.\nوأضاف أن الطريق مفتوح الآن.\nوتابع: «شكراً لكل من ساهم».")
    assert [quote.speaker for quote in quotes] == ["رائد كرم"] * 3


def test_a_verb_of_the_other_gender_finds_the_speaker_it_agrees_with(find) -> None:
    quotes = find("قال الخبير رائد كرم إن السوق هادئ.\nقالت الباحثة هدى سالم إن الأسعار ثابتة.\nوأضاف أن الطلب ضعيف.")
    assert [quote.speaker for quote in quotes] == ["رائد كرم", "هدى سالم", "رائد كرم"]


def test_a_family_name_and_a_title_find_the_full_name(find) -> None:
    quotes = find("قال وزير النقل كامل عوض إن الخط جاهز.\nوأكد عوض أن التذاكر رخيصة.\nوقال الوزير إن القطار سريع.")
    assert [(quote.speaker, quote.role) for quote in quotes] == [("كامل عوض", "وزير النقل")] * 3


@pytest.mark.parametrize(
    ("phrase", "speaker", "role"),
    [
        ("الخبير الأمني عدنان فارس", "عدنان فارس", "الخبير الأمني"),
        ("المتحدث باسم الوزارة سامر حداد", "سامر حداد", "المتحدث باسم الوزارة"),
        ("سامر حداد، مدير المركز،", "سامر حداد", "مدير المركز"),
        ("مدير المركز، سامر حداد،", "سامر حداد", "مدير المركز"),
        ("الدكتور سامر حداد رئيس القسم", "سامر حداد", "رئيس القسم"),
        ("رئيس الجامعة الدكتور سامر حداد", "سامر حداد", "رئيس الجامعة"),
        ("وزير النفط", "وزير النفط", None),
        ("الناطق باسم الشرطة", "الناطق باسم الشرطة", None),
        ("مصادر مطلعة", "مصادر مطلعة", None),
        ("وزير الخارجية الروسي سيرغي بيتروف", "سيرغي بيتروف", "وزير الخارجية الروسي"),
        ("مصفف الشعر اللندني غوستاف فوشيه", "غوستاف فوشيه", "مصفف الشعر اللندني"),
        ("عبد الله بن خليفة العطية", "عبد الله بن خليفة العطية", None),
    ],
)
def test_the_name_is_cut_from_its_post(find, phrase, speaker, role) -> None:
    (quote,) = find(f"وقال {phrase} إن الأعمال ستنتهي قبل الشتاء.")
    assert (quote.speaker, quote.role) == (speaker, role)


@pytest.mark.parametrize(
    ("phrase", "outlet"),
    [
        ("لـ”الرافد اليوم”", "الرافد اليوم"),
        ("لـ«الرافد»", "الرافد"),
        ("في حديث لـ«الرافد»،", "الرافد"),
        ('في حديث لصحيفة "الرافد"،', "الرافد"),
        ("لوكالة أنباء الرافد", "وكالة أنباء الرافد"),
        ("لرويترز", "رويترز"),
        ("لضفاف نيوز", "ضفاف نيوز"),
        ("خلال مؤتمر صحفي", None),
    ],
)
def test_the_outlet_that_it_was_said_to(find, phrase, outlet) -> None:
    (quote,) = find(f"قال الباحث سامر حداد {phrase} إن الدراسة اكتملت قبل أيام.", outlets=("ضفاف نيوز",))
    assert (quote.speaker, quote.addressee) == ("سامر حداد", outlet)


def test_a_mention_gives_the_speaker_an_id_and_a_role(find) -> None:
    body = "قال الخبير الأمني برزان كوجر أمس إن الحدود هادئة."
    start = body.index("برزان")
    mention = Mention(
        field="body", start=start, end=start + len("برزان كوجر"), text="برزان كوجر", type="person",
        entity_id="rasid:barzan", role="الخبير الأمني",
    )  # fmt: skip
    (quote,) = find(body, mentions=(mention,))
    assert (quote.speaker, quote.speaker_id, quote.role) == ("برزان كوجر", "rasid:barzan", "الخبير الأمني")


@pytest.mark.skipif(not SEED.exists(), reason="the shared data are not here")
def test_the_seed_article_has_four_direct_quotes_of_one_expert(find) -> None:
    lines = [line for line in SEED.read_text(encoding="utf-8").splitlines() if line]
    quotes = [quote for quote in find("\n".join(lines[1:]), lines[0]) if quote.kind == "direct"]
    assert [(quote.speaker, quote.role) for quote in quotes] == [("عدنان الكناني", "الخبير الأمني")] * 4
    assert quotes[0].addressee == "المراقب العراقي"
    assert quotes[0].text.startswith("جميع المعلومات")
    assert quotes[0].text.endswith("تريدها واشنطن")
