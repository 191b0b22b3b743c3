"""Delivery to real servers: each hit once, retried where it failed, held back where the list says so."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree

from infra.forget import forget
from infra.notices import TaskFailure, send_notices, tell_failure
from infra.watch import evaluate_watches
from tests.infra.stores.samples import stored
from tests.infra.watch.filled import put, settings_of, water, write_list

NOW = datetime(2026, 7, 20, 9, 0, tzinfo=UTC)  # noon in Baghdad
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
ATOM = "{http://www.w3.org/2005/Atom}"


def deliver(settings, now=NOW):
    evaluate_watches(settings, now=now)
    return send_notices(settings, now=now)


def dam(settings, deliver: str, more: str = "") -> None:
    write_list(settings, "dam", f"name: سد الموصل\nquery: سد الموصل\ndeliver: {deliver}\n{more}")


def test_an_email_tells_the_words_that_matched_and_where_to_read(settings, box) -> None:
    dam(settings, "{email: desk@press.example}")
    put(settings, water(7))
    assert deliver(settings).delivered == 1
    assert deliver(settings, NOW + HOUR).delivered == 0
    (mail,) = box.mails
    assert mail["Subject"] == "سد الموصل: منسوب السد يرتفع: النشرة 7"
    assert mail["To"] == "desk@press.example"
    text, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert "words: السد، سد، الموصل" in text
    assert "https://news.example/w7" in text
    assert "<mark>الموصل</mark>" in html
    assert 'dir="rtl"' in html


def test_what_a_server_refuses_for_now_is_tried_again_later_under_the_same_id(settings, box) -> None:
    dam(settings, "{email: desk@press.example}")
    put(settings, water(1), water(2))
    box.refuse = ["451 later", "451 later"]
    report = deliver(settings)
    assert (report.delivered, report.failed, report.waiting) == (0, 1, 2)
    assert "451" in report.errors[0]
    assert deliver(settings, NOW + MINUTE).failed == 1  # the other one; the first waits for its time
    assert deliver(settings, NOW + MINUTE).delivered == 0
    assert deliver(settings, NOW + 4 * MINUTE).delivered == 2
    assert len({mail["Message-ID"] for mail in box.mails}) == 2


def test_an_address_that_is_refused_holds_back_nobody_else(settings, box) -> None:
    dam(settings, "{email: [gone@press.example, desk@press.example]}")
    put(settings, *(water(number) for number in range(3)))
    box.unknown = {"gone@press.example"}
    assert deliver(settings).delivered == 3
    assert deliver(settings, NOW + HOUR).delivered == 0
    assert Counter(mail["To"] for mail in box.mails) == {"desk@press.example": 3}


def test_a_webhook_that_answers_500_gets_the_same_key_again_and_only_then(settings, hook) -> None:
    dam(settings, f"{{webhook: '{hook.url}'}}")
    put(settings, water(1))
    hook.answers = [500, 500]
    for after, delivered in ((0, 0), (1, 0), (2, 0), (5, 0), (6, 1), (60, 0)):
        assert deliver(settings, NOW + after * MINUTE).delivered == delivered
    assert len(hook.posts) == 3
    assert len({post.headers["Idempotency-Key"] for post in hook.posts}) == 1
    body = hook.posts[0].body
    assert (body["kind"], body["article_id"], body["words"]) == ("hit", "w1", ["السد", "سد", "الموصل"])


def test_a_redirection_is_not_followed_and_one_bad_hit_stops_no_other(settings, hook) -> None:
    dam(settings, f"{{webhook: '{hook.url}'}}")
    put(settings, water(1), water(2), water(3))
    hook.answers = [302, 422]
    report = deliver(settings)
    assert (report.delivered, report.failed) == (1, 2)
    assert "press" not in str(report.errors)
    assert [post.body["article_id"] for post in hook.posts] == ["w1", "w2", "w3"]


def test_a_channel_that_fails_is_no_reason_to_repeat_another(settings, box, hook) -> None:
    dam(settings, f"{{email: desk@press.example, webhook: '{hook.url}', feed: true}}")
    put(settings, water(1))
    hook.answers = [503]
    assert deliver(settings).delivered == 2
    assert deliver(settings, NOW + HOUR).delivered == 1
    assert (len(box.mails), len(hook.posts)) == (1, 2)


def test_quiet_hours_hold_back_until_they_end_and_lose_nothing(settings, box) -> None:
    dam(settings, "{email: desk@press.example}", "quiet: {from: 22:00, to: 06:00}\ntimezone: Asia/Baghdad")
    put(settings, water(1))
    night = datetime(2026, 7, 20, 19, 30, tzinfo=UTC)  # 22:30 in Baghdad
    assert deliver(settings, night).waiting == 1
    put(settings, water(2))
    assert deliver(settings, night + 7 * HOUR).delivered == 0
    assert deliver(settings, night + 7.5 * HOUR).delivered == 2
    assert len(box.mails) == 2


def test_a_digest_joins_what_was_found_before_its_hour(settings, box) -> None:
    dam(settings, "{email: desk@press.example}", "digest: ['07:30', '16:00']\ntimezone: Asia/Baghdad")
    put(settings, water(1), water(2))
    assert deliver(settings).delivered == 0
    put(settings, water(3))
    box.refuse = ["451 later"]
    evening = datetime(2026, 7, 20, 13, 5, tzinfo=UTC)  # 16:05 in Baghdad; found at 16:05, 3 waits for the morning
    assert deliver(settings, evening).failed == 2
    put(settings, water(4))
    assert deliver(settings, evening + 5 * MINUTE).delivered == 2
    assert deliver(settings, evening + 15 * HOUR).waiting == 2
    assert deliver(settings, evening + 16 * HOUR).delivered == 2
    assert [mail["Subject"] for mail in box.mails] == ["سد الموصل: 2", "سد الموصل: 2"]
    first, second = (mail.get_body(("plain",)).get_content() for mail in box.mails)
    assert [name for name in ("w1", "w2", "w3", "w4") if f"/{name}" in first] == ["w1", "w2"]
    assert [name for name in ("w1", "w2", "w3", "w4") if f"/{name}" in second] == ["w3", "w4"]


def test_who_is_taken_off_the_list_gets_nothing_more(settings, box) -> None:
    dam(settings, "{email: desk@press.example}")
    put(settings, water(1))
    evaluate_watches(settings, now=NOW)
    dam(settings, "{email: other@press.example}")
    assert deliver(settings, NOW + HOUR).waiting == 0
    put(settings, water(2))
    deliver(settings, NOW + 2 * HOUR)
    assert [mail["To"] for mail in box.mails] == ["other@press.example"]


def test_without_a_mail_server_the_error_names_the_settings(tmp_path) -> None:
    bare = settings_of(tmp_path)
    dam(bare, "{email: desk@press.example}")
    put(bare, water(1))
    report = deliver(bare)
    assert report.waiting == 1
    assert "smtp_url" in report.errors[0]


def entries(settings, name="dam"):
    root = etree.fromstring((settings.home / "feeds" / f"{name}.atom").read_bytes())
    return root, root.findall(f"{ATOM}entry")


def test_the_feed_is_valid_atom_with_stable_ids(settings) -> None:
    dam(settings, "{feed: true}")
    put(settings, stored("evil", "سد <b>الموصل\x00</b> & غيره\ufffe", "نص\x0b", outlet=None), water(1))
    assert deliver(settings).delivered == 2
    before = [entry.findtext(f"{ATOM}id") for entry in entries(settings)[1]]
    put(settings, water(2))
    deliver(settings, NOW + HOUR)
    root, found = entries(settings)
    assert root.tag == f"{ATOM}feed"
    # RFC 4287 §4.1.1 and §4.1.2: exactly one id, title, updated; an author; content of a known type.
    for element in (root, *found):
        counted = Counter(child.tag.removeprefix(ATOM) for child in element)
        assert [counted[name] for name in ("id", "title", "updated")] == [1, 1, 1]
        assert datetime.fromisoformat(element.findtext(f"{ATOM}updated")).tzinfo
    assert root.find(f"{ATOM}author/{ATOM}name").text
    assert {entry.find(f"{ATOM}content").get("type") for entry in found} == {"html"}
    assert {entry.find(f"{ATOM}link").get("rel") for entry in found} == {"alternate"}
    now = [entry.findtext(f"{ATOM}id") for entry in found]
    assert len(set(now)) == 3
    assert now[1:] == before
    assert "<mark>سد</mark> &lt;b&gt;<mark>الموصل</mark>" in found[-1].findtext(f"{ATOM}content")
    assert root.findtext(f"{ATOM}updated") == "2026-07-20T10:00:00Z"


def test_an_entry_leaves_the_feed_after_a_month_and_never_comes_back(settings) -> None:
    dam(settings, "{feed: true}")
    put(settings, water(1))
    deliver(settings)
    put(settings, water(2), water(1))
    later = NOW + timedelta(days=31)
    assert deliver(settings, later).delivered == 1
    assert [entry.findtext(f"{ATOM}title")[-1] for entry in entries(settings)[1]] == ["2"]


def test_a_forgotten_article_leaves_feed_and_outbox(settings) -> None:
    dam(settings, "{feed: true}")
    put(settings, water(1), water(2), archived=True)
    deliver(settings, datetime.now(UTC))
    forget(settings, "https://news.example/w1", "court order")
    assert [entry.findtext(f"{ATOM}title")[-1] for entry in entries(settings)[1]] == ["2"]


@pytest.mark.parametrize("lists", [3])
def test_lists_do_not_share_what_they_were_told(settings, hook, lists) -> None:
    for number in range(lists):
        write_list(settings, f"list{number}", f"query: سد\ndeliver: {{webhook: '{hook.url}'}}")
    put(settings, water(1))
    assert deliver(settings).delivered == lists
    assert len({post.headers["Idempotency-Key"] for post in hook.posts}) == lists


def test_a_failed_task_is_told_once_a_day_to_everyone_that_hears_of_sources(tmp_path, box, hook) -> None:
    settings = settings_of(
        tmp_path,
        RASID_SMTP_URL=box.url,
        RASID_MAIL_FROM="rasid@press.example",
        RASID_NOTICE_EMAIL="desk@press.example",
        RASID_NOTICE_WEBHOOK=hook.url,
    )
    failure = TaskFailure(dag="ingest", task="process", run="manual__1", index=3, at=NOW, reason="the <disk> is full")
    assert tell_failure(settings, failure).delivered == 3
    assert tell_failure(settings, replace(failure, index=4, at=NOW + HOUR)).delivered == 0
    assert tell_failure(settings, replace(failure, at=NOW + 24 * HOUR)).delivered == 3
    first, _ = box.mails
    assert "the <disk> is full" in first.get_body(("plain",)).get_content()
    assert "&lt;disk&gt;" in first.get_body(("html",)).get_content()
    assert "ingest.process" in first["Subject"]
