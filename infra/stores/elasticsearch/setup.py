"""What an administrator puts into a cluster once: templates, the life cycle, keys with few privileges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from elasticsearch import ApiError, Elasticsearch

from infra.elasticsearch.templates import Names, article_template, health_template, lifecycle_policy, mapping_version
from infra.stores.elasticsearch.patience import LOG, patiently

_PATIENCE = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """An API key as made. ``encoded`` is the secret; it is shown nowhere but to who asked for it."""

    name: str
    id: str
    encoded: str

    def __repr__(self) -> str:
        """Show no secret."""
        return f"Key(name={self.name!r}, id={self.id!r})"


def set_up(client: Elasticsearch, names: Names, *, delete_after_days: int | None = None) -> list[str]:
    """Put templates and, where the cluster offers it, the life cycle; return what was put. May be done again.

    A month is deleted ``delete_after_days`` after its end; None keeps all. Where the cluster offers no life cycle that
    is told, and the rest is put.
    """
    lifecycle = offers_lifecycle(client)
    done = []
    if lifecycle:
        policy = lifecycle_policy(delete_after_days)
        patiently(lambda: client.ilm.put_lifecycle(name=names.alias, policy=policy), _PATIENCE)
        done.append(f"life cycle {names.alias}")
    else:
        _tell_no_lifecycle(delete_after_days)
    version = mapping_version()
    articles = article_template(names, version=version, lifecycle=lifecycle)
    for name, body in ((names.template(version), articles), (names.health, health_template(names))):
        patiently(lambda name=name, body=body: client.indices.put_index_template(name=name, **body), _PATIENCE)  # type: ignore[misc]
        done.append(f"template {name}")
    return done


def _tell_no_lifecycle(delete_after_days: int | None) -> None:
    lost = "" if delete_after_days is None else f"; nothing will be deleted after {delete_after_days} days"
    LOG.warning("this cluster offers no index life cycle management: the months stay as they are%s", lost)


def offers_lifecycle(client: Elasticsearch) -> bool:
    """Tell whether the cluster has index life cycle management."""
    try:
        client.ilm.get_status()
    except ApiError as error:
        if error.status_code in (400, 404, 405):
            return False
        raise
    return True


def privileges(names: Names) -> dict[str, dict[str, Any]]:
    """Return the role of each of the two keys: what ingest needs, and what an analyst needs."""
    articles, health = f"{names.alias}*", f"{names.health}*"
    # auto_configure makes an index from its template; maintenance refreshes, so that a run ends with all visible.
    ingest = ["create_index", "auto_configure", "index", "read", "view_index_metadata", "maintenance"]
    return {
        "ingest": {
            "cluster": ["monitor"],
            "indices": [{"names": [articles, health], "privileges": [*ingest, "delete"]}],
        },
        "analyst": {
            "cluster": [],
            "indices": [{"names": [articles, health], "privileges": ["read", "view_index_metadata"]}],
        },
    }


def grant(client: Elasticsearch, names: Names, *, expiration: str | None = None) -> tuple[Key, ...]:
    """Make the two API keys. ``expiration`` is a time such as ``90d``; None lets them live until revoked."""
    keys = []
    for role, rights in privileges(names).items():
        name = f"{names.prefix}-{role}"
        answer = patiently(
            lambda name=name, role=role, rights=rights: client.security.create_api_key(  # type: ignore[misc]
                name=name, expiration=expiration, role_descriptors={role: rights}, metadata={"application": "rasid"}
            ),
            _PATIENCE,
        )
        keys.append(Key(name=name, id=answer["id"], encoded=answer["encoded"]))
        LOG.info("made the API key %s (id %s)", name, answer["id"])
    return tuple(keys)
