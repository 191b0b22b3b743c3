"""YAML read strictly: a key that stands twice is an error, and what a model refuses is told by file, key and value."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError, field_validator


class _UniqueKeys(yaml.SafeLoader):
    """A safe loader to which a key that stands twice is an error; YAML 1.2 §3.2.1.3 wants keys unique."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Build the mapping after looking for a key that stands twice."""
        seen: set[Any] = set()
        for key_node, _ in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in seen:
                raise yaml.MarkedYAMLError(problem=f"the key {key!r} stands twice", problem_mark=key_node.start_mark)
            seen.add(key)
        return super().construct_mapping(node, deep)


class Strict(BaseModel):
    """A model to which an unknown key is an error; ``single``: the types of a value that stands for a list of one."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    single: ClassVar[tuple[type, ...]] = (str,)

    @field_validator("*", mode="before")
    @classmethod
    def _one_is_a_list_of_one(cls, value: Any, info: Any) -> Any:
        """Let a file write one value where a list is meant."""
        annotation = cls.model_fields[info.field_name].annotation
        is_tuple = getattr(annotation, "__origin__", None) is tuple
        return [value] if is_tuple and isinstance(value, cls.single) else value


def zone(name: str) -> str:
    """Return the name of a time zone; ValueError where IANA's data have none of it."""
    try:
        return ZoneInfo(name).key
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"{name!r} is not an IANA time zone such as Asia/Baghdad") from error


DOCS = "docs/add-an-outlet.md"


def read_mapping(path: Path, what: str, docs: str = DOCS) -> dict[str, Any]:
    """Read a file that holds one mapping; ValueError names the file. ``what`` names the kind of file in the message,
    ``docs`` the page that describes it."""
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_UniqueKeys)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ValueError(f"{path}: not readable as YAML in UTF-8: {error}") from error
    if not isinstance(data, dict):
        raise ValueError(f"{path}: {what} is a mapping of keys; see {docs}")
    return data


def explain(path: Path, error: ValidationError, docs: str = DOCS) -> str:
    """Say what a model refused: a line for each wrong key, with the file, the key, what is expected and the value."""
    return "\n".join(_explain_one(path, item, docs) for item in error.errors())


def _explain_one(path: Path, item: Any, docs: str) -> str:
    key = ".".join(str(part) for part in item["loc"]) or "(the whole file)"
    if item["type"] == "extra_forbidden":
        return f"{path}: {key}: unknown key; remove it or see {docs} for the keys there are"
    shown = "" if isinstance(item["input"], dict) else f" (value: {item['input']!r})"
    return f"{path}: {key}: {item['msg'].removeprefix('Value error, ')}{shown}"
