"""How each invented outlet prints: addresses, encoding, time zone and the form of its visible date."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from urllib.parse import quote
from zoneinfo import ZoneInfo

from babel.dates import get_day_names, get_month_names

from infra.demo.texts import Text

Discovery = Literal["rss", "rdf", "atom-json", "sitemap", "listing"]
_ARABIC_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The fixed habits of one outlet. ``address`` gives an article's path (with query), percent-encoded."""

    id: str
    name: str
    slogan: str
    timezone: str
    discovery: Discovery
    address: Callable[[Text], str]
    number: re.Pattern[str]
    printed_date: Callable[[datetime], str]
    encoding: str = "utf-8"
    declares_charset: bool = True

    def local(self, moment: datetime) -> datetime:
        """Return the moment in the outlet's time zone."""
        return moment.astimezone(ZoneInfo(self.timezone))


def _month(day: datetime, locale: str) -> str:
    """Return the month's name as CLDR has it for the country (Levantine in IQ and LB, French-born in MA)."""
    return str(get_month_names("wide", locale=locale)[day.month])


def _weekday(day: datetime) -> str:
    return str(get_day_names("wide", locale="ar")[day.weekday()])


def _half_day(day: datetime) -> str:
    return f"{day.hour % 12 or 12}:{day.minute:02d} {'ص' if day.hour < 12 else 'م'}"


def _baghdad(day: datetime) -> str:
    return f"{day.day} {_month(day, 'ar_IQ')}، {day.year} {_half_day(day)}"


def _beirut(day: datetime) -> str:
    text = f"{_weekday(day)} {day.day:02d} {_month(day, 'ar_LB')} {day.year} | {day:%H:%M}"
    return text.translate(_ARABIC_INDIC)


def _amman(day: datetime) -> str:
    return f"{day:%d/%m/%Y} {day:%H:%M}"


def _cairo(day: datetime) -> str:
    return f"{_weekday(day)} {day.day} {_month(day, 'ar_EG')} {day.year} - {_half_day(day)}"


def _rabat(day: datetime) -> str:
    return f"{_weekday(day)} {day.day} {_month(day, 'ar_MA')} {day.year} - {day:%H:%M}"


def _kuwait(day: datetime) -> str:
    return f"{day.day:02d} {_month(day, 'ar_EG')} {day.year} {_half_day(day)}"


def _wordpress_address(text: Text) -> str:
    slug = re.sub(r"[^\w]+", "-", text.headline).strip("-")
    return quote(f"/archives/{text.number}/{slug}/")


_LATIN_SECTIONS = {
    "سياسة": "politique", "اقتصاد": "economie", "مجتمع": "societe", "رياضة": "sport", "ثقافة": "culture",
    "محليات": "regions", "أمن": "securite", "صحة": "sante", "تعليم": "education", "بيئة": "environnement",
    "جهات": "regions",
}  # fmt: skip

LAYOUTS: Mapping[str, Layout] = {
    layout.id: layout
    for layout in (
        Layout(
            id="barid_alrafidain",
            name="بريد الرافدين",
            slogan="يومية سياسية عامة تصدر في بغداد",
            timezone="Asia/Baghdad",
            discovery="rss",
            address=_wordpress_address,
            number=re.compile(r"^/archives/(\d+)/"),
            printed_date=_baghdad,
        ),
        Layout(
            id="maraya",
            name="مرايا بيروت",
            slogan="صحيفة إلكترونية مستقلة",
            timezone="Asia/Beirut",
            discovery="rdf",
            address=lambda text: f"/news/{text.number}",
            number=re.compile(r"^/news/(\d+)$"),
            printed_date=_beirut,
        ),
        Layout(
            id="sanabil",
            name="وكالة سنابل للأنباء",
            slogan="الخبر من حقله",
            timezone="Asia/Amman",
            discovery="atom-json",
            address=lambda text: f"/{text.language}/story/{text.number}-{text.slug}",
            number=re.compile(r"^/[a-z]{2}/story/(\d+)-"),
            printed_date=_amman,
        ),
        Layout(
            id="diwan_alnil",
            name="ديوان النيل",
            slogan="جريدة كل صباح",
            timezone="Africa/Cairo",
            discovery="rss",
            address=lambda text: f"/news.asp?id={text.number}",
            number=re.compile(r"^/news\.asp\?id=(\d+)$"),
            printed_date=_cairo,
            encoding="windows-1256",
            declares_charset=False,
        ),
        Layout(
            id="asdaa_alsahel",
            name="أصداء الساحل",
            slogan="جريدة إلكترونية مغاربية",
            timezone="Africa/Casablanca",
            discovery="sitemap",
            address=lambda text: f"/{_LATIN_SECTIONS[text.section]}/{text.slug}-{text.number}.html",
            number=re.compile(r"^/[a-z]+/[\w-]+-(\d+)\.html$"),
            printed_date=_rabat,
        ),
        Layout(
            id="ufuq_alkhaleej",
            name="أفق الخليج",
            slogan="أخبار الخليج العربي واقتصاده",
            timezone="Asia/Kuwait",
            discovery="listing",
            address=lambda text: f"/article/{text.number}/",
            number=re.compile(r"^/article/(\d+)/$"),
            printed_date=_kuwait,
        ),
    )
}
