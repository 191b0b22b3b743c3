"""A real Elasticsearch for the tests, without Docker; test equipment, not for production.

The distribution is the integ-test zip of Maven Central: the real server without most modules. A small plugin adds
Lucene's filters that the module analysis-common has in the stock distribution.
"""

from infra.elasticsearch.node.cluster import Cluster, create, running
from infra.elasticsearch.node.distribution import install
from infra.elasticsearch.node.jdk import NodeError, find_jdk

__all__ = ["Cluster", "NodeError", "create", "find_jdk", "install", "running"]
