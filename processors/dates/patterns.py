"""The shapes of an absolute date, as regular expressions over folded text."""

from __future__ import annotations

import re

from processors.dates.months import LETTER, MONTH
from processors.dates.numbers import ORDINALS, alternatives

ERA = rf"(?:\s*(?P<era>هجري[يهاه]*|ه|ميلادي[يهاه]*|م|ah)(?!{LETTER}|[:.][0-9]))?"
_YEAR = rf"(?P<year>[0-9]{{4}})(?![0-9]|:[0-9]){ERA}"
_MONTHS = rf"\(?(?P<month>{MONTH})(?:\s*[/\-(|,\\]\s*(?P<double>{MONTH})\s*\)?|\s+(?P<double2>{MONTH}))?\)?"
_DAY = rf"(?P<day>(?<![0-9])[0-9]{{1,2}}(?![0-9])|(?<!{LETTER})(?:{alternatives(ORDINALS)}))"
_TO_MONTH = r"(?:st|nd|rd|th|er|eme)?[\s,\-/._\\]*(?:من\s+)?(?:شهر\s+)?(?:of\s+)?"
_TO_YEAR = r"[\s,\-/.\\]*(?:(?:من\s+)?(?:للعام|لعام|لسنه|العام|عام|سنه)\s+)?(?:ال(?:هجري|ميلادي)\s+)?"
_RANGE = r"(?:(?<![0-9:/.])(?P<from>[0-9]{1,2})\s*(?:-|الي|حتي|و|/|to|au)\s*)?"
_UNDATED = r"(?<![0-9])(?<![0-9][:/.\\])(?<![0-9]-)"

NAMED = re.compile(
    rf"(?:(?<![0-9:/.]){_RANGE})?(?<![0-9][:.]){_DAY}{_TO_MONTH}{_MONTHS}"
    rf"(?:{_TO_YEAR}(?:{_YEAR}|'?(?P<short>(?<=[\-'])[0-9]{{2}})(?![0-9:])))?"
)
MONTH_FIRST = re.compile(rf"{_MONTHS}[\s,\-/]*(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?![0-9:])[\s,\-/]+{_YEAR}")
YEAR_FIRST = re.compile(rf"(?<![0-9]){_YEAR}[\s,\-/]+{_MONTHS}[\s,\-/]+(?P<day>[0-9]{{1,2}})(?![0-9:])")
CTIME = re.compile(
    rf"{_MONTHS}\s+(?P<day>[0-9]{{1,2}})\s+[0-9]{{1,2}}:[0-9]{{2}}(?::[0-9]{{2}})?\s+(?:[a-z+0-9:]{{1,9}}\s+)?{_YEAR}"
)
MONTH_YEAR = re.compile(rf"{_MONTHS}{_TO_YEAR}{_YEAR}")
TWO_MONTHS = re.compile(
    rf"(?<![0-9:/.])(?P<day>[0-9]{{1,2}}){_TO_MONTH}(?P<month>{MONTH})(?:[\s,]*(?P<year>[0-9]{{4}}))?"
    rf"\s*(?:-|/|و|الي|حتي|to|au)\s*(?P<last>[0-9]{{1,2}}){_TO_MONTH}(?P<last_month>{MONTH})"
    rf"{_TO_YEAR}(?P<last_year>[0-9]{{4}})(?![0-9]){ERA}"
)
_SEP = r"\s*(?P<sep>[/.\\\-_])\s*"
NUMERIC = re.compile(
    rf"{_UNDATED}(?:(?P<from>[0-9]{{1,2}})\s*(?:-|الي|حتي)\s*)?"
    rf"(?P<a>[0-9]{{1,2}}){_SEP}(?P<b>[0-9]{{1,2}})\s*(?P=sep)\s*"
    rf"(?P<year>[0-9]{{4}}|[0-9]{{2}})(?![0-9]|[/.\\\-:][0-9]){ERA}"
)
NUMERIC_YEAR_FIRST = re.compile(
    rf"(?<![0-9])(?P<year>[0-9]{{4}}){_SEP}(?P<b>[0-9]{{1,2}})\s*(?P=sep)\s*(?P<a>[0-9]{{1,2}})"
    rf"(?![0-9]|[/.\\][0-9]){ERA}"
)
COMPACT = re.compile(r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})(?:t?(?P<time>[0-9]{4,6}.{0,12}))?")
EPOCH = re.compile(r"(?P<seconds>[0-9]{10})(?:\.[0-9]+|[0-9]{3})?")
ISO_MONTH = re.compile(r"(?P<year>[0-9]{4})[-/](?P<month>[0-9]{1,2})|(?P<month2>[0-9]{1,2})/(?P<year2>[0-9]{4})")
YEAR_ALONE = re.compile(r"(?P<word>(?:عام|سنه|العام|السنه)\s+)?(?P<year>[0-9]{4})(?:\s*م)?")
WEEKDAYS = {
    "الاثنين|الاتنين|monday|mon|lundi|lun": 0,
    "الثلاثاء|الثلاثا|الثلثاء|ثلاثاء|tuesday|tues|tue|mardi": 1,
    "الاربعاء|الاربعا|اربعاء|wednesday|wed|mercredi|mer": 2,
    "الخميس|خميس|thursday|thurs|thu|jeudi|jeu": 3,
    "الجمعه|جمعه|friday|fri|vendredi|ven": 4,
    "السبت|سبت|saturday|sat|samedi|sam": 5,
    "الاحد|sunday|sun|dimanche|dim": 6,
}
WEEKDAY_NUMBER = {name: number for names, number in WEEKDAYS.items() for name in names.split("|")}
WEEKDAY = rf"(?<!{LETTER})(?:{'|'.join(sorted(WEEKDAY_NUMBER, key=len, reverse=True))})(?!{LETTER})"
WEEKDAY_BEFORE = re.compile(rf"(?P<weekday>{WEEKDAY})\.?[\s,\-|/(.:]*(?:الموافق(?:\s+ل)?|في|بتاريخ)?[\s,\-|/(.:]*$")
WEEKDAY_AFTER = re.compile(rf"[\s,\-|/().]*(?:يوم\s+)?(?P<weekday>{WEEKDAY})")
UPDATED = re.compile(r"تحديث|تعديل|عدل|محدث|حدث|updated|modified|mis a jour")
