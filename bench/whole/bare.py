"""Scrapy alone: fetch the URLs of stdin with as many requests at once as Rasid, do nothing with them, count them."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator

import scrapy
from scrapy.crawler import AsyncCrawlerProcess

URLS: list[str] = []
SETTINGS = {
    "CONCURRENT_REQUESTS": 16,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 4,
    "DOWNLOAD_DELAY": 0,
    "ROBOTSTXT_OBEY": False,
    "COOKIES_ENABLED": False,
    "TELNETCONSOLE_ENABLED": False,
    "LOG_LEVEL": "ERROR",
}


class Bare(scrapy.Spider):
    name = "bare"
    seen = 0

    async def start(self) -> AsyncIterator[scrapy.Request]:
        for url in URLS:
            yield scrapy.Request(url, dont_filter=True)

    def parse(self, response: scrapy.http.Response) -> None:
        Bare.seen += response.status == 200


def main() -> None:
    URLS.extend(sys.stdin.read().split())
    process = AsyncCrawlerProcess(SETTINGS)
    process.crawl(Bare)
    process.start()
    print(Bare.seen)


if __name__ == "__main__":
    main()
