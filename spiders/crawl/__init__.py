"""The crawl: one Scrapy spider that the outlets' definitions drive, and that hands what it finds to a sink.

`spiders.crawl.run` is not imported here: it imports Scrapy, which the parent of a crawl's process does not need.
"""

from spiders.crawl.options import CrawlEvent, CrawlOptions, Progress

__all__ = ["CrawlEvent", "CrawlOptions", "Progress"]
