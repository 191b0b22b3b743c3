"""Whom it was said to: the outlet behind لـ, or behind «في حديث لـ», between the verb and the report."""

from __future__ import annotations

from processors.arabic.normalise import fold
from processors.quotes.cues import words
from processors.quotes.marks import Quoted
from processors.quotes.nouns import AGENCIES, OUTLETS, bare
from processors.quotes.phrase import run_end
from processors.quotes.scan import MARK, WORD, Text

_TALKS = words(
    """
حديث حديثه حديثها تصريح تصريحات تصريحه تصريحها مقابله لقاء حوار حواره اتصال تصريحاته
"""
)
_TO = frozenset({"ل", "الي", "مع"})


def addressee(text: Text, opened: dict[int, Quoted], first: int, last: int, outlets: tuple[str, ...]) -> str | None:
    """Return the outlet that tokens ``[first, last)`` say something was said to, None where they name none."""
    names = {fold(name): name for name in outlets}
    for index in range(first, last):
        if text.kinds[index] == MARK and index in opened and opened[index].closed and _to(text, index):
            quoted = opened[index]
            name = text.raw[text.ends[index] : text.starts[quoted.closing]].strip()
            if len(name.split()) <= 6 and quoted.closing < last:
                return name
        if text.kinds[index] == WORD:
            found = _plain(text, opened, index, last, names)
            if found:
                return found
    return None


def _to(text: Text, index: int) -> bool:
    before = text.word(index - 1)
    if before == "ل":
        return True
    if before in _TO:
        return text.word(index - 2) in _TALKS
    if bare(before) in OUTLETS or _outlet(before):
        return _outlet(before) or text.word(index - 2) in _TO
    return False


def _outlet(word: str) -> bool:
    return word[:1] == "ل" and bare("ال" + word[2:] if word.startswith("لل") else word[1:]) in OUTLETS


def _plain(text: Text, opened: dict[int, Quoted], index: int, last: int, names: dict[str, str]) -> str | None:
    word = text.words[index]
    if word in AGENCIES and word[0] == "ل":
        return _to_whom(text.printed(index, index + 1))
    if _outlet(word):
        if index + 1 in opened:
            return None
        end = min(last, run_end(text, index + 1, last))
        rest = text.printed(index, end)
        return _to_whom(rest) if end - index > 1 else None
    if word == "ل" and text.kind(index + 1) == WORD and bare(text.word(index + 1)) in OUTLETS | AGENCIES:
        return text.printed(index + 1, min(last, max(index + 2, run_end(text, index + 1, last))))
    return _own(text, index, last, names)


def _to_whom(printed: str) -> str:
    # للجزيرة is said to الجزيرة.
    return "ال" + printed[2:] if printed.startswith("لل") else printed[1:].lstrip("ـ")


def _own(text: Text, index: int, last: int, names: dict[str, str]) -> str | None:
    word = text.words[index]
    if word[:1] != "ل" or not names:
        return None
    for cut in (word[1:], "ال" + word[2:] if word.startswith("لل") else word, ""):
        for length in (1, 2, 3):
            key = " ".join(filter(None, (cut, *text.words[index + 1 : min(last, index + length)])))
            if key in names:
                return names[key]
    return None
