"""The month of first capture of every article in Elasticsearch: it decides the index."""

from alembic import op

from infra.ledger.tables import ARTICLE_MONTHS

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the table; what is in a cluster already is found there when it is written next."""
    ARTICLE_MONTHS.create(op.get_bind())


def downgrade() -> None:
    """Remove it."""
    ARTICLE_MONTHS.drop(op.get_bind())
