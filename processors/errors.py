"""The one base of the errors that a person is told in plain words instead of a traceback."""

from __future__ import annotations


class RasidError(Exception):
    """What was asked can't be done; the message names what is wrong (file, key, value) and what to do."""
