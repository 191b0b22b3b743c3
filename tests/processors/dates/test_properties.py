"""Properties of date reading: it never raises, never guesses a day, and slices its raw text from the input."""

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from processors.dates import date_in_url, find_dates, parse_date

NOW = datetime(2026, 9, 1, 9, 0, tzinfo=UTC)
PIECES = st.sampled_from(
    [
        "12",
        "٣",
        "2024",
        "١٤٤٥",
        "/",
        "-",
        ".",
        ":",
        "،",
        "تموز",
        "رمضان",
        "ص",
        "م",
        "قبل",
        "يومين",
        "أمس",
        "الساعة",
        "\u200f",
        "الثلاثاء",
    ]
)
LINES = st.lists(PIECES, max_size=9).map(" ".join) | st.lists(PIECES, max_size=9).map("".join) | st.text(max_size=80)


@settings(max_examples=400, deadline=None)
@given(LINES)
def test_no_text_raises_and_the_raw_text_is_part_of_it(text: str) -> None:
    for read in (parse_date(text, timezone="Asia/Baghdad", now=NOW), *find_dates(text, timezone="Asia/Baghdad")):
        if read is not None:
            assert read.raw in text
            assert read.value.tzinfo is not None


@settings(max_examples=300, deadline=None)
@given(st.datetimes(datetime(2001, 9, 10), datetime(2026, 8, 30), timezones=st.just(UTC)))
def test_iso_stamps_and_epochs_are_read_back(moment: datetime) -> None:
    moment = moment.replace(microsecond=0)
    for text in (moment.isoformat(), f"{moment:%Y-%m-%dT%H:%M:%SZ}", str(int(moment.timestamp()))):
        read = parse_date(text, timezone="Asia/Baghdad", now=NOW, provenance="json-ld")
        assert read is not None
        assert read.value.astimezone(UTC) == moment  # in UTC: clocks set back make equal moments differ (PEP 495)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=60))
def test_no_address_raises(path: str) -> None:
    date_in_url(f"https://a.example/{path}", timezone="UTC", now=NOW)
