"""One address per article: properties of `spiders.canonical` on any text and on addresses as outlets write them."""

from __future__ import annotations

from urllib.parse import parse_qsl, quote, unquote, urlsplit

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from spiders.canonical import article_id, canonicalise, choose_canonical, registrable

ARABIC = "ابتثجحخدذرزسشصضطظعغفقكلمنهويىةءأإآؤئـپچژگکیەۆێڕڵ٠١٢٣۴۵"
TRACKING = [
    "utm_source",
    "utm_campaign",
    "UTM_Medium",
    "fbclid",
    "gclid",
    "igshid",
    "mc_cid",
    "_ga",
    "ref_src",
    "at_medium",
    "amp",
]
words = st.text(ARABIC + "abcXYZ0189-_", min_size=1, max_size=12).filter(lambda word: word.lower() != "amp")
hosts = st.sampled_from(["almada.example", "www.almada.example", "news.almada.com.example", "almada.example:8080"])
keys = st.sampled_from(["id", "p", "page", "cat", "key", "lang", "صفحة"])


@st.composite
def addresses(draw) -> str:
    path = "/".join(draw(st.lists(words, min_size=1, max_size=4)))
    query = "&".join(f"{draw(keys)}={draw(words)}" for _ in range(draw(st.integers(0, 3))))
    return f"{draw(st.sampled_from(['http', 'https']))}://{draw(hosts)}/{path}{'?' + query if query else ''}"


anything = st.one_of(st.text(max_size=80), addresses(), st.builds("http://{}".format, st.text(max_size=60)))


@given(anything)
@example("http://[")
@example("http://a:99999999/")
@example("https://m.m.m.example.com/%")
@example("http://x/%d8%zz%\ud800")
@example("http://x.cdn.ampproject.org/c/s/x.cdn.ampproject.org/c/s/y.example/a")
def test_any_text_has_a_canonical_form_that_stays(text) -> None:
    once = canonicalise(text)
    assert canonicalise(once) == once
    assert len(article_id(once)) == 20


@given(addresses(), st.lists(st.tuples(st.sampled_from(TRACKING), words), min_size=1, max_size=4), words)
def test_what_tracks_and_the_fragment_make_no_difference(url, tracking, fragment) -> None:
    tail = "&".join(f"{key}={value}" for key, value in tracking)
    tracked = f"{url}{'&' if '?' in url else '?'}{tail}#{fragment}"
    assert canonicalise(tracked) == canonicalise(url)
    assert not set(dict(parse_qsl(urlsplit(canonicalise(tracked)).query))) & set(TRACKING)


@given(addresses())
def test_letters_and_values_are_kept_as_they_are_written(url) -> None:
    here, there = urlsplit(url), urlsplit(canonicalise(url))
    assert unquote(there.path) == here.path
    assert unquote(there.query) == here.query
    assert there.scheme == here.scheme


@given(addresses())
def test_written_and_percent_encoded_arabic_are_one_address(url) -> None:
    encoded = quote(url, safe=":/?&=%-._~")
    lower = encoded.replace("%D8", "%d8").replace("%D9", "%d9")
    assert canonicalise(encoded) == canonicalise(lower) == canonicalise(url)
    assert canonicalise(url).isascii()


@given(words, words)
def test_different_letters_are_different_articles(one, other) -> None:
    first, second = (f"https://almada.example/news/{word}" for word in (one, other))
    assert (canonicalise(first) == canonicalise(second)) == (one == other)


@pytest.mark.parametrize(
    ("variant", "canonical"),
    [
        ("https://m.almada.example.com/news/12", "https://almada.example.com/news/12"),
        ("https://amp.almada.example.com/news/12", "https://almada.example.com/news/12"),
        ("https://almada.example/news/12/amp", "https://almada.example/news/12"),
        ("https://almada.example/news/12/amp/", "https://almada.example/news/12/"),
        ("https://almada.example/amp/news/12", "https://almada.example/news/12"),
        ("https://almada.example/news/12?amp=1", "https://almada.example/news/12"),
        ("https://almada-example.cdn.ampproject.org/c/s/almada.example/news/12", "https://almada.example/news/12"),
        ("HTTPS://Almada.Example:443/a/../news/./12", "https://almada.example/news/12"),
        ("http://almada.example", "http://almada.example/"),
        ("https://صحيفة.example/خبر", "https://xn--mgb7aig3d.example/%D8%AE%D8%A8%D8%B1"),
        ("https://almada.example/أخـــبار", "https://almada.example/" + quote("أخـــبار")),
        ("https://almada.example/?p=7&lang=ar", "https://almada.example/?p=7&lang=ar"),
        ("file:///etc/passwd#x", "file:///etc/passwd"),
        ("mailto:desk@almada.example", "mailto:desk@almada.example"),
    ],
)
def test_variants_lead_to_one_address(variant, canonical) -> None:
    if "صحيفة" in variant:
        canonical = "https://" + "صحيفة".encode("idna").decode() + ".example/%D8%AE%D8%A8%D8%B1"
    assert canonicalise(variant) == canonical


def test_scheme_and_www_do_not_part_an_article_from_itself() -> None:
    forms = ["http://almada.example/1", "https://almada.example/1", "https://www.almada.example/1"]
    assert len({article_id(canonicalise(form)) for form in forms}) == 1


@pytest.mark.parametrize(
    ("declared", "chosen"),
    [
        ("https://www.almada.com.sa/news/12", "https://www.almada.com.sa/news/12"),
        ("/news/12?utm_source=x", "https://almada.com.sa/news/12"),
        ("https://almada.com.sa/", "https://almada.com.sa/amp-page/12"),
        ("https://other.com.sa/news/12", "https://almada.com.sa/amp-page/12"),
        ("http://[broken", "https://almada.com.sa/amp-page/12"),
        ("javascript:void(0)", "https://almada.com.sa/amp-page/12"),
        (None, "https://almada.com.sa/amp-page/12"),
    ],
)
def test_a_pages_own_canonical_counts_only_within_its_site_and_below_the_front_page(declared, chosen) -> None:
    assert choose_canonical("https://almada.com.sa/amp-page/12", declared) == chosen


@given(st.text(max_size=40), st.one_of(st.none(), st.text(max_size=40)))
def test_a_declared_canonical_never_raises(page, declared) -> None:
    assert isinstance(choose_canonical(page, declared), str)
    assert isinstance(registrable(page), str)
