"""The databases that the ledger's tests run on: SQLite, and a real PostgreSQL server started for the session."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
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
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a server of the session's own."""
    binaries = _binaries()
    if binaries is None:
        message = "no PostgreSQL on this machine (Debian: postgresql)"
        pytest.fail(message) if os.environ.get("CI") == "true" else pytest.skip(message)
    folder = tmp_path_factory.mktemp("postgresql")
    data, port = folder / "data", _free_port()
    data.mkdir()
    if os.getuid() == 0:
        shutil.chown(data, "postgres", "postgres")
        for parent in (folder, *list(folder.parents)[:3]):
            parent.chmod(parent.stat().st_mode | 0o711)

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
