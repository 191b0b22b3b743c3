"""Benchmark articles made on request from (seed, index): any one of 100,000 in constant time, none kept."""

from __future__ import annotations

import random
import re
from dataclasses import replace

from infra.demo.texts import Text
from infra.demo.words import draw_word

FIRST_NUMBER = 100_001
YOUNGEST_HOURS = 400.0
SPACING_HOURS = 1 / 3

SECTIONS = ("سياسة", "اقتصاد", "محليات", "أمن", "رياضة", "ثقافة", "صحة", "تعليم")
_FIRST = (
    "أحمد", "علي", "حسين", "كريم", "زينب", "سارة", "مريم", "ياسر", "عمر", "ليلى", "هدى", "سامر", "رنا", "نادر",
    "وائل", "فرح", "طارق", "سلمى", "باسم", "نور",
)  # fmt: skip
_LAST = (
    "الجبوري", "الحلبي", "المصري", "العبيدي", "الخطيب", "التميمي", "النجار", "الهاشمي", "البكري", "السالم",
    "الراوي", "الصافي", "الكعبي",
)  # fmt: skip
_ROLES = ("المتحدث", "الخبير", "الباحثة", "مدير المشروع", "عضو المجلس", "رئيس الغرفة", "المهندس", "الأستاذ")
_VERBS = ("قال", "أكد", "أوضح", "ذكر", "بيّن", "أضاف", "صرّح", "أعلن", "لفت", "شدد")
_PLACES = (
    "بغداد", "البصرة", "الموصل", "أربيل", "كركوك", "النجف", "دمشق", "حلب", "بيروت", "طرابلس", "عمّان", "القاهرة",
    "الإسكندرية", "الرباط", "تونس", "الجزائر", "الكويت", "الدوحة", "الرياض", "مسقط", "المنامة", "صنعاء", "الخرطوم",
    "واشنطن", "أنقرة",
)  # fmt: skip
# No run of fixed words is longer than three, so that two articles share next to no shingle of five words.
_SENTENCES = (
    "{verb} {role} {person} إن “{w} {w} {w} {w} {w} في {place}” {w} {w} {w}",
    "{verb} {w} {w} {w} أن {w} {w} {w} {w} {w} خلال {w} {w}",
    "وفي {place} {w} {w} {w} {w} {w} {w} إلى {w} {w} {w}",
    "وبحسب {w} {w} فإن {w} {w} {w} {w} {w} {number} {w} {w}",
    "كما {w} {w} {w} {w} بين {place} و{place} {w} {w} {w} {w}",
    "من جهته {verb} {person} أن {w} {w} {w} {w} {w} {w}",
    "{w} {w} {w} {w} على {w} {w} {w} {w} بنسبة {number} في المئة",
    "يذكر أن {w} {w} {w} {w} {w} {w} منذ {number} {w}",
)
_HOLE = re.compile(r"\{(\w+)\}")


def article(outlet: str, seed: int, index: int) -> Text:
    """Return synthetic article ``index`` (0 is the youngest) as ``outlet`` prints it; the same bytes for one seed."""
    draw = random.Random(f"{seed}:{index}:body")
    return replace(stub(outlet, seed, index), paragraphs=tuple(_paragraph(draw) for _ in range(draw.randint(4, 8))))


def stub(outlet: str, seed: int, index: int) -> Text:
    """Return the article without its paragraphs, which is all that a feed or a sitemap needs of it."""
    draw = random.Random(f"{seed}:{index}")
    author = _person(draw)
    return Text(
        outlet=outlet,
        number=FIRST_NUMBER + index,
        slug=f"page-{FIRST_NUMBER + index}",
        section=draw.choice(SECTIONS),
        hours=YOUNGEST_HOURS + index * SPACING_HOURS,
        headline=_fill("{w} {w} {w} {w} في {place} {w} {w}", draw),
        kicker=_fill("{w} {w} {w}", draw) if draw.random() < 0.3 else None,
        byline=f"تقرير: {author}",
        authors=(author,),
        paragraphs=(),
    )


def _paragraph(draw: random.Random) -> str:
    chosen = draw.sample(_SENTENCES, draw.randint(2, 4))
    return "، ".join(_fill(sentence, draw) for sentence in chosen) + "."


def _fill(template: str, draw: random.Random) -> str:
    return _HOLE.sub(lambda hole: _value(hole[1], draw), template)


def _person(draw: random.Random) -> str:
    return f"{draw.choice(_FIRST)} {draw.choice(_LAST)}"


def _value(kind: str, draw: random.Random) -> str:
    match kind:
        case "w":
            return draw_word(draw)
        case "person":
            return _person(draw)
        case "number":
            return str(draw.randint(2, 9999))
        case _:
            return draw.choice({"verb": _VERBS, "role": _ROLES, "place": _PLACES}[kind])
