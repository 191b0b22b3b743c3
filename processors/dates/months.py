"""Month names as the Arabic press prints them: pan-Arab, Levantine, Maghrebi, Moroccan, Hijri, English, French."""

from __future__ import annotations

from processors.dates.fold import fold_key

# One line a month, names separated by "|". Sources: CLDR 47 `ar` and its regions, and the spellings seen in print.
_GREGORIAN = """
يناير|ينايير|كانون الثاني|كانون ثاني|كانون ثان|كانون2|ك2|جانفي|جانفيي|january|jan|janvier|janv
فبراير|فبرائر|شباط|فيفري|فيفريي|february|feb|fevrier|fevr|fev
مارس|آذار|ادار|أذار|march|mar|mars
أبريل|إبريل|نيسان|أفريل|april|apr|avril|avr
مايو|أيار|آيار|مايس|ماي|may|mai
يونيو|يونية|يونيه|يونيوه|حزيران|جوان|june|jun|juin
يوليو|يولية|يوليه|يوليوز|تموز|جويلية|جويليا|جوييه|july|jul|juillet|juil
أغسطس|أوغسطس|أغسطوس|آب|غشت|أغشت|أوت|august|aug|aout
سبتمبر|سيبتمبر|أيلول|شتنبر|شتمبر|september|sept|sep|septembre
أكتوبر|أوكتوبر|اكتوبير|تشرين الأول|تشرين أول|تشرين1|ت1|october|oct|octobre
نوفمبر|نوفنبر|تشرين الثاني|تشرين ثاني|تشرين ثان|تشرين2|ت2|نونبر|november|nov|novembre
ديسمبر|دجنبر|دجمبر|ديسمبير|كانون الأول|كانون أول|كانون1|ك1|december|dec|decembre
"""
_HIJRI = """
محرم|المحرم|محرم الحرام|المحرم الحرام|muharram
صفر|صفر الخير|صفر المظفر|safar
ربيع الأول|ربيع أول|ربيع الأنور|rabi al-awwal
ربيع الآخر|ربيع الثاني|ربيع آخر|ربيع ثاني|ربيع ثان|rabi al-thani
جمادى الأولى|جمادى الأول|جمادى أولى|جمادا الأولى|jumada al-ula
جمادى الآخرة|جمادى الآخر|جمادى الثانية|جمادى الثاني|جمادى ثانية|جمادى آخرة|jumada al-akhirah
رجب|رجب المرجب|رجب الأصب|rajab
شعبان|شعبان المعظم|shaban
رمضان|رمضان المبارك|رمضان الكريم|ramadan
شوال|شوال المكرم|shawwal
ذو القعدة|ذي القعدة|ذوالقعدة|ذيالقعدة|ذا القعدة|ذو قعدة|ذي قعدة|dhu al-qadah
ذو الحجة|ذي الحجة|ذوالحجة|ذيالحجة|ذا الحجة|ذو حجة|ذي حجة|dhu al-hijjah
"""


def _names(table: str) -> dict[str, int]:
    lines = table.strip().splitlines()
    return {fold_key(name): number for number, line in enumerate(lines, 1) for name in line.split("|")}


GREGORIAN = _names(_GREGORIAN)
HIJRI = _names(_HIJRI)
LETTER = r"[^\W\d_]"


def _pattern(*tables: dict[str, int]) -> str:
    names = sorted({name for table in tables for name in table}, key=len, reverse=True)
    spelled = "|".join(name.replace("-", "[- ]").replace(" ", r"\s+") for name in names)
    return rf"(?<!{LETTER})(?:{spelled})(?!{LETTER})\.?"


MONTH = _pattern(GREGORIAN, HIJRI)
GREGORIAN_MONTH = _pattern(GREGORIAN)


def month_number(printed: str) -> tuple[int, bool]:
    """Return the number of a folded month name, and whether it is a Hijri month."""
    name = " ".join(printed.rstrip(".").split())
    if name in GREGORIAN:
        return GREGORIAN[name], False
    return HIJRI.get(name) or HIJRI[name.replace("rabi al ", "rabi al-").replace(" al ", " al-")], True
