"""How the tests are shared out between two processes: what needs the same server runs in the same one."""

from __future__ import annotations

import pytest

_NODE_FIXTURES = {"elasticsearch_url", "secured", "es", "names", "pool"}
_NODE_FOLDERS = {"elasticsearch", "stores", "kibana", "compose"}
_LONGEST_FIRST = ("airflow", "elasticsearch")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Name the group of each test (`--dist loadgroup`): Airflow's, Elasticsearch's, else that of its file."""
    groups = {item: _group(item) for item in items}
    for item, group in groups.items():
        item.add_marker(pytest.mark.xdist_group(group))
    items.sort(key=lambda item: _LONGEST_FIRST.index(groups[item]) if groups[item] in _LONGEST_FIRST else 2)


def _group(item: pytest.Item) -> str:
    folders = set(item.path.parts)
    if folders & {"dags", "airflow"}:
        return "airflow"
    if folders & _NODE_FOLDERS or _NODE_FIXTURES & set(getattr(item, "fixturenames", ())):
        return "elasticsearch"
    return str(item.path)
