"""The outbox by channel, with the time of the next attempt: what failed for one recipient goes to no other again."""

from alembic import op

from infra.ledger.tables import OUTBOX

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Build the outbox anew; until now nothing wrote to it."""
    op.drop_table("outbox")
    OUTBOX.create(op.get_bind())


def downgrade() -> None:
    """Leave the table: what was delivered is in it, and the columns of before are among its own."""
