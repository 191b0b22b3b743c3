"""Applying the operator's corrections: to the gazetteer, and to the mentions of an article."""

from __future__ import annotations

from dataclasses import replace

from processors.entities.corrections import Corrections
from processors.entities.entity import Candidate
from processors.entities.gazetteer import Gazetteer, Named, build, gazetteer, known
from processors.entities.words import name_key
from processors.records import Mention


def corrected(corrections: Corrections) -> Gazetteer:
    """Build the gazetteer with the operator's own entities, whose names count before the shipped ones."""
    if not corrections.added:
        return gazetteer()
    own: list[Named] = [
        (entity, tuple((name, Candidate(entity)) for name in (entity.name, *entity.aliases)))
        for entity in corrections.added
    ]
    return build((*own, *known()))


def correct(mentions: tuple[Mention, ...], corrections: Corrections, gazetteer: Gazetteer) -> tuple[Mention, ...]:
    """Apply the corrections to the mentions of one article."""
    kept = (mention for mention in mentions if not _is_ignored(mention, corrections))
    return tuple(_identified(mention, corrections, gazetteer) for mention in kept)


def _is_ignored(mention: Mention, corrections: Corrections) -> bool:
    return any(
        ignored.entity_id in {None, mention.entity_id} and name_key(ignored.name) == name_key(mention.text)
        for ignored in corrections.ignored
    )


def _identified(mention: Mention, corrections: Corrections, gazetteer: Gazetteer) -> Mention:
    entity_id = mention.entity_id
    for split in corrections.splits:
        if split.from_id == entity_id and name_key(split.name) in {
            name_key(mention.text),
            name_key(mention.name or ""),
        }:
            entity_id = split.into_id
    # Chains end: an id is followed at most once through each merge, in the order they were made.
    for source, target in corrections.merged:
        entity_id = target if entity_id == source else entity_id
    if entity_id is None:
        return mention
    entity = gazetteer.entities.get(entity_id)
    if entity and entity_id != mention.entity_id:
        mention = replace(mention, name=entity.name, type=entity.type)
    name = dict(corrections.renamed).get(entity_id, mention.name)
    return replace(mention, entity_id=entity_id, name=name)
