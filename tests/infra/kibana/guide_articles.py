"""Articles for the analysts' guide, and which of them answer each of its twenty questions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from infra.stores.base import Stored
from processors.records import Quote
from tests.infra.stores.samples import NOON, mention, stored


def _quote(text: str, **fields: str | None) -> Quote:
    given = {"kind": "direct", "speaker": "سلمى الحداد", **fields}
    return Quote(field="body", start=0, end=len(text), text=text, **given)  # type: ignore[arg-type]


_FIRST = NOON - timedelta(hours=3)
_IN_NOVEMBER, _A_WEEK_ON = datetime(2026, 11, 3, 9, tzinfo=UTC), datetime(2026, 11, 8, tzinfo=UTC)

EARLIER = (
    stored("body-changed", "إعادة فتح الجسر القديم", "يفتح الجسر غدا.", fetched=_FIRST),
    stored("headline-changed", "إصابة ثلاثة في حريق السوق", "أخمد الدفاع المدني الحريق.", fetched=_FIRST),
)
"""First captures of articles that `ARTICLES` holds as they were later."""

ARTICLES: tuple[Stored, ...] = (
    stored("election", "موعد لانتخابات بلدية في ثلاث محافظات", "تجرى في الربيع."),
    stored("no-election", "تأجيل التصويت في النقابة", "لا صلة لما تفعله البلدية بالانتخابات."),
    stored("flood", "فيضان النهر يغمر الحقول", "نقلت الأسر إلى المدارس.", story="flood"),
    stored("torrent", "سيول جارفة تقطع الطريق الجبلي", "علقت شاحنات ساعات."),
    stored("drought", "الجفاف يهدد مربي الجاموس", "نفقت مئات الرؤوس."),
    stored("wells", "خطة لمواجهة جفاف الآبار", "تحفر فرق الري آبارا أعمق."),
    stored("drought-below", "المزارعون يطالبون بتعويض", "قالوا إن الجفاف أتلف الموسم."),
    stored("spelt-so", "اجتماع في مبنى المحافظة", "التقى الوفد المسؤولين وغادر مساء."),
    stored("spelt-otherwise", "اجتماع آخر في الميناء", "التقى الوفد المسئولين وغادر ظهرا."),
    stored("to-baghdad", "قافلة أدوية تصل", "انطلقت لبغداد فجرا وتصل وبغداد بانتظارها."),
    stored("baghdad", "معرض بغداد يفتح أبوابه", "تشارك دور نشر كثيرة."),
    stored("power-iq", "جدول جديد لقطع الكهرباء", "تبدأ الصيانة الأحد."),
    stored("power-lb", "تقنين الكهرباء يشتد", "نفد وقود المحطة.", country="LB", outlet="annahar"),
    stored(
        "two-places", "خط حافلات جديد", "يربط المدينتين.",
        mentions=[mention("البصرة", "place", "geonames:99532"), mention("الموصل", "place", "geonames:99072")],
    ),
    stored("one-place", "ميناء جديد", "في الجنوب.", mentions=[mention("البصرة", "place", "geonames:99532")]),
    stored(
        "organisation-person", "تكريم الباحثة", "نالت جائزة الجمعية.",
        mentions=[mention("جمعية الفلك", "organisation", "rasid:stars"), mention("هدى كريم", "person", "rasid:huda")],
    ),
    stored("organisation", "مؤتمر للجمعية", "قريبا.", mentions=[mention("جمعية الفلك", "organisation", "rasid:stars")]),
    stored("group", "بيان للتنظيم", "وزع ليلا.", mentions=[mention("تنظيم الأفق", "group", "rasid:horizon")]),
    stored(
        "group-person", "منشق يروي", "تحدث طويلا.",
        mentions=[mention("تنظيم الأفق", "group", "rasid:horizon"), mention("هدى كريم", "person", "rasid:huda")],
    ),
    stored("budget", "جلسة مطولة", "رفعت مساء.", quotes=[_quote("سنرفع الموازنة كاملة إلى المجلس")]),
    stored("budget-unquoted", "خلاف على الموازنة", "لا اتفاق بعد."),
    stored("minister", "تصريح عند الباب", "مقتضب.", quotes=[_quote("انتهى النقاش", role="وزير المالية")]),
    stored(
        "minister-indirect", "رواية أخرى", "مختلفة.",
        quotes=[_quote("إن النقاش مستمر", role="وزير النقل", kind="indirect"), _quote("لا تعليق", role="الناطق")],
    ),
    stored("unnamed", "مصدر يكشف", "بلا اسم.", quotes=[_quote("سيعلن ذلك قريبا", speaker=None)]),
    stored("many-quotes", "شهادات من الحي", "كثيرة.", quotes=[_quote(f"رأيت ذلك بعيني {n}") for n in range(5)]),
    stored("body-changed", "إعادة فتح الجسر القديم", "فتح الجسر اليوم بعد تأخير."),
    stored("headline-changed", "إصابة شخصين في حريق السوق", "أخمد الدفاع المدني الحريق."),
    stored("copy", "النهر يفيض على الحقول", "نقلت الأسر إلى المدارس.", story="flood", outlet="shafaq"),
    stored("late", "زيارة ميدانية", "جرت أمس.", fetched=NOON + timedelta(hours=7)),
    stored("undated", "صفحة بلا تاريخ", "نص قصير.", published=None),
    stored("november", "افتتاح الموسم الثقافي", "بحفل موسيقي.", published=_IN_NOVEMBER, fetched=_IN_NOVEMBER),
    stored("next-week", "ختام الموسم الثقافي", "بحفل آخر.", published=_A_WEEK_ON, fetched=_A_WEEK_ON),
)  # fmt: skip

ANSWERS: tuple[set[str], ...] = (
    {"election"},
    {"flood", "torrent"},
    {"drought", "wells"},
    {"spelt-so"},
    {"to-baghdad", "baghdad"},
    {"power-iq"},
    {"power-lb"},
    {"two-places"},
    {"organisation-person"},
    {"group"},
    {"budget"},
    {"minister"},
    {"unnamed"},
    {"many-quotes"},
    {"body-changed", "headline-changed"},
    {"headline-changed"},
    {"copy"},
    {"late"},
    {"undated"},
    {"november"},
)
"""The answers to the questions of the guide, in their order."""
