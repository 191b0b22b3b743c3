"""Where the forms of a query stand in texts. Each word is met once; only one that can have a form is looked into."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from infra.stores.analysis import Slot, known_slots, may_be_compound, may_be_joined, sought_letters, text_slots
from processors.arabic.normalise import fold
from processors.arabic.tokens import word_pattern

# Which parts of which patterns a word is: (pattern, part).
Marks = tuple[tuple[int, int], ...]
_NO_SLOT: tuple[Slot, ...] = ((),)


class Finder:
    """Finds patterns (rows of slots) in texts; remembers the words that it has met."""

    def __init__(self, patterns: Sequence[Sequence[Slot]]) -> None:
        self._lengths = [len(pattern) for pattern in patterns]
        self._parts: dict[str, list[tuple[int, int]]] = {}
        for number, pattern in enumerate(patterns):
            for part, slot in enumerate(pattern):
                for form in dict.fromkeys(slot):
                    self._parts.setdefault(form, []).append((number, part))
        self._sought = re.compile("|".join(sorted({sought_letters(form) for form in self._parts})))
        self._joined = any(map(may_be_joined, self._parts))
        self._words: dict[str, Marks] = {}
        self._several: set[str] = set()

    def places(self, text: str) -> tuple[dict[int, list[int]], int]:
        """Return the positions where each pattern found begins, and how many positions the text has."""
        return self.all_places([text])[0]

    def all_places(self, texts: Sequence[str]) -> list[tuple[dict[int, list[int]], int]]:
        """Return the places in each of many texts, whose words are met in one go: 1.2 times as fast."""
        read = [word_pattern().findall(text) for text in texts]
        self._meet(set().union(*read))
        return [self._read(text, found) for text, found in zip(texts, read, strict=True)]

    def _read(self, text: str, found: Sequence[str]) -> tuple[dict[int, list[int]], int]:
        if self._by_word(found):
            return self._starts(dict(self._marked(found))), len(found)
        rows = text_slots(text, self._slots)
        return self._starts(self._marked_rows(rows)), len(rows)

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Return the raw (start, end) of every match, in order of their starts; they may overlap."""
        found = word_pattern().findall(text)
        self._meet(set(found))
        if self._by_word(found):
            starts = self._starts(dict(self._marked(found)))
            at = [match.span() for match in word_pattern().finditer(text)] if starts else []
        else:
            rows = text_slots(text, self._slots)
            starts = self._starts(self._marked_rows(rows))
            at = [(start, end) for _, start, end in rows]
        places = [(number, first) for number, firsts in starts.items() for first in firsts]
        return sorted((at[first][0], at[first + self._lengths[number] - 1][1]) for number, first in places)

    def _by_word(self, found: Sequence[str]) -> bool:
        """Tell whether each word of a text is one position, looked at alone."""
        if self._several and not self._several.isdisjoint(found):
            return False
        return not (self._joined and may_be_compound(found))

    def _meet(self, words: set[str]) -> None:
        new = list(words.difference(self._words))
        if not new:
            return
        # Folded in one go: word by word that takes five times as long. No word holds a line break.
        for word, folded in zip(new, fold("\n".join(new)).split("\n"), strict=True):
            if " " in folded:  # a sign such as ﷺ is several words
                self._several.add(word)
            self._words[word] = self._marks(known_slots(word)[0]) if self._sought.search(folded) else ()

    def _slots(self, word: str) -> tuple[Slot, ...]:
        return known_slots(word) if self._words[word] or word in self._several else _NO_SLOT

    def _marked(self, found: Sequence[str]) -> Iterable[tuple[int, Marks]]:
        return ((at, marks) for at, marks in enumerate(map(self._words.__getitem__, found)) if marks)

    def _marked_rows(self, rows: Sequence[tuple[Slot, int, int]]) -> dict[int, Marks]:
        marks = {at: self._marks(slot) for at, (slot, _, _) in enumerate(rows)}
        return {at: one for at, one in marks.items() if one}

    def _marks(self, slot: Slot) -> Marks:
        return tuple({at: None for form in slot if form in self._parts for at in self._parts[form]})

    def _starts(self, marks: Mapping[int, Marks]) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for at, here in marks.items():
            for number, part in here:
                following = range(1, self._lengths[number]) if not part else ()
                if not part and all((number, part) in marks.get(at + part, ()) for part in following):
                    found.setdefault(number, []).append(at)
        return found
