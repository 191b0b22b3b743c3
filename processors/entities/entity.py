"""What the gazetteer knows: entities, and the names they go by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from processors.records import EntityType

# How much a name says by itself: ``sure`` names the entity wherever it stands; ``doc`` needs the entity named in full
# in the same article, quotation marks or a head noun (حركة، مدينة …) before it; ``quoted`` only the latter two.
Evidence = Literal["sure", "doc", "quoted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """One entity. ``id`` is ``iso:IQ``, ``geonames:98182`` or ``rasid:daesh``; ``country`` is ISO 3166-1 alpha-2.

    ``latitude``, ``longitude`` (degrees, WGS 84) and ``population`` are those of GeoNames, places only.
    """

    id: str
    type: EntityType
    name: str
    kind: str = ""
    country: str | None = None
    latin: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0
    capital: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of a name: the entity, the evidence that it needs, and whether it is a nationality adjective."""

    entity: Entity
    evidence: Evidence = "sure"
    adjective: bool = False
