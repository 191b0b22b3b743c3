"""What is asked of the store, and of the reader's page: each measurement asks as many different things as it can."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

import numpy as np

from bench.search_speed.articles import NEWEST, OUTLETS, entities, word_bag
from infra.stores.base import Query, Store

FACETS = ("outlet", "country", "section", "person", "organisation", "group", "place", "countries", "speaker")
ASKED = 40
"""Different queries of each kind: the 95th percentile is the third slowest."""


@dataclass(frozen=True, slots=True)
class Case:
    """One kind of question to the store: a name, the most milliseconds at the 95th percentile, the calls."""

    name: str
    target: float | None
    calls: Sequence[Callable[[Store], object]]


def _words(random: np.random.Generator, low: int, high: int, count: int) -> list[str]:
    bag = word_bag().words
    return [bag[int(at)] for at in np.exp(random.uniform(np.log(low), np.log(high), count))]


def short_texts() -> list[str]:
    """Return two words each, neither function words nor rare ones."""
    random = np.random.default_rng(11)
    return [" ".join(_words(random, 150, 5000, 2)) for _ in range(ASKED)]


def phrases() -> list[str]:
    """Return two frequent words each, to be found side by side."""
    random = np.random.default_rng(16)
    pairs = zip(_words(random, 5, 150, ASKED), _words(random, 20, 500, ASKED), strict=True)
    return [f'"{one} {other}"' for one, other in pairs]


def questions() -> list[str]:
    """Return questions of twelve words, function words among them, with a name."""
    random = np.random.default_rng(12)
    known, bag = entities()
    names = [known[at].name for at in bag.draw(random, ASKED).tolist()]
    return [
        " ".join(["متى", *_words(random, 130, 3000, 5), "في", name, *_words(random, 130, 20_000, 4)]) + "؟"
        for name in names
    ]


def name_texts() -> list[str]:
    """Return names of entities as they are printed."""
    random = np.random.default_rng(13)
    known, bag = entities()
    return [known[at].name for at in bag.draw(random, ASKED).tolist()]


def _filters() -> list[Query]:
    random = np.random.default_rng(14)
    known, bag = entities()
    found = []
    for number, at in enumerate(bag.draw(random, ASKED).tolist()):
        outlet, country = OUTLETS[int(random.integers(len(OUTLETS)))]
        since = NEWEST - timedelta(days=int(random.integers(3, 400)))
        found.append(
            (
                Query(sort="newest", outlet=(outlet,)),
                Query(sort="newest", country=(country,), date_from=since),
                Query(sort="newest", entity=(known[at].id,)),
                Query(sort="newest", text=_words(random, 200, 3000, 1)[0], outlet=(outlet,)),
            )[number % 4]
        )
    return found


def _searches(queries: Sequence[Query]) -> list[Callable[[Store], object]]:
    return [lambda store, query=query: store.search(query) for query in queries]  # type: ignore[misc]


def _with_facets(queries: Sequence[Query]) -> list[Callable[[Store], object]]:
    return [lambda store, query=query: (store.search(query), store.facets(query, FACETS, 8)) for query in queries]  # type: ignore[misc]


def cases() -> list[Case]:
    """Return what is asked of a store, with the targets at 100,000 articles."""
    pages = [Query(sort="newest", offset=10 * number) for number in range(ASKED)]
    dated = [Query(sort="newest", date_to=NEWEST - timedelta(days=9 * number)) for number in range(ASKED)]
    single = [Query(sort="newest", text=text.split()[0]) for text in short_texts()]
    stories = [Query(sort="newest", text=text.split()[1], one_per_story=True) for text in short_texts()]
    return [
        Case("newest first", 50, _searches(pages)),
        Case("newest first, up to a day", 50, _searches(dated)),
        Case("newest first, filtered", 50, _searches(_filters())),
        Case("newest first, filtered, with facets", 100, _with_facets(_filters())),
        Case("newest first, a word", 50, _searches(single)),
        Case("newest first, all, with facets", 100, _with_facets(dated)),
        Case("relevance, two words", 100, _searches([Query(text=text) for text in short_texts()])),
        Case("relevance, a name", 100, _searches([Query(text=text) for text in name_texts()])),
        Case("relevance, a question", 150, _searches([Query(text=text) for text in questions()])),
        Case(
            "one per story, all",
            100,
            _searches([Query(sort="newest", one_per_story=True, date_to=q.date_to) for q in dated]),
        ),
        Case("one per story, a word, with facets", 100, _with_facets(stories)),
    ]


def addresses() -> dict[str, list[str]]:
    """Return the pages that a reader opens, by kind."""
    known, bag = entities()
    ids = [known[at].id for at in bag.draw(np.random.default_rng(15), ASKED).tolist()]
    countries = [country for _, country in OUTLETS]
    return {
        "front page": [f"/?{urlencode({'page': number + 1})}" for number in range(ASKED)],
        "a word": [f"/?{urlencode({'q': text.split()[0]})}" for text in short_texts()],
        "a phrase": [f"/?{urlencode({'q': text})}" for text in phrases()],
        "two words": [f"/?{urlencode({'q': text})}" for text in short_texts()],
        "a question": [f"/?{urlencode({'q': text})}" for text in questions()],
        "a word, filtered": [
            f"/?{urlencode({'q': text.split()[0], 'country': countries[at % 10]})}"
            for at, text in enumerate(name_texts())
        ],
        "an outlet's articles": [
            f"/?{urlencode({'outlet': outlet, 'from': '2025-10-01'})}" for outlet, _ in OUTLETS[:ASKED]
        ],
        "an entity": [f"/entity?{urlencode({'id': name})}" for name in ids],
        "an outlet": [f"/outlet/{outlet}" for outlet, _ in OUTLETS[:ASKED]],
        "an article": [f"/article/{number * 20:024x}" for number in range(ASKED)],
        "a story": [f"/story/{number * 20:024x}" for number in range(ASKED)],
    }
