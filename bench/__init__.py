"""What Rasid is worth and how fast it is, measured: `python -m bench` and `python -m bench.quality` write docs/."""
