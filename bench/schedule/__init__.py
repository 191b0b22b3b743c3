"""What a day of the schedule needs at scale: measured on the demo's site, then simulated; writes docs/scale.md."""
