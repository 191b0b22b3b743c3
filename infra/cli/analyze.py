"""`rasid analyze`: saved pages through extraction and every processor."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import click

from infra.analysis import Analyst
from infra.cli.jsonl import answer_lines
from infra.config import load_settings
from infra.corrections import load as load_corrections
from infra.outlets import registry


@click.command()
@click.argument("page", required=False, type=click.Path(allow_dash=True, path_type=str))
@click.option("--url", help="The page's address.")
@click.option("--outlet", help="The outlet's id; default: the one whose host the address has.")
@click.option("--fetched-at", help="When the page was saved, ISO 8601; default: now. Relative dates refer to it.")
@click.option(
    "--jsonl", is_flag=True, help='Answer lines {"html" or "path", "url", "outlet"?, "fetched_at"?} of stdin.'
)
def analyze(page: str | None, url: str | None, outlet: str | None, fetched_at: str | None, jsonl: bool) -> None:
    """Extract the article of a saved PAGE (- for stdin); write one JSON object, its entities and quotes included.

    A page that holds no article gives "is_article": false and the "reason". With --jsonl a line that cannot be used is
    answered by {"error": …} in its place, and the exit status is 1.

    \b
    Examples:
      rasid analyze page.html --url https://www.almada.example/2026/07/05/story
      echo '{"path": "page.html", "url": "https://…"}' | rasid analyze --jsonl
    """
    if jsonl:
        if page is not None:
            raise click.UsageError("give a PAGE, or --jsonl and lines on stdin")
        sys.exit(0 if answer_lines(_answer) else 1)
    if page is None or url is None:
        raise click.UsageError("give a PAGE and its --url, or --jsonl and lines on stdin")
    try:
        body = sys.stdin.buffer.read() if page == "-" else Path(page).read_bytes()
        answer = _analyst().analyse(body, url, outlet, _moment(fetched_at))
    except (OSError, ValueError) as error:
        raise click.UsageError(str(error)) from error
    click.echo(json.dumps(answer, ensure_ascii=False))


def _answer(record: Mapping[str, Any]) -> Mapping[str, Any]:
    url = record.get("url")
    if not isinstance(url, str) or not url:
        raise ValueError(f"url: {url!r} is not an address; give the page's URL")
    return _analyst().analyse(_body(record), url, record.get("outlet"), _moment(record.get("fetched_at")))


def _body(record: Mapping[str, Any]) -> bytes:
    html, path = record.get("html"), record.get("path")
    if isinstance(html, str):
        return html.encode("utf-8", "replace")
    if isinstance(path, str):
        return Path(path).read_bytes()
    raise ValueError("html: missing; give the page as html, or its file as path")


def _moment(value: object) -> datetime:
    if value is None:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError as error:
        raise ValueError(f"fetched_at: {value!r} is not ISO 8601; write 2026-01-31T12:00:00Z") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


@cache
def _analyst() -> Analyst:
    settings = load_settings()
    return Analyst(
        registry(settings),
        lambda message: click.echo(f"rasid: {message}", err=True),
        load_corrections(settings.home),
        settings.ner_model or None,
    )
