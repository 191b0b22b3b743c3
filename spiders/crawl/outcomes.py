"""How a request ends other than well."""

from __future__ import annotations


class RefusedError(Exception):
    """Rasid does not take the page; ``reason`` is one of a few, so that refusals can be counted."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class RequestFailedError(Exception):
    """The request failed after its retries; ``status`` is the last answer's, None where there was none."""

    def __init__(self, reason: str, status: int | None = None) -> None:
        super().__init__(reason)
        self.reason, self.status = reason, status


class AskedToWaitError(RequestFailedError):
    """The server asks for a longer pause (Retry-After) than a run sits out: the outlet is left alone for now."""


class PrivateAddressError(Exception):
    """The connection leads to an address that is not of the open internet."""


class TooLargeError(Exception):
    """The body is larger than the bound once its content encoding is undone."""
