"""`rasid airflow`: Rasid's DAGs on a local Airflow, and what another Airflow needs of them."""

from __future__ import annotations

import signal
import time
from pathlib import Path
from types import FrameType

import click

from infra.airflow.local import Place, check, dags_folder, password, running
from infra.airflow.pools import as_json
from infra.cli.common import note
from infra.config import load_settings
from infra.outlets import watched


@click.group()
def airflow() -> None:
    """Run the newsroom on Apache Airflow: scheduled crawls, ingest, alerts (see docs/airflow.md)."""


@airflow.command()
@click.option("--port", default=8080, show_default=True, help="Port of the web page, on 127.0.0.1.")
@click.option("--home", type=click.Path(path_type=Path, file_okay=False), help="Default: RASID_HOME/airflow.")
@click.option("--dags", type=click.Path(path_type=Path, exists=True, file_okay=False), help="Default: this source's.")
@click.option("--paused", is_flag=True, help="Let nothing run before you switch it on in the page.")
def up(port: int, home: Path | None, dags: Path | None, paused: bool) -> None:
    """Start a local Airflow with Rasid's DAGs until Ctrl-C: web page, scheduler and DAG processor.

    It crawls by itself: every enabled outlet, or those of the setting `outlets`. Needs pip install 'rasid[airflow]'.

    \b
    Examples:
      rasid airflow up --paused
      RASID_OUTLETS=ina,shafaq rasid airflow up --port 8080
    """
    settings = load_settings()
    place = Place(
        home=(home or settings.home / "airflow").resolve(), dags=dags or dags_folder(), port=port, paused=paused
    )
    signal.signal(signal.SIGTERM, _interrupt)
    note(f"starting Airflow in {place.home} …")
    try:
        with running(settings, place) as processes:
            click.echo(f"{place.url}  user admin  password {password(place)}")
            note("Nothing runs yet." if paused else f"{len(watched(settings))} outlets are crawled by schedule.")
            while True:
                check(place, processes)
                time.sleep(1)
    except KeyboardInterrupt:
        note("stopped")


@airflow.command("pools")
def show_pools() -> None:
    """Print the pools that the DAGs name, for an Airflow of your own.

    Example: rasid airflow pools > pools.json; airflow pools import pools.json
    """
    click.echo(as_json())


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
