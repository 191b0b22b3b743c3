"""`rasid outlets`: what is watched."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click

from infra.cli.common import named_outlet
from infra.cli.draft import new
from infra.cli.probe import probe
from infra.config import load_settings
from infra.outlets import registry
from spiders.check import check_outlet
from spiders.outlet import Outlet

_CASES = Path(__file__).parents[2] / "tests" / "outlets"


@click.group()
def outlets() -> None:
    """List, show, check, try and draft outlet definitions."""


outlets.add_command(new)
outlets.add_command(probe)


@outlets.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
def list_outlets(as_json: bool) -> None:
    """List the outlets: id, country, name, whether enabled, when verified. Example: rasid outlets list"""
    for outlet in registry(load_settings()).values():
        verified = outlet.verified_on.isoformat() if outlet.verified_on else None
        row = {
            "id": outlet.id,
            "country": outlet.country,
            "name": outlet.names.ar,
            "enabled": outlet.enabled,
            "sources": len(outlet.sources),
            "verified_on": verified,
            "unverified": list(outlet.unverified),
        }
        state = "enabled" if outlet.enabled else "disabled"
        doubts = f"unverified: {'; '.join(outlet.unverified)}" if outlet.unverified else ""
        plain = f"{outlet.id}\t{outlet.country}\t{outlet.names.ar}\t{state}\t{verified or 'never verified'}\t{doubts}"
        click.echo(json.dumps(row, ensure_ascii=False) if as_json else plain)


@outlets.command()
@click.argument("outlet_id")
def show(outlet_id: str) -> None:
    """Show one definition as JSON. Example: rasid outlets show ina"""
    click.echo(named_outlet(load_settings(), outlet_id).model_dump_json(indent=2))


@outlets.command()
@click.argument("outlet_id", required=False)
def check(outlet_id: str | None) -> None:
    """Check definitions offline against their saved pages; exit status 1 on a problem. Example: rasid outlets check"""
    settings = load_settings()
    chosen = [named_outlet(settings, outlet_id)] if outlet_id else list(registry(settings).values())
    own = settings.home / "outlets"
    problems = [problem for outlet in chosen for folder in (_CASES, own) for problem in _check(outlet, folder)]
    for problem in problems:
        click.echo(str(problem), err=True)
    click.echo(f"{len(chosen)} outlets checked, {len(problems)} problems")
    sys.exit(1 if problems else 0)


def _check(outlet: Outlet, folder: Path) -> tuple[object, ...]:
    return check_outlet(outlet, folder) if (folder / outlet.id).is_dir() else ()
