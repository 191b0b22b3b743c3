"""Watch-lists: queries that are asked of every newly stored article, and what they find, told to people once."""

from infra.watch.evaluate import WatchReport, evaluate_watches
from infra.watch.lists import WatchList, load_watchlists, open_watchlist

__all__ = ["WatchList", "WatchReport", "evaluate_watches", "load_watchlists", "open_watchlist"]
