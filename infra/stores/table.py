"""Articles as a flat table: CSV for spreadsheets, Parquet for data frames."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

_TEXTS = (
    *("id", "url", "canonical_url", "outlet", "country", "headline", "kicker", "lead", "byline", "dateline", "section"),
    *("published_at", "modified_at", "date_precision", "fetched_at", "language", "body", "story"),
)
_LISTS = ("authors", "credits", "keywords")
_ENTITIES = {"person": "persons", "organisation": "organisations", "group": "groups", "place": "places",
             "country": "countries"}  # fmt: skip
COLUMNS = (*_TEXTS, *_LISTS, *_ENTITIES.values())
_ROWS = 5000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_csv(rows: Iterable[Mapping[str, Any]], output: BinaryIO) -> None:
    """Write CSV in UTF-8 with a byte order mark (spreadsheets need it for Arabic); lists are joined by " | ".

    A text that a spreadsheet would take for a formula gets an apostrophe before it (OWASP, CSV injection).
    """
    text = io.TextIOWrapper(output, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for row in map(_flat, rows):
        writer.writerow([_cell(row[name]) for name in COLUMNS])
    text.detach()


def _cell(value: Any) -> str:
    text = " | ".join(value) if isinstance(value, list) else value or ""
    return f"'{text}" if text.startswith(_FORMULA) else str(text)


def write_parquet(rows: Iterable[Mapping[str, Any]], output: BinaryIO) -> None:
    """Write Parquet, lists as lists, a row group every 5,000 articles."""
    lists = {*_LISTS, *_ENTITIES.values()}
    schema = pa.schema([(name, pa.list_(pa.string()) if name in lists else pa.string()) for name in COLUMNS])
    source = map(_flat, rows)
    with pq.ParquetWriter(output, schema) as writer:
        while batch := list(islice(source, _ROWS)):
            writer.write_table(pa.Table.from_pylist(batch, schema=schema))


def _flat(row: Mapping[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {name: row[name] for name in (*_TEXTS, *_LISTS)}
    flat |= {column: [] for column in _ENTITIES.values()}
    for mention in row["entities"]:
        names = flat[_ENTITIES[mention["type"]]]
        name = mention["name"] or mention["text"]
        if name not in names and not mention["adjective"]:
            names.append(name)
    return flat
