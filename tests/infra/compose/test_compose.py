"""compose.yaml: valid by the specification's schema, and nothing in it that is named but not there."""

from __future__ import annotations

import json
import re
import tomllib
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import jsonschema
import pytest
import yaml

from infra.airflow import local
from infra.config import load_settings
from tests.infra.compose.files import COMPOSE, EXAMPLE, FOLDER, SERVICES, TEXT

ROOT = Path(__file__).parents[3]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
VARIABLE = re.compile(r"(?<!\$)\$\{([A-Z_]+)(:\?|:-)?([^}]*)\}")
GIVEN = dict(re.findall(r"^([A-Z_]+)=(.*)$", EXAMPLE, re.MULTILINE))
ONE_SHOT = ("certificates", "kibana-user", "rasid-setup", "airflow-setup")
SECRETS = ("PASSWORD", "KEY", "SECRET")


@pytest.mark.skipif(find_spec("check_jsonschema") is None, reason="check-jsonschema carries the schema")
def test_the_file_is_valid_by_the_schema_of_the_compose_specification() -> None:
    schema = json.loads((files("check_jsonschema") / "builtin_schemas/vendor/compose-spec.json").read_text("utf-8"))
    jsonschema.validate(COMPOSE, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({**COMPOSE, "services": {"x": {"imagee": "y"}}}, schema)


def test_every_variable_is_in_the_example_and_every_line_of_it_is_used() -> None:
    assert {name for name, _, _ in VARIABLE.findall(TEXT)} == GIVEN.keys()


def test_what_has_no_default_must_be_given_and_no_secret_has_one() -> None:
    for name, sign, default in VARIABLE.findall(TEXT):
        if sign == ":-":
            assert default == GIVEN[name], name
            assert not name.endswith(SECRETS)
        else:
            assert (sign, default, GIVEN[name]) == (":?", "", ""), name


def test_every_service_volume_and_file_that_is_named_is_there() -> None:
    for service in SERVICES.values():
        assert service.get("depends_on", {}).keys() <= SERVICES.keys()
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert (FOLDER / source).exists() if source.startswith(".") else source in COMPOSE["volumes"]
    used = {volume.split(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}
    assert COMPOSE["volumes"].keys() <= used


def test_what_stays_has_a_health_check_and_what_ends_is_waited_for() -> None:
    waited = [one for service in SERVICES.values() for one in service.get("depends_on", {}).items()]
    for name, service in SERVICES.items():
        conditions = {wanted["condition"] for needed, wanted in waited if needed == name}
        if name in ONE_SHOT:
            assert conditions == {"service_completed_successfully"}
            assert service.get("restart") in (None, "on-failure:5")
        else:
            assert service["healthcheck"]["test"]
            assert conditions <= {"service_healthy"}
            assert service["restart"] == "unless-stopped"


def test_ports_are_open_on_loopback_only() -> None:
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert len(ports) == 3
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_versions_are_those_that_the_project_is_tested_with() -> None:
    elastic = {one["image"] for one in SERVICES.values() if "elastic" in one["image"]}
    assert elastic == {
        f"docker.elastic.co/{name}/{name}:${{ELASTIC_VERSION:-9.5.3}}" for name in ("elasticsearch", "kibana")
    }
    (airflow,) = {one["build"]["args"]["AIRFLOW_VERSION"] for one in SERVICES.values() if "build" in one}
    assert f"apache-airflow=={airflow}" in PROJECT["project"]["optional-dependencies"]["airflow"]
    assert f"ARG AIRFLOW_VERSION={airflow}" in (FOLDER / "Dockerfile").read_text()
    assert {one["image"] for one in SERVICES.values() if "build" in one} == {f"rasid:{PROJECT['project']['version']}"}


def test_the_settings_of_rasid_are_ones_it_knows() -> None:
    environment = SERVICES["rasid-setup"]["environment"]
    filled = {key: VARIABLE.sub(lambda found: GIVEN[found[1]] or "x", value) for key, value in environment.items()}
    settings = load_settings(env=filled)
    ours = {key.removeprefix("RASID_").lower() for key in environment if key.startswith("RASID_")}
    assert ours - {"elasticsearch_admin", "elasticsearch_admin_password"} <= settings.origins.keys()
    assert settings.store == "elasticsearch"
    assert settings.ledger_url == "postgresql+psycopg://rasid:x@postgres:5432/rasid"


def test_airflow_runs_what_a_local_airflow_runs() -> None:
    run = [one["command"][1] for one in SERVICES.values() if one.get("command", [""])[0] == "airflow"]
    assert sorted(run) == sorted(command[0] for command in local._COMPONENTS.values())


def test_the_image_copies_what_there_is_and_what_the_context_lets_in() -> None:
    dockerfile = (FOLDER / "Dockerfile").read_text(encoding="utf-8")
    context = (FOLDER / "Dockerfile.dockerignore").read_text(encoding="utf-8")
    let_in = set(re.findall(r"^!(.+)$", context, re.MULTILINE))
    copied = {name for line in re.findall(r"^COPY --\S+ (.+) \S+$", dockerfile, re.MULTILINE) for name in line.split()}
    assert copied == let_in
    assert all((ROOT / name).exists() for name in copied)
    packages = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert {*packages, "dags", PROJECT["project"]["readme"]} <= copied


def test_certificates_are_for_the_names_that_services_are_spoken_to_by() -> None:
    made = {
        one["name"]: set(one["dns"]) for one in yaml.safe_load((FOLDER / "instances.yaml").read_text())["instances"]
    }
    spoken = set(re.findall(r"https://([a-z-]+):\d+", TEXT))
    assert spoken == {name for names in made.values() for name in names}
    assert made.keys() <= SERVICES.keys()
