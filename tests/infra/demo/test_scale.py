"""The site at scale: 100,000 pages on request, distinct, in many words, the same bytes for one seed."""

from __future__ import annotations

import random
import re
from datetime import UTC, datetime
from itertools import combinations, islice

from infra.demo import build_site, synthetic
from infra.demo.words import VOCABULARY_SIZE, vocabulary

NOW = datetime(2026, 7, 14, 9, 30, tzinfo=UTC)


def shingles(text):
    words = " ".join((text.headline, *text.paragraphs)).split()
    return {tuple(words[start : start + 5]) for start in range(len(words) - 4)}


def test_the_vocabulary_holds_distinct_arabic_words() -> None:
    words = vocabulary()
    assert len(set(words)) == len(words) == VOCABULARY_SIZE >= 30_000
    assert all(re.fullmatch(r"[\u0621-\u064a]{2,}", word) for word in words)


def test_the_articles_use_30000_words_and_more() -> None:
    used = set()
    for index in range(6000):
        used.update(word for text in synthetic.article("maraya", 0, index).paragraphs for word in text.split())
    assert len(used & set(vocabulary())) >= 30_000


def test_distinct_articles_share_under_a_tenth_of_their_shingles() -> None:
    draw = random.Random(7)
    sets = [shingles(synthetic.article("maraya", 0, index)) for index in draw.sample(range(100_000), 150)]
    assert min(map(len, sets)) > 50
    worst = max(len(one & other) / min(len(one), len(other)) for one, other in combinations(sets, 2))
    assert worst < 0.10


def test_a_hundred_thousand_pages_have_as_many_addresses() -> None:
    site = build_site(NOW, pages=100_000)
    urls = list(site.urls())
    assert len(urls) == len(set(urls)) == 100_000
    for url in random.Random(3).sample(urls, 60):
        name = next(name for name, base in site.bases.items() if url.startswith(base + "/"))
        response = site.respond(name, url.removeprefix(site.bases[name]))
        assert site.truth(url).paragraphs[-1] in response.body.decode(site.view(name).layout.encoding)


def test_one_seed_gives_the_same_bytes_and_another_seed_other_ones() -> None:
    def bodies(seed):
        site = build_site(NOW, pages=2000, seed=seed)
        paths = [url.removeprefix(site.bases["maraya"]) for url in islice(site.urls("maraya"), 0, None, 20)]
        return [site.respond("maraya", path).body for path in [*paths, "/rdf.xml", "/sitemap-1.xml.gz"]]

    assert bodies(1) == bodies(1)
    assert bodies(1) != bodies(2)


def test_at_scale_the_definitions_open_their_bounds() -> None:
    site = build_site(NOW, pages=60_000)
    for name in site.bases:
        outlet = site.outlet(name)
        assert outlet.politeness.max_pages > site.content.count(name)
        assert {source.type for source in outlet.sources} & {"sitemap", "listing"}
    pages = next(iter(site.outlet("ufuq_alkhaleej").sources)).max_pages
    assert pages * 20 >= site.content.count("ufuq_alkhaleej")


def test_pages_below_the_written_ones_leave_those_alone() -> None:
    assert list(build_site(NOW, pages=10).urls()) == list(build_site(NOW).urls())
