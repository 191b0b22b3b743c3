"""The language of running text."""

from __future__ import annotations

import pytest

from processors.language import detect_language

TEXTS = {
    "ar": "أعلنت الوزارة أن العمل في المشروع الجديد سيبدأ بعد أسبوعين من الآن على ضفة النهر",
    "ckb": "ئەو پڕۆژەیە لە شارەکە دەست پێ دەکات و هەموو خەڵکەکە بە خۆشحاڵییەوە پێشوازی لێ دەکەن",
    "fa": "این پروژه از هفته آینده در کنار رودخانه آغاز می شود و برای مردم شهر بسیار مهم است",
    "ur": "یہ منصوبہ اگلے ہفتے سے شہر کے کنارے شروع ہو گا اور اس سے لوگوں کو بہت فائدہ ہے",
    "en": "The work on the new bridge is to begin in two weeks, and it was welcomed by the town",
    "fr": "Les travaux du nouveau pont vont commencer dans deux semaines et la ville est en fête",
}


@pytest.mark.parametrize("language", sorted(TEXTS))
def test_each_language_is_told_by_its_running_text(language: str) -> None:
    assert detect_language(TEXTS[language]) == language


@pytest.mark.parametrize("text", ["", "   ", "نعم", "2026/07/05", "ok"])
def test_too_little_text_has_no_language(text: str) -> None:
    assert detect_language(text) is None


def test_a_foreign_name_quoted_in_a_text_does_not_change_its_language() -> None:
    assert detect_language(TEXTS["ar"] + " (International Bridge Company)") == "ar"
