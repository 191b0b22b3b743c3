"""Features of words, as 32-bit hashes: forms, stems, prefix readings, affixes, lists, the gazetteer, the gaps.

Only a word's own features are made here; what stands around it is the network's business. So the features of a word
type are computed once and kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from zlib import crc32

from processors.arabic.stem import stem
from processors.entities.match import readings
from processors.entities.statistical.lexicon import Lexicon
from processors.entities.tagger import Span
from processors.entities.words import Words

_AFFIXES = tuple((size, f"p{size}=", f"e{size}=") for size in range(1, 5))
_LENGTHS = tuple(f"len={size}" for size in range(9))
_CLUES = 3
_KINDS_OF_GAP = range(8)
_GAPS: dict[tuple[int, int], tuple[str, ...]] = {
    (before, after): (f"g={before}", f"h={after}") for before in _KINDS_OF_GAP for after in _KINDS_OF_GAP
}


def hashed(feature: str) -> int:
    """Return the hash by which the model knows a feature (CRC-32 of its UTF-8 form)."""
    return crc32(feature.encode())


def identities(word: str) -> tuple[str, ...]:
    """Return the features that name the word itself: form, light stem, prefix readings. Training drops some of them."""
    if word[0].isdigit():
        return (f"w=#{min(len(word), 6)}",)
    return (f"w={word}", f"s={stem(word)}", *(f"rd={form}" for cut, form in readings(word) if cut))


def shapes(word: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the other features of a word type: affixes, length, lists."""
    if word[0].isdigit():
        return ("dig",)
    return tuple(dict.fromkeys((*_affixes(word), *_lists(word, lexicon))))


def _affixes(word: str) -> list[str]:
    found: list[str] = []
    for size, before, after in _AFFIXES[: len(word) - 1]:
        found += (before + word[:size], after + word[-size:])
    found.append(_LENGTHS[min(len(word), 8)])
    if word.isascii():
        found.append("latin")
    definite = word.startswith("ال")
    if definite:
        found.append("al")
    if word.endswith(("يه", "ي")):
        found.append(f"nis{definite:d}{word.endswith('يه'):d}")
    return found


def _lists(word: str, lexicon: Lexicon) -> list[str]:
    found: list[str] = []
    roles, people = lexicon.roles, lexicon.people
    for cut, form in readings(word):
        mark = "r" if cut else ""
        if form in roles:
            found += [f"L{mark}={tag}" for tag in roles[form]]
        if form in people:
            found += [f"{tag}{mark}" for tag in people[form]]
        if form.startswith("ال") and len(form) > len("ال") + 2 and form[2:] in people:
            found += [f"{tag}x{mark}" for tag in people[form[2:]]]
    return found


def gazetteer_tags(words: Words, lexicon: Lexicon) -> dict[int, tuple[str, ...]]:
    """Return for the words that a gazetteer name covers the tags of the longest."""
    tags: dict[int, tuple[str, ...]] = {}
    index = 0
    for start in lexicon.index.openings(words):
        hit = lexicon.index.at(words, start) if start >= index else None
        if hit is None:
            continue
        size = min(hit.last - hit.first, _CLUES)
        for place in range(hit.first, hit.last):
            position = "I" if place > hit.first else "Bc" if hit.cut else "B"
            tags[place] = (f"z={position}{hit.payload}{size}", f"zz={hit.payload}")
        index = hit.last
    return tags


def rule_tags(hints: Iterable[Span]) -> dict[int, tuple[str, ...]]:
    """Return for the words of which the rules say something the tags of that."""
    tags: dict[int, tuple[str, ...]] = {}
    for span in hints:
        candidate = span.candidate
        kind = "adjective" if candidate and candidate.adjective else span.type
        source = candidate.evidence if candidate else "titled" if span.role_last > span.role_first else "pattern"
        size = min(span.last - span.first, _CLUES)
        for place in range(span.first, span.last):
            position = "I" if place > span.first else "B"
            tags[place] = (f"r={position}{kind}{source}{size}", f"rr={position}{kind}")
    return tags


def place_features(words: Words, lexicon: Lexicon, hints: Iterable[Span]) -> list[tuple[str, ...]]:
    """Return for each word the features of its place: gazetteer tags, the rules' verdict, the gaps on both sides."""
    features: list[tuple[str, ...]] = list(map(_GAPS.__getitem__, pairwise(words.gaps)))
    tags, said = gazetteer_tags(words, lexicon), rule_tags(hints)
    for place in tags.keys() | said.keys():
        features[place] = (*tags.get(place, ()), *said.get(place, ()), *features[place])
    return features
