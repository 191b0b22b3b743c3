"""Hold an outlet's definition against saved pages, offline: what `rasid outlets check` and the test suite run.

A case is a folder ``<cases>/<outlet id>/<case>/`` with the page as saved (``page.html``) and what an attentive reader
finds in it (``expected.yaml``, the keys of `Case`). Only the keys that stand in the file are compared.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, ValidationError
from selectolax.lexbor import LexborHTMLParser

from processors.records import Article, DateReading, NotArticle, RawPage
from spiders.css import compile_selector
from spiders.outlet import EXPECTED, HttpUrl, Layout, Outlet
from spiders.page import extract
from spiders.strict_yaml import explain, read_mapping

PAGE = "page.html"
SELECTOR_KEYS = tuple(
    name for name, field in Layout.model_fields.items() if getattr(field.annotation, "__origin__", None) is tuple
)
"""The keys of a layout that hold selectors."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Body(_Strict):
    """How the body begins and ends, and its count of paragraphs."""

    first: str | None = None
    last: str | None = None
    paragraphs: int | None = Field(default=None, ge=0)


class Case(_Strict):
    """What a saved page holds. Dates are quoted ISO 8601, as precise as the page: "2023-07-05T14:30+03:00".

    ``fetched_at`` (with its offset) chooses the layout; ``must_exclude`` lists words of the page that belong to no
    field of the article: menus, share bars, related stories. ``note`` is for the reader.
    """

    url: HttpUrl
    fetched_at: AwareDatetime
    note: str | None = None
    headline: str
    kicker: str | None = None
    lead: str | None = None
    byline: str | None = None
    authors: tuple[str, ...] = ()
    dateline: str | None = None
    credits: tuple[str, ...] = ()
    section: str | None = None
    keywords: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    captions: tuple[str, ...] = ()
    language: str | None = None
    body: Body = Body()
    must_exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One difference between a case and what its page gives: the file, the key, what was expected and what came."""

    file: Path
    key: str
    expected: object
    got: object

    def __str__(self) -> str:
        return f"{self.file}: {self.key}: expected {self.expected!r}, got {self.got!r}"


def check_outlet(outlet: Outlet, cases_folder: Path) -> tuple[Problem, ...]:
    """Extract each page below ``cases_folder/<outlet id>`` and say where it differs from what its case expects.

    A layout without a page in force on its days is a problem, and so is a selector key that finds nothing in any page
    of its layout: a definition proves its selectors. Without selectors an outlet needs no page.
    """
    folder = cases_folder / outlet.id
    problems: list[Problem] = []
    pages: dict[Layout | None, list[LexborHTMLParser]] = {}
    for case_folder in sorted(path for path in folder.glob("*") if path.is_dir()):
        case = _read_case(case_folder)
        if isinstance(case, Problem):
            problems.append(case)
            continue
        body = (case_folder / PAGE).read_bytes()
        pages.setdefault(outlet.layout_at(case.fetched_at.date()), []).append(LexborHTMLParser(body))
        problems.extend(_check_page(case, body, outlet, case_folder))
    for number, layout in enumerate(outlet.layouts):
        problems.extend(_check_layout(layout, pages.get(layout, []), f"layouts.{number}", folder))
    return tuple(problems)


def _read_case(folder: Path) -> Case | Problem:
    for name in (PAGE, EXPECTED):
        if not (folder / name).is_file():
            return Problem(file=folder, key=name, expected="a file of this name", got=None)
    file = folder / EXPECTED
    try:
        return Case.model_validate(read_mapping(file, "an expectation"))
    except ValidationError as error:
        return Problem(file=file, key="(keys)", expected="keys of a case", got=explain(file, error))
    except ValueError as error:
        return Problem(file=file, key="(the whole file)", expected="keys of a case", got=str(error))


def _check_layout(layout: Layout, pages: list[LexborHTMLParser], key: str, folder: Path) -> Iterator[Problem]:
    wanted = [name for name in SELECTOR_KEYS if getattr(layout, name)]
    if not pages and wanted:
        until = layout.valid_until or "today"
        yield Problem(file=folder, key=key, expected=f"a case whose fetched_at is in force until {until}", got=None)
        return
    for name in wanted:
        selectors = [compile_selector(text).css for text in getattr(layout, name)]
        if not any(page.css_first(css) for page in pages for css in selectors):
            yield Problem(file=folder, key=f"{key}.{name}", expected=f"an element for {selectors}", got=None)


def _check_page(case: Case, body: bytes, outlet: Outlet, folder: Path) -> Iterator[Problem]:
    file = folder / EXPECTED
    if not outlet.owns(case.url):
        yield Problem(file=file, key="url", expected=f"a host of {list(outlet.hosts)}", got=case.url)
    page = RawPage(url=case.url, final_url=case.url, outlet_id=outlet.id, fetched_at=case.fetched_at, body=body)
    article = extract(page, outlet)
    if isinstance(article, NotArticle):
        yield Problem(file=file, key="headline", expected=case.headline, got=f"no article: {article.reason}")
        return
    for key, expected, got in _differences(case, article):
        yield Problem(file=file, key=key, expected=expected, got=got)


def _differences(case: Case, article: Article) -> Iterator[tuple[str, object, object]]:
    for key in sorted(case.model_fields_set - {"url", "fetched_at", "note", "body", "must_exclude"}):
        expected, got = getattr(case, key), _value(article, key)
        if expected != got:
            yield key, expected, got
    yield from _body_differences(case.body, article)
    for words in case.must_exclude:
        holders = [name for name in ("headline", "kicker", "lead", "body") if words in _text(article, name)]
        if holders:
            yield "must_exclude", f"{words} nowhere", f"it stands in {', '.join(holders)}"


def _body_differences(body: Body, article: Article) -> Iterator[tuple[str, object, object]]:
    text = article.body
    if body.first is not None and not text.startswith(body.first):
        yield "body.first", body.first, text[: len(body.first) + 20]
    if body.last is not None and not text.endswith(body.last):
        yield "body.last", body.last, text[-len(body.last) - 20 :]
    if body.paragraphs is not None and body.paragraphs != len(article.paragraphs):
        yield "body.paragraphs", body.paragraphs, len(article.paragraphs)


def _value(article: Article, key: str) -> object:
    if key == "captions":
        return tuple(image.caption for image in article.images if image.caption)
    value = getattr(article, key)
    return value.iso if isinstance(value, DateReading) else value


def _text(article: Article, name: str) -> str:
    return getattr(article, name) or ""
