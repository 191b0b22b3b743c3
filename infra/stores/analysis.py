"""Search forms with the layer they belong to: what the embedded index holds, what a query asks for, what is marked.

One index holds all layers, and a form only once. A word as printed (the ``exact`` layer) stands as it is; before the
other forms stands a sign that no word has: ``*`` the folded word where folding changes it, ``+`` a folded form without
its prefixes, ``~`` a stem that none of these is, ``@`` a form of the ``names`` layer that none of these is, ``%`` a
form near the root, for ranking. A query asks for every sign under which its form may stand (`_signed`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, zip_longest

from infra.stores.base import Layer
from infra.stores.query import All, Any, Node, Not, Phrase, Word, Words
from processors.arabic.names import COMPOUND_HEAD, COMPOUND_TAIL, compound, name_form
from processors.arabic.normalise import fold, respell
from processors.arabic.prefixes import with_stripped
from processors.arabic.root import root
from processors.arabic.stem import stem
from processors.arabic.tokens import TokenLayer, forms, positions, word_pattern, words
from processors.records import TextField

Slot = tuple[str, ...]
_SIGNS = "*+~@%"
_INSIDE = "[اوي]*"  # what `root` leaves out
_CACHE = 1 << 18  # distinct words: a year of a newspaper has some 300,000, most of them once


@dataclass(frozen=True, slots=True)
class Leaf:
    """One word or phrase to look for: ``patterns`` are its spellings, each a row of slots, each slot its forms.

    ``printed`` is the folded word and ``near`` the form near its root: they count in the score of what is found.
    """

    patterns: tuple[tuple[Slot, ...], ...]
    field: TextField | None = None
    weak: bool = False
    printed: tuple[Slot, ...] = ()
    near: tuple[Slot, ...] = ()


class _Slots(dict[str, tuple[Slot, ...]]):
    """The slots of each word met, and the words met that may open a compound: the hot path of writing."""

    def __init__(self) -> None:
        super().__init__()
        self.heads: set[str] = set()

    def __missing__(self, word: str) -> tuple[Slot, ...]:
        if len(self) >= _CACHE:
            self.clear()
        if COMPOUND_HEAD.fullmatch(fold(word)):
            self.heads.add(word)
        # A sign such as ﷺ is several words; it folds to as many.
        pairs = zip_longest(respell(word).split(), fold(word).split(), fillvalue="")
        slots = self[word] = tuple(_slot(exact, folded) for exact, folded in pairs)
        return slots


_slots = _Slots()


def _slot(exact: str, folded: str) -> Slot:
    if not folded:
        return (exact,)  # a hamza that stands alone (U+0674) folds to nothing
    whole = exact if exact == folded else f"*{folded}"
    bare = with_stripped(folded)
    stems = _under_sign("~", stem, bare)
    names = _under_sign("@", name_form, bare)
    roots = (f"%{form}" for form in dict.fromkeys(map(root, bare)))
    return tuple(dict.fromkeys((exact, whole, *(f"+{form}" for form in bare[1:]), *stems, *names, *roots)))


def _under_sign(sign: str, form_of: Callable[[str], str], bare: Sequence[str]) -> Iterator[str]:
    # What a query will look for as the word itself (`_signed`) needs no second place in the index.
    for form in dict.fromkeys(map(form_of, bare)):
        if form not in bare or form_of(form) != form:
            yield sign + form


def word_slots(words_of_text: Sequence[str]) -> list[Slot] | None:
    """Return the slots of a text's words; None where one may open a compound, which `text_slots` has to look at."""
    slots = list(chain.from_iterable(map(_slots.__getitem__, words_of_text)))
    return slots if _slots.heads.isdisjoint(words_of_text) else None


def slots_of(text: str) -> list[Slot]:
    """Return the slots of a text alone, as fast as that goes."""
    slots = word_slots(word_pattern().findall(text))
    return [slot for slot, _, _ in text_slots(text)] if slots is None else slots


def known_slots(word: str) -> tuple[Slot, ...]:
    """Return the slots of one word, one for each position that it fills."""
    return _slots[word]


def may_be_compound(words_of_text: Sequence[str]) -> bool:
    """Tell whether one of the words may open a compound, so that words alone don't tell the slots."""
    return not _slots.heads.isdisjoint(words_of_text)


def text_slots(
    text: str, slots_of_word: Callable[[str], tuple[Slot, ...]] = known_slots
) -> list[tuple[Slot, int, int]]:
    """Return the slot of each position of a text with the raw start and end of its word."""
    found: list[tuple[Slot, int, int]] = []
    previous: tuple[str, int] | None = None
    for word, start, end in words(text):
        if previous and compound(text[previous[1] : start], word):
            _add_compound(found, previous[0] + word)
        found.extend((slot, start, end) for slot in slots_of_word(word))
        previous = (word, end) if word in _slots.heads else None
    return found


def sought_letters(form: str) -> str:
    """Return a regular expression that finds something in every folded word which has a form, or begins a compound.

    Prefixes and suffixes are taken off a word's ends, so that the form stands in it in one piece; not so the article
    (للعراق has the form العراق without it), the long vowels inside of a form near the root, and the names' ابن and أبو.
    """
    bare = fold(form.lstrip(_SIGNS)).removeprefix("ال")
    if form.startswith("%"):
        return _INSIDE.join(map(re.escape, bare))
    if form.startswith("@"):
        bare = next((part for end, part in (("بن", "بن"), ("ابو", "اب")) if bare.endswith(end)), bare)
    return f"عبد|{re.escape(bare)}" if may_be_joined(form) else re.escape(bare)


def may_be_joined(form: str) -> bool:
    """Tell whether two words may have a form together: عبد الله has the form of عبدالله."""
    return form.startswith("@") and "عبدال" in form


def _add_compound(found: list[tuple[Slot, int, int]], joined: str) -> None:
    # The joined form stands where عبد stands; see `_names_patterns` for how a phrase steps over its second word.
    slot, start, end = found[-1]
    found[-1] = ((*slot, *(f"@{form}" for form in forms(joined, "names")[0])), start, end)


def leaf(part: Word | Phrase, layer: Layer) -> Leaf:
    """Return what to look for. The default layer takes a word by stem or name, a phrase as printed or by name."""
    is_word = isinstance(part, Word)
    patterns: list[tuple[Slot, ...]] = []
    for name in layers_of(part, layer):
        patterns += _names_patterns(part.text) if name == "names" else [_pattern(part.text, name)]
    wide = is_word and layer == "default"
    printed = _pattern(part.text, "folded") if wide else ()
    near = tuple((f"%{root(variants[0])}",) for variants, _, _ in positions(part.text, "folded", index=False))
    return Leaf(_merged(patterns), part.field, is_word and part.weak, printed, near if wide else ())  # type: ignore[union-attr]


def layers_of(part: Word | Phrase, layer: Layer) -> tuple[TokenLayer, ...]:
    """Return the layers in any of which a word or phrase may be found.

    A stem of two letters joins too much (علي and فعل, جدة and وجد): such a word is taken as folded.
    """
    if layer != "default":
        return (layer,)
    tells = isinstance(part, Word) and len(stem(fold(part.text))) > 2
    return ("stemmed" if tells else "folded", "names")


def _pattern(text: str, layer: TokenLayer) -> tuple[Slot, ...]:
    return tuple(_signed(variants[0], layer) for variants, _, _ in positions(text, layer, index=False))


def folded_slot(form: str) -> Slot:
    """Return what a folded word stands under in the index, as itself or behind prefixes."""
    return _signed(form, "folded")


@lru_cache(maxsize=4096)
def _signed(form: str, layer: TokenLayer) -> Slot:
    """Return the signs under which a form of a layer may stand in the index.

    A stem or name stands under its own sign, or as the word itself where the word is its own stem or name.
    """
    if layer == "exact":
        return (form,)
    plain = (form, f"*{form}", f"+{form}")
    if layer == "folded":
        return plain
    own = (f"~{form}", stem(form)) if layer == "stemmed" else (f"@{form}", name_form(form))
    return (own[0], *plain) if own[1] == form else (own[0],)


def _names_patterns(text: str) -> list[tuple[Slot, ...]]:
    """Return a name written with its compounds as one word each, and as two."""
    joined: list[Slot] = []
    apart: list[Slot] = []
    for variants, _, _ in positions(text, "names", index=False):
        joined.append(_signed(variants[0], "names"))
        apart.append(joined[-1])
        head = COMPOUND_HEAD.match(variants[0])
        if head and COMPOUND_TAIL.match(variants[0], head.end()):
            apart[-1] = (f"@{variants[0]}",)
            apart.append(_signed(variants[0][head.end() :], "folded"))
    return [tuple(joined)] if len(joined) == len(apart) else [tuple(joined), tuple(apart)]


def _merged(patterns: list[tuple[Slot, ...]]) -> tuple[tuple[Slot, ...], ...]:
    # Patterns of one slot are one slot with more forms: cheaper to look up, and counted once.
    single = [form for pattern in patterns if len(pattern) == 1 for form in pattern[0]]
    longer = [pattern for pattern in patterns if len(pattern) > 1]
    return tuple(dict.fromkeys([*([(tuple(dict.fromkeys(single)),)] if single else []), *longer]))


def positive_leaves(node: Node | None, layer: Layer) -> Iterator[Leaf]:
    """Yield the leaves that a matching article may hold: all but those under a NOT."""
    return (leaf(part, layer) for part in positive_parts(node))


def positive_parts(node: Node | None) -> Iterator[Word | Phrase]:
    """Yield the words and phrases of `positive_leaves`, in the same order."""
    match node:
        case Word() | Phrase():
            yield node
        case Words(words=parts) | All(parts=parts) | Any(parts=parts):
            for part in parts:
                yield from positive_parts(part)
        case Not() | None:
            return
        case _:
            return
