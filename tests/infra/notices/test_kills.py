"""SIGKILL between sending and marking: nothing is lost, and what comes twice comes under the same id."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path

from infra.notices import send_notices
from tests.infra.watch.filled import put, water, write_list

DRIVER = Path(__file__).with_name("driver.py")
ROOT = Path(__file__).parents[3]


def test_a_kill_at_any_delivery_loses_no_hit_and_repeats_one_at_most(settings, box, hook) -> None:
    channels = f"{{feed: true, email: desk@press.example, webhook: '{hook.url}'}}"
    write_list(settings, "dam", f"query: سد الموصل\ndeliver: {channels}")
    put(settings, water(1), water(2))
    env = {**os.environ, "RASID_HOME": str(settings.home), "RASID_SMTP_URL": box.url, "PYTHONPATH": str(ROOT)}
    env["RASID_MAIL_FROM"] = settings.mail_from
    # Killed at the feed, then at the second of what is left, then at its first.
    for number in (1, 3, 1):
        done = subprocess.run([sys.executable, str(DRIVER), str(number)], env=env, check=False, capture_output=True)
        assert done.returncode == -signal.SIGKILL, done.stderr
    now = datetime.now(UTC)
    for hours in (1, 2, 3):
        send_notices(settings, now=now + timedelta(hours=hours))
    keys = Counter(post.headers["Idempotency-Key"] for post in hook.posts)
    mails = Counter(mail["Message-ID"] for mail in box.mails)
    assert len(keys) == len(mails) == 2
    assert sum(keys.values()) + sum(mails.values()) - 4 <= 2  # a repeat at most for each kill after a message
    text = (settings.home / "feeds" / "dam.atom").read_text(encoding="utf-8")
    assert text.count("<entry>") == 2
    assert send_notices(settings, now=now + timedelta(days=1)).delivered == 0
