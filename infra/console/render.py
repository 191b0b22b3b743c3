"""One page to be rendered: its state, its words, its links."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from infra.config import Settings
from infra.console.marked import excerpt, headline
from infra.console.named import NameBook
from infra.console.state import read_state
from infra.console.words import country_name, shown_moment, shown_span, words
from infra.stores.base import Store
from infra.stores.values import moment

_TEMPLATES = Path(__file__).parent / "templates"
_ENVIRONMENT = Environment(
    loader=FileSystemLoader(_TEMPLATES),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
STYLE = (_TEMPLATES / "style.css").read_text(encoding="utf-8")


class Page:
    """What a view needs: store, settings, the state that the URL names, and the words of its language."""

    def __init__(self, settings: Settings, store: Store, book: NameBook, request: Request) -> None:
        self.settings, self.store, self.book, self.path = settings, store, book, request.url.path
        self.state = read_state(request.query_params.multi_items())
        self.words = words(self.state.language)
        self.zone = ZoneInfo(settings.timezone)

    def render(self, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        """Return the page of a template, everything escaped."""
        state = self.state
        other = state.link(self.path, lang=None if state.language == "en" else "en")
        shared = {"state": state, "w": self.words, "other": other, "excerpt": excerpt, "headline": headline}
        text = _ENVIRONMENT.get_template(template).render(
            **shared,
            moment=moment,
            when=lambda at: shown_moment(at, self.zone, state.language, self.settings.month_names),
            span=lambda length: shown_span(length, state.language),
            country=lambda code: country_name(code, state.language),
            **values,
        )
        return HTMLResponse(text, status)
