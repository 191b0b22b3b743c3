"""Where the forms of a query stand in texts. A text is folded at once; only words that can have a form are met."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import compress

from infra.stores.analysis import Slot, known_slots, may_be_compound, sought_letters, text_slots
from processors.arabic.normalise import fold, folding_map
from processors.arabic.tokens import word_pattern

# Which parts of which patterns a word is: (pattern, part).
Marks = tuple[tuple[int, int], ...]
_NO_SLOT: tuple[Slot, ...] = ((),)


@lru_cache(maxsize=1)
def _unsteady() -> re.Pattern[str]:
    """Match a sign that folds to another number of words than it is: ﷺ, ﷼, a hamza that stands alone."""
    table = folding_map()
    signs = [sign for sign, plain in table.items() if " " in plain or sign.isalnum() != plain.isalnum()]
    return re.compile("|".join(re.escape(sign) for sign in signs if len(sign) > 1 or not _is_mark(sign)))


def _is_mark(sign: str) -> bool:
    # Marks and invisible signs vanish inside of words and between them: the words stay as many.
    return not sign.isalnum() and folding_map()[sign] == ""


class Finder(dict[str, bool]):
    """Finds patterns (rows of slots) in texts; the dictionary holds whether a folded word can have a form sought."""

    def __init__(self, patterns: Sequence[Sequence[Slot]]) -> None:
        super().__init__()
        self._lengths = [len(pattern) for pattern in patterns]
        self._parts: dict[str, list[tuple[int, int]]] = {}
        for number, pattern in enumerate(patterns):
            for part, slot in enumerate(pattern):
                for form in dict.fromkeys(slot):
                    self._parts.setdefault(form, []).append((number, part))
        self._sought = re.compile("|".join(sorted({sought_letters(form) for form in self._parts})))

    def __missing__(self, folded: str) -> bool:
        found = self[folded] = self._sought.search(folded) is not None
        return found

    def places(self, text: str) -> tuple[dict[int, list[int]], int]:
        """Return the positions where each pattern found begins, and how many positions the text has."""
        found = word_pattern().findall(text)
        may = self._may(text, len(found))
        if may is None:
            return self._places(text_slots(text))
        possible = list(compress(enumerate(found), may))
        slots = {at: known_slots(word) for at, word in possible}
        if may_be_compound([word for _, word in possible]):
            return self._places(self._text_slots(text, {word for _, word in possible}))
        marks = {at: self._marks(slot) for at, (slot,) in slots.items()}
        return self._starts({at: one for at, one in marks.items() if one}), len(found)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return the raw (start, end) of every match, in order of their starts; they may overlap."""
        found = word_pattern().findall(text)
        may = self._may(text, len(found))
        possible = None if may is None else set(compress(found, may))
        if possible is not None and not possible:
            return []
        rows = text_slots(text) if possible is None else self._text_slots(text, possible)
        places = [(number, at) for number, starts in self._places(rows)[0].items() for at in starts]
        return sorted((rows[at][1], rows[at + self._lengths[number] - 1][2]) for number, at in places)

    def _may(self, text: str, count: int) -> list[bool] | None:
        """Tell of each word whether it can have a form sought; None where the folded words are not as many."""
        folded = [] if _unsteady().search(text) else word_pattern().findall(fold(text))
        return list(map(self.__getitem__, folded)) if len(folded) == count else None

    def _text_slots(self, text: str, possible: set[str]) -> list[tuple[Slot, int, int]]:
        return text_slots(text, lambda word: known_slots(word) if word in possible else _NO_SLOT)

    def _places(self, rows: Sequence[tuple[Slot, int, int]]) -> tuple[dict[int, list[int]], int]:
        marks = {at: self._marks(slot) for at, (slot, _, _) in enumerate(rows) if slot}
        return self._starts({at: one for at, one in marks.items() if one}), len(rows)

    def _marks(self, slot: Slot) -> Marks:
        return tuple({at: None for form in slot if form in self._parts for at in self._parts[form]})

    def _starts(self, marks: dict[int, Marks]) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for at, here in marks.items():
            for number, part in here:
                following = range(1, self._lengths[number]) if not part else ()
                if not part and all((number, part) in marks.get(at + part, ()) for part in following):
                    found.setdefault(number, []).append(at)
        return found
