"""Where places lie, for the map: the coordinates of the gazetteer's GeoNames table."""

from __future__ import annotations

import csv
from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def _coordinates() -> dict[str, tuple[float, float]]:
    table = files("processors.entities").joinpath("data/places/geonames.tsv").read_text(encoding="utf-8")
    rows = csv.DictReader(table.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    return {f"geonames:{row['id']}": (float(row["latitude"]), float(row["longitude"])) for row in rows}


def coordinates(entity_id: str | None) -> tuple[float, float] | None:
    """Return latitude and longitude (degrees, WGS 84) of a place, or None where the gazetteer has none."""
    return _coordinates().get(entity_id or "")
