"""Moments as readers write them: their zone, their language, their names of the months."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from infra.config import ConfigError, load_settings
from infra.console.words import shown_moment

MOMENT = datetime(2026, 2, 3, 22, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "language", "months", "shown"),
    [
        ("Asia/Baghdad", "ar", "", "4 شباط 2026، 01:05"),
        ("Asia/Beirut", "ar", "", "4 شباط 2026، 00:05"),
        ("Africa/Cairo", "ar", "", "4 فبراير 2026، 00:05"),
        ("Asia/Riyadh", "ar", "", "4 فبراير 2026، 01:05"),
        ("Asia/Baghdad", "ar", "gregorian", "4 فبراير 2026، 01:05"),
        ("Africa/Cairo", "ar", "levantine", "4 شباط 2026، 00:05"),
        ("Africa/Cairo", "en", "levantine", "4 February 2026, 00:05"),
    ],
)
def test_months_are_named_by_the_setting_else_as_is_usual_in_the_readers_zone(zone, language, months, shown) -> None:
    assert shown_moment(MOMENT, ZoneInfo(zone), language, months) == shown


def test_another_value_is_refused_with_the_choices(tmp_path) -> None:
    with pytest.raises(ConfigError, match="levantine, gregorian"):
        load_settings({"home": str(tmp_path), "month_names": "syriac"}, env={})
