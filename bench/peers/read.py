"""Run inside the peers' environment: pages as JSON lines on stdin, what one extractor reads as JSON lines on stdout."""

from __future__ import annotations

import base64
import datetime
import json
import logging
import re
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any

Read = tuple[Any, Any, Any, Sequence[str]]
_CHARSET = re.compile(rb"charset=[\"']?([\w-]+)", re.I)


def _decoded(body: bytes) -> str:
    declared = _CHARSET.search(body[:4096])
    return body.decode(declared[1].decode() if declared else "utf-8", "replace")


def _trafilatura(url: str, body: bytes) -> Read:
    import trafilatura

    found = trafilatura.bare_extraction(body, url=url, with_metadata=True)
    if found is None:
        return None, "", None, ()
    return found.title, found.text, found.date, [name.strip() for name in (found.author or "").split(";") if name]


def _newspaper(language: str | None) -> Callable[[str, bytes], Read]:
    def read(url: str, body: bytes) -> Read:
        import newspaper

        options = {"language": language} if language else {}
        article = newspaper.Article(url, fetch_images=False, **options)
        article.download(input_html=_decoded(body))
        article.parse()
        return article.title, article.text, article.publish_date, article.authors

    return read


def _goose(url: str, body: bytes) -> Read:
    from goose3 import Goose
    from goose3.text import StopWordsArabic

    with Goose({"stopwords_class": StopWordsArabic, "enable_image_fetching": False}) as goose:
        found = goose.extract(raw_html=_decoded(body))
        return found.title, found.cleaned_text, found.publish_date, found.authors


def _news_please(url: str, body: bytes) -> Read:
    from newsplease import NewsPlease

    found = NewsPlease.from_html(_decoded(body), url=url, fetch_images=False)
    return found.title, found.maintext, found.date_publish, found.authors


def _htmldate(url: str, body: bytes) -> Read:
    from htmldate import find_date

    return None, "", find_date(_decoded(body), url=url, original_date=True), ()


READERS = {
    "trafilatura": _trafilatura,
    "newspaper4k": _newspaper(None),
    "newspaper4k, told Arabic": _newspaper("ar"),
    "goose3": _goose,
    "news-please": _news_please,
    "htmldate": _htmldate,
}


def _day(value: Any) -> str | None:
    if isinstance(value, datetime.datetime | datetime.date):
        return value.isoformat()[:10]
    return str(value)[:10] if value else None


def main() -> None:
    logging.disable(logging.CRITICAL)
    out, sys.stdout = sys.stdout, sys.stderr  # some of them print
    reader = READERS[sys.argv[1]]
    for line in sys.stdin:
        url, coded = json.loads(line)
        body = base64.b64decode(coded)
        try:
            reader(url, body)  # warm: imports, stop words, compiled expressions
            start = time.process_time()
            title, text, day, authors = reader(url, body)
            seconds = time.process_time() - start
        except Exception as failure:
            print(f"{url}: {failure!r}", file=sys.stderr)
            title, text, day, authors, seconds = None, "", None, (), 0.0
        row = {"title": title, "body": text or "", "day": _day(day), "authors": list(authors or ()), "seconds": seconds}
        print(json.dumps(row), file=out)


if __name__ == "__main__":
    main()
