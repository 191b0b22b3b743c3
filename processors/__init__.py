"""Pure functions on records: Arabic text, dates, entities, quotes, fingerprints. No I/O, no framework."""
