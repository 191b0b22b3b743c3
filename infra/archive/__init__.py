"""Pages as evidence: WARC 1.1 files (ISO 28500:2017), append-only, one gzip member a record."""

from infra.archive.folder import Archive, ArchiveError
from infra.archive.records import Reference
from infra.archive.recovery import Recovered, recover
from infra.archive.writer import WarcFile

__all__ = ["Archive", "ArchiveError", "Recovered", "Reference", "WarcFile", "recover"]
