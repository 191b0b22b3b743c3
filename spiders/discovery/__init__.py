"""Discovery: the bytes of a feed, sitemap or listing give the URLs it announces and those to read next. No I/O."""

from spiders.discovery.read import read_source
from spiders.discovery.records import Findings, Follow, Link, UnreadableSourceError
from spiders.discovery.select import Selection, select

__all__ = ["Findings", "Follow", "Link", "Selection", "UnreadableSourceError", "read_source", "select"]
