"""Printed dates made from rules in eight regional conventions, and CLDR's own formats read back."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from itertools import cycle
from zoneinfo import ZoneInfo

import dateparser
import pytest
from babel.dates import format_date, format_datetime
from hijridate import Gregorian

from processors.dates import parse_date

NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
WEEKDAYS = ("الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد")
PAN = ("يناير", "فبراير", "مارس", "أبريل", "مايو", "يونيو", "يوليو", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر")
LEVANT = (
    "كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران",
    "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول",
)  # fmt: skip
TUNIS = ("جانفي", "فيفري", "مارس", "أفريل", "ماي", "جوان", "جويلية", "أوت", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر")
RABAT = ("يناير", "فبراير", "مارس", "أبريل", "ماي", "يونيو", "يوليوز", "غشت", "شتنبر", "أكتوبر", "نونبر", "دجنبر")
CAIRO = ("يناير", "فبراير", "مارس", "إبريل", "مايو", "يونيه", "يوليه", "أغسطس", "سبتمبر", "أكتوبر", "نوفمبر", "ديسمبر")
HIJRI = (
    "محرم", "صفر", "ربيع الأول", "ربيع الآخر", "جمادى الأولى", "جمادى الآخرة",
    "رجب", "شعبان", "رمضان", "شوال", "ذو القعدة", "ذو الحجة",
)  # fmt: skip
CONVENTIONS = {
    "Iraq": ("Asia/Baghdad", LEVANT), "Lebanon": ("Asia/Beirut", LEVANT), "Syria": ("Asia/Damascus", LEVANT),
    "Egypt": ("Africa/Cairo", CAIRO), "Gulf": ("Asia/Dubai", PAN), "Tunisia": ("Africa/Tunis", TUNIS),
    "Algeria": ("Africa/Algiers", TUNIS), "Morocco": ("Africa/Casablanca", RABAT),
}  # fmt: skip
FORMS = (
    "{d} {m} {y}", "{w}، {d} {m} {y}", "{w} {d} {m} {y} - {H}:{M}", "{d} {m}، {y} {h}:{M} {ap}", "{dd}/{mm}/{y}",
    "{dd}-{mm}-{y} | {H}:{M}", "{D} {m} {Y}", "{D}/{MM}/{Y}", "{m2} {y} {d2}", "نشر في: {dd}.{mm}.{y}",
    "\u200f{d}\u200f/\u200f{mn}\u200f/\u200f{y}", "{d} {m}/{p} {y}", "تاريخ النشر: {y}-{mm}-{dd} {H}:{M}",
    "{d} - {m} - {y}", "{w} {dd} {m} {y} الساعة {h}:{M} {ap}", "{y}/{mm}/{dd}",
)  # fmt: skip


def moments(seed: str, count: int) -> list[datetime]:
    chance = random.Random(seed)
    start = datetime(2008, 1, 1)
    return [start + timedelta(minutes=chance.randrange(18 * 365 * 24 * 60)) for _ in range(count)]


def printed(form: str, at: datetime, months: tuple[str, ...]) -> str:
    """Return the moment as a site of that convention prints it."""
    return form.format(
        d=at.day, dd=f"{at.day:02d}", mm=f"{at.month:02d}", mn=at.month, y=at.year, m=months[at.month - 1],
        p=PAN[at.month - 1], w=WEEKDAYS[at.weekday()], H=f"{at:%H}", M=f"{at:%M}", h=(at.hour - 1) % 12 + 1,
        ap="ص" if at.hour < 12 else "م", D=str(at.day).translate(DIGITS), Y=str(at.year).translate(DIGITS),
        MM=f"{at.month:02d}".translate(DIGITS), m2=f"{months[at.month - 1]} {at.day},", d2="",
    ).strip()  # fmt: skip


def expressions() -> list[tuple[str, str, datetime, str]]:
    made = []
    for name, (zone, months) in CONVENTIONS.items():
        for at, form in zip(moments(name, 64), cycle(FORMS), strict=False):
            made.append((printed(form, at, months), zone, at, form))
    return made


EXPRESSIONS = expressions()


def test_there_are_four_hundred_expressions_and_more() -> None:
    assert len({text for text, *_ in EXPRESSIONS}) >= 400


@pytest.mark.parametrize(("text", "zone", "at", "form"), EXPRESSIONS)
def test_a_date_of_the_press_is_read(text: str, zone: str, at: datetime, form: str) -> None:
    read = parse_date(text, timezone=zone, now=NOW)
    assert read is not None
    assert read.value.date() == at.date()
    assert read.value.utcoffset() == read.value.replace(tzinfo=ZoneInfo(zone)).utcoffset()
    assert not read.notes
    if "{M}" in form:
        assert (read.precision, read.value.hour, read.value.minute) == ("minute", at.hour, at.minute)
    else:
        assert read.precision == "day"


LOCALES = ("ar", "ar_IQ", "ar_MA", "ar_DZ", "ar_TN", "ar_SA")


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("width", ["medium", "long", "full"])
def test_what_cldr_prints_is_read_back(locale: str, width: str) -> None:
    for at in moments(locale + width, 40):
        text = format_date(at, width, locale=locale)
        read = parse_date(text, timezone="UTC", now=NOW)
        assert read is not None, text
        assert read.value.date() == at.date(), text
        text = format_datetime(at, "medium", locale=locale)
        read = parse_date(text, timezone="UTC", now=NOW)
        assert read is not None, text
        assert (read.value.date(), read.value.hour) == (at.date(), at.hour), text


@pytest.mark.parametrize("at", moments("hijri", 60), ids=str)
def test_a_hijri_date_is_that_of_umm_al_qura(at: datetime) -> None:
    hijri = Gregorian(at.year, at.month, at.day).to_hijri()
    text = f"{hijri.day} {HIJRI[hijri.month - 1]} {hijri.year} هـ".translate(DIGITS)
    read = parse_date(text, timezone="Asia/Riyadh", now=NOW)
    assert read is not None
    assert (read.value.date(), read.calendar) == (at.date(), "hijri")
    read = parse_date(f"{hijri.year}-{hijri.month:02d}-{hijri.day:02d}", timezone="Asia/Riyadh", now=NOW)
    assert read is not None
    assert (read.value.date(), read.calendar) == (at.date(), "hijri")


# Tuesday, 1 September 2026, noon in Baghdad.
RELATIVE = {
    "قبل يومين": "2026-08-30", "منذ ثلاثة أيام": "2026-08-29", "أمس": "2026-08-31", "اليوم": "2026-09-01",
    "أول أمس": "2026-08-30", "قبل ساعتين": "2026-09-01T10:00+03:00", "منذ 5 دقائق": "2026-09-01T11:55+03:00",
    "قبل ١٥ دقيقة": "2026-09-01T11:45+03:00", "الثلاثاء الماضي": "2026-08-25", "الأحد الماضي": "2026-08-30",
    "قبل أسبوعين": "2026-08-18", "منذ شهرين": "2026-07", "قبل سنتين": "2024",
    "اليوم الساعة 8:30 صباحاً": "2026-09-01T08:30+03:00", "أمس 11:15 م": "2026-08-31T23:15+03:00",
    "الاثنين ١ سبتمبر 2025": "2025-09-01", "16 أبريل، 2024 7:08 ص": "2024-04-16T07:08+03:00",
    "٢٧ رمضان ١٤٤٥": "2024-04-06", "24 نيسان / أبريل 2020": "2020-04-24", "8 فيفري 2019": "2019-02-08",
    "الأربعاء، 07 أكتوبر 2020 - 12:09 م": "2020-10-07T12:09+03:00", "28 آب/اغسطس 2013": "2013-08-28",
    "3-5 تموز 2023": "2023-07-03", "تموز 2023": "2023-07",
}  # fmt: skip


@pytest.mark.parametrize(("text", "iso"), RELATIVE.items(), ids=RELATIVE.keys())
def test_words_and_special_forms_are_read(text: str, iso: str) -> None:
    read = parse_date(text, timezone="Asia/Baghdad", now=NOW)
    assert read is not None
    assert read.iso == iso


NONE = (
    "2023", "في العام الماضي قال", "الساعة 10:30", "31 شباط 2023", "32/01/2024", "13/13/2024", "ربيع 2023", "5 تموز",
    "الفصل 3 من 2024", "رقم 1234567", "30 صفر 1999", "0/0/0000", "آب", "الثلاثاء", "90 % من", "1.2.3.4", "",
)  # fmt: skip


@pytest.mark.parametrize("text", NONE)
def test_what_states_no_date_gives_none(text: str) -> None:
    assert parse_date(text, timezone="Asia/Baghdad", now=NOW) is None


def test_a_weekday_that_contradicts_the_date_is_flagged() -> None:
    for at in moments("weekday", 30):
        text = f"{WEEKDAYS[(at.weekday() + 1) % 7]} {at.day} {LEVANT[at.month - 1]} {at.year}"
        read = parse_date(text, timezone="Asia/Baghdad", now=NOW)
        assert read is not None
        assert (read.value.date(), read.notes) == (at.date(), ("weekday-mismatch",))


def test_the_order_of_day_and_month_is_the_outlets() -> None:
    first, second = (parse_date("05/07/2023", timezone="UTC", now=NOW, day_first=order) for order in (True, False))
    assert first is not None
    assert second is not None
    assert (first.value.date(), second.value.date()) == (date(2023, 7, 5), date(2023, 5, 7))


def rate_of_dateparser() -> float:
    """Return the share of the expressions whose day dateparser finds, told the language and the day-month order."""
    settings = {"DATE_ORDER": "DMY", "RELATIVE_BASE": NOW.replace(tzinfo=None)}
    right = 0
    for text, _, at, _ in EXPRESSIONS:
        read = dateparser.parse(text, languages=["ar"], settings=settings)
        right += bool(read and read.date() == at.date())
    return right / len(EXPRESSIONS)


def test_dateparser_reads_fewer_of_the_same_expressions() -> None:
    assert rate_of_dateparser() < 0.9
