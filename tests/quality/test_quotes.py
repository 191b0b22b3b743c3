"""Floors for who said what, on the labelled articles: each half by itself; the held-out one was never tuned on."""

from __future__ import annotations

import hashlib
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from processors.arabic.normalise import fold
from processors.quotes import find_quotes

_PATH = Path(__file__).with_name("quote_data.py")
SHA256 = "d8a993bbf4679e1e44540a52130494f88018a8c727c99ec2023b3fae0a0ea787"


def _data() -> ModuleType:
    spec = importlib.util.spec_from_file_location("quote_data", _PATH)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["quote_data"] = module
    spec.loader.exec_module(module)
    return module


data = _data()


def _measure(half: str) -> dict[str, float]:
    found = labelled = matched = told = scored = roles = with_role = outlets = with_outlet = kinds = 0
    for item in data.load(half):
        quotes = list(find_quotes(item.article, (), data.CONTEXT))
        found += len(quotes)
        labelled += len(item.labels)
        for label in item.labels:
            quote = next((quote for quote in quotes if data.same_span(label, quote)), None)
            if quote is None:
                continue
            quotes.remove(quote)
            matched += 1
            kinds += quote.kind == label.kind
            if label.speaker is not None or label.field == "body":
                scored += 1
                told += fold(quote.speaker or "") == fold(label.speaker or "")
            if label.role is not None:
                with_role += 1
                roles += fold(quote.role or "") == fold(label.role)
            if label.addressee is not None:
                with_outlet += 1
                outlets += quote.addressee == label.addressee
    return {
        "precision": matched / found,
        "recall": matched / labelled,
        "speaker": told / scored,
        "kind": kinds / matched,
        "role": roles / with_role,
        "addressee": outlets / with_outlet,
    }


def test_the_labelled_data_are_those_the_floors_were_set_on() -> None:
    text = data.DATA.read_bytes().replace(b"\r\n", b"\n")
    assert hashlib.sha256(text).hexdigest() == SHA256, "set the floors anew, then the hash"


def test_the_labelled_data_hold_enough_of_every_kind() -> None:
    labels = [label for item in data.load() for label in item.labels]
    assert len(labels) >= 200
    assert sum(label.kind == "indirect" for label in labels) >= 40
    for flag, least in {"c": 20, "p": 15, "m": 15, "t": 15}.items():
        assert sum(flag in label.flags for label in labels) >= least, flag


@pytest.mark.parametrize(
    ("half", "floors"),
    [
        ("dev", {"precision": 0.97, "recall": 0.97, "speaker": 0.97, "kind": 0.97, "role": 0.95, "addressee": 0.9}),
        ("held", {"precision": 0.95, "recall": 0.93, "speaker": 0.9, "kind": 0.97, "role": 0.9, "addressee": 0.7}),
    ],
)
def test_quotes_and_their_speakers_are_found_above_the_floors(half: str, floors: dict[str, float]) -> None:
    measured = _measure(half)
    below = {name: measured[name] for name, floor in floors.items() if measured[name] < floor}
    assert not below, measured
