"""Stores of enriched articles: one protocol, one contract suite, two engines."""
