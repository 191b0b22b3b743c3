"""The operator's corrections, typed: what is added, merged, split, renamed and ignored."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # `processors.records` names `Corrections` in its Context, and Entity names a type of the records.
    from processors.entities.entity import Entity


@dataclass(frozen=True, slots=True, kw_only=True)
class Split:
    """The name ``name``, where it was taken for the entity ``from_id``, means ``into_id``."""

    name: str
    from_id: str
    into_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ignored:
    """A name that is no entity; where ``entity_id`` is given, it only isn't that one."""

    name: str
    entity_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """Corrections in the order they were made. ``merged`` and ``renamed`` hold (id, id) and (id, name)."""

    added: tuple[Entity, ...] = ()
    merged: tuple[tuple[str, str], ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    splits: tuple[Split, ...] = ()
    ignored: tuple[Ignored, ...] = ()


NONE = Corrections()
"""What holds where the operator corrected nothing."""
