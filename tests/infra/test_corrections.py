"""The operator's corrections: kept in a file, heeded by everything that processes, applied to what is stored."""

from __future__ import annotations

from contextlib import closing

import pytest
from click.testing import CliRunner

from infra.cli import rasid
from infra.config import load_settings
from infra.corrections import FILE, CorrectionsError, load
from infra.running import ingest_waiting
from infra.stores import open_store
from tests.infra.pages import NOW, capture_pages, html

TEXT = "وأشاد نادي القراءة الصيفي في بغداد بمبادرة حلقة الورد، وهي مجموعة من المتطوعين الذين يعنون بالحدائق العامة."
ADD = ("add", "own:rose", "حلقة الورد", "--type", "organisation", "--country", "IQ", "--latin", "Rose Circle")


@pytest.fixture
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("RASID_HOME", str(tmp_path))
    return tmp_path


def run(*words):
    result = CliRunner().invoke(rasid, ["entities", *words])
    assert result.exit_code == 0, result.output
    return result.output


def ids(home):
    with closing(open_store(load_settings())) as store:
        (stored,) = store.export()
    return {mention.text: (mention.entity_id, mention.name) for mention in stored.enriched.mentions}


def ingest(home):
    settings = load_settings()
    capture_pages(settings, [("http://outlet.example/1", html(extra=TEXT), NOW)])
    assert ingest_waiting(settings).created == 1


def test_what_is_ingested_heeds_the_corrections(home) -> None:
    run(*ADD)
    run("rename", "geonames:98182", "مدينة السلام")
    ingest(home)
    found = ids(home)
    assert found["حلقة الورد"] == ("own:rose", "حلقة الورد")
    assert found["بغداد"] == ("geonames:98182", "مدينة السلام")


def test_apply_brings_what_is_stored_in_line_and_undo_takes_it_back(home) -> None:
    ingest(home)
    before = ids(home)
    assert before["بغداد"][0] == "geonames:98182"
    run("ignore", "بغداد")
    assert "1 changed" in run("apply")
    assert "بغداد" not in ids(home)
    assert "0 changed" in run("apply")
    run("undo")
    run("apply")
    assert ids(home) == before


def test_every_operation_is_an_entry_of_the_file_in_order(home) -> None:
    run(*ADD)
    run("merge", "name:نادي-ورد", "own:rose")
    run("split", "الورد", "own:rose", "own:other")
    run("ignore", "الورد", "--id", "own:other")
    corrections = load(home)
    assert [entity.latin for entity in corrections.added] == [("Rose Circle",)]
    assert corrections.merged == (("name:نادي-ورد", "own:rose"),)
    assert [(split.name, split.into_id) for split in corrections.splits] == [("الورد", "own:other")]
    assert [(ignored.name, ignored.entity_id) for ignored in corrections.ignored] == [("الورد", "own:other")]
    assert "own:rose" in run("list", "Rose Circle")
    assert '"merge"' in run("show", "own:rose")


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ("- merge: {from: a}", "entry 1: merge takes from, into"),
        ("- rename: {id: a, name: ''}", "entry 1: name"),
        ("- add: {id: own:a, name: ب, type: thing}", "entry 1: type: 'thing'"),
        ("merge: {from: a, into: b}", "must be a list"),
        ("- [", "not YAML"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_with_its_entry_and_key(home, entry, says) -> None:
    (home / FILE).write_text(entry, "utf-8")
    with pytest.raises(CorrectionsError, match=says):
        load(home)


@pytest.mark.parametrize(
    "words", [("undo",), ("show", "own:nobody"), ("merge", "a", "a"), ("add", "rose", "ورد", "--type", "person")]
)
def test_what_makes_no_sense_is_refused_and_nothing_is_noted(home, words) -> None:
    result = CliRunner().invoke(rasid, ["entities", *words])
    assert isinstance(result.exception, CorrectionsError)
    assert not (home / FILE).exists()
