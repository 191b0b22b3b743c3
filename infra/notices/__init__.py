"""Telling people: hits of watch-lists and changes of source health, by Atom file, e-mail, webhook and file."""

from infra.notices.failures import TaskFailure, tell_failure
from infra.notices.render import Message, digest_message, health_message, hit_message, task_message
from infra.notices.send import NoticeReport, send_notices

__all__ = [
    "Message",
    "NoticeReport",
    "TaskFailure",
    "digest_message",
    "health_message",
    "hit_message",
    "send_notices",
    "task_message",
    "tell_failure",
]
