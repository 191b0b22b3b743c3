"""A newsroom in containers: compose.yaml and what it needs; see docs/compose.md."""
