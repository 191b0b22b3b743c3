"""Writes the lexicon that is frozen into the artefact, out of the gazetteer and lists of the day."""

from __future__ import annotations

from pathlib import Path

from babel import Locale

from processors.arabic.normalise import fold
from processors.entities.words import name_key

DATA = Path(__file__).parents[2] / "processors" / "entities" / "data"
ROLES = Path(__file__).with_name("roles.txt")
_ACTORS = {"person": "aP", "organisation": "aO", "group": "aG"}
_LARGE, _MIDDLE = 300_000, 50_000


def lexicon_text() -> str:
    """Return the lexicon as `processors.entities.statistical.lexicon.parse_lexicon` reads it."""
    lines = [*_roles(), *_people()]
    lines += [f"name\t{tag}\t{' '.join(key)}" for key, tag in sorted(_names().items())]
    return "\n".join(lines)


def _roles() -> list[str]:
    rows = (line.split("\t") for line in ROLES.read_text(encoding="utf-8").splitlines() if line[:1] != "#")
    return [f"role\t{tag}\t{' '.join(sorted({fold(word) for word in words.split()}))}" for tag, words in rows]


def _words(name: str) -> set[str]:
    lines = (DATA / "names" / name).read_text(encoding="utf-8").splitlines()
    return {line.strip() for line in lines if line.strip() and " " not in line.strip()}


def _people() -> list[str]:
    given, family = _words("given.txt"), _words("family.txt")
    groups = {"GF": given & family, "G": given - family, "F": family - given}
    return [f"person\t{tag}\t{' '.join(sorted(words))}" for tag, words in groups.items()]


def _names() -> dict[tuple[str, ...], str]:
    names = _places()
    for path in sorted((DATA / "actors").glob("*.tsv")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = line.split("\t")
            tag = _ACTORS.get(row[1]) if len(row) > 4 and line[:1] != "#" else None
            if tag:
                for name in (row[4], *(row[6].split("|") if len(row) > 6 else ())):
                    names[name_key(name)] = tag + "~" * (name[:1] in tuple('~"^'))
    for code, name in Locale("ar").territories.items():
        if len(code) == 2:
            names[name_key(name)] = "aC"
    return {key: tag for key, tag in names.items() if key}


def _places() -> dict[tuple[str, ...], str]:
    common = set()
    for line in (DATA / "places" / "common.txt").read_text(encoding="utf-8").splitlines():
        common.update(() if line[:1] == "#" else line.split())
    names: dict[tuple[str, ...], str] = {}
    for line in (DATA / "places" / "geonames.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        row = line.split("\t")
        for name in filter(None, (row[1], *row[8].split("|"))):
            key = name_key(name)
            tag = "gX" if " ".join(key) in common else _size(row)
            if tag == "gC":
                names[key] = tag
            names.setdefault(key, tag)
    return names


def _size(row: list[str]) -> str:
    people = int(row[6] or 0)
    return "gC" if row[7] else "gB" if people > _LARGE else "gM" if people > _MIDDLE else "gS"
