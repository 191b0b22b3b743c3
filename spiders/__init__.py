"""Outlet definitions, discovery, extraction, and the one Scrapy spider. Never imports infra."""
