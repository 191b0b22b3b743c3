"""The reader's page: server-rendered, right to left, no script and no external asset."""

from infra.console.app import build_app

__all__ = ["build_app"]
