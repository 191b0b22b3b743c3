"""`rasid watch` as an analyst calls it."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from lxml import etree

from infra.cli import rasid
from tests.infra.notices.servers import hook_server, mail_server
from tests.infra.watch.filled import put, settings_of, water, write_list


@pytest.fixture
def settings(tmp_path, monkeypatch):
    monkeypatch.setenv("RASID_HOME", str(tmp_path))
    return settings_of(tmp_path)


def call(*arguments: str):
    return CliRunner().invoke(rasid, ["watch", *arguments])


def lines(*arguments: str):
    return [json.loads(line) for line in call(*arguments, "--json").stdout.splitlines()]


def test_a_list_is_added_asked_and_delivered_once(settings, monkeypatch) -> None:
    with mail_server() as box, hook_server() as hook:
        monkeypatch.setenv("RASID_SMTP_URL", box.url)
        monkeypatch.setenv("RASID_MAIL_FROM", "rasid@press.example")
        to = ("--email", "desk@press.example", "--webhook", hook.url)
        assert call("add", "dam", "سد الموصل", "--country", "IQ", "--title", "السد", *to).exit_code == 0
        put(settings, water(1), water(2, country="LB"))
        (told,) = lines("run")
        assert told["watches"]["hits"] == {"dam": 1}
        assert told["notices"]["delivered"] == 3
        (again,) = lines("run")
        assert (again["watches"]["articles"], again["notices"]["delivered"]) == (0, 0)
        assert (len(box.mails), len(hook.posts)) == (1, 1)
    feed = etree.fromstring((settings.home / "feeds" / "dam.atom").read_bytes())
    assert feed.findtext("{*}title") == "السد"
    assert len(feed.findall("{*}entry")) == 1
    (row,) = lines("list")
    assert (row["id"], row["delivered"], row["waiting"], row["list"]["country"]) == ("dam", 3, 0, ["IQ"])


def test_what_a_list_would_find_is_shown_with_its_reasons_and_sent_to_nobody(settings) -> None:
    put(settings, water(1), water(2))
    write_list(settings, "dam", "query: سد الموصل\ndeliver: {webhook: 'http://127.0.0.1:9/'}")
    shown = call("test", "dam", "--limit", "1")
    assert "words: السد، سد، الموصل" in shown.stdout
    assert "2 articles match" in shown.stderr
    assert [row["article_id"] for row in lines("test", str(settings.home / "watchlists" / "dam.yaml"))] == ["w1", "w2"]
    assert lines("list")[0]["waiting"] == 0


def test_a_list_that_cannot_be_used_is_told_and_the_exit_status_says_so(settings) -> None:
    write_list(settings, "bad", "query: سد\ncolour: red")
    call("add", "dam", "سد الموصل")
    put(settings, water(1))
    ran = call("run")
    assert ran.exit_code == 1
    assert "bad.yaml: colour: unknown key" in ran.stderr
    assert "watch-lists: dam 1; 1 messages delivered" in ran.stderr
    listed = call("list")
    assert listed.exit_code == 1
    assert "bad\tcannot be used" in listed.stdout
    assert "dam\tسد الموصل\t1 delivered\t0 waiting" in listed.stdout


def test_a_bad_query_is_refused_at_once(settings) -> None:
    refused = call("add", "dam", "سد OR")
    assert refused.exit_code != 0
    assert "position 4" in str(refused.exception)
    assert call("add", "dam").exit_code != 0
    assert not (settings.home / "watchlists" / "dam.yaml").exists()


def test_removing_a_list_tells_what_was_not_sent(settings) -> None:
    call("add", "dam", "سد الموصل", "--webhook", "http://127.0.0.1:9/", "--no-feed")
    put(settings, water(1))
    assert call("run").exit_code == 1
    assert "1 messages that waited are dropped" in call("remove", "dam").stderr
    assert lines("list") == []
    assert call("remove", "dam").exit_code != 0


def test_digest_and_quiet_hours_are_written_as_given(settings) -> None:
    call(
        "add", "dam", "سد", "--digest", "07:30", "--digest", "16:00", "--quiet", "22:00-06:00", "--zone", "Africa/Cairo"
    )
    (row,) = lines("list")
    assert row["list"]["digest"] == ["07:30:00", "16:00:00"]
    assert row["list"]["quiet"] == {"from": "22:00:00", "to": "06:00:00"}
    assert row["list"]["timezone"] == "Africa/Cairo"
    assert "time of day" in str(call("add", "two", "سد", "--quiet", "22:00").exception)
