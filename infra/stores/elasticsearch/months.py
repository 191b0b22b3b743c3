"""Which monthly index an article belongs to: that of its first capture, whatever is captured later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class Months(Protocol):
    """The book of months, kept in the ledger, so that two processes never write one article into two indices."""

    def claim(self, wanted: Mapping[str, str]) -> Mapping[str, str]:
        """Note the month of each article id that has none yet; return the month that holds for each id."""

    def correct(self, found: Mapping[str, str]) -> None:
        """Note where articles were found that the book knew otherwise (a new ledger beside an old cluster)."""


class NoBook:
    """Without a ledger the capture itself names the month, and the cluster is asked for older ones."""

    def claim(self, wanted: Mapping[str, str]) -> Mapping[str, str]:
        """Return what is wanted."""
        return wanted

    def correct(self, found: Mapping[str, str]) -> None:
        """Note nothing."""
