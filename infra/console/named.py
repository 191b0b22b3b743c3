"""Names on the page: suggested while typing, taken in Latin letters, put right where they are misspelt."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar, cast

from markupsafe import Markup

from infra.console.state import FILTERS, State
from infra.meant import Corrector, corrector_of, worth_asking
from infra.resolve import AmbiguousNameError, Candidate, UnknownNameError, entity_id, known_of
from infra.stores.base import Store
from infra.suggest import Suggester, Suggestion
from processors.entities.gazetteer import Gazetteer

T = TypeVar("T")
_LISTED, _OF_EACH, _OFFERED = 300, 100, 8
_FRESH = 600.0  # seconds for which names once read are good enough


class NameBook:
    """The names of a store, read when they are first needed and again when they are ten minutes old."""

    def __init__(self, store: Store, home: Path) -> None:
        self._store, self._known = store, known_of(home)
        self._kept: dict[str, tuple[float, object]] = {}

    @property
    def known(self) -> Gazetteer:
        """Everything known by name."""
        return self._fresh("known", self._known)

    def listed(self) -> list[tuple[str, str]]:
        """Return (name, its Latin spelling or '') of the most mentioned, for the browser to suggest while typing."""
        return self._fresh("listed", self._listed)

    def options(self) -> Markup:
        """Return `listed` as the options of a list, drawn once for all pages."""
        return self._fresh("options", lambda: Markup("").join(_option(*names) for names in self.listed()))

    def _listed(self) -> list[tuple[str, str]]:
        entities = self.known.entities
        names = sorted(Suggester.of(self._store, most=_OF_EACH).names, key=lambda one: -one.count)
        latin = {one.label: (*entities[one.key].latin, "")[0] if one.key in entities else "" for one in names}
        return list(latin.items())[:_LISTED]

    def starting(self, typed: str) -> tuple[Suggestion, ...]:
        """Return the entities in articles whose name begins so, Arabic or Latin."""
        return self._fresh("suggester", lambda: Suggester.of(self._store, self.known)).starting(typed, _OFFERED)

    def meant(self, text: str, total: int) -> tuple[str, ...]:
        """Return what a query that found so few articles may have meant."""
        if not worth_asking(self._store, text, total):
            return ()
        corrector: Corrector = self._fresh("corrector", lambda: corrector_of(self._store, lambda: self.known))
        return corrector.meant(text)

    def entity(self, name: str) -> str | tuple[Candidate, ...]:
        """Return the id that a name certainly means, else the candidates (none where nothing resembles it)."""
        try:
            return entity_id(self._store, self.known, name)
        except AmbiguousNameError as error:
            return error.candidates
        except UnknownNameError:
            found = {one.key: one for one in self.starting(name)}
            return tuple(
                Candidate(id=one.key, type=one.facet, name=one.label, latin=None, articles=one.count)
                for one in found.values()
            )

    def label(self, entity: str) -> str:
        """Return the name of an entity, else its id."""
        found = self.known.entities.get(entity)
        return found.name if found else entity.removeprefix("name:").replace("-", " ")

    def _fresh(self, what: str, read: Callable[[], T]) -> T:
        kept = self._kept.get(what)
        if kept is None or time.monotonic() - kept[0] > _FRESH:
            kept = self._kept[what] = (time.monotonic(), read())
        return cast(T, kept[1])


def _option(label: str, latin: str) -> Markup:
    shown = Markup(' label="{}"').format(latin) if latin else Markup("")
    return Markup('<option value="{}"{}></option>').format(label, shown)


def choices(state: State, name: str, candidates: Sequence[Candidate]) -> list[tuple[Candidate, str]]:
    """Return each candidate with the URL that puts its id in the place of the name that a filter or the text holds."""
    held = next((field for field, value in state.pairs if value == name and field in FILTERS), None)
    kept = [pair for pair in state.pairs if pair[0] != "name" and (pair[0], pair[1]) != (held, name)]
    if held is None and not state.value("name"):
        kept = [pair for pair in kept if pair[0] != "q"]
    return [(one, State(pairs=tuple(kept)).toggled(held or "entity", one.id)) for one in candidates]
