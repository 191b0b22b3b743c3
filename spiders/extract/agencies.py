"""Who is a person and who is not: agencies, outlets and desks as they are printed in bylines and signatures."""

from __future__ import annotations

import re
from collections.abc import Collection

from spiders.extract.text import key

_AGENCIES = """
رويترز|رويتر|فرانس برس|وكالة فرانس برس|ا ف ب|أف ب|أ ف ب|اف ب|أسوشيتد برس|اسوشيتد برس|أسوشييتد برس|الأسوشيتد برس|ا ب
أب|د ب ا|د ب أ|الألمانية|واع|واس|وام|بترا|سانا|وفا|معا|كونا|قنا|بنا|سونا|سبأ|سبا|صفا|شهاب|نينا|وات|واج|وال|وأج|ومع
و م ع|و ا ج|ا ش ا|أ ش أ|الأناضول|سبوتنيك|شينخوا|نوفوستي|تاس|انترفاكس|إنترفاكس|إرنا|ارنا|تسنيم|فارس|مهر|إفي|افي|آكي
اكي|العمانية|بلومبرغ|بلومبيرغ|وكالات|الوكالات|وكالة|مواقع|وكالات ومواقع|مواقع إلكترونية|مواقع التواصل|صحف|متابعات
متابعة|خاص|الوكالة الوطنية للإعلام|الوكالة الوطنية|الوطنية|وطنية|سكاي نيوز عربية|سكاي نيوز|الجزيرة|الجزيرة نت
العربية|العربية نت|الحدث|الشرق|بي بي سي|سي ان ان|سي إن إن|روسيا اليوم|شفق نيوز|السومرية|السومرية نيوز|بغداد اليوم
رووداو|باسنيوز|المعلومة|ناس|الفرات نيوز|موازين نيوز|المدى برس|عرب نيوز|الميادين|المنار|دويتشه فيله|فرانس 24|فرانس ٢٤
مونت كارلو|الإخبارية السورية|اليوم السابع|المصري اليوم|الشرق الأوسط|إيلاف|القدس العربي|عنب بلدي|القدس|الأنباء|الراي
الرأي|الغد|النهار|الأخبار|reuters|afp|ap|dpa|cnn|bbc|upi|efe|rt|petra|sana|wam|spa|kuna|qna|wafa|aa|agencies
sky news|sputnik|xinhua|ina|bna|nna|map|tap|aps|مينا|arabic cnn|cnn arabic|cnn بالعربية|د ب ا الألمانية
بترا العمانية|المركزية|وكالة الأنباء المركزية|سما|أخبار الآن|getty images|غيتي|جيتي
"""
AGENCIES = frozenset(key(name) for name in re.split(r"[|\n]", _AGENCIES) if key(name))

_DESK = re.compile(
    r"\b(?:admin\w*|administrator|editor\w*|webmaster|newsroom|news desk|staff|desk|root|user\w*|test|guest|unknown|"
    r"logo|png|jpg|web|online|website|site|team|agenc\w+|القسم|قسم|محرر\w*|المحرر\w*|تحرير|التحرير|فريق|هيئه|اداره|"
    r"الاداره|مدير|الموقع|موقع|وكاله|وكالات|صحيفه|جريده|قناه|شبكه|مجله|اذاعه|تلفزيون|مؤسسه|مركز|مكتب|مراسل|مراسلو|"
    r"المراسل|مراسلنا|مراسلتنا|كاتب|الكاتب|ادمن|خاص|متابعات|متابعه|نيوز|news|tv|com|net|org|media|press|times|اخبار|"
    r"الاخبار|رصد|غرفه|منصه|مشاهده|مشاهدات|قراءه|دقيقه|دقائق|ساعه|ساعات|يوم|ايام|تعليق|تعليقات|الساعه|نشر|تحديث|"
    r"التاريخ|بتاريخ|اقرا|المزيد|جميع|جديد|عاجل|طباعه|اطبع|ارسال|مشاركه|شارك|نسخ|حفظ|رابط|الخط|بريد|صوره|الصوره|"
    r"ارشيف\w*|شركه|وزاره|مجموعه|فيسبوك|تويتر|واتساب|تلغرام|انستغرام|group|company|ltd|inc|digital|solutions|"
    r"مقالات|المقالات|مقال|المقال|كتابات|السيره|الملف|الشخصي|صفحه|عرض|نبذه|احدث|اخر|اخري|مواد|المواد|تقارير|المزيد|"
    r"خبير\w*|محلل\w*|روائي\w*|شاعر\w*|ناقد\w*|سفير\w*|مستشار\w*|عضو|مفكر\w*|مؤرخ\w*|دبلوماسي\w*|ناشط\w*|اكاديمي\w*|"
    r"technolog\w+|design\w*|develop\w*|software|systems|studios?|ministry|getty|shutterstock|photos?|images?|archive|"
    r"email|print|share|facebook|twitter|whatsapp|telegram|instagram)\b"
)
# What outlets call their editions: the name of the outlet with one of these is the outlet.
_EDITION = re.compile(r"\s+(?:ديجيتال|نت|نيوز|اونلاين|اون لاين|عربيه|العربيه|بالعربيه|الاخباريه|الالكترونيه|برس)$")
_AND = re.compile(r"\s+و(?=\S{3})")
_LETTERS = re.compile(r"[^\W\d_]+(?:[-'’.ـ][^\W\d_]+)*\.?")
_TITLE = re.compile(
    r"^(?:(?:ال)?(?:زميل|كاتب|صحفي|صحافي|دكتور|باحث|أستاذ|استاذ|مهندس|محامي|إعلامي|اعلامي)[ةه]?\s+|"
    r"(?:د|أ|ا|م)\s*[./]\s*)+"
)
# After a title these say what the person does or is, and no name follows (باحث سياسي لبناني).
_TRADE_WORDS = """
سياسي اقتصادي جامعي قانوني عسكري استراتيجي أمني مستقل رياضي فني ثقافي اجتماعي تاريخي علمي نفطي مالي دولي مصري عراقي
سوري لبناني أردني فلسطيني سعودي كويتي تونسي جزائري مغربي ليبي سوداني يمني قطري إماراتي عماني بحريني عربي
"""
_TRADES = frozenset(key(word) for base in _TRADE_WORDS.split() for word in (base, f"{base}ة"))
_PARTICLES = ("عبد", "بن", "ابن", "بنت", "آل", "أبو", "أبي", "أم", "ابو")
"""Words that make one name of two, and do not count."""
_STOP_WORDS = """
في من الى عن أن إن قال قالت قد لم لا ما هذا هذه التي الذي بعد قبل مع بين حول كل او ثم حيث لكن هل كيف لماذا متى
هو هي خلال عند منذ حتى ضمن نحو غير اليوم امس عبر ضد وسط the of and in for to with on at
"""
_STOP = frozenset(map(key, _STOP_WORDS.split()))
_MAX_WORDS = 5


def is_agency(text: str, own_names: Collection[str] = ()) -> bool:
    """Return whether the text is the name of an agency or of the outlet itself (``own_names``, as keys)."""
    folded = key(text)
    if not folded:
        return False
    bare = re.sub(r"^(?:وكاله|وكالات|صحيفه|جريده|قناه|شبكه|موقع|مراسل|المصدر)\s+(?:انباء\s+|الانباء\s+)?", "", folded)
    if (cut := _EDITION.sub("", bare)) != bare and _is_own(cut, own_names):
        return True
    return folded in AGENCIES or bare in AGENCIES or _is_own(folded, own_names) or _is_own(bare, own_names)


def _is_own(folded: str, own_names: Collection[str]) -> bool:
    squeezed = folded.replace(" ", "")
    return any(squeezed == name.replace(" ", "") for name in own_names)


def is_person(text: str, own_names: Collection[str] = ()) -> bool:
    """Return whether the text can be a person's name: two to five words of letters, no desk, agency or sentence."""
    bare = without_title(text)
    words = bare.split()
    if bare != text and words and (words[0].startswith("ال") or key(words[0]) in _TRADES):
        return False
    if len(words) < 2 or sum(word not in _PARTICLES for word in words) > _MAX_WORDS or len(text) > 60:
        return False
    folded = key(text)
    if any(is_agency(part, own_names) for part in _AND.split(text)[1:]):
        return False
    if "على" in words or is_agency(text, own_names) or _DESK.search(folded) or _STOP & set(folded.split()):
        return False
    if any(map(str.isascii, words)) and not all(map(str.isascii, words)) and re.search("[\u0621-\u064a]", text):
        return False
    return all(_LETTERS.fullmatch(word.strip("\u200e\u200f")) for word in map(_bare, words))


def _bare(word: str) -> str:
    return re.sub("[\u064b-\u0652\u0670\u0640]", "", word)


def without_title(text: str) -> str:
    """Return a name without a courtesy title before it (الزميل، د.)."""
    return _TITLE.sub("", text).strip() or text
