"""What Elasticsearch is given: index templates, analysis, life cycle; and a real node for the tests."""
