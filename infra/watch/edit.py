"""Adding and removing watch-lists: the files that people may as well write by hand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from infra.config import Settings
from infra.ledger import connected
from infra.ledger.outbox import Outbox, Tally
from infra.watch.evaluate import EVERYTHING, WHOLE
from infra.watch.lists import FOLDER, WatchError, WatchList, load_watchlists, open_watchlist

_NAME = re.compile(r"[^\W_][\w .-]{0,98}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One list as it stands: what is wrong with it where it cannot be read, and its letters."""

    id: str
    watchlist: WatchList | None
    problem: str | None
    tally: Tally


def path_of(home: Path, name: str) -> Path:
    """Return the file of a list; `WatchError` where the name cannot be a file's."""
    if not _NAME.fullmatch(name) or name != name.strip():
        raise WatchError(f"{name!r} cannot name a watch-list: letters, digits, - _ . and spaces, 99 at most")
    return home / FOLDER / f"{name}.yaml"


def add_watchlist(
    settings: Settings, name: str, record: Mapping[str, Any], *, replace: bool = False, all_stored: bool = False
) -> WatchList:
    """Write a list's file after reading it as an evaluation will; one that exists is kept unless ``replace``.

    A new list begins with what is stored from now on, or with everything stored where ``all_stored``.
    """
    path = path_of(settings.home, name)
    if path.exists() and not replace:
        raise WatchError(f"{path}: exists; give --replace, or another name")
    path.parent.mkdir(parents=True, exist_ok=True)
    # The draft's name is read as the list's id, and is no list while it lacks .yaml.
    draft = path.with_suffix(".new")
    draft.write_text(yaml.safe_dump(dict(record), allow_unicode=True, sort_keys=False), encoding="utf-8")
    try:
        watchlist = open_watchlist(draft, settings.timezone)
    except WatchError as error:
        draft.unlink()
        raise WatchError(str(error).replace(str(draft), str(path))) from error
    _begin(settings, name, all_stored=all_stored)
    draft.replace(path)
    return watchlist


def _begin(settings: Settings, name: str, *, all_stored: bool) -> None:
    with connected(settings.ledger_url) as engine:
        outbox = Outbox(engine)
        if name not in outbox.positions():
            outbox.put((), name, WHOLE if all_stored else outbox.last())


def remove_watchlist(settings: Settings, name: str) -> int:
    """Remove a list's file and its letters that wait; return how many those were."""
    path = path_of(settings.home, name)
    known = [item.id for item in standings(settings)]
    if name not in known:
        raise WatchError(f"{path}: no such watch-list; there are: {', '.join(known) or 'none yet'}")
    path.unlink(missing_ok=True)
    with connected(settings.ledger_url) as engine:
        return Outbox(engine).remove(name)


def standings(settings: Settings) -> list[Standing]:
    """Return every list by id, those that cannot be read too, and those whose file is gone while letters wait."""
    loaded = load_watchlists(settings.home, settings.timezone)
    with connected(settings.ledger_url) as engine:
        tallies = Outbox(engine).tallies()
    orphans = {name for name, tally in tallies.items() if tally.waiting and not name.startswith(EVERYTHING[0])}
    gone = f"its file is gone from {FOLDER}; put it back, or give `rasid watch remove`"
    return [
        Standing(
            id=name,
            watchlist=loaded.lists.get(name),
            problem=loaded.problems.get(name, None if name in loaded.lists else gone),
            tally=tallies.get(name, Tally()),
        )
        for name in sorted({*loaded.lists, *loaded.problems, *orphans})
    ]
