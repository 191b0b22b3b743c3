"""Extract the Arabic names of countries and territories from CLDR: ``python -m infra.gazetteer.build_countries``.

Reads Babel's copy of CLDR (Unicode License). What the press says beside that, and the nationality adjectives,
are in ``own.tsv`` beside the table. Same package version, same file: a test compares them.
"""

from __future__ import annotations

from pathlib import Path

from babel import Locale

TABLE = Path(__file__).parents[2] / "processors" / "entities" / "data" / "countries" / "cldr.tsv"
# Codes that CLDR uses for what is no country: unions, outlying parts, test locales, the unknown.
_NO_COUNTRY = frozenset(
    ("EU", "EZ", "UN", "QO", "XA", "XB", "ZZ", "AC", "CP", "CQ", "DG", "EA", "IC", "TA", "AQ", "UM", "BV", "HM")
)


def table() -> str:
    """Return the table: code, Arabic name, English name, in the order of the codes."""
    arabic, english = Locale("ar").territories, Locale("en").territories
    codes = sorted(code for code in map(str, arabic) if len(code) == 2 and code not in _NO_COUNTRY)
    return "code\tname\tlatin\n" + "".join(f"{code}\t{arabic[code]}\t{english[code]}\n" for code in codes)


if __name__ == "__main__":
    TABLE.write_text(table(), "utf-8")
