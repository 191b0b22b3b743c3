"""The step ``entities``: who and what an article names, with ids."""

from __future__ import annotations

import logging
from dataclasses import replace
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from processors.entities.combine import Combined, Revised, Reviser
from processors.entities.correct import correct, corrected
from processors.entities.corrections import Corrections
from processors.entities.gazetteer import Gazetteer, gazetteer
from processors.entities.link import link
from processors.entities.propagate import full_names, propagate
from processors.entities.rules import RuleTagger
from processors.entities.tagger import EntityTagger
from processors.entities.transformer import TransformerTagger
from processors.entities.words import split_words
from processors.records import TEXT_FIELDS, Article, Context, EnrichedArticle, Mention
from processors.step import Step

_STATISTICAL = "processors.entities.statistical"


@lru_cache(maxsize=4)
def tools(corrections: Corrections, ner_model: str | None = None) -> tuple[EntityTagger, Gazetteer]:
    """Return the tagger and the gazetteer, with the operator's own entities where there are some."""
    known = corrected(corrections) if corrections.added else gazetteer()
    rules = RuleTagger(known)
    if ner_model:
        return Combined(rules, TransformerTagger(Path(ner_model))), known
    statistical = _statistical()
    always = frozenset(entity.id for entity in corrections.added)
    return (Revised(rules, statistical, always) if statistical else rules), known


@lru_cache(maxsize=1)
def _statistical() -> Reviser | None:
    if find_spec(_STATISTICAL) is None:
        return None
    try:
        tagger: Reviser = import_module(_STATISTICAL).load()
    except FileNotFoundError as error:
        logging.getLogger(__name__).warning("entities are tagged by rules alone: %s", error)
        return None
    return tagger


def find_mentions(article: Article, context: Context) -> tuple[Mention, ...]:
    """Return the mentions of an article's headline, kicker, lead and body, in their order."""
    tagger, known = tools(context.corrections, context.ner_model)
    document = [split_words(name, article.text_of(name)) for name in TEXT_FIELDS]
    spans = tagger.spans(document)
    full = full_names(document, spans)
    mentions = link(document, propagate(document, spans, full), context, known, full)
    return correct(mentions, context.corrections, known)


def run(enriched: EnrichedArticle, context: Context) -> EnrichedArticle:
    """Add the entities."""
    return replace(enriched, mentions=find_mentions(enriched.article, context))


STEP = Step(name="entities", version="3", run=run)
