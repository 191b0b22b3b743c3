"""The tables of the ledger; the migrations beside this file build the same (a test compares them)."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    JSON,
    BigInteger,
    Column,
    DateTime,
    Dialect,
    Float,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

METADATA = MetaData()
_KEY = BigInteger().with_variant(Integer, "sqlite")


class Moment(TypeDecorator[object]):
    """A moment in UTC: SQLite keeps no zone, so it is put back on the way out."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: object, dialect: Dialect) -> object:
        """Store UTC; a moment without a zone is an error of the caller."""
        if not isinstance(value, datetime):
            return value
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: object, dialect: Dialect) -> object:
        """Return an aware moment."""
        return value.replace(tzinfo=value.tzinfo or UTC) if isinstance(value, datetime) else value


URLS = Table(
    "urls",
    METADATA,
    Column("id", _KEY, primary_key=True),
    Column("canonical_url", Text, nullable=False, unique=True),
    Column("url", Text, nullable=False),
    Column("outlet", String(64), nullable=False),
    Column("state", String(16), nullable=False),  # discovered | captured | refused | forgotten
    Column("reason", Text),
    Column("source", Text),
    Column("lastmod", String(64)),
    Column("discovered_at", Moment, nullable=False),
    Column("first_captured_at", Moment),
    Column("visits", Integer, nullable=False, default=0),
    Column("failures", Integer, nullable=False, default=0),
    Column("due_at", Moment),
    Index("urls_due", "outlet", "due_at"),
)

CAPTURES = Table(
    "captures",
    METADATA,
    Column("id", _KEY, primary_key=True),
    Column("url", Text, nullable=False),
    Column("canonical_url", Text, nullable=False, index=True),
    Column("outlet", String(64), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("fetched_at", Moment, nullable=False),
    Column("status", Integer, nullable=False),
    Column("digest", String(96), nullable=False),
    Column("locator", String(255), nullable=False, unique=True),
    Column("payload_locator", String(255), nullable=False),
    Column("state", String(16), nullable=False),  # captured | indexed | quarantined | unchanged | kept
    Column("step", String(64)),
    Column("error", Text),
    Column("attempts", Integer, nullable=False, default=0),
    Column("article_id", String(64), index=True),
    # Rises with each article that reaches the store, in the order of the commits: watch-lists read on from their last.
    Column("sequence", BigInteger),
    # When the file of its record was dropped by age (`rasid archive prune`): the row stays, the evidence is gone.
    Column("pruned_at", Moment),
    Index("captures_work", "state", "id"),
    Index("captures_sequence", "sequence"),
)

LEASES = Table(
    "leases",
    METADATA,
    Column("name", String(128), primary_key=True),
    Column("holder", String(128), nullable=False),
    Column("expires_at", Moment, nullable=False),
)

VALIDATORS = Table(
    "validators",
    METADATA,
    Column("url", Text, primary_key=True),
    Column("etag", Text),
    Column("last_modified", Text),
)

RUNS = Table(
    "runs",
    METADATA,
    Column("id", _KEY, primary_key=True),
    Column("outlet", String(64), nullable=False, index=True),
    Column("finished_at", Moment, nullable=False),
    Column("discovered", Integer, nullable=False),
    Column("captured", Integer, nullable=False),
    Column("not_modified", Integer, nullable=False),
    Column("errors", Integer, nullable=False),
    Column("bytes", BigInteger, nullable=False),
    Column("seconds", Float, nullable=False, default=0.0),
    Column("finished", String(64), nullable=False),
    Column("refused", JSON, nullable=False),
    Column("http", JSON, nullable=False),
)

COVERAGE = Table(
    "coverage",
    METADATA,
    Column("id", _KEY, primary_key=True),
    Column("outlet", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    Column("articles", Integer, nullable=False),
    Column("quarantined", Integer, nullable=False),
    Column("found", JSON, nullable=False),  # field -> number of articles that have it
    Column("characters", BigInteger, nullable=False),  # of all bodies
    Column("newest", Moment),  # the latest published_at
    Column("lost", JSON, nullable=False),  # field -> [url, locator] of the first page without it
    Column("reasons", JSON, nullable=False),  # reason of quarantine -> number
    Index("coverage_of", "outlet", "at"),
)

HEALTH = Table(
    "health",
    METADATA,
    Column("outlet", String(64), primary_key=True),
    Column("state", String(16), nullable=False),
    Column("since", Moment, nullable=False),
    Column("reason", Text, nullable=False),
)

HEALTH_REPORTS = Table(
    "health_reports",
    METADATA,
    Column("outlet", String(64), primary_key=True),
    Column("report", JSON, nullable=False),  # all that the last check knew (infra.health.report)
)

HEALTH_EVENTS = Table(
    "health_events",
    METADATA,
    Column("id", _KEY, primary_key=True),
    Column("outlet", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    Column("state", String(16), nullable=False),
    Column("previous", String(16)),
    Column("reason", Text, nullable=False),
    Column("url", Text),
    Column("locator", String(255)),
    Column("selector", Text),
    Column("delivered_at", Moment),
)

WATCH_POSITIONS = Table(
    "watch_positions",
    METADATA,
    Column("watchlist", String(128), primary_key=True),
    Column("position", BigInteger, nullable=False),
)

OUTBOX = Table(
    "outbox",
    METADATA,
    Column("id", _KEY, primary_key=True),
    Column("watchlist", String(128), nullable=False),  # or "@health"
    Column("article_id", String(64), nullable=False),  # or the health event's id
    Column("channel", Text, nullable=False),  # feed | file | email:ADDRESS | webhook:URL
    Column("at", Moment, nullable=False),
    Column("hit", JSON, nullable=False),
    Column("due_at", Moment, nullable=False),  # of the next attempt
    Column("message", String(64)),  # what goes out together, fixed at the first attempt
    Column("delivered_at", Moment),
    Column("attempts", Integer, nullable=False, default=0),
    Column("error", Text),
    Index("outbox_once", "watchlist", "article_id", "channel", unique=True),
    Index("outbox_due", "delivered_at", "due_at"),
)

ARTICLE_MONTHS = Table(
    "article_months",
    METADATA,
    Column("article_id", String(512), primary_key=True),
    Column("month", String(7), nullable=False),  # of the first capture, UTC: 2026.11
)
