"""The demo: invented outlets with articles of our own, served on loopback for `rasid demo`, tests and benchmarks."""

from infra.demo.server import serve
from infra.demo.site import Site, Switches, Truth, build_site

__all__ = ["Site", "Switches", "Truth", "build_site", "serve"]
