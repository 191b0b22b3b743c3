"""Kibana's saved objects and alert rules, over HTTP with the certificate verified."""

from __future__ import annotations

import base64
import json
import secrets
import ssl
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from infra.config import ConfigError
from processors.errors import RasidError

_TIMEOUT = 60.0  # seconds
_NOT_THERE, _THERE_ALREADY = 404, 409


class KibanaError(RasidError):
    """Kibana could not be reached or refused; the message names the address, the reason and what to do."""


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follow no redirect: the key is for the address that was given, no other."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Decline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kibana:
    """One Kibana: its address, a space (None: the default one), and how to sign in.

    ``account`` is an administrator's name and password; it comes before the API key.
    """

    url: str
    space: str | None = None
    api_key: str | None = None
    ca: str | None = None
    account: tuple[str, str] | None = None

    def __post_init__(self) -> None:
        if urlsplit(self.url).scheme not in ("http", "https"):
            raise ConfigError(f"--url {self.url!r}: must begin with http:// or https://")
        if self.ca and not Path(self.ca).is_file():
            raise ConfigError(f"elasticsearch_ca = {self.ca!r}: no such file")

    def __repr__(self) -> str:
        """Show no key."""
        return f"Kibana(url={self.url!r}, space={self.space!r})"

    def install(self, ndjson: bytes) -> int:
        """Import the objects over those of the same ids; return how many Kibana took."""
        boundary = f"rasid-{secrets.token_hex(16)}"
        head = (
            'Content-Disposition: form-data; name="file"; filename="rasid.ndjson"\r\nContent-Type: application/ndjson'
        )
        body = f"--{boundary}\r\n{head}\r\n\r\n".encode() + ndjson + f"\r\n--{boundary}--\r\n".encode()
        kind = f"multipart/form-data; boundary={boundary}"
        answer = self._asked("POST", "saved_objects/_import?overwrite=true", body, kind)
        result = _json(answer, self.url)
        if not result.get("success"):
            raise KibanaError(f"{self.url}: {_failures(result)}; rasid kibana install may be run again")
        return int(result["successCount"])

    def export(self, wanted: Sequence[tuple[str, str]]) -> bytes:
        """Return the objects of these types and ids as they stand in Kibana now, as NDJSON."""
        objects = [{"type": kind, "id": key} for kind, key in wanted]
        body = json.dumps({"objects": objects, "excludeExportDetails": True}).encode()
        return self._asked("POST", "saved_objects/_export", body)

    def put_rule(self, key: str, made: Mapping[str, Any], changed: Mapping[str, Any]) -> bool:
        """Make an alert rule under an id, or change the one that is there, which keeps its actions; tell which."""
        path = f"alerting/rule/{quote(key, safe='')}"
        try:
            self._asked("POST", path, json.dumps(made).encode())
        except KibanaError as error:
            if _status(error) != _THERE_ALREADY:
                raise
            actions = [_sent_action(action) for action in (self.rule(key) or {}).get("actions", [])]
            self._asked("PUT", path, json.dumps({**changed, "actions": actions}).encode())
            return False
        return True

    def rule(self, key: str) -> dict[str, Any] | None:
        """Return an alert rule as it stands in Kibana now, or None."""
        try:
            return _json(self._asked("GET", f"alerting/rule/{quote(key, safe='')}"), self.url)
        except KibanaError as error:
            if _status(error) == _NOT_THERE:
                return None
            raise

    def _asked(self, method: str, path: str, body: bytes | None = None, kind: str = "application/json") -> bytes:
        space = f"/s/{quote(self.space, safe='')}" if self.space else ""
        address = f"{self.url.rstrip('/')}{space}/api/{path}"
        headers = {"kbn-xsrf": "true", "Content-Type": kind, **self._signed()}
        request = urllib.request.Request(address, data=body, headers=headers, method=method)
        secure = urllib.request.HTTPSHandler(context=ssl.create_default_context(cafile=self.ca or None))
        try:
            with urllib.request.build_opener(secure, _Stay).open(request, timeout=_TIMEOUT) as answer:
                return bytes(answer.read())
        except urllib.error.HTTPError as error:
            raise KibanaError(f"{address}: {error.code}: {_reason(error)}{_remedy(error.code)}") from error
        except OSError as error:
            reason = getattr(error, "reason", error)
            raise KibanaError(f"{address}: {reason}; check --url and RASID_ELASTICSEARCH_CA") from error

    def _signed(self) -> Mapping[str, str]:
        if self.account:
            return {"Authorization": f"Basic {base64.b64encode(':'.join(self.account).encode()).decode()}"}
        return {"Authorization": f"ApiKey {self.api_key}"} if self.api_key else {}


def _sent_action(action: Mapping[str, Any]) -> dict[str, Any]:
    # Kibana tells the type of an action's connector, and refuses to be told it.
    return {key: value for key, value in action.items() if key != "connector_type_id"}


def _status(error: KibanaError) -> int | None:
    return error.__cause__.code if isinstance(error.__cause__, urllib.error.HTTPError) else None


def _json(answer: bytes, url: str) -> dict[str, Any]:
    try:
        result = json.loads(answer)
    except ValueError:
        result = None
    if not isinstance(result, dict):
        raise KibanaError(f"{url}: the answer is no JSON object; is this the address of Kibana?")
    return result


def _failures(result: Mapping[str, Any]) -> str:
    errors = result.get("errors") or [{}]
    told = [f"{one.get('type')} {one.get('id')}: {(one.get('error') or {}).get('type', 'unknown')}" for one in errors]
    return f"{len(told)} objects were refused: {'; '.join(told)}"


def _reason(error: urllib.error.HTTPError) -> str:
    body = error.read(65536)
    try:
        return str(json.loads(body)["message"])
    except (ValueError, KeyError, TypeError):
        return str(error.reason)


def _remedy(status: int) -> str:
    if status in (401, 403):
        return "; set RASID_ELASTICSEARCH_API_KEY_FILE to a key that may manage saved objects (and rules) in this space"
    if status == 404:
        return "; check --url and --space"
    return ""
