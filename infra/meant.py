"""Did you mean: the misspelt words of a query put right, by the names that are known and the words that are stored.

How close two words are is said in `processors.arabic.closeness` alone. Which of the close ones is meant: the closest,
a name before other words, one that stands in a name beside another word of the query, one that articles hold.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from infra.resolve import likely
from infra.stores.base import Store
from infra.suggest import Suggester
from processors.arabic.closeness import Vocabulary, allowed, slips
from processors.arabic.names import name_form
from processors.arabic.normalise import fold
from processors.arabic.prefixes import with_stripped
from processors.arabic.stopwords import is_stop_word
from processors.arabic.tokens import words
from processors.entities.gazetteer import Gazetteer

FEW = 3
"""A search that finds no more articles than this may have been misspelt."""
_ARABIC = re.compile("[\u0621-\u064a]")
_LATIN = re.compile("[A-Za-z\u00c0-\u024f\u1e00-\u1eff' .ʿʾ’‘`-]+")
_RARE, _TIMES, _SURE = 2, 10, 0.7  # a word in two articles may be a slip of a near one in twenty
_NAME, _TOGETHER, _COMMON, _UNSEEN, _PREFIXED = 0.2, 0.6, 0.04, 0.4, 0.2
_MOST_WORDS, _LATIN_SHOWN = 4, 3


class Names:
    """The words of all known names: how each is printed, and in which names it stands."""

    def __init__(self, labels: Iterable[str]) -> None:
        self._printed: dict[str, str] = {}
        self._within: dict[str, set[int]] = {}
        for number, label in enumerate(labels):
            for word, _, _ in words(label):
                if _ARABIC.match(word):
                    form = name_form(fold(word))
                    self._printed.setdefault(form, word)
                    self._within.setdefault(form, set()).add(number)
        self._vocabulary = Vocabulary(self._printed)

    def holding(self, form: str) -> set[int]:
        """Return the numbers of the names that hold a word."""
        return self._within.get(form, set())

    def near(self, form: str, most: float) -> Iterator[tuple[str, str, float]]:
        """Yield (form, as printed, distance) of the words of names at most so far from a word."""
        for other, far in self._vocabulary.near(form, most).items():
            yield other, self._printed[other], far


@dataclass(frozen=True, slots=True)
class _Other:
    """A word that may be meant: as shown, folded, how far it is, and the names it stands in."""

    shown: str
    form: str
    far: float
    names: set[int]


class Corrector:
    """Puts queries right for one store; ``known`` gives the gazetteer and is asked only for names in Latin letters."""

    def __init__(self, store: Store, names: Names, known: Callable[[], Gazetteer]) -> None:
        self._store, self._names, self._known = store, names, known

    def meant(self, text: str) -> tuple[str, ...]:
        """Return what a query that found little may have meant, the likeliest first; nothing where nothing is near."""
        if _LATIN.fullmatch(text):
            found = likely(self._store, self._known(), text)
            return tuple(dict.fromkeys(one.name for one in found))[:_LATIN_SHOWN]
        better = self._better(text)
        return (better,) if better else ()

    def _better(self, text: str) -> str | None:
        spans = [(word, start, end) for word, start, end in words(text) if _ARABIC.match(word)]
        forms = [fold(word) for word, _, _ in spans]
        counts = self._store.word_counts(forms)
        # Of a long query, words that are merely rare are no slips.
        rare = _RARE if len(spans) <= _MOST_WORDS else 0
        better, at, changed = "", 0, False
        for number, (word, start, end) in enumerate(spans):
            beside = set().union(*(self._names.holding(name_form(form)) for form in forms if form != forms[number]))
            count = counts.get(forms[number], 0)
            other = self._other(word, count, beside) if count <= rare else None
            better += text[at:start] + (other or word)
            at, changed = end, changed or other is not None
        return better + text[at:] if changed else None

    def _other(self, word: str, count: int, beside: set[int]) -> str | None:
        form = fold(word)
        known = bool(self._names.holding(name_form(form)))
        if len(form) < 3 or is_stop_word(form) or (known and count):
            return None
        others = {other.shown: other for other in (*self._stored(word), *self._named(form))}
        counts = self._store.word_counts([other.form for other in others.values()])
        # A word that is rare, or a name that no article holds, may be right: another must be near, and held.
        least = max(_TIMES * count, int(known))
        fitting = [
            one for one in others.values() if not least or (one.far <= _SURE and counts.get(one.form, 0) >= least)
        ]
        best = min(fitting, key=lambda other: (_cost(other, counts, beside), other.shown), default=None)
        return best.shown if best else None

    def _named(self, form: str) -> Iterator[_Other]:
        for bare in with_stripped(form):
            before = form[: len(form) - len(bare)]
            if form.endswith(bare) and len(bare) > 2:
                own = name_form(bare)
                most = allowed(own) - (_PREFIXED if before else 0)
                for found, printed, far in self._names.near(own, most):
                    shown = _behind(before, form, printed)
                    yield _Other(shown, fold(shown), far + (_PREFIXED if before else 0), self._names.holding(found))

    def _stored(self, word: str) -> Iterator[_Other]:
        form = fold(word)
        near = Vocabulary({other for other in slips(form) if len(other) > 2}).near(form, allowed(form))
        for other in self._store.word_counts(sorted(near)):
            yield _Other(_respelt(word, other), other, near[other], set())


def _behind(before: str, form: str, name: str) -> str:
    """Return a name with the prefixes and the article of the misspelt word that it is shown for."""
    if not before and form.startswith("ال") and not name.startswith("ال"):
        return f"ال{name}"
    return before + (name[2:] if before.endswith("ال") and name.startswith("ال") else name)


def _cost(other: _Other, counts: Mapping[str, int], beside: set[int]) -> float:
    count = counts.get(other.form, 0)
    speaks = _COMMON * math.log2(1 + count) if count else -_UNSEEN
    return other.far - speaks - (_NAME if other.names else 0) - (_TOGETHER if other.names & beside else 0)


def _respelt(word: str, folded: str) -> str:
    """Return a folded word with the letters that it shares with a word as printed, as they are printed there."""
    form = fold(word)
    if len(form) != len(word):
        return folded
    first = next(
        (at for at, (a, b) in enumerate(zip(form, folded, strict=False)) if a != b), min(len(form), len(folded))
    )
    room = min(len(form), len(folded)) - first
    last = next((at for at in range(room) if form[-1 - at] != folded[-1 - at]), room)
    return word[:first] + folded[first : len(folded) - last] + (word[len(word) - last :] if last else "")


def names_of(labels: Sequence[str], known: Gazetteer) -> Names:
    """Return the names that a store's articles and the gazetteer know."""
    return Names((*labels, *(name for entity in known.entities.values() for name in (entity.name, *entity.aliases))))


def corrector_of(store: Store, known: Callable[[], Gazetteer]) -> Corrector:
    """Return a corrector for a store as it is now."""
    labels = [one.label for one in Suggester.of(store).names]
    return Corrector(store, names_of(labels, known()), known)


def worth_asking(store: Store, text: str, total: int) -> bool:
    """Tell whether a query that found ``total`` articles may be misspelt: before all names are read, which takes long.

    One that found some may where a word of it is rare, and a near one is not.
    """
    if total > FEW or not text.strip():
        return False
    return not total or any(_outdone(store, fold(word)) for word, _, _ in words(text) if _ARABIC.match(word))


def _outdone(store: Store, form: str) -> bool:
    count = store.word_counts([form]).get(form, 0)
    if count > _RARE or len(form) < 3:
        return False
    near = Vocabulary({other for other in slips(form) if other != form}).near(form, _SURE)
    return any(other >= _TIMES * count for other in store.word_counts(sorted(near)).values())
