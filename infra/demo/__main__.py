"""``python -m infra.demo``: serve the demo's outlets until interrupted, and print their addresses as JSON."""

from __future__ import annotations

import json
import secrets
import signal
from datetime import UTC, datetime
from pathlib import Path

import click

from infra.demo import build_site, serve


@click.command()
@click.option("--port", default=8711, show_default=True, help="First of six ports; 0 takes free ones.")
@click.option("--pages", type=click.IntRange(1, 100_000), help="Articles in all; more than are written are made up.")
@click.option("--seed", default=0, show_default=True, help="Seed of the made-up articles.")
@click.option("--definitions", type=click.Path(path_type=Path), help="Write the outlets' definitions to this folder.")
def main(port: int, pages: int | None, seed: int, definitions: Path | None) -> None:
    """Serve the demo site on loopback until Ctrl-C or SIGTERM.

    Prints one JSON object: the address of each outlet, and the token for POST /__control.
    """
    site, token = build_site(datetime.now(UTC), pages, seed), secrets.token_urlsafe(16)
    try:
        with serve(site, port, token) as bases:
            if definitions is not None:
                site.write_definitions(definitions)
            click.echo(json.dumps({"outlets": dict(bases), "token": token}))
            signal.sigwait({signal.SIGINT, signal.SIGTERM})
    except OSError as error:
        raise click.ClickException(f"{error}; choose another --port, or --port 0 for free ones") from error


if __name__ == "__main__":
    # Blocked before any thread starts, so that only sigwait above receives them.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM})
    main()
