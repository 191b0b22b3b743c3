"""A local Airflow: its components as child processes on loopback, with a home of their own, ended together."""

from __future__ import annotations

import base64
import json
import os
import secrets
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from infra.config import Settings
from processors.errors import RasidError

if TYPE_CHECKING:
    import psutil  # type: ignore[import-untyped]

Processes = Mapping[str, subprocess.Popen[bytes]]

_PARENT = Path(__file__).resolve().parents[2]
# In this order: a task that finds no API server has failed. No task of Rasid's defers, so there is no triggerer. The
# scheduler's log server would listen on every address; on one machine the API server reads the files.
_COMPONENTS = {
    "api-server": ("api-server",),
    "dag-processor": ("dag-processor",),
    "scheduler": ("scheduler", "--skip-serve-logs"),
}
_NEEDED = ("metadatabase", "scheduler", "dag_processor")
_TAIL = 2000


class AirflowError(RasidError):
    """Airflow cannot be started, or ended by itself; the message says why and where its log is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a local Airflow lives: its home, the folder of its DAGs and its port on 127.0.0.1."""

    home: Path
    dags: Path
    port: int
    paused: bool = False

    @property
    def url(self) -> str:
        """The address of the web page."""
        return f"http://127.0.0.1:{self.port}"


def dags_folder() -> Path:
    """Return the folder of Rasid's DAGs, which lies in a checkout and not in the installed package."""
    folder = _PARENT / "dags"
    if not (folder / "crawl.py").is_file():
        raise AirflowError(
            f"{folder}: Rasid's DAGs are not here; name their folder with --dags (they are in the source)"
        )
    return folder


def environment(settings: Settings, place: Place, env: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Return the environment of Airflow's processes. What ``env`` says of Airflow itself wins, but for the place."""
    cores = os.cpu_count() or 1
    usual = {
        "CORE__LOAD_EXAMPLES": "False",
        "CORE__EXECUTOR": "LocalExecutor",
        "CORE__PARALLELISM": str(6 * cores),
        "CORE__MAX_MAP_LENGTH": "10000",
        "CORE__DAGS_ARE_PAUSED_AT_CREATION": str(place.paused),
        "API__WORKERS": "1",
        "DAG_PROCESSOR__PARSING_PROCESSES": "1",
        "LOGGING__LOGGING_LEVEL": "WARNING",
    }
    fixed = {
        "AIRFLOW_HOME": str(place.home),
        "AIRFLOW__CORE__DAGS_FOLDER": str(place.dags),
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(_passwords(place)),
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"{place.url}/execution/",
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__PORT": str(place.port),
        "AIRFLOW__API__BASE_URL": place.url,
        # The processes start together: each would make keys of its own where they find none.
        "AIRFLOW__API_AUTH__JWT_SECRET": _secret(place, "jwt", 64),
        "AIRFLOW__CORE__FERNET_KEY": _secret(place, "fernet", 32),
        "RASID_HOME": str(settings.home),
        "PYTHONPATH": os.pathsep.join(filter(None, (str(_PARENT), env.get("PYTHONPATH")))),
    }
    return {**{f"AIRFLOW__{name}": value for name, value in usual.items()}, **env, **fixed}


def password(place: Place) -> str:
    """Return the password of the user ``admin``, made at the first call; only the operator can read its file."""
    kept = _kept(_passwords(place), json.dumps({"admin": secrets.token_urlsafe(12)}))
    return str(json.loads(kept)["admin"])


def _secret(place: Place, name: str, size: int) -> str:
    # Fernet asks for 32 bytes in this alphabet, SHA-512 for 64 at least.
    return _kept(place.home / f"{name}.key", base64.urlsafe_b64encode(secrets.token_bytes(size)).decode())


def _kept(path: Path, fresh: str) -> str:
    """Return what a file holds; where there is none it is made of ``fresh``, for the operator's eyes alone."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(fresh)
    return path.read_text(encoding="utf-8")


def _passwords(place: Place) -> Path:
    return place.home / "passwords.json"


@contextmanager
def running(settings: Settings, place: Place) -> Iterator[Processes]:
    """Start Airflow, wait until it is ready, hand out its processes; at the end they and their tasks are ended."""
    if find_spec("airflow") is None:
        raise AirflowError("Airflow is not installed; run: pip install 'rasid[airflow]'")
    password(place)
    env = environment(settings, place)
    _prepare(place, env)
    processes: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for name, arguments in _COMPONENTS.items():
            if name == "scheduler":
                _wait(place, processes, ())
            processes[name] = _start(place, name, arguments, env)
        _wait(place, processes, _NEEDED)
        yield processes
    finally:
        _end(processes)


def _start(place: Place, name: str, arguments: Sequence[str], env: Mapping[str, str]) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "airflow", *arguments]
    with log_of(place, name).open("ab") as log:
        # A session of its own: Ctrl-C at the terminal reaches this process alone, which then ends them in order.
        return subprocess.Popen(command, env=dict(env), stdout=log, stderr=log, start_new_session=True)


def log_of(place: Place, component: str) -> Path:
    """Return the file that a component writes to."""
    return place.home / f"{component}.log"


def check(place: Place, processes: Processes) -> None:
    """Raise `AirflowError` where a component has ended."""
    for name, process in processes.items():
        if process.poll() is not None:
            raise AirflowError(f"Airflow's {name} ended (status {process.returncode}); {_tail(log_of(place, name))}")


def _wait(place: Place, processes: Processes, healthy: Sequence[str], patience: float = 300.0) -> None:
    """Return when the API server answers and reports these parts healthy; `AirflowError` where it does not in time."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        check(place, processes)
        told = _told(place)
        if told is not None and all((told.get(name) or {}).get("status") == "healthy" for name in healthy):
            return
        time.sleep(0.5)
    raise AirflowError(f"Airflow was not ready after {patience:.0f} s; look at the logs in {place.home}")


def _told(place: Place) -> dict[str, Any] | None:
    try:
        with urllib.request.urlopen(f"{place.url}/api/v2/monitor/health", timeout=5) as answer:
            told: dict[str, Any] = json.load(answer)
            return told
    except (urllib.error.URLError, OSError, ValueError):
        return None


def _prepare(place: Place, env: Mapping[str, str]) -> None:
    log = log_of(place, "prepare")
    with log.open("ab") as file:
        done = subprocess.run(
            [sys.executable, "-m", "infra.airflow.prepare"], env=dict(env), stdout=file, stderr=file, check=False
        )
    if done.returncode:
        raise AirflowError(f"Airflow's database could not be prepared; {_tail(log)}")


def _end(processes: Processes, patience: float = 15.0) -> None:
    """End components and whatever runs below them: a scheduler waits for its tasks, and a crawl may take an hour."""
    import psutil

    family = [kin for process in processes.values() for kin in _family(process.pid)]
    for process in processes.values():
        process.terminate()
    _, left = psutil.wait_procs(family, timeout=patience)
    for kin in {*left, *(young for one in left if one.is_running() for young in _family(one.pid))}:
        kin.kill()
    for process in processes.values():
        process.wait()


def _family(pid: int) -> list[psutil.Process]:
    import psutil

    try:
        own = psutil.Process(pid)
        return [own, *own.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def _tail(path: Path) -> str:
    text = path.read_text(encoding="utf-8", errors="replace")[-_TAIL:] if path.exists() else ""
    return f"the end of {path}:\n{text}"
