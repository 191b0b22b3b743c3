"""Synthetic article pages: articles.yaml laid out by layouts/*.html among what furniture.yaml puts around them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

HERE = Path(__file__).parent
CAPTURED = datetime(2026, 9, 1, 12, tzinfo=UTC)
WINDOWS_1256 = ("aspnet",)
WITHOUT_AUTHOR = ("nested_divs", "br_body", "lists_cms", "moscow_channel")
WITH_KICKER = ("jannah", "drupal", "br_body", "lists_cms")
# Only a host under a country's domain tells the zone of these: their stamps are UTC, or a day in UTC.
NEEDS_ZONE = ("amp", "gulf_channel", "moscow_channel")
TLD = {"بغداد": "iq", "عمان": "jo", "بيروت": "lb", "تونس": "tn", "مسقط": "om", "الرياض": "sa", "الكويت": "kw"}
TLD["الدار البيضاء"] = "ma"

_PAN = (
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
)
_LEVANT = [
    "كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران",
    "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني", "كانون الأول",
]  # fmt: skip
_MAGHREB = (
    "جانفي",
    "فيفري",
    "مارس",
    "أفريل",
    "ماي",
    "جوان",
    "جويلية",
    "أوت",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
)
_MOROCCO = (
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "ماي",
    "يونيو",
    "يوليوز",
    "غشت",
    "شتنبر",
    "أكتوبر",
    "نونبر",
    "دجنبر",
)
_WEEKDAYS = (
    "الإثنين",
    "الثلاثاء",
    "الأربعاء",
    "الخميس",
    "الجمعة",
    "السبت",
    "الأحد",
)
_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page and what an attentive reader finds in it."""

    layout: str
    article: str
    url: str
    body: bytes
    headline: str
    kicker: str | None
    authors: tuple[str, ...]
    day: str
    paragraphs: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.layout}-{self.article}"


@cache
def articles() -> list[dict[str, Any]]:
    return yaml.safe_load((HERE / "articles.yaml").read_text("utf-8"))


@cache
def furniture() -> dict[str, Any]:
    return yaml.safe_load((HERE / "furniture.yaml").read_text("utf-8"))


@cache
def layouts() -> tuple[str, ...]:
    return tuple(sorted(path.stem for path in (HERE / "layouts").glob("[a-z]*.html")))


@cache
def _environment() -> Environment:
    loader = FileSystemLoader(HERE / "layouts")
    return Environment(loader=loader, autoescape=False, undefined=StrictUndefined, keep_trailing_newline=True)


def pages() -> Iterator[Page]:
    """Yield every article in every layout."""
    for layout in layouts():
        for article in articles():
            yield _page(layout, article)


def _page(layout: str, article: dict[str, Any]) -> Page:
    author = None if layout in WITHOUT_AUTHOR else article["author"]
    kicker = article["kicker"] if layout in WITH_KICKER else None
    body = [text for text in (article["lead"], *article["paragraphs"]) if text]
    moment = datetime.fromisoformat(article["date"])
    view = {**article, "author": author, "kicker": kicker, "body": body, **_dates(moment)}
    html = _environment().get_template(f"{layout}.html").render(a=view, f=furniture())
    host = f"rewaq.example.{TLD[article['city']]}" if layout in NEEDS_ZONE else "www.rewaq.example"
    return Page(
        layout=layout,
        article=article["id"],
        url=f"https://{host}/news/{article['id']}-4711",
        body=html.encode("cp1256" if layout in WINDOWS_1256 else "utf-8", "xmlcharrefreplace"),
        headline=article["headline"],
        kicker=kicker,
        authors=(author,) if author else (),
        day=moment.date().isoformat(),
        paragraphs=tuple(body),
    )


def _dates(moment: datetime) -> dict[str, str]:
    """Return the moment in the forms that the layouts print."""
    utc, month = moment.astimezone(UTC), moment.month - 1
    half = f"{(moment.hour - 1) % 12 + 1:02d}:{moment:%M} {'ص' if moment.hour < 12 else 'م'}"
    return {
        "local": moment.isoformat(),
        "utc": f"{utc:%Y-%m-%dT%H:%M:%S}Z",
        "later": f"{utc + timedelta(hours=2):%Y-%m-%dT%H:%M:%S}Z",
        "wall_z": f"{moment:%Y-%m-%dT%H:%M:%S}Z",
        "iso_day": f"{moment:%Y-%m-%d}",
        "digits": moment.isoformat().translate(_DIGITS),
        "numeric": f"{moment:%d/%m/%Y}",
        "dashes": f"{moment.day}-{moment.month}-{moment.year}",
        "dots": f"{moment:%d.%m.%Y}",
        "gmt_dots": f"{utc:%d.%m.%Y | %H:%M}",
        "clock24": f"{moment:%H:%M}",
        "clock12": half,
        "weekday": _WEEKDAYS[moment.weekday()],
        "day_pan": f"{moment.day} {_PAN[month]}، {moment.year}",
        "day_pan0": f"{moment:%d} {_PAN[month]} {moment.year}",
        "day_levant": f"{moment.day} {_LEVANT[month]} {moment.year}".translate(_DIGITS),
        "day_double": f"{moment.day} {_LEVANT[month]}/ {_PAN[month]} {moment.year}",
        "day_maghreb": f"{moment.day} {_MAGHREB[month]} {moment.year}",
        "day_morocco": f"{moment.day} {_MOROCCO[month]} {moment.year}",
        "day_spaced": f"{moment.day} - {_PAN[month]} - {moment.year}",
    }
