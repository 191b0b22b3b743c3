"""Watch-lists as people write them: strict, and told by file, key, value and remedy."""

from __future__ import annotations

from datetime import UTC, datetime, time

import pytest

from infra.watch import evaluate_watches, load_watchlists
from infra.watch.edit import add_watchlist, path_of, remove_watchlist, standings
from infra.watch.lists import WatchError
from tests.infra.watch.filled import put, settings_of, water, write_list


@pytest.fixture
def settings(tmp_path):
    return settings_of(tmp_path)


def load(settings, text: str):
    write_list(settings, "list", text)
    loaded = load_watchlists(settings.home, settings.timezone)
    return loaded.lists.get("list"), loaded.problems.get("list", "")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("query: [سد", ["list.yaml", "not readable as YAML"]),
        ("- سد", ["list.yaml", "mapping", "docs/watch-lists.md"]),
        ("query: سد\ncolour: red", ["colour", "unknown key", "docs/watch-lists.md"]),
        ("query: سد\nid: x", ["id", "unknown key", "name"]),
        ("query: سد\nquery: نهر", ["'query' stands twice"]),
        ("query: سد OR", ["query", "position 4", "سد OR"]),
        ("name: فارغة", ["neither a query nor a filter"]),
        ("query: سد\nlayer: fuzzy", ["layer", "exact", "fuzzy"]),
        ("query: سد\ncountry: NO", ["country.0", "False"]),
        ("query: سد\ndeliver: {email: desk}", ["deliver.email.0", "'desk' is no e-mail address"]),
        ("query: سد\ndeliver: {webhook: ftp://a.example}", ["deliver.webhook.0", "http(s)"]),
        ("query: سد\ndeliver: {feed: false}", ["names no recipient"]),
        ("query: سد\ndigest: 7", ["digest.0", "7 is no time of day"]),
        ("query: سد\nquiet: {from: '22:00'}", ["quiet.to", "required"]),
        ("query: سد\nquiet: {from: '25:00', to: '06:00'}", ["quiet.from", "'25:00'"]),
        ("query: سد\ntimezone: Baghdad", ["timezone", "'Baghdad'", "Asia/Baghdad"]),
    ],
)
def test_a_list_that_cannot_be_used_says_where_and_what_to_do(settings, text: str, words: list[str]) -> None:
    watchlist, problem = load(settings, text)
    assert watchlist is None
    assert [word for word in words if word not in problem] == [], problem


def test_what_is_left_out_has_a_default_and_one_value_stands_for_a_list(settings) -> None:
    watchlist, _ = load(settings, "query: سد\nentity: iso:IQ\ndigest: 16:30\nquiet: {from: 22:00, to: 6:00}")
    assert watchlist.entity == ("iso:IQ",)
    assert watchlist.digest == (time(16, 30),)  # YAML reads 16:30 as the number 990
    assert (watchlist.quiet.start, watchlist.quiet.end) == (time(22), time(6))
    assert watchlist.deliver.channels == ("feed",)
    assert (watchlist.title, watchlist.timezone) == ("list", "Asia/Baghdad")


def test_the_hours_are_those_of_the_lists_zone(settings) -> None:
    text = "query: سد\nquiet: {from: '22:00', to: '06:00'}\ndigest: ['07:00', '19:00']\ntimezone: Africa/Casablanca"
    watchlist, _ = load(settings, text)
    at = {hour: datetime(2026, 12, 1, hour, tzinfo=UTC) for hour in range(24)}  # Casablanca is an hour ahead
    assert [hour for hour in at if not watchlist.may_send(at[hour])] == [0, 1, 2, 3, 4, 21, 22, 23]
    assert watchlist.last_digest(at[5]) == datetime(2026, 11, 30, 18, tzinfo=UTC)
    assert watchlist.last_digest(at[6]) == at[6]
    assert watchlist.last_digest(at[20]) == at[18]


def test_a_file_that_is_added_reads_as_it_was_given_and_a_bad_one_is_never_there(settings) -> None:
    record = {"query": '"سد الموصل" NOT حلب', "entity": ["iso:IQ"], "deliver": {"email": ["desk@press.example"]}}
    add_watchlist(settings, "سد الموصل", record)
    loaded = load_watchlists(settings.home, settings.timezone).lists["سد الموصل"]
    assert (loaded.query, loaded.entity) == (record["query"], ("iso:IQ",))
    with pytest.raises(WatchError, match="exists"):
        add_watchlist(settings, "سد الموصل", record)
    with pytest.raises(WatchError, match=r"other\.yaml: query: position"):
        add_watchlist(settings, "other", {"query": "AND"})
    assert [item.name for item in (settings.home / "watchlists").iterdir()] == ["سد الموصل.yaml"]


@pytest.mark.parametrize("name", ["../escape", "", ".hidden", "a/b", "@health", " x", "x" * 120])
def test_a_name_that_is_no_file_name_is_refused(settings, name: str) -> None:
    with pytest.raises(WatchError):
        path_of(settings.home, name)


def test_the_standing_shows_lists_that_break_and_letters_without_a_list(settings) -> None:
    write_list(settings, "dam", "query: سد")
    put(settings, water(1))
    evaluate_watches(settings)
    write_list(settings, "bad", "query: OR")
    (settings.home / "watchlists" / "dam.yaml").unlink()
    (bad, dam) = standings(settings)
    assert "position 1" in bad.problem
    assert "its file is gone" in dam.problem
    assert dam.tally.waiting == 1
    with pytest.raises(WatchError, match="no such watch-list"):
        remove_watchlist(settings, "other")
