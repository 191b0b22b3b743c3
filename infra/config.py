"""Settings: by flag, then environment, then ``rasid.toml``, then default; each knows where it came from."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from dataclasses import field as dataclass_field
from functools import partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from processors.errors import RasidError

_PACKAGE_PARENT = Path(__file__).resolve().parent.parent


class ConfigError(RasidError, ValueError):
    """A setting that cannot be used; the message names its origin, key, value and remedy."""


def _bounded(text: str, *, low: float, high: float, kind: Callable[[str], Any]) -> Any:
    try:
        number = kind(text)
    except ValueError:
        number = None
    if number is None or not low <= number <= high:
        raise ValueError(f"must be a number from {low:g} to {high:g}")
    return number


def _whole(low: int, high: int) -> Callable[[str], int]:
    return partial(_bounded, low=low, high=high, kind=int)


def _zone(text: str) -> str:
    try:
        return ZoneInfo(text).key
    except (KeyError, ValueError, OSError) as error:
        raise ValueError("must be an IANA time zone such as Asia/Baghdad") from error


def _hours(text: str) -> tuple[float, ...]:
    parts = [part for part in text.replace(" ", "").split(",") if part]
    try:
        hours = tuple(float(part) for part in parts)
    except ValueError:
        hours = (-1.0,)
    if any(hour <= 0 for hour in hours) or list(hours) != sorted(hours):
        raise ValueError("must be rising positive hours joined by commas, such as 1,6,24,72; empty turns re-visits off")
    return hours


def _names(text: str) -> tuple[str, ...]:
    return tuple(part for part in text.replace(" ", "").split(",") if part)


def _one_of(*choices: str) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in choices:
            raise ValueError(f"must be one of {', '.join(choices)}")
        return text

    return parse


def _setting(default: str, parse: Callable[[str], Any], about: str, *, secret: bool = False) -> Any:
    return dataclass_field(metadata={"default": default, "parse": parse, "about": about, "secret": secret})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every setting. The environment variable of ``name`` is ``RASID_NAME``, its key in rasid.toml ``name``."""

    home: Path
    ledger_url: str = _setting("", str, "ledger database as an SQLAlchemy URL; empty: HOME/ledger.sqlite", secret=True)
    archive_url: str = _setting("", str, "folder or fsspec URL of the WARC files; empty: HOME/archive")
    store: str = _setting("sqlite", _one_of("sqlite", "elasticsearch"), "where articles are searched")
    outlets: tuple[str, ...] = _setting("", _names, "ids of the only outlets to crawl; empty: every enabled one")
    retention_days: int = _setting("0", _whole(0, 36500), "days after which an article leaves the store; 0: never")
    archive_days: int = _setting("0", _whole(0, 36500), "days after which archived pages may be dropped; 0: never")
    contact: str = _setting("", str, "URL or e-mail address of the operator, sent in the User-Agent")
    log_format: str = _setting("text", _one_of("text", "json"), "logs on stderr for people, or as JSON lines")
    timezone: str = _setting("Asia/Baghdad", _zone, "the reader's zone: the days of --from, --to and of the page")
    month_names: str = _setting(
        "", _one_of("", "levantine", "gregorian"), "Arabic months of the page; empty: as usual in the reader's zone"
    )
    revisit_hours: tuple[float, ...] = _setting("1,6,24,72", _hours, "hours after the first capture to look again")
    max_body_bytes: int = _setting("8388608", _whole(1024, 2**31), "largest page taken, in bytes after decompression")
    warc_bytes: int = _setting("1073741824", _whole(4096, 2**40), "size at which a WARC file is closed, in bytes")
    lease_seconds: int = _setting("300", _whole(5, 86400), "how long a crawl's claim on an outlet holds unrenewed")
    batch: int = _setting("200", _whole(1, 10000), "articles written to the store at once")
    elasticsearch_url: str = _setting("https://localhost:9200", str, "address of the Elasticsearch cluster")
    elasticsearch_api_key: str = _setting("", str, "API key (encoded form)", secret=True)
    elasticsearch_api_key_file: str = _setting("", str, "file that holds the API key, instead of the key itself")
    elasticsearch_ca: str = _setting("", str, "file of the certificate authority that signed the cluster's certificate")
    elasticsearch_patience: int = _setting("10", _whole(1, 3600), "seconds for which a search waits for the cluster")
    elasticsearch_prefix: str = _setting("rasid", str, "first part of the names of indices, alias and template")
    smtp_url: str = _setting("", str, "mail server: smtp://user:password@host:587, or smtps://", secret=True)
    mail_from: str = _setting("", str, "address that e-mails of watch-lists and notices come from")
    notice_email: tuple[str, ...] = _setting("", _names, "addresses that are told when a source breaks or recovers")
    notice_webhook: str = _setting("", str, "URL that is told when a source breaks or recovers", secret=True)
    ner_model: str = _setting("", str, "folder of a transformer (ONNX) that tags names; empty: the shipped model")
    origins: Mapping[str, str]

    def __repr__(self) -> str:
        """Show no secret: settings end up in logs and tracebacks."""
        return f"Settings(home={str(self.home)!r})"


def default_home() -> Path:
    """Return ``var/`` in a checkout, else the user's data folder (XDG_DATA_HOME, else ~/.local/share)."""
    if (_PACKAGE_PARENT / "pyproject.toml").is_file():
        return _PACKAGE_PARENT / "var"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "rasid"


def load_settings(flags: Mapping[str, str | None] | None = None, env: Mapping[str, str] | None = None) -> Settings:
    """Gather the settings; `ConfigError` names the origin, key, value and remedy of a bad one."""
    env = os.environ if env is None else env
    given = {key: value for key, value in (flags or {}).items() if value is not None}
    home, home_origin = _home(given, env)
    file = _read_toml(home / "rasid.toml")
    values: dict[str, Any] = {}
    origins: dict[str, str] = {"home": home_origin}
    for item in fields(Settings):
        if item.metadata:
            text, origins[item.name] = _lookup(item.name, str(item.metadata["default"]), given, env, file)
            values[item.name] = _parsed(item.name, text, origins[item.name], item.metadata["parse"])
    values["ledger_url"] = values["ledger_url"] or f"sqlite:///{home / 'ledger.sqlite'}"
    values["archive_url"] = values["archive_url"] or str(home / "archive")
    return Settings(home=home, origins=origins, **values)


def described(settings: Settings) -> tuple[tuple[str, str, str, str], ...]:
    """Return (name, value, origin, about) of every setting, secrets masked."""
    rows = [("home", str(settings.home), settings.origins["home"], "folder of all state")]
    for item in fields(Settings):
        if item.metadata:
            shown = _shown(getattr(settings, item.name), secret=item.metadata["secret"])
            rows.append((item.name, shown, settings.origins[item.name], item.metadata["about"]))
    return tuple(rows)


def api_key(settings: Settings) -> str | None:
    """Return the key of Elasticsearch and Kibana, set itself or as a file; None where neither is."""
    file = settings.elasticsearch_api_key_file
    if settings.elasticsearch_api_key or not file:
        return settings.elasticsearch_api_key or None
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ConfigError(f"elasticsearch_api_key_file = {file!r}: {error.strerror}; name a readable file") from error


def _shown(value: Any, *, secret: bool) -> str:
    parts = value if isinstance(value, tuple) else (value,)
    text = ",".join(f"{part:g}" if isinstance(part, float) else str(part) for part in parts)
    if secret and text and not text.startswith("sqlite:"):
        return "(set, not shown)"
    return text


def _home(given: Mapping[str, str], env: Mapping[str, str]) -> tuple[Path, str]:
    if "home" in given:
        return Path(given["home"]).expanduser().resolve(), "flag"
    if env.get("RASID_HOME"):
        return Path(env["RASID_HOME"]).expanduser().resolve(), "environment"
    return default_home(), "default"


def _read_toml(path: Path) -> Mapping[str, Any]:
    if not path.is_file():
        return {}
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not readable as TOML: {error}") from error
    known = {item.name for item in fields(Settings) if item.metadata}
    for key in data:
        if key not in known:
            raise ConfigError(f"{path}: {key}: unknown key; the keys are {', '.join(sorted(known))}")
    return data


def _lookup(
    name: str, default: str, given: Mapping[str, str], env: Mapping[str, str], file: Mapping[str, Any]
) -> tuple[str, str]:
    if name in given:
        return given[name], "flag"
    if f"RASID_{name.upper()}" in env:
        return env[f"RASID_{name.upper()}"], "environment"
    if name in file:
        value = file[name]
        return (",".join(map(str, value)) if isinstance(value, list) else str(value)), "rasid.toml"
    return default, "default"


def _parsed(name: str, text: str, origin: str, parse: Callable[[str], Any]) -> Any:
    try:
        return parse(text)
    except ValueError as error:
        raise ConfigError(f"{origin}: {name} = {text!r}: {error}") from error
