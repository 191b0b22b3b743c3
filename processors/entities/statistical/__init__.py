"""The statistical tagger: a small BiLSTM-CRF over word features, shipped trained (``model/MODEL_CARD.md``)."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from processors.entities.statistical.model import read_model
from processors.entities.statistical.tagger import StatisticalTagger

MODEL_FILE = Path(__file__).with_name("model") / "model.npz"


@lru_cache(maxsize=1)
def load() -> StatisticalTagger:
    """Return the shipped tagger; `FileNotFoundError` names the artefact where an installation lacks it."""
    if not MODEL_FILE.is_file():
        raise FileNotFoundError(f"{MODEL_FILE}: the trained model is missing; reinstall rasid")
    return StatisticalTagger(read_model(MODEL_FILE))
