"""The routes of the reader's page."""

from __future__ import annotations

from typing import cast

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from infra.config import Settings
from infra.console import watching
from infra.console.changed import headlines_view
from infra.console.evidence import archived_page
from infra.console.guard import Guard
from infra.console.named import NameBook
from infra.console.outlet import outlet_view
from infra.console.render import STYLE, Page
from infra.console.story import story_view
from infra.console.views import article_view, entity_view, front_view
from infra.stores.base import Store
from processors.errors import RasidError


def build_app(settings: Settings, store: Store, token: str | None = None) -> Starlette:
    """Return the application over a store; with ``token`` nothing is shown to who does not know it."""
    app = Starlette(
        routes=[
            Route("/", _front),
            Route("/article/{id}", _article),
            Route("/article/{id}/archived", _archived),
            Route("/article/{id}/archived/{revision:int}", _archived),
            Route("/entity", _entity),
            Route("/outlet/{id}", _outlet),
            Route("/health", _health),
            Route("/health/{id}/broken", _broken),
            Route("/story/{id}", _story),
            Route("/headlines", _headlines),
            Route("/alerts", _alerts),
            Route("/alerts/{id}", _alerts),
            Route("/alerts/{id}/feed.atom", _feed),
            Route("/style.css", _style),
        ],
        middleware=[Middleware(Guard, token=token)],
        exception_handlers={RasidError: _refused, ValueError: _refused, 404: _missing},
    )
    app.state.settings, app.state.store, app.state.book = settings, store, NameBook(store, settings.home)
    return app


def _page(request: Request) -> Page:
    kept = request.app.state
    return Page(cast("Settings", kept.settings), cast("Store", kept.store), cast("NameBook", kept.book), request)


def _front(request: Request) -> Response:
    return front_view(_page(request))


def _article(request: Request) -> Response:
    return article_view(_page(request), request.path_params["id"]) or _missing(request, None)


def _archived(request: Request) -> Response:
    page = _page(request)
    return archived_page(page, request.path_params["id"], request.path_params.get("revision")) or _missing(
        request, None
    )


def _entity(request: Request) -> Response:
    page = _page(request)
    return entity_view(page, page.state.value("id")) if page.state.value("id") else _missing(request, None)


def _outlet(request: Request) -> Response:
    return outlet_view(_page(request), request.path_params["id"]) or _missing(request, None)


def _health(request: Request) -> Response:
    return watching.health_view(_page(request))


def _broken(request: Request) -> Response:
    return watching.broken_page(_page(request), request.path_params["id"]) or _missing(request, None)


def _story(request: Request) -> Response:
    return story_view(_page(request), request.path_params["id"]) or _missing(request, None)


def _headlines(request: Request) -> Response:
    return headlines_view(_page(request))


def _alerts(request: Request) -> Response:
    return watching.alerts_view(_page(request), request.path_params.get("id")) or _missing(request, None)


def _feed(request: Request) -> Response:
    return watching.feed_file(_page(request), request.path_params["id"]) or _missing(request, None)


def _style(request: Request) -> Response:
    return PlainTextResponse(STYLE + watching.STYLE, media_type="text/css")


def _refused(request: Request, error: Exception) -> HTMLResponse:
    return _page(request).render("error.html", status=400, message=str(error))


def _missing(request: Request, error: Exception | None) -> HTMLResponse:
    page = _page(request)
    return page.render("error.html", status=404, message=page.words["no_such"])
