"""Trying again while a cluster is busy, restarting or out of reach; and what its errors mean, in plain words."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable
from typing import Any, TypeVar

from elastic_transport import ConnectionTimeout, TlsError, TransportError
from elasticsearch import ApiError

from infra.stores.base import StoreError

LOG = logging.getLogger("rasid.elasticsearch")
PATIENCE = 300.0
"""Seconds for which a write is tried again; a cluster that restarts is back within two minutes."""
BUSY = frozenset({429, 502, 503, 504})
_FIRST, _LONGEST = 0.25, 5.0
T = TypeVar("T")


class Backoff:
    """Waits between tries: growing, with full jitter, so that many writers don't come back at once."""

    def __init__(self, patience: float = PATIENCE) -> None:
        self._started = time.monotonic()
        self._until = self._started + patience
        self._tries = 0

    def wait(self, reason: str) -> bool:
        """Wait and return True; False when patience is over. Each wait is logged with its reason."""
        left = self._until - time.monotonic()
        if left <= 0:
            return False
        bound = min(_LONGEST, _FIRST * 2**self._tries)
        pause = min(left, random.uniform(bound / 2, bound))
        self._tries += 1
        LOG.warning("%s; trying again in %.1f s, for another %.0f s", reason, pause, left)
        time.sleep(pause)
        return True

    def done(self) -> None:
        """Say that the wait has ended well, where there was one."""
        if self._tries:
            LOG.warning("Elasticsearch goes on, after %.1f s of waiting", time.monotonic() - self._started)


def patiently(call: Callable[[], T], patience: float = PATIENCE) -> T:
    """Call until it succeeds; what no waiting mends, or what lasts beyond patience, is a `StoreError`."""
    backoff = Backoff(patience)
    while True:
        try:
            answer = call()
        except (ApiError, TransportError) as error:
            reason = passing(error)
            if reason is None or not backoff.wait(reason):
                raise explained(error) from error
        else:
            backoff.done()
            return answer


def passing(error: Exception) -> str | None:
    """Return in plain words what is wrong where waiting may mend it, else None."""
    if isinstance(error, TlsError):
        return None
    if isinstance(error, ConnectionTimeout):
        return "Elasticsearch does not answer in time"
    if isinstance(error, TransportError):
        return f"Elasticsearch is out of reach ({_short(error)})"
    if isinstance(error, ApiError) and error.status_code in BUSY:
        return f"Elasticsearch is busy or not ready (HTTP {error.status_code}: {reason_of(error.body)})"
    return None


def explained(error: Exception) -> StoreError:
    """Return the error with what to do about it. It never holds a key or a password."""
    if isinstance(error, TlsError):
        return StoreError(
            f"Elasticsearch's certificate is not accepted ({_short(error)}); name the authority that signed it in "
            "RASID_ELASTICSEARCH_CA"
        )
    if isinstance(error, ApiError):
        return StoreError(_of_status(error))
    if isinstance(error, ConnectionTimeout):
        return StoreError(
            f"Elasticsearch does not answer in time ({_short(error)}); look at its load, or let searches wait longer: "
            "RASID_ELASTICSEARCH_PATIENCE"
        )
    return StoreError(f"Elasticsearch is out of reach ({_short(error)}); check RASID_ELASTICSEARCH_URL and the cluster")


def _of_status(error: ApiError) -> str:
    reason = reason_of(error.body)
    match error.status_code:
        case 401:
            return (
                f"Elasticsearch refuses the API key ({reason}): it is wrong, expired or revoked; make a new one with "
                "`rasid es grant` and set RASID_ELASTICSEARCH_API_KEY or RASID_ELASTICSEARCH_API_KEY_FILE"
            )
        case 403:
            return f"the API key lacks a privilege ({reason}); make one with `rasid es grant`"
        case 404:
            return f"Elasticsearch does not know it: {reason}; `rasid es setup` makes what is needed"
        case status if status in BUSY:
            return f"Elasticsearch stayed busy (HTTP {status}: {reason}); look at its logs and at its free disk space"
        case status:
            return f"Elasticsearch answered HTTP {status}: {reason}"


def reason_of(body: Any) -> str:
    """Return the innermost reason that an error body or an item's error gives, with its type."""
    error = body.get("error", body) if isinstance(body, dict) else body
    if not isinstance(error, dict):
        return str(error)[:300]
    if "reason" not in error and error.get("root_cause"):
        error = error["root_cause"][0]
    if not error:
        return "no reason given"
    parts = [f"{error.get('type', 'error')}: {error.get('reason')}"]
    cause = error.get("caused_by")
    while isinstance(cause, dict):
        parts.append(f"{cause.get('type', 'error')}: {cause.get('reason')}")
        cause = cause.get("caused_by")
    return "; ".join(dict.fromkeys(parts))[:1000]


def _short(error: TransportError | Exception) -> str:
    return str(getattr(error, "message", error))[:300]
