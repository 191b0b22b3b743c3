"""The test node's own parts: which JDK, which zip, whose process, and what is said where one of them is missing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from infra.elasticsearch.node import NodeError, find_jdk
from infra.elasticsearch.node.distribution import _fetched
from infra.elasticsearch.node.jdk import jdk_version
from infra.elasticsearch.node.process import free_ports, node_pid, send
from infra.elasticsearch.node.settings import write_config
from tests.infra import conftest


def jdk(folder: Path, version: str, *, compiler: bool = True) -> Path:
    (folder / "bin").mkdir(parents=True)
    (folder / "release").write_text(f'IMPLEMENTOR="x"\nJAVA_VERSION="{version}"\n')
    if compiler:
        (folder / "bin" / "javac").touch()
    return folder


def test_the_jdk_named_for_elasticsearch_comes_first(tmp_path: Path) -> None:
    own, general = jdk(tmp_path / "a", "25.0.1"), jdk(tmp_path / "b", "21.0.2")
    assert find_jdk({"ES_JAVA_HOME": str(own), "JAVA_HOME": str(general)}) == own
    assert find_jdk({"JAVA_HOME": str(general)}) == general


def test_a_jdk_that_is_too_old_or_has_no_compiler_is_passed_over(tmp_path: Path) -> None:
    old, bare = jdk(tmp_path / "old", "17.0.9"), jdk(tmp_path / "bare", "21", compiler=False)
    new = jdk(tmp_path / "new", "21")
    assert jdk_version(old) == 17
    assert jdk_version(tmp_path) is None
    for passed in (old, bare):
        assert find_jdk({"ES_JAVA_HOME": str(passed), "JAVA_HOME": str(new)}) == new


def test_a_zip_with_another_checksum_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "other.zip").write_bytes(b"not the server")
    monkeypatch.setenv("RASID_ELASTICSEARCH_ZIP", str(tmp_path / "other.zip"))
    with pytest.raises(NodeError, match=r"other\.zip: sha256 is .*, expected "):
        _fetched(tmp_path)
    monkeypatch.setenv("RASID_ELASTICSEARCH_ZIP", str(tmp_path / "nowhere.zip"))
    with pytest.raises(NodeError, match="no such file"):
        _fetched(tmp_path)


def test_without_maven_the_remedy_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("RASID_ELASTICSEARCH_ZIP", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NodeError, match="install Maven, or name the zip in RASID_ELASTICSEARCH_ZIP"):
        _fetched(tmp_path)


@pytest.mark.parametrize(("ci", "outcome"), [("true", pytest.fail.Exception), ("", pytest.skip.Exception)])
def test_a_missing_node_skips_visibly_and_fails_under_ci(
    monkeypatch: pytest.MonkeyPatch, ci: str, outcome: type[BaseException]
) -> None:
    def missing(*_: object, **__: object) -> None:
        raise NodeError("no JDK of 21 or newer")

    monkeypatch.setattr(conftest, "create", missing)
    monkeypatch.setenv("CI", ci)
    with pytest.raises(outcome, match="no Elasticsearch node: no JDK of 21 or newer"), conftest.real_cluster():
        pass


def test_the_configuration_binds_to_loopback_alone(tmp_path: Path) -> None:
    home = tmp_path / "home" / "config"
    home.mkdir(parents=True)
    for name in ("jvm.options", "log4j2.properties", "roles.yml", "role_mapping.yml"):
        (home / name).touch()
    http, transport = free_ports(2)
    node = tmp_path / "n1"
    options = {"cluster": "c", "name": "n1", "http_port": http, "certificate_dir": None, "password": ""}
    write_config(home.parent, node, transport_ports={"n1": transport}, **options)  # type: ignore[arg-type]
    lines = (node / "config" / "elasticsearch.yml").read_text().splitlines()
    settings = {key: json.loads(value) for key, _, value in (line.partition(": ") for line in lines)}
    assert settings["network.host"] == "127.0.0.1"
    assert (settings["http.port"], settings["transport.port"]) == (http, transport)


def test_a_pid_that_now_belongs_to_another_process_is_never_signalled(tmp_path: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        (tmp_path / "pid").write_text(str(other.pid))
        assert node_pid(tmp_path) is None
        send(tmp_path, signal.SIGKILL, wait=True)
        os.kill(other.pid, 0)
        other.communicate(b"\n")
    assert other.returncode == 0


def test_an_unknown_cluster_is_told_with_the_remedy() -> None:
    command = [sys.executable, "-m", "infra.elasticsearch.node", "status", "--name", "no-such-cluster"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1
    assert "`python -m infra.elasticsearch.node up --name no-such-cluster` starts one" in done.stderr
