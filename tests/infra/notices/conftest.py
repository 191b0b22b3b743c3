"""A home with real mail and HTTP servers to deliver to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.config import Settings
from tests.infra.notices.servers import Hook, Mailbox, hook_server, mail_server
from tests.infra.watch.filled import settings_of


@pytest.fixture
def box() -> Iterator[Mailbox]:
    """A mail server."""
    with mail_server() as opened:
        yield opened


@pytest.fixture
def hook() -> Iterator[Hook]:
    """An HTTP server."""
    with hook_server() as opened:
        yield opened


@pytest.fixture
def settings(tmp_path: Path, box: Mailbox) -> Settings:
    """Settings that name the mail server."""
    return settings_of(tmp_path, RASID_SMTP_URL=box.url, RASID_MAIL_FROM="rasid@press.example")
