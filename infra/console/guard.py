"""What stands before every page: the token, the Host header, and the headers that browsers obey."""

from __future__ import annotations

import hmac
from urllib.parse import urlsplit

from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
COOKIE = "rasid_token"
_POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"


class Guard(BaseHTTPMiddleware):
    """Asks for the token where there is one; without one, answers only to the names of loopback (DNS rebinding)."""

    def __init__(self, app: ASGIApp, token: str | None) -> None:
        super().__init__(app)
        self._token = token

    async def dispatch(self, request: Request, call_next: RequestResponseEndpoint) -> Response:
        """Answer or refuse one request."""
        response = self._refusal(request) or await call_next(request)
        response.headers.setdefault("Content-Security-Policy", _POLICY)
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        if self._token:
            response.headers["Cache-Control"] = "private, no-store"
        return response

    def _refusal(self, request: Request) -> Response | None:
        if self._token is None:
            host = urlsplit(f"//{request.headers.get('host', '')}").hostname
            return None if host in LOOPBACK else PlainTextResponse("This page answers on loopback only.", 403)
        given = request.query_params.get("token")
        if self._same(given):
            # The token moves into a cookie, so that it stands in no link that is shared.
            # One slash at the head: "//host/" would lead to another site.
            rest = request.url.remove_query_params("token").query
            path = "/" + request.url.path.lstrip("/")
            response = RedirectResponse(f"{path}?{rest}" if rest else path)
            response.set_cookie(
                COOKIE, self._token, httponly=True, samesite="strict", secure=request.url.scheme == "https"
            )
            return response
        bearer = request.headers.get("authorization", "").removeprefix("Bearer ")
        if self._same(request.cookies.get(COOKIE)) or self._same(bearer):
            return None
        return PlainTextResponse("Give the token: open this page once with ?token=TOKEN.", 401)

    def _same(self, given: str | None) -> bool:
        return bool(given) and hmac.compare_digest((given or "").encode(), (self._token or "").encode())
