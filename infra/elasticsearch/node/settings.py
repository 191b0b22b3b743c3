"""The configuration folder of one node."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

ADMIN = "rasid-test-admin"
_ITERATIONS = 10_000


def write_config(
    home: Path,
    folder: Path,
    *,
    cluster: str,
    name: str,
    http_port: int,
    transport_ports: Mapping[str, int],
    certificate_dir: Path | None,
    password: str,
) -> None:
    """Write ``folder``/config for the node ``name``: loopback only, security and TLS where there are certificates."""
    config = folder / "config"
    config.mkdir(parents=True, exist_ok=True)
    for file in ("jvm.options", "log4j2.properties", "roles.yml", "role_mapping.yml"):
        shutil.copyfile(home / "config" / file, config / file)
    settings: dict[str, object] = {
        "cluster.name": cluster,
        "node.name": name,
        "path.data": str(folder / "data"),
        "path.logs": str(folder / "logs"),
        "network.host": "127.0.0.1",
        "http.port": http_port,
        "transport.port": transport_ports[name],
        "cluster.routing.allocation.disk.threshold_enabled": False,
        "node.store.allow_mmap": False,
        **_discovery(transport_ports),
        **_security(config, certificate_dir, password),
    }
    # JSON is YAML, and quotes whatever needs quoting.
    (config / "elasticsearch.yml").write_text(
        "".join(f"{key}: {json.dumps(value)}\n" for key, value in settings.items())
    )


def _discovery(transport_ports: Mapping[str, int]) -> dict[str, object]:
    if len(transport_ports) == 1:
        return {"discovery.type": "single-node"}
    hosts: Sequence[str] = [f"127.0.0.1:{port}" for port in transport_ports.values()]
    return {
        "discovery.seed_hosts": hosts,
        "cluster.initial_master_nodes": list(transport_ports),
        # A killed node is to be noticed within seconds, as the tests wait for it.
        "cluster.fault_detection.follower_check.timeout": "5s",
        "cluster.fault_detection.leader_check.timeout": "5s",
    }


def _security(config: Path, certificate_dir: Path | None, password: str) -> dict[str, object]:
    if certificate_dir is None:
        return {"xpack.security.enabled": False}
    for file in ("ca.pem", "node.pem", "node.key"):
        shutil.copyfile(certificate_dir / file, config / file)
    (config / "users").write_text(f"{ADMIN}:{_hashed(password)}\n")
    (config / "users_roles").write_text(f"superuser:{ADMIN}\n")
    files = {"key": "node.key", "certificate": "node.pem", "certificate_authorities": ["ca.pem"]}
    tls = {
        f"xpack.security.{layer}.ssl.{key}": value
        for layer in ("http", "transport")
        for key, value in {"enabled": True, **files}.items()
    }
    return {"xpack.security.enabled": True, "xpack.security.authc.password_hashing.algorithm": "pbkdf2", **tls}


def _hashed(password: str) -> str:
    salt = os.urandom(32)
    digest = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, _ITERATIONS, dklen=32)
    return f"{{PBKDF2}}{_ITERATIONS}${base64.b64encode(salt).decode()}${base64.b64encode(digest).decode()}"
