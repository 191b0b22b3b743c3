"""The command lines that README and docs/ show, and the tree of commands that there are."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
_FENCE = re.compile(r"^```(\w*)\s*$")
_SHELL = ("sh", "console", "bash", "shell")
_INLINE = re.compile(r"`(rasid [^`]+)`")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One line: ``echo``'s text goes in by stdin, ``environment`` before the command, a redirection is left out."""

    place: str
    line: str
    arguments: tuple[str, ...]
    stdin: str = ""
    environment: tuple[tuple[str, str], ...] = ()


def shown_commands() -> list[Shown]:
    """Return the `rasid` lines of every code block, in order."""
    return [made for page in PAGES for number, line in _code(page) if (made := _read(f"{page.name}:{number}", line))]


def _code(page: Path) -> Iterator[tuple[int, str]]:
    language: str | None = None
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        if match := _FENCE.match(line):
            language = None if language is not None else match[1]
        elif language in _SHELL or (language is None and line.startswith("    ")):
            yield number, line.strip().removeprefix("$ ")


def _read(place: str, line: str) -> Shown | None:
    try:
        words = shlex.split(line, comments=True)
    except ValueError:
        return None
    said, words = _piped(words)
    environment = []
    while words and re.match(r"[A-Z_]+=", words[0]):
        name, _, value = words.pop(0).partition("=")
        environment.append((name, value))
    if not words or words[0] != "rasid":
        return None
    cut = next((place for place, word in enumerate(words) if word in (">", "|", "&&", "<")), len(words))
    return Shown(place=place, line=line, arguments=tuple(words[1:cut]), stdin=said, environment=tuple(environment))


def _piped(words: list[str]) -> tuple[str, list[str]]:
    if words[:1] == ["echo"] and "|" in words:
        return f"{' '.join(words[1 : words.index('|')])}\n", words[words.index("|") + 1 :]
    return "", words


def all_text() -> str:
    """Return README and docs as one text."""
    return "\n".join(page.read_text(encoding="utf-8") for page in PAGES)


def commands(group: click.Group, *names: str) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Yield every command below a group that does something itself, with the words that call it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from commands(command, *names, name)
        elif command is not None:
            yield (*names, name), command
