"""Dates as the Arabic press prints them: pure functions from text to `DateReading`, None where nothing is stated."""

from processors.dates.line import date_line
from processors.dates.parse import find_dates, parse_date
from processors.dates.resolve import resolve
from processors.dates.urls import date_in_url

__all__ = ["date_in_url", "date_line", "find_dates", "parse_date", "resolve"]
