"""Every rule by which `resolve` makes one date of many sources (docs/dates.md)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from processors.dates.resolve import resolve
from processors.records import DateReading

CAPTURED = datetime(2026, 7, 6, 12, tzinfo=UTC)


def reading(raw: str, provenance: str, precision: Any = "day") -> DateReading:
    value = datetime.fromisoformat(raw)
    if value.tzinfo is None:
        value = datetime.fromisoformat(raw + "+03:00" if "T" in raw else raw + "T00:00:00+03:00")
    return DateReading(value=value, precision=precision, calendar="gregorian", raw=raw, provenance=provenance)


def decide(*readings: DateReading) -> DateReading | None:
    return resolve(readings, captured_at=CAPTURED, timezone="Asia/Baghdad")


def found(*readings: DateReading) -> DateReading:
    answer = decide(*readings)
    assert answer is not None
    return answer


def test_a_stamp_later_than_the_capture_is_local_time_where_its_wall_clock_is_not() -> None:
    answer = found(reading("2026-07-06T14:00:00Z", "meta:date", "second"))
    assert answer.notes == ("z-is-local",)
    assert answer.value == datetime(2026, 7, 6, 11, tzinfo=UTC)


def test_a_stamp_whose_wall_clock_time_is_printed_is_local_time() -> None:
    stamp, printed = (
        reading("2026-07-04T22:30:00Z", "meta:date", "second"),
        reading("2026-07-04T22:30", "text", "minute"),
    )
    answer = found(stamp, printed)
    assert "z-is-local" in answer.notes
    assert answer.value.day == 4
    assert answer.value.hour == 22


def test_a_stamp_is_local_time_where_two_other_kinds_name_its_wall_clock_day() -> None:
    stamp = reading("2026-07-04T22:30:00Z", "meta:date", "second")
    assert found(stamp, reading("2026-07-04", "text"), reading("2026-07-04", "url")).value.day == 4
    assert found(stamp).value.day == 5


def test_a_true_utc_stamp_becomes_the_local_day() -> None:
    answer = found(reading("2026-07-04T22:30:00Z", "json-ld:x", "second"), reading("2026-07-05", "url"))
    assert answer.value.isoformat() == "2026-07-05T01:30:00+03:00"
    assert answer.notes == ()


def test_what_lies_after_the_capture_is_dropped_and_noted() -> None:
    answer = found(reading("2026-09-01", "json-ld:x"), reading("2026-07-01", "url"))
    assert answer.value.day == 1
    assert answer.notes == ("dropped-later-than-capture:json-ld:x",)
    assert decide(reading("2026-09-01", "json-ld:x")) is None


def test_the_day_that_most_kinds_name_wins_and_the_others_are_noted() -> None:
    answer = found(reading("2026-07-01", "json-ld:x"), reading("2026-07-03", "text"), reading("2026-07-03", "url"))
    assert answer.value.day == 3
    assert answer.notes == ("contradicts:json-ld:x",)


def test_two_readings_of_one_kind_count_once_and_a_tie_goes_to_the_first_kind() -> None:
    answer = found(reading("2026-07-03", "text:a"), reading("2026-07-03", "text:b"), reading("2026-07-01", "meta:date"))
    assert answer.value.day == 1
    assert answer.notes == ("contradicts:text:a", "contradicts:text:b")


def test_the_most_precise_reading_of_the_day_counts() -> None:
    answer = found(reading("2026-07-03", "json-ld:x"), reading("2026-07-03T10:15", "text", "minute"))
    assert answer.precision == "minute"
    assert answer.provenance == "text"


def test_a_month_contradicts_only_a_day_of_another_month() -> None:
    assert found(reading("2026-07-03", "text"), reading("2026-07-01", "url", "month")).notes == ()
    assert found(reading("2026-07-03", "text"), reading("2026-06-01", "url", "month")).notes == ("contradicts:url",)


def test_no_reading_is_no_date() -> None:
    assert decide() is None
