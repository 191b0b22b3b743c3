"""The settings of a task: the environment's, with Elasticsearch from Airflow's connection where one is set."""

from __future__ import annotations

from typing import Any

from infra.config import ConfigError, Settings, load_settings

CONNECTION = "rasid_elasticsearch"
"""The connection's id; its type is the Elasticsearch provider's."""


def task_settings() -> Settings:
    """Return the settings; call it inside a task. Airflow is asked only where the store is Elasticsearch."""
    settings = load_settings()
    if settings.store != "elasticsearch":
        return settings
    from airflow.sdk import Connection
    from airflow.sdk.exceptions import AirflowNotFoundException

    try:
        return load_settings(flags_of(Connection.get(CONNECTION)))
    except AirflowNotFoundException:
        return settings


def flags_of(connection: Any) -> dict[str, str | None]:
    """Return what a connection says as settings: address, API key (extra ``api_key``, else the password), authority.

    `ConfigError` for a user name: Rasid's tasks have keys with few privileges, no accounts.
    """
    extra = connection.extra_dejson
    if connection.login:
        raise ConfigError(
            f"connection {CONNECTION}: login = {connection.login!r}: leave it empty and give an API key as password or "
            'as extra {"api_key": …}; `rasid es grant` makes one'
        )
    scheme = extra.get("http_scheme") or connection.schema or "https"
    return {
        "elasticsearch_url": f"{scheme}://{connection.host or 'localhost'}:{connection.port or 9200}",
        "elasticsearch_api_key": extra.get("api_key") or connection.password or None,
        "elasticsearch_ca": extra.get("ca_certs"),
    }
