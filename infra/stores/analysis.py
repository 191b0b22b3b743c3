"""Search forms with the layer they belong to: what the embedded index holds, what a query asks for, what is marked.

One index holds all layers. A form of the ``folded`` layer stands as it is; before the others stands a sign that no word
has: ``=`` exact, ``~`` stemmed, ``@`` names (where the folded forms don't hold it already).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import zip_longest

from infra.stores.base import Layer
from infra.stores.query import All, Any, Node, Not, Phrase, Word, Words
from processors.arabic.names import COMPOUND_HEAD, COMPOUND_TAIL, compound
from processors.arabic.normalise import fold
from processors.arabic.tokens import forms, positions, words
from processors.records import TextField

Slot = tuple[str, ...]
_CACHE = 1 << 18


@dataclass(frozen=True, slots=True)
class Leaf:
    """One word or phrase to look for: ``patterns`` are its spellings, each a row of slots, each slot its forms."""

    patterns: tuple[tuple[Slot, ...], ...]
    field: TextField | None = None
    weak: bool = False


@lru_cache(maxsize=_CACHE)
def index_slots(word: str) -> tuple[Slot, ...]:
    """Return all forms of a word as printed, for each position it fills."""
    layers = (forms(word, "folded"), forms(word, "stemmed"), forms(word, "names"), forms(word, "exact"))
    return tuple(_slot(*layer) for layer in zip_longest(*layers, fillvalue=()))


def _slot(folded: Slot, stemmed: Slot, names: Slot, exact: Slot) -> Slot:
    extra = (f"@{form}" for form in names if form not in folded)
    return (*folded, *(f"~{form}" for form in stemmed), *extra, *(f"={form}" for form in exact))


@lru_cache(maxsize=_CACHE)
def may_open_compound(word: str) -> bool:
    """Tell whether a word is عبد (with or without prefixes), which a following ال… word may complete."""
    return COMPOUND_HEAD.fullmatch(fold(word)) is not None


def text_slots(text: str) -> list[tuple[Slot, int, int]]:
    """Return the slot of each position of a text with the raw start and end of its word."""
    found: list[tuple[Slot, int, int]] = []
    previous: tuple[str, int] | None = None
    for word, start, end in words(text):
        if previous and compound(text[previous[1] : start], word):
            _add_compound(found, previous[0] + word)
        found.extend((slot, start, end) for slot in index_slots(word))
        previous = (word, end) if may_open_compound(word) else None
    return found


def _add_compound(found: list[tuple[Slot, int, int]], joined: str) -> None:
    # The joined form stands where عبد stands; see `_names_patterns` for how a phrase steps over its second word.
    slot, start, end = found[-1]
    found[-1] = ((*slot, *(f"@{form}" for form in forms(joined, "names")[0])), start, end)


def leaf(part: Word | Phrase, layer: Layer) -> Leaf:
    """Return what to look for. The default layer takes a word by stem or name, a phrase as printed or by name."""
    is_word = isinstance(part, Word)
    patterns: list[tuple[Slot, ...]] = []
    if layer == "exact":
        patterns.append(_plain(part.text, "exact", "="))
    if layer == "folded" or (layer == "default" and not is_word):
        patterns.append(_plain(part.text, "folded", ""))
    if layer == "stemmed" or (layer == "default" and is_word):
        patterns.append(_plain(part.text, "stemmed", "~"))
    if layer in {"names", "default"}:
        patterns.extend(_names_patterns(part.text))
    return Leaf(_merged(patterns), part.field, is_word and part.weak)  # type: ignore[union-attr]


def _plain(text: str, layer: Layer, sign: str) -> tuple[Slot, ...]:
    found = positions(text, layer, index=False)  # type: ignore[arg-type]
    return tuple(tuple(sign + form for form in variants) for variants, _, _ in found)


def _names_patterns(text: str) -> list[tuple[Slot, ...]]:
    """Return a name written with its compounds as one word each, and as two."""
    joined: list[Slot] = []
    apart: list[Slot] = []
    for variants, start, end in positions(text, "names", index=False):
        slot = tuple(sign + form for form in variants for sign in ("", "@"))
        joined.append(slot)
        apart.append(slot)
        head = COMPOUND_HEAD.match(variants[0])
        if head and COMPOUND_TAIL.match(variants[0], head.end()):
            del start, end
            apart[-1] = tuple(form for form in slot if form.startswith("@"))
            apart.append((variants[0][head.end() :],))
    return [tuple(joined)] if len(joined) == len(apart) else [tuple(joined), tuple(apart)]


def _merged(patterns: list[tuple[Slot, ...]]) -> tuple[tuple[Slot, ...], ...]:
    # Patterns of one slot are one slot with more forms: cheaper to look up, and counted once.
    single = [form for pattern in patterns if len(pattern) == 1 for form in pattern[0]]
    longer = [pattern for pattern in patterns if len(pattern) > 1]
    return tuple(dict.fromkeys([*([(tuple(dict.fromkeys(single)),)] if single else []), *longer]))


def positive_leaves(node: Node | None, layer: Layer) -> Iterator[Leaf]:
    """Yield the leaves that a matching article may hold: all but those under a NOT."""
    match node:
        case Word() | Phrase():
            yield leaf(node, layer)
        case Words(words=parts) | All(parts=parts) | Any(parts=parts):
            for part in parts:
                yield from positive_leaves(part, layer)
        case Not() | None:
            return
        case _:
            return
