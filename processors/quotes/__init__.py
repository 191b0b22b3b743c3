"""Who said what: direct and indirect quotes, their speakers and the outlet they were said to (docs/quotes.md)."""

from processors.quotes.find import find_quotes

__all__ = ["find_quotes"]
