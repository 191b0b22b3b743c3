"""The curated tables of actors: strict form, one owner a name, no ordinary word that tags by itself."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel import Locale

from processors.arabic.normalise import fold
from processors.entities.words import name_key

ACTORS = Path(__file__).parents[3] / "processors" / "entities" / "data" / "actors"
HEADER = "id\ttype\tkind\tcountry\tname\tlatin\taliases"
REGION = "IQ SY LB JO PS IL SA AE QA KW BH OM YE EG SD LY TN DZ MA MR IR TR"
MARKS = ("~", '"')
KINDS = {
    "person": """activist artist athlete businessman chancellor cleric coach footballer historical-figure
        islamist-leader journalist judge militant-leader military-officer militia-leader minister monarch official
        politician pope president prime-minister religious-figure royal scientist sport-official supreme-leader
        un-official writer""",
    "organisation": """agency airline army bank broadcaster central-bank coalition company court cultural-institution
        eu-body exchange federation football-club government international-organisation local-authority ministry
        national-team news-agency newspaper ngo oil-company parliament party police religious-body royal-family
        security-service technology-company un-body union university""",
    "group": "armed-movement militia terror-organisation",
}
# Arabic letters without tatweel, diacritics or bidi marks; Persian and Kurdish letters; digits and plain signs.
ARABIC = re.compile(r"[\u0621-\u063a\u0641-\u064aپچڤگک0-9]+(?:[ .\-][\u0621-\u063a\u0641-\u064aپچڤگک0-9]+)*")
LATIN = re.compile(r"[A-Za-z\u00c0-\u024f0-9 .'’&+-]+")
# Two names that are also words (enthusiasm; two students): the press means the movement far more often.
ALLOWED = {"حماس", "طالبان"}
WORDS = """
    محمد احمد علي حسن حسين محمود مصطفى ابراهيم اسماعيل يوسف عيسى موسى داود سليمان عمر عثمان خالد سعد سعيد سالم سليم
    سامي سمير سمر سعود فيصل فهد تركي سلطان سلمان ماجد مجيد ناصر نصر منصور منذر منير نور هادي هاني هشام وليد وائل ياسر
    ياسين يحيى زيد زياد زينب رامي رائد رشيد راشد رضا رياض ربيع كريم كامل كمال كاظم جاسم جواد جعفر جمال جميل جابر جلال
    حامد حمد حميد حيدر حاتم حازم حكيم حليم طارق طه طلال طالب عادل عامر عباس عدنان عصام عماد عمار غسان غازي فؤاد فاروق
    فارس فادي فاضل فاطمة فريد قاسم قيس لؤي ليلى مازن مالك مراد مروان معاذ مهدي نبيل نجيب نادر نزار وسام وفاء شاكر شريف
    شوقي صادق صالح صباح صلاح ضياء اسامة اسعد اشرف اكرم امين انور انس ايمن ايوب بشار باسل باسم باقر بسام بلال تامر توفيق
    جورج حسام خليل خليفة فيروز عبد عبدالله مبارك مرسي الامل الحق الحياة الوطن العدل النصر الحزب الجيش القوات الحرية
    العدالة التنمية الثورة الفتح فتح الجهاد النهضة الوفاق الاصلاح الحكمة القانون الدولة الحكومة البرلمان الوزارة الشعب
    الوحدة الاتحاد الاهلي الهلال الشباب الاتفاق العربية الراي الغد الدستور الجمهورية الاخبار النهار السفير الخليج البيان
    الشرق المدى الزمان المشرق العهد المنار الجزيرة الحدث الشروق الخبر الوطنية المستقبل الكتائب المردة التيار الاخوان
    الجبهة الحركة التحالف الاطار الفضيلة تقدم عزم السيادة الحسم انصار كتائب سرايا لواء الحشد حشد امل قوة جبهة حركة
    الزوراء الشرطة الطلبة النفط الوداد الزمالك المصري القدس القاعدة العمل المعارضة السلطة المجلس الهيئة اللجنة الطاقة
    المالية الداخلية الخارجية الدفاع الصحة التربية التعليم العالم اليوم السلام الحوار الاسلام العرب الناس سوريا العراق
    لبنان مصر بغداد دمشق دبي قطر عمان واشنطن موسكو صدام صدر اسد كلمة بيت باب دار نهر بحر شرق غرب شمال جنوب بدر سائرون
    القسطل الميثاق الوسيط البديل النجباء العصائب المسلة المعلومة المركزية عمون خبرني واع وام واس قنا كونا سونا ابل ساما
    كاساس بوتاش نزاهة كفاية تاسيس امتداد شاس وفا معا سبا النصرة الانتقالي الهيئه التلغراف ايقاد يلين محرز المدينة
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a table."""

    place: str
    id: str
    type: str
    kind: str
    country: str
    name: str
    latin: tuple[str, ...]
    aliases: tuple[str, ...]

    def sure(self) -> list[str]:
        """Return the forms that count wherever they stand."""
        return [self.name, *(alias for alias in self.aliases if not alias.startswith(MARKS))]

    def arabic(self) -> list[str]:
        """Return every Arabic form without its mark."""
        return [self.name, *(alias[1:] if alias.startswith(MARKS) else alias for alias in self.aliases)]


def _row(place: str, line: str) -> Row:
    cells = line.split("\t")
    assert len(cells) == 7, f"{place}: {len(cells)} columns instead of 7"
    slug, kind_of_entity, kind, country, name, latin, aliases = cells
    return Row(
        place=place,
        id=slug,
        type=kind_of_entity,
        kind=kind,
        country=country,
        name=name,
        latin=tuple(latin.split("|")),
        aliases=tuple(aliases.split("|")) if aliases else (),
    )


@cache
def _rows() -> tuple[Row, ...]:
    found = []
    for path in sorted(ACTORS.glob("*.tsv")):
        lines = path.read_text(encoding="utf-8").splitlines()
        assert lines[0] == HEADER, f"{path.name}: the first line is not the header"
        numbered = enumerate(lines[1:], 2)
        found += [_row(f"{path.name}:{number}", line) for number, line in numbered if not line.startswith("#")]
    return tuple(found)


def test_the_tables_hold_at_least_fifteen_hundred_actors_of_every_type() -> None:
    types = Counter(row.type for row in _rows())
    assert len(_rows()) >= 1500
    assert min(types[kind] for kind in KINDS) >= 100


def test_every_country_of_the_region_has_actors() -> None:
    countries = Counter(row.country for row in _rows())
    assert {country: countries[country] for country in REGION.split() if countries[country] < 10} == {}
    assert countries.most_common(1)[0][0] == "IQ"


def test_no_table_is_longer_than_a_reviewer_can_read() -> None:
    assert max(Counter(row.place.split(":")[0] for row in _rows()).values()) <= 250


def test_ids_are_unique_ascii_slugs() -> None:
    ids = Counter(row.id for row in _rows())
    assert [slug for slug, times in ids.items() if times > 1] == []
    assert [slug for slug in ids if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)] == []


def test_types_and_kinds_come_from_a_fixed_set() -> None:
    kinds = {kind_of_entity: set(words.split()) for kind_of_entity, words in KINDS.items()}
    assert [(row.place, row.type, row.kind) for row in _rows() if row.kind not in kinds.get(row.type, set())] == []


def test_countries_are_iso_codes_or_empty() -> None:
    codes = (str(code) for code in Locale("en").territories)
    known = {code for code in codes if re.fullmatch("[A-Z]{2}", code)} - {"EU", "EZ", "UN", "ZZ"}
    assert [(row.place, row.country) for row in _rows() if row.country and row.country not in known] == []


def test_arabic_stands_in_the_arabic_columns_and_latin_in_the_latin_one() -> None:
    assert [(row.place, form) for row in _rows() for form in row.arabic() if not ARABIC.fullmatch(form)] == []
    assert [(row.place, form) for row in _rows() for form in row.latin if not LATIN.fullmatch(form)] == []


def test_no_actor_lists_a_form_twice() -> None:
    keys = [(row.place, [name_key(form) for form in row.arabic()]) for row in _rows()]
    assert [place for place, forms in keys if len(forms) != len(set(forms))] == []


def test_an_unmarked_form_belongs_to_one_actor() -> None:
    owners: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for row in _rows():
        for form in row.sure():
            owners[name_key(form)].add(row.id)
    assert {" ".join(key): ids for key, ids in owners.items() if len(ids) > 1} == {}


def test_no_ordinary_word_or_given_name_counts_by_itself() -> None:
    words = {fold(word) for word in WORDS.split()}
    single = [(row.place, form) for row in _rows() for form in row.sure() if len(name_key(form)) == 1]
    allowed = {fold(word) for word in ALLOWED}
    assert [(place, form) for place, form in single if fold(form) in words - allowed or len(fold(form)) < 3] == []


def test_a_ministry_without_its_country_needs_evidence() -> None:
    generic = re.compile(r"وزارة (?:الخارجية|الداخلية|الدفاع|المالية|الصحة|العدل|النفط|الكهرباء|التربية)")
    assert [(row.place, form) for row in _rows() for form in row.sure() if generic.fullmatch(form)] == []
