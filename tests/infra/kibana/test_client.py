"""The HTTP part of install and export, against a small fake of Kibana's endpoint."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from infra.cli.kibana import kibana
from infra.config import ConfigError
from infra.kibana.build import FILE
from infra.kibana.client import Kibana, KibanaError
from tests.infra.kibana.fake import Fake, serving


@pytest.fixture
def fake() -> Iterator[Fake]:
    with serving() as server:
        yield server


def test_install_sends_every_object_with_overwrite_and_the_key_of_the_file(
    fake: Fake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "key").write_text("c2VjcmV0\n")
    monkeypatch.setenv("RASID_HOME", str(tmp_path))
    monkeypatch.setenv("RASID_ELASTICSEARCH_API_KEY_FILE", str(tmp_path / "key"))
    result = CliRunner().invoke(kibana, ["install", "--url", fake.url, "--space", "غرفة الأخبار"])
    assert result.exit_code == 0, result.output
    assert result.output == f"installed {len(FILE.read_text(encoding='utf-8').splitlines())} objects\n"
    ((path, headers, body),) = fake.seen
    assert path.startswith("/s/%D8%BA")
    assert path.endswith("/api/saved_objects/_import?overwrite=true")
    assert headers["authorization"] == "ApiKey c2VjcmV0"
    assert FILE.read_bytes() in body


def test_export_asks_for_exactly_what_install_puts(fake: Fake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASID_HOME", str(tmp_path))
    result = CliRunner().invoke(kibana, ["export", "--url", fake.url])
    lines = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
    assert json.loads(result.output)["objects"] == [{"type": one["type"], "id": one["id"]} for one in lines]
    assert fake.seen[0][0] == "/api/saved_objects/_export"


@pytest.mark.parametrize(
    ("status", "answer", "told"),
    [
        (401, {"message": "no such key"}, "401: no such key; set RASID_ELASTICSEARCH_API_KEY_FILE"),
        (404, {"message": "Not Found"}, "check --url and --space"),
        (422, {"message": "newer than this Kibana"}, "422: newer than this Kibana"),
        (
            200,
            {"success": False, "errors": [{"type": "lens", "id": "a", "error": {"type": "conflict"}}]},
            "lens a: conflict",
        ),
        (200, ["not", "kibana"], "is this the address of Kibana"),
    ],
)
def test_a_refusal_is_told_with_its_reason(fake: Fake, status: int, answer: Any, told: str) -> None:
    fake.answer = (status, answer)
    with pytest.raises(KibanaError) as caught:
        Kibana(url=fake.url, api_key="c2VjcmV0").install(b"{}\n")
    assert told in str(caught.value)
    assert "c2VjcmV0" not in str(caught.value)


def test_the_key_follows_no_redirect(fake: Fake) -> None:
    fake.answer = (302, {})
    with pytest.raises(KibanaError, match="302"):
        Kibana(url=fake.url, api_key="c2VjcmV0").install(b"{}\n")
    assert [path for path, _, _ in fake.seen] == ["/api/saved_objects/_import?overwrite=true"]


def test_an_address_out_of_reach_is_told_with_a_remedy(fake: Fake) -> None:
    url = f"https://127.0.0.1:{fake.server_port}"
    with pytest.raises(KibanaError, match="check --url"):
        Kibana(url=url).install(b"{}\n")


def test_no_key_shows_and_a_bad_address_is_refused() -> None:
    assert "c2VjcmV0" not in repr(Kibana(url="https://kibana.example", api_key="c2VjcmV0"))
    with pytest.raises(ConfigError, match="http"):
        Kibana(url="kibana.example")


def test_an_administrator_signs_in_by_the_environment_and_the_prefix_is_the_settings(
    fake: Fake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RASID_HOME", str(tmp_path))
    monkeypatch.setenv("RASID_ELASTICSEARCH_PREFIX", "newsroom")
    monkeypatch.setenv("RASID_ELASTICSEARCH_ADMIN", "elastic")
    monkeypatch.setenv("RASID_ELASTICSEARCH_ADMIN_PASSWORD", "geheim")
    result = CliRunner().invoke(kibana, ["install", "--url", fake.url])
    assert result.exit_code == 0, result.output
    ((_, headers, body),) = fake.seen
    assert headers["authorization"] == "Basic ZWxhc3RpYzpnZWhlaW0="
    assert b'"title":"newsroom-articles"' in body
    assert b'"rasid-' not in body
