"""What the containers run, run outside of them: each script as it stands, with the paths and hosts of this machine."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from cryptography import x509

from infra.compose.users import FILE, PASSWORD, write_users
from infra.elasticsearch.node import Cluster, find_jdk, install
from tests.infra.compose.files import FOLDER, SERVICES, script
from tests.infra.kibana.fake import Fake, serving

ROOT = Path(__file__).parents[3]


def run(text: str, environment: Mapping[str, str], replaced: Mapping[str, str] | None = None) -> str:
    """Run a script; commands of the project are those of this interpreter's environment."""
    for there, here in (replaced or {}).items():
        assert there in text, there
        text = text.replace(there, here)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("RASID_", "AIRFLOW"))}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-ec", text],
        env={**kept, "PATH": path, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture
def kibana() -> Iterator[Fake]:
    with serving() as server:
        yield server


def test_rasid_is_set_up_in_elasticsearch_and_kibana(secured: Cluster, kibana: Fake, tmp_path: Path) -> None:
    assert secured.admin
    environment = {
        "RASID_HOME": str(tmp_path),
        "RASID_ELASTICSEARCH_URL": secured.urls[0],
        "RASID_ELASTICSEARCH_CA": str(secured.ca),
        "RASID_ELASTICSEARCH_API_KEY_FILE": str(tmp_path / "keys" / "rasid-ingest.key"),
        "RASID_ELASTICSEARCH_ADMIN": secured.admin[0],
        "RASID_ELASTICSEARCH_ADMIN_PASSWORD": secured.admin[1],
    }
    assert environment.keys() <= SERVICES["rasid-setup"]["environment"].keys()
    replaced = {"/keys": str(tmp_path / "keys"), "https://kibana:5601": kibana.url}
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "rasid-ingest.key").touch()
    run(script("rasid-setup"), environment, replaced)
    keys = {file.name for file in (tmp_path / "keys").iterdir() if file.read_text().strip()}
    assert keys == {"rasid-ingest.key", "rasid-analyst.key"}
    assert len(kibana.rules) == 6
    assert any(path.endswith("_import?overwrite=true") for path, _, _ in kibana.seen)


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl")
def test_the_password_of_kibana_is_set_and_the_cluster_asked_for_its_health(secured: Cluster) -> None:
    assert secured.admin
    environment = {"ELASTIC_PASSWORD": "kibana-1234", "KIBANA_PASSWORD": "kibana-1234"}
    user, password = secured.admin
    here = {"/certificates/ca/ca.crt": str(secured.ca), "https://elasticsearch:9200": secured.urls[0]}
    text = script("kibana-user").replace("elastic:", f"{user}:")
    run(text, {**environment, "ELASTIC_PASSWORD": password}, here)
    check = SERVICES["elasticsearch"]["healthcheck"]["test"][1].replace("$$", "$")
    told = run(
        check.replace("elastic:", "kibana_system:"),
        environment,
        {"config/certificates/ca/ca.crt": str(secured.ca), "https://localhost:9200": secured.urls[0]},
    )
    assert json.loads(told)["status"] in ("yellow", "green")


@pytest.mark.skipif(shutil.which("unzip") is None, reason="no unzip; the image has it")
def test_certificates_are_made_once_and_signed_by_the_authority(tmp_path: Path) -> None:
    made = tmp_path / "made"
    made.mkdir()
    replaced = {"/certificates": str(made), "/instances.yaml": str(FOLDER / "instances.yaml")}
    text = script("certificates")
    if os.geteuid() != 0:
        text = text.replace("chown -R root:0", "ls")
    environment = {"PATH": f"{install() / 'bin'}{os.pathsep}{os.environ['PATH']}", "ES_JAVA_HOME": str(find_jdk())}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    run(text, environment, replaced)
    authority = x509.load_pem_x509_certificate((made / "ca" / "ca.crt").read_bytes())
    for name in ("elasticsearch", "kibana"):
        found = x509.load_pem_x509_certificate((made / name / f"{name}.crt").read_bytes())
        found.verify_directly_issued_by(authority)
        names = found.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        assert set(names.get_values_for_type(x509.DNSName)) == {name, "localhost"}
        assert (made / name / f"{name}.key").stat().st_mode & 0o777 == 0o640
    assert (made / "ca" / "ca.key").stat().st_mode & 0o777 == 0o600
    assert not list(made.glob("*.zip"))
    before = (made / "ca" / "ca.crt").read_bytes()
    run(text, environment, replaced)
    assert (made / "ca" / "ca.crt").read_bytes() == before


def test_airflow_is_set_up(tmp_path: Path) -> None:
    users = tmp_path / "passwords.json"
    environment = {
        "AIRFLOW_HOME": str(tmp_path / "airflow"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "false",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"sqlite:///{tmp_path / 'airflow.sqlite'}",
        FILE: str(users),
        PASSWORD: 'a "b" c',
        "RASID_HOME": str(tmp_path / "rasid"),
    }
    told = run(script("airflow-setup"), environment)
    assert json.loads(users.read_text()) == {"admin": 'a "b" c'}
    assert users.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "airflow.sqlite").is_file()
    assert 'a "b" c' not in told


def test_a_missing_password_is_told(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=PASSWORD):
        write_users({FILE: str(tmp_path / "users.json")})


def test_the_databases_are_made(tmp_path: Path) -> None:
    binaries = sorted(path.parent for path in Path("/usr/lib/postgresql").glob("**/bin/initdb"))
    if not binaries or os.geteuid() != 0:
        pytest.skip("no PostgreSQL below /usr/lib/postgresql, or not root")
    data = Path(tempfile.mkdtemp(prefix="rasid-compose-"))
    shutil.chown(data, "postgres", "postgres")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])

    def server(program: str, *arguments: str) -> None:
        command = ["runuser", "-u", "postgres", "--", str(binaries[-1] / program), "-D", str(data), *arguments]
        subprocess.run(command, check=True, cwd="/", stdout=subprocess.DEVNULL)

    server("initdb", "-U", "postgres", "-A", "trust", "--no-sync")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
    server("pg_ctl", "-w", "-l", str(data / "log"), "-o", options, "start")
    try:
        environment = {"PGHOST": "127.0.0.1", "PGPORT": str(port)}
        environment |= {"AIRFLOW_DATABASE_PASSWORD": "it's", "RASID_DATABASE_PASSWORD": "b"}
        environment["PATH"] = f"{binaries[-1]}{os.pathsep}{os.environ['PATH']}"
        run(f"bash {FOLDER / 'postgres' / 'databases.sh'}", environment)
        check = SERVICES["postgres"]["healthcheck"]["test"][1].replace("localhost", "127.0.0.1")
        run(check, environment)
        listed = "psql --username airflow --dbname airflow --tuples-only --command 'CREATE TABLE mine(a int)'"
        run(listed, environment)
    finally:
        server("pg_ctl", "-m", "immediate", "stop")
        shutil.rmtree(data)
