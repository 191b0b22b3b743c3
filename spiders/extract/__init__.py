"""The general extractor: one parse, a flat list of blocks, and small readers over it. See `spiders.page.extract`."""
