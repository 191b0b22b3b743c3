"""The article the design was drawn up around, laid out as sites lay such articles out (needs ../shared)."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from infra.analysis import Analyst
from spiders.outlet import PACKAGE_OUTLETS, load_registry

SEED = Path(__file__).parents[4] / "shared" / "seed" / "almuraqib-aliraqi.txt"
KICKER = "سجون “قسد” بؤرة للإرهاب العالمي"
NOW = datetime(2026, 2, 1, 9, tzinfo=UTC)
LINKS = "".join(f'<li><a href="/{n}">{name}</a></li>' for n, name in enumerate(("الرئيسية", "سياسي", "محلي"), 1))
MENU = f"<nav><ul>{LINKS}</ul></nav>"
MORE = '<div class="related-posts"><h3>مقالات ذات صلة</h3><a href="/4">معرض للخط العربي في بغداد يفتح أبوابه</a></div>'

HEADS = {
    "kicker above, a heading": "<h2>{kicker}</h2><h1>{headline}</h1><p>{byline}</p>",
    "kicker below, a heading": "<h1>{headline}</h1><h3>{kicker}</h3><p>{byline}</p>",
    "kicker below, bold in the text": (
        "<h1>{headline}</h1><div class='entry'><p><strong>{kicker}</strong></p><p>{byline}</p>"
    ),
    "kicker in the text": "<h1>{headline}</h1><div class='entry'><p>{kicker}<br>{byline}</p>",
    "kicker marked, above": (
        "<div class='pre-title'>{kicker}</div><h1 class='entry-title'>{headline}</h1><p><b>{byline}</b></p>"
    ),
    "kicker beside, in the headline's element": (
        "<h1><small>{kicker}</small> <span>{headline}</span></h1><p>{byline}</p>"
    ),
    "byline bold before the text": "<h2>{kicker}</h2><h1>{headline}</h1><div><strong>{byline}</strong><br></div>",
}


@pytest.fixture(scope="module")
def lines():
    if not SEED.is_file():
        pytest.skip(f"{SEED} is not there: the seed article")
    return [line for line in SEED.read_text("utf-8").splitlines() if line.strip()]


@pytest.fixture(scope="module")
def analyst():
    return Analyst(load_registry(PACKAGE_OUTLETS), warn=pytest.fail)


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS.keys())
@pytest.mark.parametrize("wrapped", ["<p>{}</p>", "{}<br><br>", "<div dir='rtl'><span>{}</span></div>"])
def test_the_seed_article_is_read_whole(head, wrapped, lines, analyst) -> None:
    headline, kicker, byline, *text = lines
    assert kicker == KICKER
    top = head.format(headline=headline, kicker=kicker, byline=byline)
    body = "".join(wrapped.format(paragraph) for paragraph in text)
    page = (
        f"<html><head><title>{headline} - المراقب العراقي</title></head><body>{MENU}"
        f"<div>{top}{body}</div>{MORE}</body></html>"
    )
    row = analyst.analyse(page.encode(), "https://almuraqeb-aliraqi.org/2026/01/31/271828/", None, NOW)
    assert row["is_article"], row["reason"]
    assert row["outlet"] == "almuraqeb_aliraqi"
    assert row["headline"] == headline
    assert row["kicker"] == kicker
    assert row["authors"] == ["سداد الخفاجي"] or row["authors"] == ("سداد الخفاجي",)
    assert row["byline"] == "المراقب العراقي / سداد الخفاجي"
    assert row["body"].startswith("تواصل أمريكا")
    assert row["body"].split("\n") == text
