"""Logs: the same lines for people and as JSON, and no secret in either, whoever logs it and in whatever form."""

from __future__ import annotations

import json
import logging

import pytest

from infra.config import load_settings
from infra.logs import LOG, configure, masked, secrets_of

KEY = "bXkta2V5OnZlcnktc2VjcmV0"
SECRETS = {
    "elasticsearch_api_key": KEY,
    "ledger_url": "postgresql+psycopg://rasid:p%40ss-word@db.example/rasid",
    "smtp_url": "smtps://desk:mail-pass@mail.example:465",
    "notice_webhook": "https://hooks.example/T000/B000/hook-secret",
}


@pytest.fixture
def logging_as(tmp_path):
    before, level = list(logging.getLogger().handlers), LOG.level

    def begin(form):
        settings = load_settings({"home": str(tmp_path), "log_format": form, **SECRETS}, env={})
        configure(settings)
        return settings

    yield begin
    logging.getLogger().handlers[:] = before
    LOG.setLevel(level)


def fail() -> None:
    raise ValueError(f"connect to {SECRETS['ledger_url']} with {KEY}")


@pytest.mark.parametrize("form", ["text", "json"])
def test_no_secret_reaches_a_log_in_message_argument_or_traceback(logging_as, capsys, form) -> None:
    logging_as(form)
    LOG.info("key %s, headers %r", KEY, {"Authorization": f"ApiKey {KEY}"})
    LOG.warning("mail by %s failed, told %s", SECRETS["smtp_url"], SECRETS["notice_webhook"])
    logging.getLogger("sqlalchemy").error("p@ss-word refused")
    try:
        fail()
    except ValueError:
        LOG.exception("broken")
    written = capsys.readouterr().err
    for secret in (KEY, "p%40ss-word", "p@ss-word", "mail-pass", "hook-secret"):
        assert secret not in written
    assert "Traceback" in written


def test_json_lines_hold_time_level_logger_message_and_fields(logging_as, capsys) -> None:
    logging_as("json")
    LOG.info("أُخذت %d صفحة", 3, extra={"fields": {"outlet": "ina"}})
    logging.getLogger("scrapy").warning("two\nlines")
    first, second = map(json.loads, capsys.readouterr().err.splitlines())
    assert (first["level"], first["logger"], first["message"], first["outlet"]) == (
        "info",
        "rasid",
        "أُخذت 3 صفحة",
        "ina",
    )
    assert first["time"].endswith("+00:00")
    assert second["message"] == "two\nlines"


def test_people_see_plain_lines_with_level_and_origin_of_what_is_wrong(logging_as, capsys) -> None:
    logging_as("text")
    LOG.info("16 pages")
    logging.getLogger("scrapy").warning("slow")
    assert capsys.readouterr().err == "16 pages\nwarning: scrapy: slow\n"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("https://user:hunter22@outlet.example/1", "https://user:***@outlet.example/1"),
        ("postgresql+psycopg://u:p-w@h/db", "postgresql+psycopg://u:***@h/db"),
        ("GET /?token=abcdef&q=نفط", "GET /?token=***&q=نفط"),
        ('{"api_key": "abcdef123"}', '{"api_key": "***"}'),
        ("Authorization: Bearer abc.def-ghi", "Authorization: Bearer ***"),
        ("sent ApiKey bXkta2V5OnZlcnk=", "sent ApiKey ***"),
        ("http://outlet.example:8080/a@b", "http://outlet.example:8080/a@b"),
        ("the tokens of a token that stands alone", "the tokens of a token that stands alone"),
        ("secret talks in Baghdad: bearer of news", "secret talks in Baghdad: bearer of news"),
    ],
)
def test_what_looks_like_a_secret_is_masked_and_nothing_else(text, shown) -> None:
    assert masked(text) == shown
    assert masked(masked(text)) == shown


def test_a_short_or_empty_secret_tears_no_holes(tmp_path) -> None:
    settings = load_settings({"home": str(tmp_path), "elasticsearch_api_key": "a"}, env={})
    assert secrets_of(settings) == ()
