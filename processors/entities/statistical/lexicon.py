"""What the tagger's features look up: lists of words by role, personal names, gazetteer names.

A copy frozen at training time lies in the artefact: weights learnt on one gazetteer would be wrong on another.
"""

from __future__ import annotations

from dataclasses import dataclass

from processors.entities.match import NameIndex


@dataclass(frozen=True, slots=True)
class Lexicon:
    """``roles`` and ``people`` give the tags of a folded word, ``index`` those of names of one or more words."""

    roles: dict[str, tuple[str, ...]]
    people: dict[str, str]
    index: NameIndex[str]


def parse_lexicon(text: str) -> Lexicon:
    """Read lines of ``kind TAB tag TAB words``: kinds ``role`` and ``person`` (one word each line), ``name``."""
    roles: dict[str, tuple[str, ...]] = {}
    people: dict[str, str] = {}
    names: list[tuple[tuple[str, ...], str]] = []
    for line in text.split("\n"):
        kind, tag, words = line.split("\t")
        if kind == "name":
            names.append((tuple(words.split(" ")), tag))
        elif kind == "person":
            people.update(dict.fromkeys(words.split(" "), tag))
        else:
            for word in words.split(" "):
                roles[word] = (*roles.get(word, ()), tag)
    return Lexicon(roles, people, NameIndex(names))
