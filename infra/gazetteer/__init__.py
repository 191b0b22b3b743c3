"""Builders of the committed gazetteer tables."""
