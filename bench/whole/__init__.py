"""The whole path on the demo's site: crawl, ingest, memory, scaling. ``python -m bench.whole [PAGES]``."""
