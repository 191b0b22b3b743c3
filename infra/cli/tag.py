"""`rasid tag`: the entities and quotes of texts."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from typing import Any

import click

from infra.cli.jsonl import answer_lines
from infra.config import load_settings
from infra.corrections import load
from processors.entities.corrections import Corrections
from processors.pipeline import StepError, process
from processors.records import Article, Context


@click.command()
@click.argument("text", required=False)
@click.option("--jsonl", is_flag=True, help='Answer lines {"id", "text"} of stdin, in order, each as it comes.')
@click.option("--country", help="The country the text is from (ISO 3166-1 alpha-2): it decides between namesakes.")
def tag(text: str | None, jsonl: bool, country: str | None) -> None:
    """Write {"id", "entities", "quotes"} of a text; offsets are Unicode code points of the text.

    With --jsonl a line that cannot be used is answered by {"error": …} in its place, and the exit status is 1.

    \b
    Examples:
      rasid tag "قال الخبير الأمني عدنان الكناني إن واشنطن تضغط على بغداد"
      echo '{"id": 7, "text": "وصل الوفد إلى طرابلس"}' | rasid tag --jsonl --country LB
    """
    if jsonl == (text is not None):
        raise click.UsageError("give one TEXT, or --jsonl and lines on stdin")
    if country is not None and not (len(country) == 2 and country.isascii() and country.isalpha()):
        raise click.UsageError(f"--country: {country!r} is not a code of two letters such as IQ")
    known = country.upper() if country else None
    if jsonl:
        sys.exit(0 if answer_lines(lambda record: tagged(record, known)) else 1)
    click.echo(json.dumps(tagged({"id": None, "text": text}, known), ensure_ascii=False))


def tagged(record: Mapping[str, Any], country: str | None) -> Mapping[str, Any]:
    """Return the entities and quotes of one record; `ValueError` names the key that cannot be used."""
    text = record.get("text")
    if not isinstance(text, str):
        raise ValueError(f"text: {text!r} must be a text")
    now = datetime.now(UTC)
    # The text as it is: offsets refer to it, so no line of it may be moved or trimmed.
    article = Article(
        id="", url="", canonical_url="", outlet=None, fetched_at=now, headline="", paragraphs=tuple(text.split("\n"))
    )
    try:
        context = Context(captured_at=now, country=country, corrections=_corrections(), ner_model=_model())
        enriched = process(article, context)
    except StepError as error:
        raise ValueError(str(error)) from error
    return {
        "id": record.get("id"),
        "entities": [asdict(mention) for mention in enriched.mentions],
        "quotes": [asdict(quote) for quote in enriched.quotes],
    }


@cache
def _model() -> str | None:
    return load_settings().ner_model or None


@cache
def _corrections() -> Corrections:
    return load(load_settings().home)
