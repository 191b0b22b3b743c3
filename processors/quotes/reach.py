"""From a verb of saying to what was said: the subject behind the verb, and the place where the report begins."""

from __future__ import annotations

import itertools
from dataclasses import dataclass

from processors.quotes.cues import CALLED, COMP, FILLERS, GOVERNORS, PARTICIPLES, SAYINGS, words
from processors.quotes.given import opens_name
from processors.quotes.marks import Quoted, count_words
from processors.quotes.nouns import BODIES, COLLECTIVES, OUTLETS, TITLES, bare, definite, is_head
from processors.quotes.phrase import addressed, ends_phrase, on
from processors.quotes.scan import COLON, COMMA, DASH, LINE, MARK, PAREN, STOP, WORD, Text
from processors.quotes.speaker import Named
from processors.quotes.verbs import Verb, forms

_FAR = 60  # tokens between a verb and the report
_NEAR = 48
_LONG = 4  # a quote of so many words is one even where neither «أن» nor a colon opens it
_NAME = 6  # words in marks that may be a name


@dataclass(frozen=True, slots=True)
class Report:
    """The report begins at token ``at``: behind a complementizer, a colon, or at an opening mark (``how``)."""

    at: int
    how: str
    subject: tuple[int, int]
    stop: int


class Reach:
    """Walks from verbs of one field; ``opened`` maps an opening mark to its quote, ``surnames`` are those it knows."""

    def __init__(
        self, text: Text, opened: dict[int, Quoted], named: tuple[Named, ...], surnames: frozenset[str]
    ) -> None:
        self.text = text
        self.surnames = surnames
        self.opened = opened
        self.persons = {item.first for item in named if item.mention.type == "person"}

    def skip(self, first: int) -> int:
        """Return where a verb's subject may begin: behind «له», «فيه» (قال له الوزير، حذّر فيه المدير)."""
        while self.text.word(first) in _ASIDE:
            first += 1
        return first

    def report(self, first: int, verb: Verb, far: int | None = None) -> Report | None:
        """Return where the report of the verb before token ``first`` begins, None where it reports nothing."""
        text = self.text
        subject_end: int | None = None
        index = first = self.skip(first)
        limit = min(len(text), first + (far or (_FAR if "s" in verb.flags else _NEAR)))
        while index < limit:
            kind = text.kinds[index]
            if kind in {STOP, LINE} or (index > first and text.word(index) in PARTICIPLES):
                return None
            if kind == COLON and "q" not in verb.flags:
                return self._colon(first, index, subject_end, verb)
            if kind == MARK and (quoted := self.opened.get(index)) is not None:
                if self._speaks(quoted, index, first, subject_end, verb):
                    return Report(index, "mark", (first, _or(subject_end, index)), index)
                index = quoted.closing + 1
                continue
            if kind == WORD:
                found = self._word(index, first, subject_end, verb)
                if found is not None:
                    return found if isinstance(found, Report) else None
                if subject_end is None and ends_phrase(text, index):
                    subject_end = index
            elif kind in {COMMA, DASH, PAREN} and subject_end is None:
                subject_end = index
            index += 1
        return None

    def _word(self, index: int, first: int, subject_end: int | None, verb: Verb) -> Report | bool | None:
        text = self.text
        word = text.words[index]
        if word in COMP and "q" in verb.flags:
            return False
        if word in COMP:
            if self._governed(index, verb, first):
                return None if "s" in verb.flags or text.word(index - 1) in {"قبل", "بعد", "منذ"} else False
            if subject_end is not None and not self._valid(first, subject_end, verb):
                return False
            return Report(index + 1, "comp", (first, _or(subject_end, index)), index)
        return False if index > first and word not in SAYINGS and self._other_verb(index) else None

    def _other_verb(self, index: int) -> bool:
        word = self.text.words[index]
        other = forms().get(word)
        if other is None or (word in _MASDARS and self.text.word(index - 1) in _BEFORE_MASDAR):
            return False
        if word in CALLED and self.text.word(index + 1) not in COMP:
            return False
        return other.joined or ("h" not in other.flags and not self._relative(index))

    def _relative(self, index: int) -> bool:
        return self.text.word(index - 1) in {"الذي", "التي", "الذين", "وقد", "قد", "ما"}

    def _governed(self, index: int, verb: Verb, first: int) -> bool:
        before = self.text.word(index - 1)
        if index == first or (self.text.raw[self.text.starts[index]] == "إ" and before not in _SINCE):
            return False  # «في بيان لها إن»: only أن is governed
        if before == "علي" and verb.lemma in _INSISTS and _subjunctive(self.text.word(index + 1)):
            return True
        if self._amid(index) or before not in _TAKEN:
            return self._amid(index) or before in GOVERNORS or before == "في"
        return _TAKEN[before].isdisjoint(verb.flags) and (before != "علي" or on(self.text, index - 1))

    def _amid(self, index: int) -> bool:
        # «وسط توقعات بأن», «رغم مخاوف من أن»: what nobody says who is named.
        noun = index - (2 if self.text.word(index - 1) in {"من", "عن"} else 1)
        return self.text.word(noun) in _RUMOURS and self.text.word(noun - 1) in _AMID

    def _colon(self, first: int, index: int, subject_end: int | None, verb: Verb) -> Report | None:
        text = self.text
        if verb.flags == "h" and not self._valid(first, _or(subject_end, index), verb):
            return None  # «تواصل الصحيفة نشر …:»
        if text.kind(index + 1) == LINE:
            # «وقال:» and the quote in the next paragraph.
            if self.opened.get(index + 2) is None:
                return None
            return Report(index + 2, "colon", (first, _or(subject_end, index)), index)
        return Report(index + 1, "colon", (first, _or(subject_end, index)), index)

    def _speaks(self, quoted: Quoted, index: int, first: int, subject_end: int | None, verb: Verb) -> bool:
        text = self.text
        count = count_words(text, index, quoted.closing)
        if "q" in verb.flags:
            return count >= 5 and text.word(index - 1) not in OUTLET_LIKE
        if index == first and self._names(quoted, count):
            return False
        if text.word(index - 1) in {"ل", "ب"} or text.raw[text.starts[index] - 1 : text.starts[index]].isalpha():
            return False
        named = text.word(index - 1) in OUTLET_LIKE or addressed(text.word(index - 1))
        if named or not self._valid(first, _or(subject_end, index), verb):
            return False
        ends = text.kind(quoted.closing + 1) in {STOP, COMMA, LINE} or not quoted.closed
        if "s" in verb.flags:
            return count >= _LONG or (ends and count >= 2 and not self._naming(index))
        return (count >= _LONG and (not quoted.closed or ends or count >= 6)) or (
            ends and count >= 3 and subject_end is None
        )

    def _names(self, quoted: Quoted, count: int) -> bool:
        # «قالت "هيئة شؤون الأسرى" التابعة للمنظمة إن …»: the words in marks are the subject.
        text = self.text
        if not quoted.closed or count > _NAME or text.word(quoted.opening + 1) in COMP:
            return False
        behind = range(quoted.closing + 1, min(len(text), quoted.closing + 8))
        words_behind = itertools.takewhile(lambda index: text.kinds[index] == WORD, behind)
        return any(text.words[index] in COMP for index in words_behind)

    def _naming(self, index: int) -> bool:
        word = self.text.word(index - 1)
        return bare(word) in OUTLETS | BODIES or (word in TITLES and not definite(word))

    def _valid(self, first: int, last: int, verb: Verb) -> bool:
        """Tell whether tokens between a verb and a boundary are a subject alone (not: أكد الوزير أهمية …)."""
        text = self.text
        if "s" in verb.flags:
            return True
        indices = [index for index in range(first, last) if text.kinds[index] == WORD]
        while indices and text.words[indices[0]] in FILLERS:
            indices.pop(0)
        if not indices:
            return True
        said = [text.words[index] for index in indices]
        head = bare(said[0])
        if head in TITLES or opens_name(said[0]) or indices[0] in self.persons or said[0] in self.surnames:
            return True
        if last < len(text) and (text.word(last) == "ل" or addressed(text.word(last))):
            return True
        if head in COLLECTIVES or head in BODIES:
            return len(said) < 3 or not _object_inside(said)
        return definite(said[0]) and not _object_inside(said) and said[0] not in {"الي"}


# The flags of verbs that take «من أن», «عن أن», «إلى أن», «على أن».
_TAKEN = {"من": {"f"}, "عن": {"a", "f"}, "الي": {"t"}, "علي": {"o"}}
_INSISTS = frozenset({"أصر", "شدد"})
_RUMOURS = words("""
توقعات مخاوف تقديرات أنباء تكهنات شائعات معلومات تقارير تحذيرات اتهامات وعود مؤشرات تسريبات احتمالات ترجيحات شكوك
توقعاتهم مخاوفهم آمال
""")
_AMID = words("وسط رغم مع ظل بعد إثر عقب بسبب نتيجة خلفية غمرة على برغم جراء")
_SINCE = words("حيث إذ غير إلا بل كما")
_ASIDE = words("له لها لهم لي لنا فيه فيها عنه عنها منه منها معه معها")
# Nouns spelt as a verb of saying: «عدم كشف هويته» in the middle of what a verb governs.
_MASDARS = words("كشف ذكر نقل تحذير")
_BEFORE_MASDAR = words("عدم دون بعد قبل من في إلى عن على إثر عقب بسبب تم يتم بعدم لعدم")


def _subjunctive(word: str) -> bool:
    # «يصر على أن يوضح محاميه»: what is to be, not what is said to be.
    return word[:1] == "ي" and len(word) > 3 and not opens_name(word)


OUTLET_LIKE = frozenset(
    {
        "كتاب",
        "روايه",
        "فيلم",
        "برنامج",
        "صحيفه",
        "قناه",
        "موقع",
        "جريده",
        "مجله",
        "وكاله",
        "معرض",
        "مهرجان",
        "بعنوان",
        "اسم",
    }
)


def _object_inside(words: list[str]) -> bool:
    # اللجنة المنظمة | أسماء …: a bare noun behind a noun with the article begins an object.
    settled = False
    for word in words:
        if settled and not definite(word) and not opens_name(word) and word[0] not in "لب" and not is_head(word):
            return True
        settled = settled or definite(word)
    return False


def _or(value: int | None, other: int) -> int:
    return other if value is None else value
