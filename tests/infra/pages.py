"""Pages of an invented outlet, and the way into archive and ledger that a crawl takes: shared by the tests of infra."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from infra.sink import open_sink
from spiders.sink import Discovered, Exchange

HOUR = timedelta(hours=1)
NOW = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
PARAGRAPHS = (
    "افتتحت بلدية المدينة صباح الأحد حديقة عامة في الحي الشرقي بعد أعمال استمرت عامين كاملين، بحضور مئات الأهالي.",
    "وقال مدير الحدائق إن المشروع يضم ثلاثة آلاف شجرة وملاعب للأطفال ومسارات للمشي، وإن الدخول إليه مجاني للجميع.",
    "وأضاف أن البلدية تعتزم إنشاء حديقتين أخريين في الأحياء الجنوبية قبل نهاية العام المقبل إذا توافر التمويل اللازم.",
)
HTML = """<html><head><meta charset="utf-8"><title>{headline}</title>
<meta property="article:published_time" content="2026-03-01T07:00:00+03:00"></head>
<body><article><h1>{headline}</h1>{body}</article></body></html>"""


def html(headline="حديقة عامة جديدة في الحي الشرقي", extra=""):
    body = "".join(f"<p>{text}</p>" for text in (*PARAGRAPHS, extra) if text)
    return HTML.format(headline=headline, body=body).encode()


def capture_pages(settings, pages):
    """Hand (url, body, moment) to archive and ledger, in one run."""
    with open_sink(settings, f"run{pages[0][2]:%H%M%S%f}{abs(hash(tuple(pages)))}") as sink:
        for url, body, moment in pages:
            sink.discovered("outlet", [Discovered(url=url, canonical_url=url, source="feed")])
            sink.captured(exchange(url, body, moment))


def exchange(url, body, moment):
    return Exchange(
        outlet_id="outlet",
        kind="article",
        url=url,
        final_url=url,
        canonical_url=url,
        status=200,
        headers=(("Content-Type", "text/html; charset=utf-8"),),
        body=body,
        fetched_at=moment,
    )
