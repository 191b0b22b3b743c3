"""When the evidence of a capture was dropped from the archive by age."""

import sqlalchemy as sa
from alembic import op

from infra.ledger.tables import Moment

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the column; nothing was pruned until now."""
    op.add_column("captures", sa.Column("pruned_at", Moment))


def downgrade() -> None:
    """Remove it; the files stay dropped."""
    with op.batch_alter_table("captures") as batch:
        batch.drop_column("pruned_at")
