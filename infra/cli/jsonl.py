"""Lines of JSON in, a line of JSON out for each, in order: what `--jsonl` means to every command that has it."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO

import click

MAX_LINE = 64 * 1024 * 1024
"""Bytes of one line; a longer one is refused and skipped, so that no input decides how much memory is used."""

Answer = Callable[[Mapping[str, Any]], Mapping[str, Any]]


def answer_lines(answer: Answer, stream: BinaryIO | None = None) -> bool:
    """Answer every line of stdin, and return whether all could be answered.

    A line that cannot be used, and a `ValueError` or `OSError` of ``answer``, is answered by ``{"error": …}`` in its
    place and said on stderr with the line's number; the run goes on. Blank lines are passed over.
    """
    sound = True
    for number, line in _lines(stream or sys.stdin.buffer):
        try:
            result = answer(_record(line))
        except (ValueError, OSError) as error:
            sound = False
            message = f"line {number}: {error}"
            click.echo(f"rasid: {message}", err=True)
            result = {"error": message}
        click.echo(json.dumps(result, ensure_ascii=False))
    return sound


def json_lines(stream: BinaryIO) -> Iterator[tuple[int, Mapping[str, Any] | None, str | None]]:
    """Yield the number of each line with its object, or with None and what is wrong with it."""
    for number, line in _lines(stream):
        try:
            yield number, _record(line), None
        except ValueError as error:
            yield number, None, str(error)


def _lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | None]]:
    """Yield each line with its number from 1; None stands for one that is too long."""
    number = 0
    while line := stream.readline(MAX_LINE):
        number += 1
        if len(line) == MAX_LINE and not line.endswith(b"\n"):
            while (rest := stream.readline(MAX_LINE)) and not rest.endswith(b"\n"):
                pass
            yield number, None
        elif line.strip():
            yield number, line


def _record(line: bytes | None) -> Mapping[str, Any]:
    if line is None:
        raise ValueError(f"the line is longer than {MAX_LINE} bytes; give the page by its path")
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"not JSON in UTF-8: {error}") from error
    if not isinstance(record, dict):
        raise ValueError('not a JSON object; write one object a line, such as {"text": "…"}')
    return record
