"""E-mail by SMTP: one connection for all messages of a run."""

from __future__ import annotations

import smtplib
import ssl
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import format_datetime
from types import TracebackType
from urllib.parse import unquote, urlsplit

from infra.config import ConfigError, Settings
from infra.notices.render import Message, message_id

_TIMEOUT = 30.0  # seconds, for each answer of the server
_LOOPBACK = ("localhost", "127.0.0.1", "::1")
_PORTS = {"smtp": 25, "smtps": 465}


class Mailer:
    """Sends messages; connects at the first one."""

    def __init__(self, settings: Settings) -> None:
        self._url, self._sender = settings.smtp_url, settings.mail_from
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Mailer:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self._close()

    def send(self, address: str, message: Message, now: datetime) -> None:
        """Send one message; OSError or `smtplib.SMTPException` where the server did not take it."""
        mail = self._mail(address, message, now)
        try:
            self._server = self._server or self._connect()
            self._server.send_message(mail)
        except (OSError, smtplib.SMTPException):
            # The next message begins on a new connection: what is left of this one is not known.
            self._close()
            raise

    def _mail(self, address: str, message: Message, now: datetime) -> EmailMessage:
        if not self._url or not self._sender:
            raise ConfigError("smtp_url, mail_from: e-mails need both; set RASID_SMTP_URL and RASID_MAIL_FROM")
        mail = EmailMessage()
        mail["Subject"] = " ".join(message.subject.split())
        mail["From"], mail["To"] = self._sender, address
        mail["Date"] = format_datetime(now.astimezone(UTC))
        # Each recipient's message has an id of its own: a server that drops repeats must drop no one else's.
        mail["Message-ID"] = f"<{message_id(message.id, address)}@{self._sender.rpartition('@')[2].rstrip('>')}>"
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(message.text)
        mail.add_alternative(message.html, subtype="html")
        return mail

    def _connect(self) -> smtplib.SMTP:
        parts = urlsplit(self._url)
        if parts.scheme not in _PORTS or not parts.hostname:
            raise ConfigError("smtp_url: must look like smtp://user:password@host:587 or smtps://host")
        where, context = (parts.hostname, parts.port or _PORTS[parts.scheme]), ssl.create_default_context()
        if parts.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(*where, timeout=_TIMEOUT, context=context)
        else:
            server = smtplib.SMTP(*where, timeout=_TIMEOUT)
            server.ehlo()
            if server.has_extn("starttls"):
                server.starttls(context=context)
        if parts.username:
            if not _secret(server, parts.hostname):
                raise ConfigError(f"smtp_url: {parts.hostname} offers no TLS, and no password is sent in the clear")
            server.login(unquote(parts.username), unquote(parts.password or ""))
        return server

    def _close(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            try:
                server.quit()
            except (OSError, smtplib.SMTPException):
                server.close()


def _secret(server: smtplib.SMTP, host: str) -> bool:
    return host in _LOOPBACK or isinstance(server.sock, ssl.SSLSocket)
