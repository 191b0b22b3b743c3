"""Pages that look like articles and are none."""

from __future__ import annotations

import pytest

from processors.records import NotArticle
from tests.spiders.extract.shapes import EXCERPTS, MENU, OTHERS, TITLE, head, read

PAIRS = list(zip(OTHERS * 2, EXCERPTS * 2, strict=True))
DATED = "".join(
    f"<article><h2><a href=/n/{i}>{title}</a></h2><div>12 مايو 2024</div><p>{text}</p><a>اقرأ المزيد</a></article>"
    for i, (title, text) in enumerate(PAIRS)
)
ITEMS = "".join(f"<div><h4><a href=/n/{i}>{title}</a></h4><p>{text}</p></div>" for i, (title, text) in enumerate(PAIRS))
COOKIES = (
    "<p>نستخدم نحن وشركاؤنا ملفات تعريف الارتباط لتخزين المعلومات على جهازك وعرض إعلانات تناسب اهتماماتك.</p>"
    "<p>يمكنك قبول جميع ملفات الارتباط أو تعديل اختياراتك متى شئت من الزر أدناه.</p>"
)


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        (f"{head('الميناء')}<body>{MENU}<h1>وسم: الميناء</h1>{DATED}", "listing"),
        (f"{head('خطأ 404')}<body>{MENU}<h1>الصفحة غير متوفرة</h1><h3>أحدث الأخبار</h3>{ITEMS}", "error page"),
        (f"<title>{TITLE}</title><body><h2>نحن نحترم خصوصيتك</h2>{COOKIES}<button>قبول</button>", "consent wall"),
    ],
    ids=["tag page with days", "error page with news", "question about cookies"],
)
def test_the_reason_is_what_the_page_is(html: str, reason: str) -> None:
    found = read(html)
    assert isinstance(found, NotArticle), found
    assert found.reason == reason
