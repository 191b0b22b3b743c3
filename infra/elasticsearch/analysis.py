"""The search layers of `processors.arabic`, as analysis settings of Elasticsearch, from the very same tables.

``python -m infra.elasticsearch.analysis`` writes ``analysis.json``. Only parts of the stock distribution are used, and
a test compares the tokens of a real node with those of `processors.arabic.tokens`, layer by layer.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from processors.arabic.names import COMPOUND_RULE, NAME_RULES
from processors.arabic.normalise import INVISIBLE, folding_map, spelling_map
from processors.arabic.prefixes import PREFIX_RULES

FILE = Path(__file__).with_name("analysis.json")
# `processors.arabic.tokens`: a run of letters and digits, with the marks on them.
_WORD = r"[\p{L}\p{N}][\p{L}\p{N}\p{M}]*"
# Lucene refuses a whole document for one term above 32,766 bytes; a "word" this long is no word.
_LONGEST = 1000


def analysis() -> dict[str, Any]:
    """Return the ``analysis`` settings: for each layer an analyzer, and one for queries where that differs."""
    return {
        "char_filter": {
            "rasid_spelling": _mapping(spelling_map()),
            "rasid_folding": _mapping(folding_map()),
            "rasid_compounds": {"type": "pattern_replace", "pattern": COMPOUND_RULE[0], "replacement": "$1"},
        },
        "tokenizer": {"rasid_words": {"type": "pattern", "pattern": _WORD, "group": 0}},
        "filter": {"rasid_length": {"type": "length", "max": _LONGEST}, **_prefixes(), **_names()},
        "analyzer": _analyzers(),
    }


def _mapping(table: Mapping[str, str]) -> dict[str, Any]:
    rules = [f"{_escaped(raw)}=>{_escaped(plain)}" for raw, plain in sorted(table.items()) if _in_a_word(raw)]
    return {"type": "mapping", "mappings": rules}


def _escaped(text: str) -> str:
    # Letters stay readable; marks and invisible characters do not print by themselves.
    return "".join(c if c.isalnum() or c == " " else f"\\u{ord(c):04x}" for c in text)


def _in_a_word(raw: str) -> bool:
    # The tokenizer sees the mapped text: a sign that separates words (﷼) must not turn into letters before it.
    return all(c.isalnum() or c in INVISIBLE or unicodedata.category(c)[0] == "M" for c in raw)


def _prefixes() -> dict[str, Any]:
    rules = {f"rasid_prefix_{n}": _replace(*rule) for n, rule in enumerate(PREFIX_RULES, 1)}
    return {**rules, "rasid_prefixes": {"type": "multiplexer", "filters": list(rules), "preserve_original": True}}


def _names() -> dict[str, Any]:
    return {f"rasid_name_{n}": _replace(*rule) for n, rule in enumerate(NAME_RULES, 1)}


def _replace(pattern: str, replacement: str) -> dict[str, Any]:
    return {"type": "pattern_replace", "pattern": pattern, "replacement": replacement}


def _analyzers() -> dict[str, Any]:
    names = list(_names())
    stemmed = ["arabic_stem", "remove_duplicates"]
    # Kibana highlights only the field itself, so it carries the folded word and its stem at one position.
    both = ["keyword_repeat", *stemmed]
    return {
        "rasid": _analyzer("rasid_folding", "rasid_prefixes", *both),
        "rasid_query": _analyzer("rasid_folding", *both),
        "rasid_exact": _analyzer("rasid_spelling"),
        "rasid_folded": _analyzer("rasid_folding", "rasid_prefixes"),
        "rasid_folded_query": _analyzer("rasid_folding"),
        "rasid_stemmed": _analyzer("rasid_folding", "rasid_prefixes", *stemmed),
        "rasid_stemmed_query": _analyzer("rasid_folding", *stemmed),
        "rasid_names": _analyzer("rasid_folding", "rasid_prefixes", *names, "remove_duplicates", compounds=True),
        "rasid_names_query": _analyzer("rasid_folding", *names, compounds=True),
    }


def _analyzer(letters: str, *filters: str, compounds: bool = False) -> dict[str, Any]:
    return {
        "type": "custom",
        "char_filter": [letters, *(["rasid_compounds"] if compounds else [])],
        "tokenizer": "rasid_words",
        "filter": ["lowercase", "rasid_length", *filters],
    }


def rendered() -> str:
    """Return the text of ``analysis.json``."""
    return json.dumps(analysis(), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    FILE.write_text(rendered(), encoding="utf-8")
