from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from infra.demo import Site, build_site, serve

NOW = datetime(2026, 7, 14, 9, 30, tzinfo=UTC)


@pytest.fixture
def site() -> Site:
    return build_site(NOW)


@pytest.fixture
def served(site: Site) -> Iterator[Site]:
    with serve(site, token="token-of-the-test"):
        yield site
