"""Floors for who said what, on the labelled articles: each half by itself; the held-out one was never tuned on."""

from __future__ import annotations

import hashlib

import pytest

from bench.quality.quotes import measure
from tests.quality import quote_data as data

SHA256 = "12324102dce6166f6e4bde69a4f2b080adcee5606a2142e13611ff0a03c37bdc"


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
    measured = measure(half)
    below = {name: measured[name] for name, floor in floors.items() if measured[name] < floor}
    assert not below, measured
