"""Logs: lines for people on stderr, or one JSON object a line; secrets are masked in both, whoever logs them."""

from __future__ import annotations

import json
import logging
import re
import sys
from collections.abc import Collection
from dataclasses import fields
from datetime import UTC, datetime
from types import TracebackType
from typing import TextIO
from urllib.parse import unquote, urlsplit

from infra.config import Settings

LOG = logging.getLogger("rasid")
MASK = "***"
_SHORTEST = 4
"""Characters below which a value is no secret worth the holes that masking it would tear into every line."""
_IN_URL = re.compile(r"(\b[a-z][a-z0-9+.-]*://)([^\s/:@'\"]*):([^\s/@'\"]+)@", re.IGNORECASE)
_NAMES = r"(?:api[_-]?key|authorization|password|passwd|secret|token)"
_NAMED = re.compile(
    rf"({_NAMES}[\"']?\s*[=:]\s*[\"']?(?:(?:basic|bearer|apikey)\s+)?|\b(?:bearer|apikey)\s+(?=\S{{12}}))"
    r"((?!(?:basic|bearer|apikey)\s)[^\s\"'&,;]{4,})",
    re.IGNORECASE,
)


def masked(text: str, secrets: Collection[str] = ()) -> str:
    """Return a text with secrets masked: known values, passwords in URLs, and what stands behind a name of one."""
    for secret in secrets:
        text = text.replace(secret, MASK)
    text = _IN_URL.sub(rf"\1\2:{MASK}@", text)
    return _NAMED.sub(lambda match: match[0] if match[2] == MASK else f"{match[1]}{MASK}", text)


def secrets_of(settings: Settings) -> tuple[str, ...]:
    """Return the values that no log may show: secret settings, and the passwords within their URLs."""
    values = [str(getattr(settings, item.name)) for item in fields(settings) if item.metadata.get("secret")]
    found = [value for value in values if not value.startswith("sqlite:")]
    found += [password for value in values if (password := _password(value))]
    found += [unquote(value) for value in found]
    return tuple(sorted({value for value in found if len(value) >= _SHORTEST}, key=len, reverse=True))


def _password(url: str) -> str | None:
    try:
        return urlsplit(url).password
    except ValueError:
        return None


class _Lines(logging.Formatter):
    """Lines for people: a message as it is, with its level and origin where it is a warning or worse."""

    def __init__(self, secrets: Collection[str]) -> None:
        super().__init__()
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        """Return the line, masked after all else: a traceback can hold a secret too."""
        plain = super().format(record)
        told = plain if record.levelno < logging.WARNING else f"{record.levelname.lower()}: {record.name}: {plain}"
        return masked(told, self._secrets)


class _Json(_Lines):
    """One JSON object a line: time (UTC), level, logger, message, and the traceback where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the object; keys given as ``extra={"fields": …}`` stand beside the message."""
        told = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": masked(record.getMessage(), self._secrets),
            **getattr(record, "fields", {}),
        }
        if record.exc_info:
            told["traceback"] = masked(self.formatException(record.exc_info), self._secrets)
        return masked(json.dumps(told, ensure_ascii=False, default=str), self._secrets)


class _Stderr(logging.StreamHandler[TextIO]):
    """Writes to the stderr of the moment, so that a test or a caller may have redirected it."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one record."""
        self.stream = sys.stderr
        super().emit(record)


def is_json() -> bool:
    """Return whether this process writes JSON lines, so that messages for people have to be such lines too."""
    return any(isinstance(handler.formatter, _Json) for handler in logging.getLogger().handlers)


def configure(settings: Settings) -> None:
    """Send what this process logs to stderr in the form that the settings name; a second call replaces the first."""
    handler = _Stderr(sys.stderr)
    handler.setFormatter((_Json if settings.log_format == "json" else _Lines)(secrets_of(settings)))
    root = logging.getLogger()
    for other in [item for item in root.handlers if isinstance(item, _Stderr)]:
        root.removeHandler(other)
    root.addHandler(handler)
    LOG.setLevel(logging.INFO)
    sys.excepthook = _unexpected


def _unexpected(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    LOG.critical("an error that nobody foresaw; please report it", exc_info=(kind, error, trace))
