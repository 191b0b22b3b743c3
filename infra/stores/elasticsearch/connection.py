"""The connection to a cluster, from the settings; secrets stay inside the client."""

from __future__ import annotations

import os
from pathlib import Path

from elasticsearch import Elasticsearch

from infra.config import ConfigError, Settings, api_key

_TIMEOUT = 60.0
_USER, _PASSWORD = "RASID_ELASTICSEARCH_ADMIN", "RASID_ELASTICSEARCH_ADMIN_PASSWORD"


def connect(settings: Settings, *, basic_auth: tuple[str, str] | None = None) -> Elasticsearch:
    """Return a client of the cluster: TLS verified, no retries of its own (`patience` decides those).

    ``elasticsearch_url`` may name several nodes, joined by commas. ``basic_auth`` serves commands that an
    administrator runs; everything else uses the API key of the settings.
    """
    hosts = [url.strip() for url in settings.elasticsearch_url.split(",") if url.strip()]
    for url in hosts:
        if not url.startswith(("http://", "https://")):
            raise ConfigError(f"elasticsearch_url = {url!r}: must begin with http:// or https://")
    key = api_key(settings)
    ca = settings.elasticsearch_ca
    if ca and not Path(ca).is_file():
        raise ConfigError(f"elasticsearch_ca = {ca!r}: no such file")
    secure = {"ca_certs": ca} if ca and any(url.startswith("https") for url in hosts) else {}
    return Elasticsearch(
        hosts,
        api_key=None if basic_auth else key,
        basic_auth=basic_auth,
        request_timeout=_TIMEOUT,
        max_retries=0,
        retry_on_timeout=False,
        http_compress=False,
        **secure,  # type: ignore[arg-type]
    )


def administrator(settings: Settings) -> Elasticsearch:
    """Return a client with an administrator's rights: signed in by the environment, else by the settings' API key."""
    return connect(settings, basic_auth=account())


def account() -> tuple[str, str] | None:
    """Return name and password of the administrator that the environment names, or None."""
    user, password = os.environ.get(_USER), os.environ.get(_PASSWORD)
    if bool(user) != bool(password):
        raise ConfigError(f"{_USER} and {_PASSWORD} belong together; set both or neither")
    return (user, password) if user and password else None
