"""Pages that look like articles and are none."""

from __future__ import annotations

import pytest

from processors.records import Article, NotArticle
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
        ("<title>خطأ</title><body><h1>خطأ في إنشاء اتصال بقاعدة البيانات</h1>", "error page"),
        (
            "<title>Account Suspended</title><body><p>This Account has been suspended. Contact your host.</p>",
            "error page",
        ),
        (
            "<title>rewaq.example</title><body><p>The domain rewaq.example may be for sale. Inquire here.</p>",
            "error page",
        ),
        (f"<title>{TITLE}</title><body><p>يتم الآن تحويلك إلى الصفحة، إذا لم يتم التحويل اضغط هنا</p>", "empty"),
        (
            "<title>الرواق</title><body><p>تم حظر عنوان الآي بي الخاص بك من قبل نظام الحماية. المرجع 18.1f2a.</p>",
            "challenge",
        ),
    ],
    ids=[
        "tag page with days",
        "error page with news",
        "question about cookies",
        "database error",
        "suspended account",
        "parked domain",
        "page that leads on",
        "Arabic firewall",
    ],
)
def test_the_reason_is_what_the_page_is(html: str, reason: str) -> None:
    found = read(html)
    assert isinstance(found, NotArticle), found
    assert found.reason == reason


def test_a_short_item_about_a_blocked_site_is_an_article() -> None:
    said = "تم حظر الوصول إلى تطبيق المراسلة في البلاد منذ الصباح، بحسب هيئة الاتصالات التي لم تذكر سبب القرار."
    assert isinstance(read(f"<title>{TITLE}</title><body><h1>{TITLE}</h1><p>{said}</p>"), Article)
