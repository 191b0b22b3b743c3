"""Articles for the contract suite: small, varied, with everything that a store filters and counts by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from infra.stores.base import Stored
from processors.records import Article, DateReading, EnrichedArticle, Image, Mention, Quote

NOON = datetime(2026, 7, 14, 12, tzinfo=UTC)
MARKS = (40, *range(2**32 - 128, 2**32))


def stored(
    article_id: str,
    headline: str = "خبر قصير",
    *paragraphs: str,
    published: datetime | None = NOON,
    fetched: datetime = NOON,
    mentions: Sequence[Mention] = (),
    quotes: Sequence[Quote] = (),
    country: str | None = "IQ",
    story: str | None = None,
    versions: tuple[tuple[str, str], ...] = (("entities", "1"),),
    **fields: Any,
) -> Stored:
    """Build an article; ``fields`` are those of `Article`."""
    url = f"https://news.example/{article_id}"
    reading = DateReading(value=published, raw="14 تموز 2026", precision="minute") if published else None
    fields = {"outlet": "almada", "language": "ar", **fields}
    article = Article(
        id=article_id,
        url=url,
        canonical_url=url,
        fetched_at=fetched,
        headline=headline,
        paragraphs=paragraphs,
        published=reading,
        **fields,
    )
    enriched = EnrichedArticle(
        article=article, mentions=tuple(mentions), quotes=tuple(quotes), fingerprint=MARKS, versions=versions
    )
    return Stored(enriched=enriched, country=country, story=story)


def mention(text: str, kind: Any, entity_id: str | None, name: str | None = None, **fields: Any) -> Mention:
    return Mention(
        field="body", start=0, end=len(text), text=text, type=kind, entity_id=entity_id, name=name or text, **fields
    )


def quote(text: str, speaker: str | None, speaker_id: str | None = None) -> Quote:
    return Quote(field="body", start=0, end=len(text), text=text, kind="direct", speaker=speaker, speaker_id=speaker_id)


def full() -> Stored:
    """An article with every field filled."""
    one = stored(
        "full",
        "وزارة النقل تعلن فتح الطريق الدولي",
        "أعلنت وزارة النقل فتح الطريق الدولي أمام الشاحنات.",
        "وقال المتحدث باسمها: «اكتملت الصيانة».",
        kicker="بعد أسبوعين من الإغلاق",
        lead="عادت الحركة إلى الطريق الدولي",
        byline="بغداد – سلمى الحداد",
        authors=("سلمى الحداد",),
        dateline="بغداد",
        credits=("وكالات",),
        section="محليات",
        keywords=("نقل", "طرق"),
        images=(Image(url="https://news.example/i.jpg", caption="شاحنات على الطريق"),),
        locator="run-1.warc.gz:120",
        layout="2026",
        notes=("weekday-mismatch",),
        modified=DateReading(
            value=NOON + timedelta(hours=2), raw="١٤/٧/٢٠٢٦", precision="day", calendar="gregorian", notes=("x",)
        ),
        mentions=[
            mention("وزارة النقل", "organisation", "rasid:transport", role="رسمية", score=0.75),
            mention("بغداد", "place", "geonames:98182", metonym=True),
        ],
        quotes=[quote("اكتملت الصيانة", "المتحدث باسم الوزارة")],
        story="story-1",
    )
    return replace(one, outlet_name="المدى", outlet_place=(33.34, 44.4))


CORPUS = (
    stored(
        "a1",
        "واشنطن ترسل وفداً إلى بغداد",
        "وصل الوفد صباح اليوم، وبواشنطن قال مسؤول إن الزيارة قصيرة.",
        published=NOON - timedelta(days=3),
        section="سياسة",
        authors=("وائل نعمة",),
        mentions=[
            mention("واشنطن", "place", "geonames:4140963"),
            mention("العراق", "country", "iso:IQ"),
            mention("مصطفى الراوي", "person", "rasid:mustafa-alrawi"),
        ],
        quotes=[quote("الزيارة قصيرة", "مصطفى الراوي", "rasid:mustafa-alrawi")],
    ),
    stored(
        "a2",
        "انقطاع الكهرباء في البصرة",
        "شكا سكان البصرة من انقطاع الكهرباء، وقالت الوزارة إنها تعمل على الإصلاح.",
        published=NOON - timedelta(days=2, hours=16),
        outlet="shafaq",
        section="محليات",
        credits=("واع",),
        story="s1",
        mentions=[mention("البصرة", "place", "geonames:99532"), mention("العراق", "country", "iso:IQ")],
    ),
    stored(
        "a3",
        "انقطاع الكهرباء عن البصرة يتواصل",
        "شكا سكان البصرة من انقطاع الكهرباء لليوم الثاني.",
        published=NOON - timedelta(days=2),
        outlet="annahar",
        country="LB",
        section="محليات",
        story="s1",
        mentions=[
            mention("البصرة", "place", "geonames:99532"),
            mention("العراقية", "country", "iso:IQ", "العراق", adjective=True),
        ],
    ),
    stored(
        "a4",
        "تنظيم الدولة يتبنى هجوماً",
        "تبنى تنظيم الدولة هجوماً على نقطة تفتيش، وفق بيان نشرته وكالات.",
        published=NOON - timedelta(days=1),
        outlet="annahar",
        country="LB",
        section="أمن",
        mentions=[
            mention("تنظيم الدولة", "group", "rasid:daesh", "داعش"),
            mention("سوريا", "country", "iso:SY"),
        ],
    ),
    stored(
        "a5",
        "منظمة الصحة تدعو إلى التلقيح",
        "دعت منظمة الصحة العالمية إلى تلقيح الأطفال قبل الشتاء.",
        published=None,
        fetched=NOON + timedelta(hours=1),
        outlet="alanba",
        country="KW",
        section="صحة",
        mentions=[mention("منظمة الصحة العالمية", "organisation", "rasid:who")],
    ),
    stored(
        "a6",
        "Basra power cuts continue",
        "Residents of Basra complained about long power cuts.",
        published=NOON,
        language="en",
        outlet="shafaq",
        mentions=[mention("Basra", "place", "geonames:99532", "البصرة")],
    ),
)
