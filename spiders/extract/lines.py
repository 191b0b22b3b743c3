"""Lines that are no part of an article's text, recognised by what they say: patterns of ours on folded text."""

from __future__ import annotations

import re
from functools import lru_cache

from processors.dates.months import GREGORIAN, HIJRI
from processors.dates.patterns import WEEKDAY_NUMBER
from spiders.extract.text import key

_ADDRESS = re.compile(r"\s*(?:https?://|www\.|t\.me/)\S+\s*")
_HASHTAGS = re.compile(r"\s*(?:#\S+\s*)+")
_META_PARTS = re.compile(r"\s*[|•·]\s*|\s[-–]\s")
_SPLIT_DIGITS = re.compile(r"(\d+)(?=[^\W\d])")


def _any(*patterns: str) -> re.Pattern[str]:
    return re.compile("|".join(patterns))


_RELATED = _any(
    r"^(?:و?اقرا(?:وا|ي)?|تقرا|قراءه|شاهد(?:وا)?|طالع(?:وا)?|تابع(?:وا)?|انظر)\s+(?:ايضا|كذلك|المزيد|ايضا وايضا|"
    r"في هذا السياق)\b",
    r"^(?:اخبار|مواضيع|مقالات|موضوعات|مواد|تقارير|محتوي|قصص|روابط|الاخبار|المواضيع|المقالات|الموضوعات)\s+(?:ذات|مرتبط|"
    r"متعلق|مشابه|ذوات|قد|تهمك|اخري|المتعلق|المرتبط|المشابه)",
    r"^(?:ذات صله|مواضيع ذات|قد يهمك|قد يعجبك|ربما يعجبك|يمكنك ايضا|اخترنا ل|نرشح ل|نقترح|موصي به|"
    r"المزيد (?:من|عن|حول)|لمزيد من|للمزيد)",
    r"^(?:الاكثر|اكثر)\s+(?:قراءه|مشاهده|تصفحا|تداولا|شيوعا|رواجا|الاخبار)",
    r"^(?:related|read (?:also|more|next)|see also|more (?:news|stories)|you may|most (?:read|viewed)|recommended)\b",
)
_SHARE = _any(
    r"^(?:شارك(?:وا|ها|نا)?|مشاركه|انشر|ارسل|غرد|طباعه|اطبع|نسخ|حفظ|اعجبني|"
    r"تغريد)(?:\s+(?:الخبر|المقال|هذا|الموضوع|عبر|علي|مع|الرابط|المقاله|الصفحه|الي|لصديق).*)?$",
    r"^(?:facebook|twitter|x|whatsapp|telegram|linkedin|email|print|share|tweet|copy link|فيسبوك|تويتر|واتساب|تلغرام|"
    r"تليجرام|تيليجرام|ايميل|لينكدان|لينكدإن|بينتريست|ماسنجر|pinterest|viber|messenger|المصدر رابط|"
    r"طباعه|اطبع|ارسال|مشاركه|شارك|انستغرام|انستجرام|instagram|"
    r"يوتيوب|youtube|telegram|لينكد ان|لينكدين|البريد|بريد|الالكتروني|الكتروني|google|plus|rss|نسخ|الرابط|حفظ|\s)+$",
)
_FOLLOW = _any(
    r"^(?:تابع(?:وا|ونا|نا)?|انضم(?:وا|ي)?|اشترك(?:وا|ي)?|سجل(?:وا)?|حمل(?:وا)?|لمتابعه|للاشتراك|للانضمام|لتصلك|"
    r"لمتابعتنا|اضغط|انقر|لا يفوتك)\b.{0,110}(?:واتس|تلغرام|تليغرام|تليجرام|تيليجرام|فيسبوك|فيس بوك|تويتر|انستغرام|"
    r"انستجرام|يوتيوب|قناتنا|قناه|صفحتنا|منصات|منصاتنا|حساباتنا|تطبيق|النشره|نشرتنا|البريد|الاخبار|اخبار|جوجل|غوغل|"
    r"google|whatsapp|telegram|هنا|النسخه|newsletter|مجموع|الخبر|القراءه|المقال)",
    r"^(?:اعلان|اعلانات|اعلان ممول|advertisement|ads|ad|sponsored|محتوي ممول|ماده اعلانيه|"
    r"مساحه اعلانيه)(?:\s+اشترك.*)?$",
    r"^(?:اعلان)\s+(?:اشترك|مدفوع|ممول)",
    r"^(?:نشرتنا|النشره|القائمه)\s+(?:البريديه|الاخباريه|اليوميه)(?:\s.{0,40})?$",
)
_MORE = _any(
    r"^(?:اكمل|تابع|متابعه|استكمل|اقرا|عرض|اظهر|تحميل|قراءه)\s*(?:ال)?(?:قراءه|المزيد|بقيه|الخبر|التفاصيل|مزيد|المقال|"
    r"باقي|اكثر|كامل)\b.{0,40}$",
    r"^(?:المزيد|التالي|السابق|الخبر (?:التالي|السابق)|المقال(?:ه)? (?:التالي|السابق)(?:ه)?|الموضوع (?:التالي|السابق)|"
    r"المقال التالي|next|previous|prev|التفاصيل)(?:\s.{0,90})?$",
    r"^(?:للاطلاع|للمزيد|لمزيد|لمعرفه|لقراءه|لمشاهده)\b.{0,80}\b(?:اضغط|انقر|هنا|الرابط|هذا الرابط)(?:\s.{0,40})?$",
    r"^(?:رابط مختصر|الرابط المختصر|رابط الخبر|رابط قصير|short ?link|كود القصه|رقم الخبر)\b",
)
_COUNTERS = _any(
    r"^(?:عدد )?(?:ال)?(?:مشاهدات|مشاهده|قراءات|قراءه|زيارات|زياره|تعليقات|تعليق|زوار|قراء|views?|comments?|"
    r"reads?)\s*\d*$",
    r"^\d[\d\s,.]*(?:k|الف)?\s*(?:مشاهده|مشاهدات|قراءه|قراءات|زياره|تعليق|تعليقات|views?|comments?|shares?|دقيقه|"
    r"دقائق|دقيقه للقراءه|دقائق للقراءه|min(?:utes)?(?: read)?)$",
    r"^(?:(?:مده|زمن|وقت) القراءه|عدد (?:ال)?(?:مشاهدات|قراءات|زوار|القراء|المشاهدين))\b.{0,30}$",
    r"^(?:(?:ال)?(?:خط|حجم الخط)|تكبير|تصغير|تكبير الخط|تصغير الخط|حجم الخط|استمع|استمع الي.{0,25}|a a|a|aa)$",
    r"^(?:جاري|جار)\s+(?:ال)?تحميل\b.{0,40}$",
    r"^(?:loading|please wait)\b.{0,30}$",
    r"^(?:عرض هذا المنشور علي|تمت مشاركه منشور بواسطه|view this post on|a post shared by)\b.{0,80}$",
    r"^(?:ال)?صوره (?:من الارشيف|ارشيفيه|تعبيريه|متداوله|توضيحيه)\b.{0,40}$",
    r"^(?:عن|نبذه عن|حول|المزيد عن) (?:الكاتب|الكاتبه|المؤلف|الصحفي|الصحافي)$",
    r"^(?:المصدر|التاريخ|القسم|التصنيف|تاريخ النشر|وقت النشر|نشر في|اخر تحديث)$",
)
_POLICY = _any(
    r"^(?:ملحوظه|ملاحظه|تنويه|تنبيه|اخلاء مسؤوليه|ملاحظه هامه|ملحوظه هامه|disclaimer|تم نشر|"
    r"تجدر الاشاره الي ان هذا)\b.{0,60}(?:الموقع|الخبر|مضمون|المقال|التعليق|الاراء|المحتوي|المصدر|صاحب|الاعلان|الكاتب|"
    r"نشر)",
    r"(?:الاراء|المقالات|التعليقات|المقال|الافكار|جميع ما|ما ينشر|الرؤي)\s.{0,60}(?:لا ت?يعبر|لا تعبر|لا يعبر|"
    r"تعبر عن (?:راي|وجهه|اراء)|يعبر عن (?:راي|وجهه)|لا تمثل|لا يمثل|لا تعكس|لا يعكس)",
    r"^(?:جميع الحقوق|كافه الحقوق|حقوق النشر|حقوق الطبع|الحقوق محفوظه|كافه العلامات|copyright|all rights)",
    r"(?:جميع الحقوق محفوظه|كافه الحقوق محفوظه|all rights reserved)",
    r"(?:سياسه الخصوصيه|شروط الاستخدام|ارشادات الاستخدام|ملفات تعريف الارتباط).{0,200}(?:مشاركات|تعليق|موقع|استخدام)",
    r"(?:الماده|للماده) 27 ا من قانون",
    r"^(?:هذا|هذه) (?:المحتوي|النص|المقال|الخبر|الماده|الترجمه).{0,30}(?:مترجم|ترجم|ترجمه اليه|ترجمه اليا)",
    r"^(?:يرجي|نرجو|الرجاء|يمنع|لن ي?ت?نشر|لن يتم نشر|لن ينشر|ت?يحتفظ الموقع|يحق ل)\s.{0,90}(?:التعليق|تعليق|البريد|"
    r"الاساءه|القراء|الالتزام|المشاركات)",
    r"^هل (?:وجدت|لاحظت|اعجبك|كان) .{0,40}(?:خطا|المقال|الخبر|مفيد)",
    r"^(?:تنشر هذه الماده|هذا المحتوي من|ينشر هذا)",
)
_COMMENTS = _any(
    r"^(?:ال)?تعليقات(?:\s+(?:الزوار|القراء|فيسبوك|فيس بوك|المستخدمين|\d+))*$",
    r"^\d+\s+(?:تعليق|تعليقات)(?:\s+علي\b.*)?$",
    r"^(?:اضف|اترك|اكتب|شارك|اضافه|ارسل|كتابه|علق|ضع)\s+(?:تعليق|ردا|رد|رايك|التعليق|ب?تعليقك).{0,40}$",
    r"^(?:لا توجد|لا يوجد|لا) (?:اي )?تعليق(?:ات)?\b.{0,40}$",
    r"^(?:comments?|leave a (?:reply|comment)|add (?:a )?comment|لن يتم نشر عنوان بريدك.*|الغاء الرد)$",
)
_TAG_LABEL = _any(
    r"^(?:الكلمات (?:ال)?(?:داله|مفتاحيه|دلاليه|المفتاحيه)|كلمات (?:داله|مفتاحيه|دلاليه|البحث)|وسوم|الوسوم|تاغات|"
    r"العلامات|تاجات|هاشتاغ|tags?|keywords|دلالات|مفاتيح)(?:\s.{0,150})?$"
)

_DATE_LABELS = (
    "نشر نشرت تم النشر في بتاريخ تاريخ التاريخ اخر تحديث التحديث حرر يوم الموافق الساعه س ص م ه am pm gmt utc تغ بتوقيت"
    " غرينتش جرينتش صباحا مساء ظهرا عصرا فجرا ليلا منذ قبل published on at updated and last posted من شهر"
)
_DATE_WORDS = frozenset(
    word
    for name in (*GREGORIAN, *HIJRI, *WEEKDAY_NUMBER, *_DATE_LABELS.split())
    for word in (*key(name).split(), "و" + key(name))
)

_CUTS = (_RELATED, _COMMENTS, _TAG_LABEL)
_DROPS = (_SHARE, _FOLLOW, _MORE, _COUNTERS, _POLICY)
_MAX = 320


def is_related_label(text: str) -> bool:
    """Return whether a line introduces links to other articles (اقرأ أيضاً, مواضيع ذات صلة)."""
    return len(text) < 200 and bool(_RELATED.search(key(text)))


def is_date_line(text: str) -> bool:
    """Return whether a line is nothing but a date, its time and its label (تاريخ النشر: 12/05/2024)."""
    if len(text) > 120:
        return False
    words = _SPLIT_DIGITS.sub(r"\1 ", key(text)).split()
    return any(word.isdecimal() for word in words) and all(word.isdecimal() or word in _DATE_WORDS for word in words)


def is_meta_line(text: str) -> bool:
    """Return whether a line is a date between section, place or count (محليات | 12 مايو 2024)."""
    parts = [part for part in _META_PARTS.split(text) if part]
    dated = [part for part in parts if re.search(r"\d{4}", part) and is_date_line(part)]
    return len(text) < 100 and bool(dated) and all(len(part.split()) <= 3 for part in parts if part not in dated)


def is_end(text: str) -> bool:
    """Return whether what follows a line is not the article's: its comments, its tags, other articles."""
    folded = key(text) if len(text) < 80 else ""
    return bool(folded) and any(pattern.search(folded) for pattern in _CUTS)


def _is_bare(text: str) -> bool:
    """Return whether a line is an address, hashtags or the rights to a photograph, and nothing else."""
    if text[:1] == "©" or "#" in text[:3] or "://" in text[:9] or text[:4] in ("www.", "t.me"):
        credit = text[:1] == "©" and len(text) < 120
        return credit or bool(_ADDRESS.fullmatch(text) or _HASHTAGS.fullmatch(text))
    return False


def is_comments_label(text: str) -> bool:
    """Return whether a line opens the readers' comments (تعليقات القراء, اترك تعليقاً)."""
    return len(text) < 80 and bool(_COMMENTS.search(key(text)))


@lru_cache(maxsize=512)
def is_noise(text: str) -> bool:
    """Return whether a line belongs to the page's furniture: share bars, counters, policies, promotion."""
    if len(text) > 900:
        return False
    if _is_bare(text):
        return True
    folded = key(text)
    if len(text) > _MAX:
        return bool(_POLICY.search(folded))
    return any(pattern.search(folded) for pattern in (*_CUTS, *_DROPS))
