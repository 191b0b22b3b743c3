"""The ledger: what Rasid knows of every URL and every capture (SQLAlchemy; SQLite in WAL mode, or PostgreSQL)."""

from infra.ledger.captures import Capture, NewCapture
from infra.ledger.database import LedgerError, connect, connected
from infra.ledger.leases import Lease, LeaseHeldError
from infra.ledger.ledger import Ledger
from infra.ledger.months import ArticleMonths

__all__ = [
    "ArticleMonths",
    "Capture",
    "Lease",
    "LeaseHeldError",
    "Ledger",
    "LedgerError",
    "NewCapture",
    "connect",
    "connected",
]
