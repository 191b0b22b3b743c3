"""Is a source alive? Its state in plain words, what it is judged by, and the changes that people are told of."""

from infra.health.check import check, check_outlets
from infra.health.judge import ILL, WEEKS, Verdict, judge
from infra.health.report import Health, health_of, kept_of

__all__ = ["ILL", "WEEKS", "Health", "Verdict", "check", "check_outlets", "health_of", "judge", "kept_of"]
