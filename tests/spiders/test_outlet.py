"""The loader of definitions: what it accepts, and how it says what is wrong."""

import datetime
import re
from pathlib import Path

import pytest
import yaml

from spiders.check import Case
from spiders.outlet import (
    Expect,
    Layout,
    Names,
    Outlet,
    OutletError,
    Place,
    Politeness,
    Source,
    Terms,
    load_outlet,
    load_registry,
)

DOC = Path(__file__).parents[2] / "docs" / "add-an-outlet.md"
MINIMAL = """\
id: sample
names: {ar: نموذج, latin: Sample}
country: IQ
kind: daily
timezone: Asia/Baghdad
homepage: https://sample.example/
hosts: sample.example
sources: {type: feed, url: https://sample.example/feed}
"""


def write(folder: Path, text: str, name: str = "sample") -> Path:
    path = folder / f"{name}.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_a_minimal_definition_has_gentle_defaults(tmp_path: Path) -> None:
    outlet = load_outlet(write(tmp_path, MINIMAL))
    assert outlet.hosts == ("sample.example",)
    assert [source.type for source in outlet.sources] == ["feed"]
    assert (outlet.politeness.delay, outlet.politeness.concurrency, outlet.politeness.obey_robots) == (2.0, 1, True)
    assert (outlet.day_first, outlet.enabled, outlet.verified_on, outlet.place) == (True, True, None, None)


@pytest.mark.parametrize(
    ("change", "key", "words"),
    [
        ("colour: red\n", "colour", "unknown key"),
        ("tier: hourly\n", "tier", "'agency', 'daily' or 'weekly'"),
        ("article_url: '(['\n", "article_url", "not a regular expression"),
        ("layouts: [{headline: 'h1['}]\n", "layouts.0.headline.0", "not a CSS selector"),
        ("layouts: [{headline: '//h1'}]\n", "layouts.0.headline.0", "not a CSS selector"),
        ("layouts: [{title: h1}]\n", "layouts.0.title", "unknown key"),
        ("layouts: [{body: p}, {body: div}]\n", "(the whole file)", "only one may lack valid_until"),
        ("politeness: {delay: -1}\n", "politeness.delay", "greater than or equal to 0"),
        ("expect: {fewest: 9, most: 3}\n", "expect", "most is less than fewest"),
        ("verified_on: soon\n", "verified_on", "date"),
        ("place: {city: X, latitude: 91, longitude: 0}\n", "place.latitude", "less than or equal to 90"),
    ],
)
def test_an_error_names_file_key_and_remedy(tmp_path: Path, change: str, key: str, words: str) -> None:
    path = write(tmp_path, MINIMAL + change)
    with pytest.raises(OutletError) as caught:
        load_outlet(path)
    assert str(caught.value).startswith(f"{path}: {key}: ")
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("Asia/Baghdad", "Asia/Bagdad", "timezone: 'Asia/Bagdad' is not an IANA time zone"),
        ("country: IQ", "country: iq", "country: "),
        ("url: https://sample.example/feed", "url: /feed", "sources.0.url: '/feed' is not an absolute http(s) URL"),
        ("url: https://sample.example/feed", "url: file:///etc/hosts", "is not an absolute http(s) URL"),
        ("url: https://sample.example/feed", "url: https://other.example/feed", "lies on none of the hosts"),
        ("url: https://sample.example/feed", "url: https://notsample.example/", "lies on none of the hosts"),
        ("type: feed", "type: feed, links: a", "belong to a source of type listing"),
        ("type: feed", "type: listing, page_url: https://x.example/2", "needs {page}"),
        ("id: sample", "id: other", "id: 'other' differs from the file's name; write id: sample"),
        ("sources: {", "enabled: true\nsources: []\n# {", "set enabled: false until one is known"),
        ("kind: daily", "kind: daily\nkind: agency", "the key 'kind' stands twice"),
        ("kind: daily", "kind: [daily", "not readable as YAML"),
    ],
)
def test_a_wrong_value_is_explained(tmp_path: Path, old: str, new: str, words: str) -> None:
    path = write(tmp_path, MINIMAL.replace(old, new))
    with pytest.raises(OutletError, match=re.escape(words)) as caught:
        load_outlet(path)
    assert str(path) in str(caught.value)


def test_several_errors_are_all_told(tmp_path: Path) -> None:
    with pytest.raises(OutletError) as caught:
        load_outlet(write(tmp_path, MINIMAL + "colour: red\ntier: hourly\n"))
    assert len(str(caught.value).splitlines()) == 2


@pytest.mark.parametrize("content", [b"- a\n- list\n", b"", "names: اسم".encode("cp1256")])
def test_a_file_that_is_no_mapping_in_utf8_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "sample.yaml"
    path.write_bytes(content)
    with pytest.raises(OutletError, match=re.escape(str(path))):
        load_outlet(path)


def test_the_layout_of_the_day_is_chosen(tmp_path: Path) -> None:
    text = "layouts: [{body: p.new}, {body: p.mid, valid_until: 2022-12-31}, {body: p.old, valid_until: 2020-01-01}]\n"
    outlet = load_outlet(write(tmp_path, MINIMAL + text))
    days = ["2019-05-05", "2020-01-01", "2020-01-02", "2022-12-31", "2023-01-01"]
    layouts = [outlet.layout_at(datetime.date.fromisoformat(day)) for day in days]
    assert [layout and layout.body for layout in layouts] == [
        ("p.old",), ("p.old",), ("p.mid",), ("p.mid",), ("p.new",),
    ]  # fmt: skip


def test_after_the_last_dated_layout_the_general_extractor_serves(tmp_path: Path) -> None:
    outlet = load_outlet(write(tmp_path, MINIMAL + "layouts: {body: p, valid_until: 2020-01-01}\n"))
    assert outlet.layout_at(datetime.date(2020, 1, 2)) is None


def test_hosts_own_what_lies_below_them_and_nothing_else(tmp_path: Path) -> None:
    outlet = load_outlet(write(tmp_path, MINIMAL))
    assert outlet.owns("https://WWW.Sample.example/x")
    assert not outlet.owns("https://evilsample.example/")
    assert not outlet.owns("https://sample.example.evil.test/")


def test_a_later_folder_overlays_an_earlier_one(tmp_path: Path) -> None:
    write(tmp_path / "package" / "iq", MINIMAL)
    write(tmp_path / "package" / "sy", MINIMAL.replace("id: sample", "id: second"), "second")
    write(tmp_path / "home", MINIMAL.replace("نموذج", "نموذج آخر"))
    registry = load_registry(tmp_path / "package", tmp_path / "home")
    assert list(registry) == ["sample", "second"]
    assert registry["sample"].names.ar == "نموذج آخر"


def test_an_id_defined_twice_in_one_folder_is_an_error(tmp_path: Path) -> None:
    write(tmp_path / "iq", MINIMAL)
    write(tmp_path / "sy", MINIMAL)
    with pytest.raises(OutletError, match="is defined in .* too"):
        load_registry(tmp_path)


def test_expectations_of_saved_pages_are_no_definitions(tmp_path: Path) -> None:
    write(tmp_path, MINIMAL)
    write(tmp_path / "sample" / "a_case", "url: https://sample.example/1\n", "expected")
    assert list(load_registry(tmp_path)) == ["sample"]


@pytest.mark.parametrize("model", [Outlet, Names, Place, Source, Layout, Politeness, Expect, Terms, Case])
def test_the_document_explains_every_key(model: type[Outlet]) -> None:
    text = DOC.read_text(encoding="utf-8")
    missing = [key for key in model.model_fields if f"`{key}`" not in text]
    assert not missing


def test_the_examples_of_the_document_are_valid(tmp_path: Path) -> None:
    definition, expected = re.findall(r"```yaml\n(.*?)```", DOC.read_text(encoding="utf-8"), flags=re.DOTALL)
    outlet = load_outlet(write(tmp_path, definition, "minaa_albasra"))
    assert len(outlet.layouts) == 2
    assert outlet.owns(Case.model_validate(yaml.safe_load(expected)).url)


def test_a_draft_may_leave_country_kind_and_zone_unknown_until_it_is_switched_on(tmp_path: Path) -> None:
    known = MINIMAL.replace("IQ", "null").replace("daily", "null").replace("Asia/Baghdad", "null")
    draft = load_outlet(write(tmp_path, f"{known}enabled: false\n"))
    assert (draft.country, draft.kind, draft.timezone) == (None, None, None)
    with pytest.raises(OutletError, match="enabled needs country, kind, timezone; set enabled: false"):
        load_outlet(write(tmp_path, known))
