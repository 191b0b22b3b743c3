"""`rasid serve`: the reader's page."""

from __future__ import annotations

from contextlib import closing

import click

from infra.config import Settings, load_settings
from infra.stores import open_store

_PORT = 8700


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=_PORT, show_default=True, type=click.IntRange(0, 65535), help="0: a free one.")
@click.option("--token", envvar="RASID_TOKEN", help="Secret that readers must give; required beyond loopback.")
def serve(host: str, port: int, token: str | None) -> None:
    """Serve the reader's page until Ctrl-C: search, filters, articles, entities, outlets.

    Readers open the page once with ?token=TOKEN; a cookie keeps it. Put TLS in front of it beyond loopback.

    \b
    Examples:
      rasid serve
      RASID_TOKEN=… rasid serve --host 0.0.0.0
    """
    serve_page(load_settings(), host, port, token)


def serve_page(settings: Settings, host: str = "127.0.0.1", port: int = _PORT, token: str | None = None) -> None:
    """Serve until interrupted; a usage error where the address is not loopback and there is no token."""
    import uvicorn

    from infra.console import build_app
    from infra.console.guard import LOOPBACK

    if host not in LOOPBACK and not token:
        raise click.UsageError(f"--host {host} is not loopback: give --token or set RASID_TOKEN")
    with closing(open_store(settings)) as store:
        app = build_app(settings, store, token)
        app.state.book.options()  # a second of a large store: before the first reader comes, not while he waits
        config = uvicorn.Config(app, host=host, port=port, log_level="warning")
        # Bound first: what is printed is the port that answers, also where 0 asked for a free one.
        with closing(config.bind_socket()) as listening:
            listening.listen()
            shown = f"[{host}]" if ":" in host else host
            click.echo(f"http://{shown}:{listening.getsockname()[1]}/ (Ctrl-C ends)", err=True)
            uvicorn.Server(config).run(sockets=[listening])
