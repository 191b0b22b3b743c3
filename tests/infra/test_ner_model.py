"""The setting ner_model counts on every way in: a folder that holds no model is named by each."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from infra.analysis import Analyst
from infra.config import load_settings
from infra.importing import Importer
from infra.processing import Failure, enrich, process_page
from infra.running import ingest_waiting
from infra.scheduled.reprocess import run_steps
from infra.stores.base import Stored
from processors.entities.corrections import NONE
from processors.entities.transformer import TransformerError
from processors.pipeline import STEPS
from processors.records import RawPage
from spiders.page import extract
from tests.quality.pages import pages

NOW = datetime(2026, 9, 1, tzinfo=UTC)
MADE = next(page for page in pages() if page.layout == "wordpress")
PAGE = RawPage(url=MADE.url, final_url=MADE.url, outlet_id=None, fetched_at=NOW, body=MADE.body)


def test_a_capture_and_an_imported_article_are_tagged_by_the_model_of_the_setting(tmp_path: Path) -> None:
    for result in (
        process_page(PAGE, None, NONE, str(tmp_path)),
        enrich(extract(PAGE, None), None, NONE, str(tmp_path)),
    ):
        assert isinstance(result, Failure)
        assert result.step == "entities"
        assert f"{tmp_path}/model.onnx" in result.error
    record = {"url": MADE.url, "headline": "وصل الوفد", "body": "وصل الوفد إلى بغداد."}
    line = Importer(outlets={}, imported_at=NOW, ner_model=str(tmp_path))((1, record))
    assert "model.onnx" in (line.error or "")


def test_an_analysed_page_is_tagged_by_the_model_of_the_setting(tmp_path: Path) -> None:
    analyst = Analyst({}, lambda message: None, NONE, str(tmp_path))
    with pytest.raises(ValueError, match=r"model\.onnx"):
        analyst.analyse(MADE.body, MADE.url, None, NOW)


def test_a_stored_article_is_tagged_again_by_the_model_of_the_setting(tmp_path: Path) -> None:
    stored = enrich(extract(PAGE, None), None, NONE)
    assert isinstance(stored, Stored)
    with pytest.raises(TransformerError, match=r"model\.onnx"):
        run_steps(stored, STEPS, None, NONE, str(tmp_path))


def test_an_ingest_with_a_model_that_cannot_be_read_stops_before_the_first_page(tmp_path: Path) -> None:
    settings = replace(load_settings(), home=tmp_path, ner_model=str(tmp_path / "none"))
    with pytest.raises(TransformerError, match=r"none/model\.onnx: missing"):
        ingest_waiting(settings)
