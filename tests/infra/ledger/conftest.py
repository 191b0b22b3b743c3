"""The databases that the ledger's tests run on: SQLite, and a real PostgreSQL server started for the session."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

_PLACES = ("/usr/lib/postgresql", "/usr/local/pgsql", "/opt/homebrew/opt/postgresql")


def _binaries() -> Path | None:
    found = [path.parent for place in _PLACES for path in Path(place).glob("**/bin/initdb")]
    on_path = shutil.which("initdb")
    return sorted(found)[-1] if found else Path(on_path).parent if on_path else None


def _as_user(command: list[str]) -> list[str]:
    # PostgreSQL refuses to run as root.
    return ["runuser", "-u", "postgres", "--", *command] if os.getuid() == 0 else command


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of a server of the session's own."""
    binaries = _binaries()
    if binaries is None:
        message = "no PostgreSQL on this machine (Debian: postgresql)"
        pytest.fail(message) if os.environ.get("CI") == "true" else pytest.skip(message)
    # Not below pytest's folders: those belong to root alone, and a later run may clear them away.
    data, port = Path(tempfile.mkdtemp(prefix="rasid-postgresql-")), _free_port()
    if os.getuid() == 0:
        shutil.chown(data, "postgres", "postgres")

    def control(*arguments: str) -> None:
        subprocess.run(
            _as_user([str(binaries / "pg_ctl"), "-D", str(data), *arguments]), check=True, cwd="/", stdout=-3
        )

    made = [str(binaries / "initdb"), "-D", str(data), "-U", "rasid", "-A", "trust", "-E", "UTF8", "--no-sync"]
    subprocess.run(_as_user(made), check=True, cwd="/", stdout=subprocess.DEVNULL)
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
    control("-w", "-l", str(data / "log"), "-o", options, "start")
    yield f"postgresql+psycopg://rasid@127.0.0.1:{port}"
    control("-m", "immediate", "stop")
    shutil.rmtree(data)


@pytest.fixture(params=["sqlite", "postgresql"])
def ledger_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty ledger."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.sqlite'}"
    from sqlalchemy import create_engine, text

    server = request.getfixturevalue("postgresql")
    name = f"ledger_{abs(hash(tmp_path))}"
    with create_engine(f"{server}/postgres", isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    return f"{server}/{name}"
