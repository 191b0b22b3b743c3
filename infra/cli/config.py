"""`rasid config`: each setting with where it comes from."""

from __future__ import annotations

import json

import click

from infra.config import described, load_settings


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def config(as_json: bool) -> None:
    """Show each setting, its value and its origin (environment, rasid.toml, default).

    Example: RASID_BATCH=500 rasid config
    """
    for name, value, origin, about in described(load_settings()):
        row = {"name": name, "value": value, "origin": origin, "about": about}
        click.echo(json.dumps(row, ensure_ascii=False) if as_json else f"{name} = {value}  [{origin}] {about}")
