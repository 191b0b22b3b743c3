"""What the last check knew of an outlet, beside its state: pages show it without reading four weeks of runs again."""

from alembic import op

from infra.ledger.tables import HEALTH_REPORTS

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the table; the next check fills it."""
    HEALTH_REPORTS.create(op.get_bind())


def downgrade() -> None:
    """Remove it: nothing is lost that a check does not find again."""
    HEALTH_REPORTS.drop(op.get_bind())
