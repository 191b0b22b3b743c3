"""The processes of the nodes: started as a user of their own, ended by their own pid only."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path

from infra.elasticsearch.node.jdk import NodeError, find_jdk

_USER = "rasid-es"
_PATIENCE = 200.0  # seconds for a node to start; three at once on a busy two-core machine need 90
# Only the first compiler: a test node lives too short for the second to pay.
_JVM = "-XX:TieredStopAtLevel=1"


def launch(home: Path, folder: Path, heap: str) -> subprocess.Popen[bytes]:
    """Start the node whose config lies in ``folder``; the starter ends when the node is up."""
    (folder / "pid").unlink(missing_ok=True)
    (folder / "tmp").mkdir(exist_ok=True)
    give_to_user(folder)
    env = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "ES_JAVA_HOME": str(find_jdk()),
        "ES_PATH_CONF": str(folder / "config"),
        "ES_JAVA_OPTS": f"-Xms{heap} -Xmx{heap} {_JVM}",
        "ES_TMPDIR": str(folder / "tmp"),
    }
    command = [str(home / "bin" / "elasticsearch"), "-d", "-p", str(folder / "pid")]
    user = _USER if os.geteuid() == 0 else None
    with (folder / "start.log").open("wb") as log:
        return subprocess.Popen(
            command,
            env=env,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            user=user,
            group=user,
            extra_groups=[] if user else None,
        )


def wait_until_up(process: subprocess.Popen[bytes], folder: Path) -> None:
    """Wait for the starter; `NodeError` shows the end of its log where the node did not come up."""
    try:
        status = process.wait(timeout=_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        status = -1
    if status:
        logs = (folder / "start.log", *sorted((folder / "logs").glob("rasid-*.log")))
        tail = "\n".join(log.read_text(errors="replace")[-1500:] for log in logs if log.is_file())
        raise NodeError(f"the node in {folder} did not start: {tail}")


def node_pid(folder: Path) -> int | None:
    """Return the pid of the node in ``folder`` while it runs, else None."""
    try:
        pid = int((folder / "pid").read_text())
        os.kill(pid, 0)
    except (OSError, ValueError):
        return None
    return pid if _is_node(pid, folder) else None


def _is_node(pid: int, folder: Path) -> bool:
    # A pid is given out again after its process has ended: never signal somebody else's.
    with contextlib.suppress(OSError):
        return str(folder).encode() in Path(f"/proc/{pid}/cmdline").read_bytes()
    return not Path("/proc/self").exists()


def send(folder: Path, number: signal.Signals, *, wait: bool) -> None:
    """Signal the node in ``folder``; with ``wait`` return when it has ended."""
    pid = node_pid(folder)
    if pid is None:
        return
    os.kill(pid, number)
    until = time.monotonic() + 60
    while wait and node_pid(folder) is not None:
        if time.monotonic() > until:
            raise NodeError(f"the node in {folder} (pid {pid}) has not ended a minute after {number.name}")
        time.sleep(0.05)


def give_to_user(folder: Path) -> None:
    """Let the node's user own ``folder`` and all in it; root makes that user where it is not there."""
    if os.geteuid() != 0:
        return
    try:
        pwd.getpwnam(_USER)
    except KeyError:
        _add_user()
    for path in (folder, *folder.rglob("*")):
        shutil.chown(path, _USER, _USER)


def _add_user() -> None:
    program = shutil.which("useradd")
    if program is None:
        raise NodeError(f"Elasticsearch does not run as root and useradd is not there; make a user {_USER}")
    command = [program, "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", _USER]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode not in (0, 9):  # 9: another process has just made it
        raise NodeError(f"useradd {_USER}: {done.stderr.strip()}")


def free_ports(count: int) -> list[int]:
    """Return ports of loopback that nobody listens on now."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]
