"""Commands on text that need no state."""

from __future__ import annotations

import io
import json
import sys

import click

from processors.arabic.tokens import LAYERS, TokenLayer, token_rows


@click.command()
@click.option("--layer", type=click.Choice(LAYERS), default="folded", show_default=True)
@click.option("--query", is_flag=True, help="The tokens of a query: without the prefix-stripped forms of the index.")
def tokens(layer: TokenLayer, query: bool) -> None:
    """Read lines of text on stdin; write the tokens of each line as a JSON array.

    Example: echo "لواشنطن" | rasid tokens --layer names
    """
    for line in io.TextIOWrapper(sys.stdin.buffer, encoding="utf-8", errors="replace"):
        rows = token_rows(line.rstrip("\n"), layer, index=not query)
        click.echo(json.dumps(rows, ensure_ascii=False))
