"""The words of the page in Arabic and English, and moments as readers write them."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_datetime, format_timedelta

# CLDR: ar_IQ has the Levantine names of the months (شباط), ar_EG the Gregorian ones of Latin origin (فبراير).
_LOCALES = {"levantine": "ar_IQ", "gregorian": "ar_EG"}
_LEVANTINE = frozenset(
    ["Asia/Baghdad", "Asia/Damascus", "Asia/Beirut", "Asia/Amman", "Asia/Hebron", "Asia/Gaza", "Asia/Jerusalem"]
)
"""Zones of the countries for which CLDR has the Levantine names: IQ, SY, LB, JO, PS."""
_TEXTS = {
    "title": ("راصد", "Rasid"),
    "tagline": ("رصد الصحافة العربية", "Arabic press monitoring"),
    "skip": ("انتقل إلى المحتوى", "Skip to content"),
    "search": ("ابحث", "Search"),
    "search_label": ("كلمات أو «عبارة»", "Words or a “phrase”"),
    "other": ("English", "العربية"),
    "latest": ("أحدث المقالات", "Latest articles"),
    "results": ("نتيجة البحث", "Results"),
    "articles": ("المقالات", "articles"),
    "nothing": ("لا مقالات هنا.", "No articles here."),
    "filters": ("التصفية", "Filters"),
    "outlet": ("المصدر", "Outlet"),
    "country": ("بلد المصدر", "Outlet's country"),
    "section": ("الباب", "Section"),
    "person": ("أشخاص", "People"),
    "organisation": ("هيئات", "Organisations"),
    "group": ("جماعات", "Groups"),
    "place": ("أماكن", "Places"),
    "countries": ("دول", "Countries"),
    "speaker": ("المتحدث", "Speaker"),
    "entity": ("اسم", "Name"),
    "from": ("من", "From"),
    "to": ("إلى", "To"),
    "sort": ("الترتيب", "Order"),
    "relevance": ("الأقرب", "Relevance"),
    "newest": ("الأحدث", "Newest"),
    "oldest": ("الأقدم", "Oldest"),
    "clear": ("أزل كل شيء", "Clear all"),
    "over_time": ("المقالات عبر الزمن", "Articles over time"),
    "numbers": ("الأعداد", "The numbers"),
    "previous": ("السابق", "Previous"),
    "next": ("التالي", "Next"),
    "pages": ("الصفحات", "Pages"),
    "original": ("الصفحة الأصلية", "Original page"),
    "pruned": ("حُذفت هذه الصفحة من الأرشيف لقِدمها بتاريخ", "This page was dropped from the archive for its age on"),
    "archived": ("الصفحة المؤرشفة", "Archived page"),
    "quotes": ("الأقوال", "Quotes"),
    "unknown": ("قائل غير معروف", "Speaker unknown"),
    "names": ("الأسماء", "Names"),
    "revisions": ("نسخ سابقة", "Earlier versions"),
    "copies": ("النص نفسه في مصادر أخرى", "The same text elsewhere"),
    "credit": ("نقلاً عن", "Credits"),
    "first_seen": ("أول ظهور", "First seen"),
    "headline_new": ("بعنوان آخر", "another headline"),
    "headline_same": ("بالعنوان نفسه", "the same headline"),
    "paragraphs_same": ("بالفقرات نفسها", "the same paragraphs"),
    "added": ("فقرات مضافة", "Paragraphs added"),
    "dropped": ("فقرات محذوفة", "Paragraphs dropped"),
    "all_changes": ("ما غيّرته كل نسخة", "What each copy changed"),
    "shared": ("مشترك", "shared"),
    "said": ("ما قيل عنه", "What is said about it"),
    "with": ("يظهر مع", "Appears with"),
    "called": ("كيف تسميه المصادر", "How outlets name it"),
    "headlines": ("عناوين غُيّرت بصمت", "Headlines changed in silence"),
    "headlines_why": (
        "تغيّر العنوان بين التقاطين ولم تذكر الصفحة تعديلاً.",
        "The headline changed between two captures, and the page told of no change.",
    ),
    "no_headlines": ("لم يُرصد تغيير صامت.", "No silent change has been seen."),
    "meant": ("هل تقصد:", "Did you mean:"),
    "by_name": ("اسم، بالعربية أو اللاتينية", "A name, Arabic or Latin"),
    "add": ("أضف", "Add"),
    "take_off": ("أزله", "Take it off"),
    "which": ("يحتمل هذا الاسم أكثر من معنى؛ اختر:", "This name may mean any of these; choose:"),
    "no_name": ("لا أحد يُعرف بهذا الاسم هنا.", "Nobody here goes by this name."),
    "called_by": ("عدد المقالات بحسب المصدر والاسم", "Articles by outlet and name"),
    "health": ("حال المصادر", "Source health"),
    "alerts": ("قوائم الرصد", "Watch-lists"),
    "lag": ("من النشر إلى الحفظ، وسيطاً", "From publication to capture, median"),
    "error": ("تعذّر ذلك", "That was not possible"),
    "no_such": ("لا شيء بهذا العنوان.", "There is nothing at this address."),
}


def words(language: str) -> dict[str, str]:
    """Return the words of a language (``ar`` or ``en``) by name."""
    return {name: pair[language == "en"] for name, pair in _TEXTS.items()}


def shown_moment(moment: datetime, zone: ZoneInfo, language: str, months: str = "") -> str:
    """Return day and time of the reader's zone in words.

    ``months`` names Arabic months: ``levantine``, ``gregorian``, or empty for what is usual in the reader's zone.
    """
    local = moment.astimezone(zone)
    if language != "ar":
        return format_datetime(local, "d MMMM y, HH:mm", locale="en_GB")
    usual = "levantine" if zone.key in _LEVANTINE else "gregorian"
    return format_datetime(local, "d MMMM y، HH:mm", locale=_LOCALES[months or usual])


def shown_span(span: timedelta, language: str) -> str:
    """Return a length of time in words, rounded to its largest unit (CLDR)."""
    return format_timedelta(span, locale=language)


def country_name(code: str, language: str) -> str:
    """Return the name of a country by its ISO 3166-1 alpha-2 code (CLDR), the code itself where there is none."""
    return str(Locale.parse(language).territories.get(code, code))
