"""Search on question collections, in both stores, beside Elasticsearch's own analyzers on a real node."""

from __future__ import annotations

from collections.abc import Callable

from bench.figures import figures
from bench.search.run import measure


def section(say: Callable[[str], None]) -> str:
    """Return the Markdown of this part of docs/quality.md."""
    say("search: starts an Elasticsearch node")
    return (
        "## Search\n\nARCD's training questions (`../shared/search`), on which the ranking's constants were chosen:"
        f" what is new to it scores lower. `stock` is Elasticsearch's own analyzer.\n\n{figures(measure(articles=0))}"
    )
