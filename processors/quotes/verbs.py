"""Verbs of saying, conjugated: every third-person form, with و, ف and the future's س, folded.

A row is lemma, past stem, present stem without its prefix, and flags: ``s`` takes a quote of any length and a report
far behind (قال); ``h`` also means something else (بين, ذكر) and counts where a clause begins or a report follows; ``n``
without a subject is an impersonal phrase (يذكر أن, يتوقع أن); ``q`` counts with a long quote only (دعا إلى «…»);
``t o f a`` allow إلى أن، على أن، من أن، عن أن.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from processors.arabic.normalise import fold

Agreement = Literal["m", "f", "p"]
_VERBS = """
قال|قال|قول|s ; أضاف|أضاف|ضيف| ; أكد|أكد|ؤكد|o ; أشار|أشار|شير|t ; صرح|صرح|صرح|s ; ذكر|ذكر|ذكر|hn
أوضح|أوضح|وضح| ; بين|بين|بين|h ; تابع|تابع|تابع|h ; لفت|لفت|لفت|t ; شدد|شدد|شدد|o ; نوه|نوه|نوه|t
كشف|كشف|كشف|a ; أعلن|أعلن|علن|a ; أفاد|أفاد|فيد| ; اعتبر|اعتبر|عتبر|n ; رأى|رأى|رى|hn ; نفى|نفى|نفي|
حذر|حذر|حذر|f ; أردف|أردف|ردف|s ; استطرد|استطرد|ستطرد|s ; توقع|توقع|توقع|n ; زعم|زعم|زعم|n ; ادعى|ادعى|دعي|
جزم|جزم|جزم| ; أقر|أقر|قر| ; اعترف|اعترف|عترف| ; صارح|صارح|صارح| ; استدرك|استدرك|ستدرك|s ; علق|علق|علق|sh
عقب|عقب|عقب|sh ; أجاب|أجاب|جيب|s ; كتب|كتب|كتب|sh ; غرد|غرد|غرد|s ; روى|روى|روي|h ; حكى|حكى|حكي|h
أورد|أورد|ورد| ; ألمح|ألمح|لمح|t ; أبرز|أبرز|برز|h ; اعتقد|اعتقد|عتقد|n ; رجح|رجح|رجح|n ; أبلغ|أبلغ|بلغ|h
أخبر|أخبر|خبر| ; كرر|كرر|كرر|h ; جدد|جدد|جدد|h ; أظهر|أظهر|ظهر|h ; وجد|وجد|جد|h ; اشتكى|اشتكى|شتكي|h
تساءل|تساءل|تساءل|s ; قدر|قدر|قدر|hn ; خلص|خلص|خلص|th ; ختم|ختم|ختم|sh ; اختتم|اختتم|ختتم|sh ; أكمل|أكمل|كمل|sh
واصل|واصل|واصل|h ; تعهد|تعهد|تعهد|h ; وعد|وعد|عد|h ; هدد|هدد|هدد|h ; نبه|نبه|نبه|t ; أسهب|أسهب|سهب|s
أنكر|أنكر|نكر| ; ادلى|أدلى|دلي|h ; هتف|هتف|هتف|s ; خاطب|خاطب|خاطب|sh ; توعد|توعد|توعد|h ; اتهم|اتهم|تهم|h
اعتذر|اعتذر|عتذر|h ; طمأن|طمأن|طمئن| ; نقل|نقل|نقل|h ; نسب|نسب|نسب|h ; لاحظ|لاحظ|لاحظ|hn ; استبعد|استبعد|ستبعد|n
تمنى|تمنى|تمني|h ; شرح|شرح|شرح|h ; فسر|فسر|فسر|h ; أثبت|أثبت|ثبت|h ; أوجز|أوجز|وجز| ; سرد|سرد|سرد|h
وصف|وصف|صف|h ; صاح|صاح|صيح|s ; همس|همس|همس|s ; أصر|أصر|صر|o ; أبان|أبان||h ; أعرب|أعرب|عرب|a ; عبر|عبر|عبر|ah
اقترح|اقترح|قترح|h ; أنهى|أنهى|نهي|h ; رد|رد|رد|sh ; نشر|نشر|نشر|h ; تحدث|تحدث|تحدث|ah ; زاد|زاد|زيد|h
دعا|دعا|دعو|qh ; طالب|طالب|طالب|qh ; انتقد|انتقد|نتقد|qh ; رحب|رحب|رحب|qh ; أدان|أدان|دين|qh ; ندد|ندد|ندد|qh
حث|حث|حث|qh ; أشاد|أشاد|شيد|qh ; تخوف|تخوف|تخوف|f ; خشي|خشي|خشى|fh
"""


@dataclass(frozen=True, slots=True)
class Verb:
    """One form: its lemma, who it agrees with (m, f singular; p plural, dual), its flags, a conjunction before it."""

    lemma: str
    agreement: Agreement
    flags: str
    joined: bool
    present: bool
    future: bool = False


def _past(stem: str) -> list[tuple[str, Agreement]]:
    if stem.endswith("ى"):
        root = stem[:-1]
        return [(stem, "m"), (root + "ت", "f"), (root + "وا", "p"), (root + "يا", "p"), (root + "تا", "p")]
    short = "قلن" if stem == "قال" else stem + "ن"
    endings: list[tuple[str, Agreement]] = [("", "m"), ("ت", "f"), ("وا", "p"), ("ا", "p"), ("تا", "p")]
    return [(stem + ending, agreement) for ending, agreement in endings] + [(short, "p")]


def _present(stem: str) -> list[tuple[str, Agreement]]:
    if not stem:
        return []
    root = stem[:-1] if stem[-1] in "ىي" else stem
    forms: list[tuple[str, Agreement]] = [("ي" + stem, "m"), ("ت" + stem, "f"), ("ي" + root + "ون", "p")]
    dual = root + "يان" if stem[-1] in "ىي" else root + "ان"
    women = "قلن" if stem == "قول" else root + "ن"
    return [*forms, ("ي" + dual, "p"), ("ت" + dual, "p"), ("ي" + women, "p")]


def _rows() -> list[tuple[str, str, str, str]]:
    cells = [row.strip().split("|") for line in _VERBS.strip().splitlines() for row in line.split(";")]
    return [(cell[0], cell[1], cell[2], cell[3].strip()) for cell in cells]


@lru_cache(maxsize=1)
def forms() -> dict[str, Verb]:
    """Return every folded form and what it is; the first lemma of a form wins."""
    table: dict[str, Verb] = {}
    for lemma, past, present, flags in _rows():
        for form, agreement in _past(past):
            for prefix in ("", "و", "ف"):
                table.setdefault(fold(prefix + form), Verb(lemma, agreement, flags, bool(prefix), False))
        for form, agreement in _present(present):
            for prefix in ("", "و", "ف", "س", "وس"):
                future = prefix.endswith("س")
                joined = prefix not in {"", "س"}
                table.setdefault(fold(prefix + form), Verb(lemma, agreement, flags, joined, True, future))
    for lemma in ("قيل", "أفيد", "عُلم"):
        for prefix in ("", "و", "ف"):
            table.setdefault(fold(prefix + lemma), Verb(lemma, "m", "hz", bool(prefix), False))
    return table


_OBJECT = ("ه", "ها", "هم", "هما")


def source_verb(word: str) -> Verb | None:
    """Return the verb of «بحسب ما ذكرته»: a form that may bear an object pronoun."""
    table = forms()
    if word in table:
        return table[word]
    for suffix in _OBJECT:
        if word.endswith(suffix) and word[: -len(suffix)] in table:
            return table[word[: -len(suffix)]]
    return None
