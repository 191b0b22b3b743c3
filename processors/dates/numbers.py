"""Number words: counts (ثلاثة), days of the month as ordinals (الخامس والعشرين) and hours (السابعة)."""

from __future__ import annotations

from processors.dates.fold import fold_key

_UNITS = ("", "الأول", "الثاني", "الثالث", "الرابع", "الخامس", "السادس", "السابع", "الثامن", "التاسع")
_COUNTS = {
    1: "واحد|واحدة|one|un|une|an",
    2: "اثنين|إثنين|اثنتين|اثنان|two|deux",
    3: "ثلاث|ثلاثة|three|trois",
    4: "أربع|أربعة|four|quatre",
    5: "خمس|خمسة|five|cinq",
    6: "ست|ستة|six",
    7: "سبع|سبعة|seven|sept",
    8: "ثمان|ثماني|ثمانية|eight|huit",
    9: "تسع|تسعة|nine|neuf",
    10: "عشر|عشرة|ten|dix",
    11: "أحد عشر|إحدى عشرة",
    12: "اثني عشر|اثنتي عشرة|اثنا عشر|اثنتا عشرة",
    13: "ثلاثة عشر|ثلاث عشرة",
    14: "أربعة عشر|أربع عشرة",
    15: "خمسة عشر|خمس عشرة",
    16: "ستة عشر|ست عشرة",
    17: "سبعة عشر|سبع عشرة",
    18: "ثمانية عشر|ثماني عشرة",
    19: "تسعة عشر|تسع عشرة",
    20: "عشرين|عشرون",
    30: "ثلاثين|ثلاثون",
    40: "أربعين|أربعون",
    50: "خمسين|خمسون",
}
_HOURS = [
    "الواحدة",
    "الثانية",
    "الثالثة",
    "الرابعة",
    "الخامسة",
    "السادسة",
    "السابعة",
    "الثامنة",
    "التاسعة",
    "العاشرة",
    "الحادية عشرة",
    "الثانية عشرة",
]


def _ordinals() -> dict[str, int]:
    words = {name: number for number, name in enumerate(_UNITS) if name}
    words |= {"العاشر": 10, "الحادي عشر": 11, "العشرين": 20, "العشرون": 20, "الثلاثين": 30, "الثلاثون": 30}
    words |= {f"{_UNITS[unit]} عشر": 10 + unit for unit in range(2, 10)}
    units = {1: "الحادي", **{unit: _UNITS[unit] for unit in range(2, 10)}}
    words |= {f"{name} و{ten}": 20 + unit for unit, name in units.items() for ten in ("العشرين", "العشرون")}
    words |= {f"الحادي و{ten}": 31 for ten in ("الثلاثين", "الثلاثون")}
    return {fold_key(name): number for name, number in words.items()}


def _counts() -> dict[str, int]:
    return {fold_key(word): number for number, words in _COUNTS.items() for word in words.split("|")}


def alternatives(words: dict[str, int]) -> str:
    """Return a regular expression of the words, longest first, any white space between their parts."""
    return "|".join(word.replace(" ", r"\s+") for word in sorted(words, key=len, reverse=True))


ORDINALS = _ordinals()
COUNTS = _counts()
HOURS = {fold_key(name): hour for hour, name in enumerate(_HOURS, 1)}


def value_of(printed: str, words: dict[str, int]) -> int:
    """Return the value of digits or of a word of the table."""
    return int(printed) if printed.isdecimal() else words[" ".join(printed.split())]
