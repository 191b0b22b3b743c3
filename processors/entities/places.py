"""Places: the table of GeoNames, and Rasid's own regions, waters and holy sites."""

from __future__ import annotations

from collections.abc import Iterator

from processors.arabic.normalise import fold
from processors.entities.entity import Candidate, Entity, Evidence
from processors.entities.tables import DATA, folded_names, parts, rows, word_list

_FOLDER = DATA / "places"
# A small place that is called like a person, or by three letters, counts only after a head noun (بلدة …).
_KNOWN_TOWN = 150_000
# Honorific epithets (مكة المكرمة) stand beside the name, the mention is the name.
_HONOURS = (" المكرمة", " الأشرف", " المقدسة", " الشريف", " المشرفة")
# Names of three letters that hardly are anything else.
_SHORT_BUT_SURE = frozenset(fold("حلب حمص غزة مكة جدة عدن تعز رفح دبي عكا حيفا روما إربد طنجة").split())


def places() -> Iterator[tuple[Entity, tuple[tuple[str, Candidate], ...]]]:
    """Yield each place with its names and the evidence that each needs."""
    yield from _regions()
    common = word_list("places/common")
    personal = folded_names("given") | folded_names("family")
    for cells in rows(_FOLDER / "geonames.tsv", 9, header=True):
        entity = _geonames(cells)
        names = [name for name in dict.fromkeys((entity.name, *entity.aliases)) if not name.endswith(_HONOURS)]
        yield entity, tuple((name, Candidate(entity, _evidence(name, entity, common, personal))) for name in names)


def _geonames(cells: list[str]) -> Entity:
    number, name, latin, country, latitude, longitude, population, capital, aliases = cells
    return Entity(
        id=f"geonames:{number}",
        type="place",
        name=name,
        kind="city",
        country=country,
        latin=(latin,),
        aliases=parts(aliases),
        latitude=float(latitude),
        longitude=float(longitude),
        population=int(population),
        capital=bool(capital),
    )


def _evidence(name: str, entity: Entity, common: frozenset[str], personal: frozenset[str]) -> Evidence:
    folded = fold(name)
    if " " in folded or "-" in folded:
        return "sure"
    if folded in common:
        return "quoted"
    if len(folded) <= 3:
        return "sure" if folded in _SHORT_BUT_SURE else "quoted"
    small = entity.population < _KNOWN_TOWN and not entity.capital
    return "quoted" if small and folded in personal else "sure"


def _regions() -> Iterator[tuple[Entity, tuple[tuple[str, Candidate], ...]]]:
    for slug, kind, country, label, latin, others in rows(_FOLDER / "regions.tsv", 6):
        aliases = tuple(dict.fromkeys(name.lstrip("~") for name in parts(others)))
        entity = Entity(
            id=f"rasid:{slug}",
            type="place",
            name=label,
            kind=kind,
            country=country or None,
            latin=parts(latin),
            aliases=aliases,
        )
        weak = {name[1:] for name in parts(others) if name.startswith("~")}
        names = dict.fromkeys((label, *aliases))
        yield entity, tuple((name, Candidate(entity, "quoted" if name in weak else "sure")) for name in names)
