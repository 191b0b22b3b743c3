"""Quality of what Rasid reads, beside its peers: ``python -m bench.quality`` writes docs/quality.md."""
