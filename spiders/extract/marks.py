"""What class and id names say of an element. They only propose: `spiders.extract.regions` decides by the content."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import Literal

Kind = Literal[
    "noise",
    "comments",
    "hidden",
    "byline",
    "date",
    "caption",
    "picture",
    "tags",
    "breadcrumb",
    "kicker",
    "subtitle",
    "lead",
]

_SPLIT = re.compile(r"[^a-z0-9]+")
# Drupal marks the text's own field with the first two; a wrapper with a sidebar is none.
_SAYS_LITTLE = re.compile(
    r"^(?:field-)?-?label-hidden$|field--label-hidden|text-with-summary|^(?:has|no|with|without)[-_]", re.I
)
_CHANCE = 3
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_COMMENTS = _set("comment comments commentlist commentslist disqus respond commentform reply replies commentsarea")
_HIDDEN = _set("hidden hide invisible screenreader sronly visuallyhidden offscreen noprint")
_NOISE = _set(
    "related relates relatednews relatedposts share sharing shares sharebar shareicons sharedaddy socials social"
    " socialmedia addtoany a2a addthis sidebar footer nav navigation navbar menu submenu megamenu pagination pager"
    " paging previous newsletter subscribe subscription subscribebox promo promotion advert adverts ads adv"
    " advertisement advertising advertisment adsbygoogle banner banners sponsor sponsored outbrain taboola mgid"
    " popular mostread mostpopular trending trends ticker marquee recommend recommended recommendation"
    " recommendations suggested suggestions readmore seealso readalso alsoread latest cookie cookies gdpr consent"
    " modal popup overlay login signin signup register copyright copyrights disclaimer toolbar tools rating ratings"
    " poll vote follow followus whatsapp telegram feedback views viewcount counter hits postviews pageviews toc"
    " authorbox aboutauthor postnav postnavigation jp rel teaser teasers morenews moretopics morenew breakingnews"
    " tieshare socialshare relatedarticles relatedarticle appbanner printonly correction weather prayer currency"
    " stock stocks"
)
_BYLINE = _set(
    "byline author authors writer writers writeby writename reporter correspondent vcard postauthor articleauthor"
    " createdby writtenby postedby"
)
_DATE = _set(
    "date time timestamp datetime pubdate published publishdate postdate newsdate newsstorydate updated strytmstmp"
)
_CAPTION = _set(
    "caption figcaption imgcap imagecaption photocaption piccaption wpcaption captions alttext imgcaption imgdesc"
    " picbox imgtitle imagetitle phototext phototitle mediacaption"
)
_PICTURE = _set(
    "image img photo pic picture thumb thumbnail media imageholder imgholder imagewrap imgwrap postimage mainimage"
)
_TAGS = _set("tags tag taglist tagslist posttags keywords articletags tagcloud hashtags topics")
_BREADCRUMB = _set("breadcrumb breadcrumbs breadcumb breadcrumbslist crumbs crumb yoastbreadcrumb")
_KICKER = _set(
    "kicker overline uptitle suptitle supertitle toptitle pretitle surtitle eyebrow smalltitle overtitle headtitle"
)
_SUBTITLE = _set("subtitle subheadline subtitles posttitlesub secondtitle secondarytitle")
_LEAD = _set("lead lede standfirst intro summary excerpt chapeau sapo dek shortdesc articlesummary abstract")
_BODY = _set(
    "articlebody entrycontent postcontent articlecontent storybody articletext newstext newsbody bodytext fulltext"
    " wysiwyg richtext maintext newscontent postbody singlecontent storycontent articledetails newsdetails"
    " detailsbody entry textbody"
)
_PAIRED: tuple[tuple[frozenset[str], Kind], ...] = (
    (_set("read also"), "noise"),
    (_set("read more"), "noise"),
    (_set("see also"), "noise"),
    (_set("most read"), "noise"),
    (_set("most viewed"), "noise"),
    (_set("more news"), "noise"),
    (_set("post navigation"), "noise"),
    (_set("prev next"), "noise"),
    (_set("author box"), "noise"),
    (_set("screen reader"), "hidden"),
    (_set("sr only"), "hidden"),
    (_set("visually hidden"), "hidden"),
    (_set("d none"), "hidden"),
    (_set("alt text"), "caption"),
    (_set("img cap"), "caption"),
    (_set("post meta"), "date"),
    (_set("entry meta"), "date"),
)
_ORDER: tuple[tuple[frozenset[str], Kind], ...] = (
    (_COMMENTS, "comments"),
    (_BREADCRUMB, "breadcrumb"),
    (_NOISE, "noise"),
    (_CAPTION, "caption"),
    (_TAGS, "tags"),
    (_BYLINE, "byline"),
    (_DATE, "date"),
    (_KICKER, "kicker"),
    (_SUBTITLE, "subtitle"),
    (_LEAD, "lead"),
    (_HIDDEN, "hidden"),
    (_PICTURE, "picture"),
)


def _tokens(names: str) -> frozenset[str]:
    words: set[str] = set()
    # WordPress names each entry's wrapper after the entry's own tags, sections and author (tag-share, author-box).
    entry = "hentry" in names or "type-post" in names
    for name in names.split():
        if _SAYS_LITTLE.search(name) or (entry and name.startswith(("tag-", "category-", "author-"))):
            continue
        whole = {part for part in _SPLIT.split(name.lower()) if part}
        parts = [part for part in _SPLIT.split(_CAMEL.sub("-", name).lower()) if part]
        # Build tools make names of chance (jpYiwZ): what is short counts only where the name itself sets it apart.
        words.update(part for part in parts if len(part) > _CHANCE or part in whole)
        words.update(a + b for a, b in pairwise(parts))
        words.add("".join(parts))
    return frozenset(words)


@lru_cache(maxsize=8192)
def kind_of(names: str) -> Kind | None:
    """Return what the class and id (joined by a space) propose for an element, or None."""
    if len(names) > 600:
        return None
    tokens = _tokens(names)
    if (tokens - {"entry"}) & _BODY:
        return None
    for words, kind in _ORDER:
        if words & tokens:
            return kind
    return next((kind for pair, kind in _PAIRED if pair <= tokens), None)


@lru_cache(maxsize=8192)
def looks_like_body(names: str) -> bool:
    """Return whether the class and id are such as sites give to the container of the text."""
    tokens = _tokens(names) if len(names) <= 600 else frozenset()
    return bool(tokens & _BODY) or (
        {"content"} <= tokens and bool(tokens & {"article", "post", "entry", "story", "news"})
    )
