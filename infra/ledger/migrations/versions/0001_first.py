"""The first ledger."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Go forward."""
    op.create_table(
        "urls",
        sa.Column("id", _KEY, primary_key=True),
        sa.Column("canonical_url", sa.Text, nullable=False, unique=True),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("outlet", sa.String(64), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("reason", sa.Text),
        sa.Column("source", sa.Text),
        sa.Column("lastmod", sa.String(64)),
        sa.Column("discovered_at", _MOMENT, nullable=False),
        sa.Column("first_captured_at", _MOMENT),
        sa.Column("visits", sa.Integer, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("due_at", _MOMENT),
    )
    op.create_index("urls_due", "urls", ["outlet", "due_at"])
    op.create_table(
        "captures",
        sa.Column("id", _KEY, primary_key=True),
        sa.Column("url", sa.Text, nullable=False),
        sa.Column("canonical_url", sa.Text, nullable=False),
        sa.Column("outlet", sa.String(64), nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("fetched_at", _MOMENT, nullable=False),
        sa.Column("status", sa.Integer, nullable=False),
        sa.Column("digest", sa.String(96), nullable=False),
        sa.Column("locator", sa.String(255), nullable=False, unique=True),
        sa.Column("payload_locator", sa.String(255), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("step", sa.String(64)),
        sa.Column("error", sa.Text),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("article_id", sa.String(64)),
    )
    op.create_index("ix_captures_canonical_url", "captures", ["canonical_url"])
    op.create_index("ix_captures_article_id", "captures", ["article_id"])
    op.create_index("captures_work", "captures", ["state", "id"])
    op.create_table(
        "leases",
        sa.Column("name", sa.String(128), primary_key=True),
        sa.Column("holder", sa.String(128), nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
    )
    op.create_table(
        "validators",
        sa.Column("url", sa.Text, primary_key=True),
        sa.Column("etag", sa.Text),
        sa.Column("last_modified", sa.Text),
    )
    op.create_table(
        "runs",
        sa.Column("id", _KEY, primary_key=True),
        sa.Column("outlet", sa.String(64), nullable=False),
        sa.Column("finished_at", _MOMENT, nullable=False),
        sa.Column("discovered", sa.Integer, nullable=False),
        sa.Column("captured", sa.Integer, nullable=False),
        sa.Column("not_modified", sa.Integer, nullable=False),
        sa.Column("errors", sa.Integer, nullable=False),
        sa.Column("bytes", sa.BigInteger, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("finished", sa.String(64), nullable=False),
        sa.Column("refused", sa.JSON, nullable=False),
        sa.Column("http", sa.JSON, nullable=False),
    )
    op.create_index("ix_runs_outlet", "runs", ["outlet"])
