"""Persons, organisations, armed groups, places and countries: gazetteers, tagging, linking."""
