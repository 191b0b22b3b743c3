"""Content decoding within the bound, with the encoding kept under the name that archives give it."""

from __future__ import annotations

from scrapy import Request, Spider
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from spiders.crawl.outcomes import RefusedError, TooLargeError

ORIGINAL = "X-Archive-Orig-Content-Encoding"


class ContentDecoding(HttpCompressionMiddleware):
    """Scrapy's middleware decodes in steps and stops at DOWNLOAD_MAXSIZE, so a bomb costs no more than the bound."""

    def process_response(
        self, request: Request, response: Response, spider: Spider | None = None
    ) -> Request | Response:
        """Return the response decoded; `TooLargeError` beyond the bound, `RefusedError` for an unknown encoding."""
        encodings = response.headers.getlist("Content-Encoding")
        if not encodings:
            return response
        try:
            decoded = super().process_response(request, response)
        except IgnoreRequest as error:
            raise TooLargeError(str(error)) from error
        if not isinstance(decoded, Response) or decoded.headers.get("Content-Encoding"):
            raise RefusedError("content encoding unknown")
        decoded.headers[ORIGINAL] = encodings
        return decoded
