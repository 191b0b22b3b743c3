"""A draft definition of an outlet from one of its pages, with the page as its first case."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import yaml
from pydantic import ValidationError
from selectolax.lexbor import LexborHTMLParser

from processors.arabic.charsets import decode
from processors.errors import RasidError
from processors.records import Article, DateReading, NotArticle, RawPage
from spiders.draft_facts import Fact, Facts, facts_of
from spiders.draft_selectors import Guess, guess_layout, shortened
from spiders.draft_yaml import write_draft
from spiders.extract.dating import Clock
from spiders.outlet import Outlet
from spiders.page import extract
from spiders.strict_yaml import explain

_NOT_NAMES = frozenset(["www", "m", "ar", "arabic", "news", "amp"])
_COMPARED = ("headline", "kicker", "lead", "byline", "section", "paragraphs", "published")
_OFFSET = re.compile(r"(?:Z|[+-]\d\d:?\d\d)$")
_KEYS = {"paragraphs": ("body", "drop"), "published": ("date",)}
_LAST_WORDS = 40  # characters of the text's beginning and end that a case holds


class DraftError(RasidError):
    """No draft can be made of a page; the message says why and what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A definition as text and as checked, the article it extracts from its own page, and the case of that page."""

    outlet: Outlet
    text: str
    article: Article
    expected: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the operator says, which goes before what the page says."""

    id: str | None = None
    country: str | None = None
    kind: str | None = None
    timezone: str | None = None
    allow_private: bool = False


def draft(page: RawPage, known: Known | None = None, *, robots: str = "", front: RawPage | None = None) -> Draft:
    """Return a draft made of an article's page, with robots.txt and front page where they are at hand.

    Selectors that would change what the general extractor finds on the page are left out of it. `DraftError` where the
    page holds no article.
    """
    known, html = known or Known(), _html(page)
    front_tree = LexborHTMLParser(_html(front)) if front else None
    tree = LexborHTMLParser(html)
    facts = facts_of(tree, page.final_url, _article(page, None), robots, front_tree, known.country)
    facts = _with_known(facts, known)
    name, day = known.id or id_of(facts.host), page.fetched_at.date().isoformat()
    write = partial(write_draft, name, facts, day=day, allow_private=known.allow_private)
    bare = _outlet(write(()))
    general = _article(page, bare)
    guesses = guess_layout(html, general, Clock(page.final_url, page.fetched_at, bare))
    guesses = _agreeing(page, general, guesses, write)
    notes = [*_evidence(facts.generator.value, facts.json_ld.value), *_without(general, guesses)]
    text = write(guesses, notes)
    outlet = _outlet(text)
    article = _article(page, outlet)
    return Draft(outlet=outlet, text=text, article=article, expected=_expected(page, article, outlet))


def _with_known(facts: Facts, known: Known) -> Facts:
    kind = Fact(value=known.kind, why="given by you") if known.kind else facts.kind
    zone = Fact(value=known.timezone, why="given by you") if known.timezone else facts.timezone
    return replace(facts, kind=kind, timezone=zone)


def id_of(host: str) -> str:
    """Return an id from a host's name: its first label that says something."""
    labels = [label for label in host.lower().split(".") if label]
    said = next((label for label in labels[:-1] if label not in _NOT_NAMES), labels[0] if labels else "outlet")
    named = host if host.replace(".", "").isdigit() else said
    return re.sub(r"[^a-z0-9]+", "_", named.lower()).strip("_") or "outlet"


def _html(page: RawPage) -> str:
    return decode(page.body, page.header("content-type")).text


def _outlet(text: str) -> Outlet:
    try:
        return Outlet.model_validate(yaml.safe_load(text))
    except ValidationError as error:
        raise DraftError(explain(Path("the draft"), error)) from error


def _article(page: RawPage, outlet: Outlet | None) -> Article:
    found = extract(page, outlet)
    if isinstance(found, NotArticle):
        raise DraftError(f"{page.url}: no article ({found.reason}); give the address or file of one article's page")
    return found


def _agreeing(
    page: RawPage, general: Article, guesses: tuple[Guess, ...], write: Callable[[Sequence[Guess]], str]
) -> tuple[Guess, ...]:
    """Return the guesses without those that, believed, would have the page read otherwise."""
    if not guesses:
        return guesses
    read = extract(page, _outlet(write(guesses).replace("verified: false", "verified: true")))
    if isinstance(read, NotArticle):
        return ()
    wrong = {name for name in _COMPARED if _told(read, name) != _told(general, name)}
    out = {key for name in wrong for key in _KEYS.get(name, (name,))}
    return tuple(guess for guess in guesses if guess.key not in out)


def _told(article: Article, name: str) -> object:
    value = getattr(article, name)
    if isinstance(value, DateReading):
        return value.value.replace(second=0) if value.precision in ("minute", "second") else value.iso
    # A lead with a selector of its own is no longer the first line of the text, which is what it was made for.
    return tuple(line for line in value if line != article.lead) if name == "paragraphs" else value


def _evidence(generator: str | None, json_ld: str | None) -> list[str]:
    found = [("software", generator), ("JSON-LD", json_ld)]
    return [f"{name}: {value}" for name, value in found if value]


def _without(article: Article, guesses: Sequence[Guess]) -> list[str]:
    """Say what the general extractor finds without a selector."""
    have = {guess.key for guess in guesses}
    values = {
        "headline": article.headline,
        "kicker": article.kicker,
        "lead": article.lead,
        "byline": article.byline,
        "date": article.published.iso if article.published else None,
        "body": f"{len(article.paragraphs)} paragraphs",
    }
    return [
        f"{name}: found by the general extractor, no selector guessed: {shortened(value)}"
        for name, value in values.items()
        if value and name not in have
    ]


def _expected(page: RawPage, article: Article, outlet: Outlet) -> str:
    """Return the case of the page: what was found on it, for a reader to correct."""
    body, published = article.body, article.published
    # Without the outlet's zone a printed time is read as UTC, which is nothing to hold a page to.
    sure = published is None or outlet.timezone is not None or _OFFSET.search(published.raw)
    note = "as extracted when the draft was made; TODO read the page and correct what is wrong"
    case = {
        "url": page.final_url,
        "fetched_at": page.fetched_at.isoformat(timespec="seconds"),
        "note": note if sure else f"{note}; add published once timezone is known",
        "headline": article.headline,
        "kicker": article.kicker,
        "lead": article.lead,
        "byline": article.byline,
        "authors": list(article.authors),
        "credits": list(article.credits),
        "section": article.section,
        **({"published": published.iso if published else None} if sure else {}),
        "language": article.language,
        "body": {
            "first": body[:_LAST_WORDS].rstrip(),
            "last": body[-_LAST_WORDS:].lstrip(),
            "paragraphs": len(article.paragraphs),
        },
    }
    return yaml.safe_dump(case, allow_unicode=True, sort_keys=False, width=1000)
