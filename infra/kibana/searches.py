"""Saved searches: what an analyst opens in Discover."""

from __future__ import annotations

from infra.kibana.objects import ARTICLES, HEALTH, Reference, SavedObject, packed, query

_INDEX = "kibanaSavedObjectMeta.searchSourceJSON.index"


def searches() -> tuple[SavedObject, ...]:
    """Return every saved search. Columns are few: Discover has no right-to-left layout."""
    return (
        _search("latest", "أحدث المواد | Latest articles", "", ("headline", "outlet_name", "url")),
        _search(
            "quotes",
            "الاقتباسات بحسب المتحدث | Quotes by speaker",
            "quotes: { speaker: * }",
            ("speakers", "quotes.text", "outlet_name"),
        ),
        _search(
            "corrections",
            "التصحيحات | Corrections",
            "revisions.changed: true",
            ("headline", "revisions.count", "outlet_name"),
            sort="revisions.last_at",
        ),
        _search(
            "copies",
            "نسخ منقولة | Syndicated copies",
            "story.role: copy",
            ("headline", "story.id", "outlet_name"),
        ),
        _search(
            "health",
            "حال المصادر | Source health",
            "",
            ("outlet_name", "state", "reason", "articles", "errors"),
            view=HEALTH,
        ),
    )


def _search(
    name: str, title: str, kql: str, columns: tuple[str, ...], *, sort: str = "@timestamp", view: str = ARTICLES
) -> SavedObject:
    source = {"query": query(kql), "filter": [], "highlightAll": True, "version": True, "indexRefName": _INDEX}
    attributes = {
        "title": title,
        "description": "",
        "columns": list(columns),
        "sort": [[sort, "desc"]],
        "grid": {},
        "hideChart": False,
        "isTextBasedQuery": False,
        "kibanaSavedObjectMeta": {"searchSourceJSON": packed(source)},
    }
    reference = Reference(type="index-pattern", id=view, name=_INDEX)
    return SavedObject(type="search", id=f"rasid-search-{name}", attributes=attributes, references=(reference,))
