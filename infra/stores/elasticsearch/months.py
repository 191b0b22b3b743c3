"""Which monthly index an article belongs to: that of its first capture, whatever is captured later."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from threading import Lock
from typing import Protocol

_REMEMBERED = 50_000  # ids; a cluster that shows what is written after 5 s would have to take 10,000 a second


class Months(Protocol):
    """The book of months, kept in the ledger, so that two processes never write one article into two indices."""

    def claim(self, wanted: Mapping[str, str]) -> Mapping[str, str]:
        """Note the month of each article id that has none yet; return the month that holds for each id."""

    def correct(self, found: Mapping[str, str]) -> None:
        """Note where articles were found that the book knew otherwise (a new ledger beside an old cluster)."""


class NoBook:
    """Without a ledger the capture itself names the month, and the cluster is asked for older ones.

    Searches see what is written after some seconds only, so the months of the latest `_REMEMBERED` ids are kept.
    """

    def __init__(self) -> None:
        self._latest: dict[str, str] = {}
        self._lock = Lock()

    def claim(self, wanted: Mapping[str, str]) -> Mapping[str, str]:
        """Return what is wanted, or the month in which this store has just written the article."""
        with self._lock:
            months = {key: self._latest.pop(key, month) for key, month in wanted.items()}
            self._remember(months)
        return months

    def correct(self, found: Mapping[str, str]) -> None:
        """Remember where articles were found."""
        with self._lock:
            self._remember(found)

    def _remember(self, months: Mapping[str, str]) -> None:
        self._latest.update(months)
        surplus = len(self._latest) - _REMEMBERED
        for key in list(islice(self._latest, max(0, surplus))):
            del self._latest[key]
