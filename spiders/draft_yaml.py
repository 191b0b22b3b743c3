"""The text of a draft: a definition in which a comment beside each line says how it is known or what is to do."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from spiders.draft_facts import Fact, Facts
from spiders.draft_selectors import Guess
from spiders.extract.text import collapse

# YAML 1.2 §5.1: what may stand in a stream at all; a page can hold anything.
_UNPRINTABLE = re.compile("[^\t\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_/.-]*[A-Za-z0-9_/-]")
_WORDS = frozenset(["null", "true", "false", "yes", "no", "on", "off", "y", "n"])
_LONGEST = 160
_MOST_SITEMAPS = 3


def write_draft(
    outlet_id: str,
    facts: Facts,
    guesses: Sequence[Guess],
    notes: Sequence[str] = (),
    *,
    day: str,
    allow_private: bool = False,
) -> str:
    """Return the YAML of a draft made on ``day`` (ISO 8601); ``notes`` stand at its top as comments."""
    lines = [
        f"# Drafted by `rasid outlets new` on {day}; docs/add-an-outlet.md explains every key.",
        "# What is marked TODO nobody knows yet. Set enabled: true when the terms of use and robots.txt are read.",
        *(f"# {_comment(note)}" for note in notes),
        f"id: {_scalar(outlet_id)}",
        "names:",
        _row("  ar", facts.name_ar),
        _row("  latin", facts.name_latin),
        _row("country", facts.country),
        _row("kind", facts.kind),
        _row("language", Fact(value=facts.language.value or "ar", why=facts.language.why)),
        _row("timezone", facts.timezone),
        *([f"timezone_basis: {_scalar(_comment(facts.timezone.why))}"] if facts.timezone.value else []),
        f"homepage: {_scalar(facts.homepage)}",
        f"hosts: [{_scalar(facts.host)}]",
        *_sources(facts),
        *(
            [_row("article_url", facts.article_url)]
            if facts.article_url.value
            else [f"# article_url: {facts.article_url.why}"]
        ),
        *_layouts(guesses, day),
        *(["allow_private: true  # a site on this machine or network"] if allow_private else []),
        "enabled: false",
        "verified_on: null",
        f"unverified: [drafted from one page on {day}]",
    ]
    return "\n".join(lines) + "\n"


def _sources(facts: Facts) -> Iterator[str]:
    own = [(url, title) for url, title in facts.feeds if _owned(url, facts.host)]
    maps = sorted((url for url in facts.sitemaps if _owned(url, facts.host)), key=lambda url: "news" not in url.lower())
    listing = bool(facts.article_url.value) and not own and not maps
    found = own or maps or listing
    yield "sources:" if found else "sources: []  # TODO neither feed nor sitemap is announced; find a page of links"
    if listing:
        yield f"  - {{type: listing, url: {_scalar(facts.homepage)}}}  # TODO try it: no feed or sitemap is announced"
    for url, title in own:
        yield f"  - {{type: feed, url: {_scalar(url)}}}  # announced in the page{_titled(title)}"
    for url in maps[:_MOST_SITEMAPS]:
        yield f"  - {{type: sitemap, url: {_scalar(url)}}}  # a line of robots.txt"
    for url in maps[_MOST_SITEMAPS:]:
        yield f"  # another sitemap of robots.txt: {_comment(url)}"
    for url, title in facts.feeds:
        if (url, title) not in own:
            yield f"  # a feed on another host, which no crawl may fetch unless `hosts` names it: {_comment(url)}"


def _titled(title: str) -> str:
    return f" as {_comment(title)}" if title else ""


def _owned(url: str, host: str) -> bool:
    try:
        name = (urlsplit(url).hostname or "").lower()
    except ValueError:
        return False
    return name == host or name.endswith("." + host)


def _layouts(guesses: Sequence[Guess], day: str) -> Iterator[str]:
    if not guesses:
        yield "# layouts: none was to be guessed; the general extractor reads the pages"
        return
    yield "layouts:"
    mark = "-"
    for guess in guesses:
        values = [_scalar(text) for text in guess.selectors]
        shown = values[0] if len(values) == 1 else f"[{', '.join(values)}]"
        yield f"  {mark} {guess.key}: {shown}  # {_comment(guess.why)}"
        mark = " "
    yield f"    seen_in: {_scalar(day[:7])}"
    yield "    verified: false  # TODO true once the selectors were tried on several pages"


def _row(key: str, fact: Fact) -> str:
    return f"{key}: {'null' if fact.value is None else _scalar(fact.value)}  # {_comment(fact.why)}"


def _comment(text: str) -> str:
    line = collapse(_UNPRINTABLE.sub(" ", text))
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


def _scalar(text: str) -> str:
    """Return a text as YAML: bare where it is plain Latin, else in double quotes (JSON's are YAML's)."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS:
        return text
    return json.dumps(collapse(_UNPRINTABLE.sub("", text)), ensure_ascii=False)
