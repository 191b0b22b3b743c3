"""A story: the copies of one text, who printed it first, and what each copy changed."""

from __future__ import annotations

from starlette.responses import Response

from infra.console.render import Page
from infra.revisions import Part, word_diff
from infra.stories import copies


def story_view(page: Page, story: str) -> Response | None:
    """Show every copy against the one seen first; None where there is no such story."""
    found = copies(page.store, story)
    if not found:
        return None
    first = found[0].stored.enriched.article
    rows = [(item, _headline(first.headline, item.stored.enriched.article.headline)) for item in found[1:]]
    return page.render("story.html", first=found[0], copies=rows)


def _headline(first: str, other: str) -> tuple[Part, ...]:
    """Return what a headline changed, or it alone where little of the first is left."""
    parts = word_diff(first, other)
    kept = sum(len(part.text) for part in parts if part.kind == "kept")
    return parts if 2 * kept >= len(other) else (Part(kind="kept", text=other),)
