"""Health of sources, watch-lists, and the sequence in which articles reach the store."""

import sqlalchemy as sa
from alembic import op

from infra.ledger.tables import COVERAGE, HEALTH, HEALTH_EVENTS, OUTBOX, WATCH_POSITIONS

revision = "0002"
down_revision = "0001"

_NEW = (COVERAGE, HEALTH, HEALTH_EVENTS, WATCH_POSITIONS, OUTBOX)


def upgrade() -> None:
    """Add the tables, and number what is in the store already in the order of its captures."""
    op.add_column("captures", sa.Column("sequence", sa.BigInteger))
    op.create_index("captures_sequence", "captures", ["sequence"])
    op.execute("UPDATE captures SET sequence = id WHERE state = 'indexed'")
    for table in _NEW:
        table.create(op.get_bind())


def downgrade() -> None:
    """Remove what `upgrade` added."""
    for table in reversed(_NEW):
        table.drop(op.get_bind())
    op.drop_index("captures_sequence", "captures")
    with op.batch_alter_table("captures") as batch:
        batch.drop_column("sequence")
