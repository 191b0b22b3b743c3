from __future__ import annotations

import itertools
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from processors.pipeline import STEPS
from processors.quotes.step import STEP

PIECES = st.sampled_from(
    [
        "قال",
        "وقال",
        "أضاف",
        "أن",
        "إن",
        "بأن",
        "وأن",
        "الوزير",
        "كامل",
        "عوض",
        "مؤكداً",
        "مشيراً",
        "إلى",
        "بحسب",
        "مصادر",
        "وفقاً",
        "لـ",
        "نقلاً",
        "عن",
        "كما",
        "لـ«الرافد»",
        ":",
        ".",
        "،",
        '"',
        "“",
        "”",
        "«",
        "»",
        "''",
        "(",
        ")",
        "؟",
        "…",
        "-",
        "5",
        "والجو",
        "جميل",
        "هنا",
        "على",
        "حد",
        "قوله",
        "حسبما",
        "ذكر",
        "جاء",
        "في",
        "بيان",
        "نقلت",
        "عنه",
        "قوله",
        "ثم",
        "\n",
    ]
)
TEXTS = st.one_of(
    st.text(max_size=200), st.lists(PIECES, max_size=60).map(" ".join), st.lists(PIECES, max_size=60).map("".join)
)


@settings(max_examples=400, deadline=None)
@given(body=TEXTS, headline=TEXTS)
def test_any_text_gives_quotes_that_slice_and_never_overlap(find, body, headline) -> None:
    found = find(body, headline.replace("\n", " "))
    fields = {"body": body, "headline": headline.replace("\n", " ")}
    for quote in found:
        assert quote.text == fields[quote.field][quote.start : quote.end]
        assert quote.text.strip()
    for field in fields:
        spans = [(quote.start, quote.end) for quote in found if quote.field == field]
        assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))


def _seconds(find, body: str) -> float:
    start = time.process_time()
    find(body)
    return time.process_time() - start


def _least(find, body: str) -> float:
    return min(_seconds(find, body) for _ in range(3))


def test_the_time_grows_with_the_text_and_no_faster(find) -> None:
    hard = [
        'وقال "',
        '"',
        "« ",
        "قال الوزير ",
        "وأكد أن ",
        "بحسب مصادر ",
        "مؤكداً، ",
        'وقال الخبير كامل عوض إن "العمل جيد جدا هنا". ',
    ]
    for piece in hard:
        small, large = piece * (20_000 // len(piece)), piece * (200_000 // len(piece))
        # Ten times the text: ten times the time where it grows with it, a hundred where with its square. The least of
        # three runs, since a busy machine slows single ones.
        assert _least(find, large) < 35 * max(_least(find, small), 0.02), piece


def test_the_step_runs_behind_the_entities() -> None:
    names = [step.name for step in STEPS]
    assert STEP.name in names
    assert "entities" not in names or names.index("entities") < names.index("quotes")
