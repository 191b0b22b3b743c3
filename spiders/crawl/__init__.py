"""The crawl: one Scrapy spider that the outlets' definitions drive, and that hands what it finds to a sink."""

from spiders.crawl.options import CrawlEvent, CrawlOptions, Progress
from spiders.crawl.run import run_crawl

__all__ = ["CrawlEvent", "CrawlOptions", "Progress", "run_crawl"]
