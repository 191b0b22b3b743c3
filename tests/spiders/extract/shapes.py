"""One invented article, laid out by the tests of this folder in the shapes that real pages have."""

from __future__ import annotations

from datetime import UTC, datetime

from processors.records import Article, NotArticle, RawPage
from spiders.page import extract

CAPTURED = datetime(2024, 6, 1, 12, tzinfo=UTC)
SITE = "صحيفة الرواق"
TITLE = "بلدية الساحل تعيد فتح طريق الميناء القديم أمام الشاحنات"
TEXT = (
    "أعادت بلدية مدينة الساحل، صباح الثلاثاء، فتح طريق الميناء القديم أمام الشاحنات بعد توقف دام خمسة أشهر.",
    "وقال رئيس البلدية نديم الصواف إن فرق العمل بلّطت ثلاثة كيلومترات من الطريق، وركّبت شبكة لتصريف المطر.",
    "وأوضح أن كلفة المشروع بلغت مليوناً ومئتي ألف، وأن نصفها جاء من تبرعات تجار السوق وأصحاب المخازن.",
    "وبحسب دائرة المرور، ستُمنع الشاحنات من المرور بين السابعة والتاسعة صباحاً، تخفيفاً للزحام أمام المدارس.",
    "ومن المنتظر أن تبدأ المرحلة الثانية مطلع الشهر المقبل، وتشمل إنارة الطريق وزراعة أشجار على جانبيه.",
)
OTHERS = (
    "افتتاح موسم الصيد في خليج اللؤلؤ وسط إقبال كبير",
    "مدارس حي الفنار تستقبل تلاميذها بعد ترميم شامل",
    "ارتفاع أسعار الأسماك في أسواق الساحل قبل العيد",
    "مهرجان الموسيقى يعود إلى القلعة بعد غياب عامين",
)
EXCERPTS = (
    "استقبل الصيادون موسمهم الجديد بقوارب مزينة وأغانٍ قديمة في ميناء الخليج.",
    "عاد التلاميذ إلى صفوفهم بعد أن أنهت الورش ترميم الجدران والنوافذ والساحات.",
    "سجلت الأسواق ارتفاعاً لافتاً في أسعار الأسماك مع اقتراب العيد وزيادة الطلب.",
    "تفتح القلعة أبوابها لعشاق الموسيقى بعد عامين من الغياب بسبب الترميم.",
)
MENU = "<nav><ul>" + "".join(f"<li><a href='/c/{i}'>باب من أبواب الموقع</a></li>" for i in range(6)) + "</ul></nav>"
RELATED = (
    "<div class='related'><h3>مقالات ذات صلة</h3>" + "".join(f"<a href='/n/{t}'>{t}</a>" for t in OTHERS) + "</div>"
)
PARAGRAPHS = "".join(f"<p>{text}</p>" for text in TEXT)


def head(title: str = TITLE, extra: str = "", site: str = SITE) -> str:
    """Return the head of a page whose title ends with the site's name."""
    named = f"<title>{title} - {site}</title><meta property='og:site_name' content='{site}'>"
    return f"<!doctype html><html dir=rtl lang=ar><head><meta charset=utf-8>{named}{extra}</head>"


def read(html: str, url: str = "https://www.rewaq.example/news/4711") -> Article | NotArticle:
    """Return what the general extractor makes of a page."""
    return extract(RawPage(url=url, final_url=url, outlet_id=None, fetched_at=CAPTURED, body=html.encode()))


def article(html: str, url: str = "https://www.rewaq.example/news/4711") -> Article:
    """Return the article of a page that has one."""
    found = read(html, url)
    assert isinstance(found, Article), found
    return found
