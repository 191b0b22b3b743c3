"""Countries: names of CLDR and of the press, and the nationality adjectives inflected by rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from processors.arabic.normalise import fold
from processors.entities.entity import Candidate, Entity, Evidence
from processors.entities.tables import DATA, parts, rows

# The endings of a nisba (سوريّ): singular, feminine, sound plurals, duals; the accusative ـًا stands without the article.
_ENDINGS = ("", "ه", "ون", "ين", "ان", "ات", "تان", "تين")
# Without the article these are other words: قُطري (regional), صحراوي (of the desert), روماني (Roman) …
_DEFINITE_ONLY = frozenset(
    map(fold, ("قطري", "صحراوي", "عاجي", "روماني", "غاني", "كيني", "غيني", "تركي", "كندي", "جورجي"))
)


@dataclass(frozen=True, slots=True)
class _Own:
    names: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    latin: tuple[str, ...] = ()


def countries() -> Iterator[tuple[Entity, tuple[tuple[str, Candidate], ...]]]:
    """Yield each country with the names and adjectives it goes by."""
    table = rows(_path("own"), 4)
    own = {code: _Own(parts(names), parts(adjectives), parts(latin)) for code, names, adjectives, latin in table}
    for code, name, latin in rows(_path("cldr"), 3, header=True):
        known = own.get(code, _Own())
        names = [*known.names, *(known_name for known_name in (name,) if not _weak(known_name, known.names))]
        labels = [each.lstrip("~") for each in names]
        entity = Entity(
            id=f"iso:{code}",
            type="country",
            name=labels[0],
            kind="country",
            country=code,
            latin=(latin, *known.latin),
            aliases=tuple(dict.fromkeys(labels[1:])),
        )
        yield entity, (*_named(entity, names), *_adjectives(entity, known.adjectives))


def _path(name: str) -> Path:
    return DATA / "countries" / f"{name}.tsv"


def _weak(name: str, names: tuple[str, ...]) -> bool:
    return f"~{name}" in names


def _named(entity: Entity, names: list[str]) -> Iterator[tuple[str, Candidate]]:
    for name in names:
        evidence: Evidence = "quoted" if name.startswith("~") else "sure"
        yield name.lstrip("~"), Candidate(entity, evidence)


def _adjectives(entity: Entity, stems: tuple[str, ...]) -> Iterator[tuple[str, Candidate]]:
    names = {fold(name) for name in (entity.name, *entity.aliases)}
    for form in dict.fromkeys(form for stem in stems for form in inflected(stem)):
        if form not in names or form.endswith("يه"):
            yield form, Candidate(entity, "sure", True)


def inflected(stem: str) -> Iterator[str]:
    """Yield the folded forms of a nationality adjective; ``=word`` is yielded as it stands.

    A pair (كوري شمالي) is inflected in both words.
    """
    if stem.startswith("="):
        yield fold(stem[1:])
        return
    words = fold(stem).split()
    for ending in _ENDINGS:
        yield " ".join(f"ال{word}{ending}" for word in words)
        if not (ending == "" and words[0] in _DEFINITE_ONLY):
            yield " ".join(word + ending for word in words)
    yield " ".join(word + "ا" for word in words)
