"""The demo: invented outlets with articles of our own, served on loopback for `rasid demo`, tests and benchmarks."""
