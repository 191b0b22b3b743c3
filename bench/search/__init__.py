"""Search quality and ingest rate, measured on a real Elasticsearch: ``python -m bench.search``."""

from bench.search.run import measure

__all__ = ["measure"]
