"""A captured page and its outlet's definition give the article, or the reason why there is none."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

from processors.arabic.charsets import decode
from processors.language import detect_language
from processors.records import Article, NotArticle, RawPage
from spiders.canonical import article_id, choose_canonical
from spiders.depth import MAX_DEPTH, depth_of
from spiders.extract.authors import collect_authors
from spiders.extract.dating import Clock, find_modified
from spiders.extract.dom import Flat
from spiders.extract.general import Draft, Page, last_resort, read_generally, title_of
from spiders.extract.layout import Selected, select
from spiders.extract.overlay import contradicted, is_whole, overlay, selected_text
from spiders.extract.signatures import Signatures
from spiders.extract.sitename import own_names
from spiders.extract.structured import read_structured
from spiders.extract.verdict import judge, refusal
from spiders.outlet import Layout, Outlet

MAX_BYTES = 32 * 1024 * 1024
"""Larger pages are refused: no article needs them, and a parsed page takes several times its size."""


def extract(page: RawPage, outlet: Outlet | None = None) -> Article | NotArticle:
    """Extract the article of a page: the outlet's selectors first, the general extractor for what they leave open."""
    outlet_id = outlet.id if outlet else page.outlet_id
    reason = refusal(page) or (("too large", f"{len(page.body)} bytes") if len(page.body) > MAX_BYTES else None)
    if reason:
        return NotArticle(url=page.url, outlet=outlet_id, reason=reason[0], detail=reason[1])
    decoded = decode(page.body, page.header("content-type"))
    if depth_of(decoded.text) > MAX_DEPTH:
        return NotArticle(
            url=page.url, outlet=outlet_id, reason="too deep", detail=f"elements nest over {MAX_DEPTH} deep"
        )
    parsed = _parse(page, decoded.text, outlet)
    layout = outlet.layout_at(page.fetched_at.date()) if outlet else None
    signatures = Signatures()
    draft, flat = _draft(parsed, layout, signatures)
    reason = judge(flat, parsed.data, parsed.url, parsed.title, draft.headline, draft.paragraphs or [])
    if reason and reason[0] == "empty" and len(page.body) > 2000:
        draft.paragraphs = last_resort(parsed)
        draft.notes = (*draft.notes, "body: trafilatura")
        reason = judge(flat, parsed.data, parsed.url, parsed.title, draft.headline, draft.paragraphs) and reason
    if reason:
        return NotArticle(url=page.url, outlet=outlet_id, reason=reason[0], detail=reason[1])
    return _article(page, outlet_id, parsed, draft, signatures, layout)


def _parse(page: RawPage, html: str, outlet: Outlet | None) -> Page:
    tree = LexborHTMLParser(html)
    data = read_structured(tree)
    title = title_of(tree)
    url = page.final_url or page.url
    names = own_names(data, url, outlet, title)
    return Page(tree, url, html, data, title, names, Clock(url, page.fetched_at, outlet))


def _draft(page: Page, layout: Layout | None, signatures: Signatures) -> tuple[Draft, Flat]:
    if layout is None:
        return read_generally(page, signatures)
    chosen = select(page.tree, layout, page.clock)
    if layout.verified and is_whole(chosen, layout):
        return _by_selectors(chosen, page, signatures)
    general = Signatures()
    draft, flat = read_generally(page, general)
    selected = Signatures()
    body = selected_text(chosen, page.own, selected)
    wrong = () if layout.verified else contradicted(chosen, body, draft, page)
    signatures.join(selected if body and "body" not in wrong else general, general)
    overlay(draft, chosen, body, page, wrong)
    return draft, flat


def _by_selectors(chosen: Selected, page: Page, signatures: Signatures) -> tuple[Draft, Flat]:
    """Read a page whose layout is known to hold and says all that is needed: the quick way."""
    draft, flat = Draft(), Flat(page.tree)
    body = selected_text(chosen, page.own, signatures)
    collect_authors(flat, page.data, page.own, (0, 0), signatures)
    draft.modified = find_modified(flat, page.data, page.clock, (0, 0))
    overlay(draft, chosen, body, page)
    return draft, flat


def _article(
    page: RawPage, outlet_id: str | None, parsed: Page, draft: Draft, signatures: Signatures, layout: Layout | None
) -> Article:
    declared = parsed.tree.css_first("link[rel=canonical]")
    canonical = choose_canonical(parsed.url, declared.attributes.get("href") if declared else None)
    paragraphs = tuple(draft.paragraphs or ())
    return Article(
        id=article_id(canonical),
        url=page.url,
        canonical_url=canonical,
        outlet=outlet_id,
        fetched_at=page.fetched_at,
        headline=draft.headline or "",
        paragraphs=paragraphs,
        kicker=draft.kicker,
        lead=draft.lead,
        byline=signatures.byline or None,
        authors=tuple(signatures.authors),
        dateline=signatures.dateline,
        credits=tuple(signatures.credits),
        section=draft.section,
        keywords=draft.keywords,
        published=draft.published,
        modified=draft.modified,
        images=draft.images,
        language=detect_language("\n".join(paragraphs)),
        locator=page.locator,
        layout=f"until {layout.valid_until}" if layout and layout.valid_until else ("current" if layout else None),
        notes=draft.notes,
    )
