"""E-mail over TLS, against a real server with a certificate of its own; a password goes over nothing else."""

from __future__ import annotations

import base64
import ssl
from datetime import UTC, datetime

import pytest

from infra.demo.server import own_address
from infra.elasticsearch.node.certificates import write_certificates
from infra.notices import Message
from infra.notices.mail import Mailer
from processors.errors import RasidError
from tests.infra.notices.servers import mail_server
from tests.infra.watch.filled import settings_of

NOW = datetime(2026, 7, 20, 9, 0, tzinfo=UTC)
MESSAGE = Message(id="m1", subject="سد\r\nBcc: all@press.example", text="نص", html="<p>نص</p>", data={})


@pytest.fixture(scope="module")
def certificates(tmp_path_factory):
    folder = tmp_path_factory.mktemp("certificates")
    write_certificates(folder)
    return folder


@pytest.fixture
def tls(certificates):
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificates / "node.pem", certificates / "node.key")
    return context


def send(home, url: str) -> None:
    settings = settings_of(home, RASID_SMTP_URL=url, RASID_MAIL_FROM="راصد <rasid@press.example>")
    with Mailer(settings) as mailer:
        mailer.send("desk@press.example", MESSAGE, NOW)


def signed_in(url: str) -> str:
    return url.replace("://", "://user%40desk:p%3Ass@")


@pytest.mark.parametrize("whole", [False, True])
def test_a_password_goes_over_tls(tmp_path, monkeypatch, certificates, tls, whole: bool) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates / "ca.pem"))
    with mail_server(tls=tls, whole=whole) as box:
        send(tmp_path, signed_in(box.url))
    (mail,) = box.mails
    assert base64.b64encode(b"\0user@desk\0p:ss").decode() in " ".join(box.seen)
    assert ("STARTTLS" in box.seen) is not whole
    assert mail["Message-ID"].endswith("@press.example>")
    assert mail["Subject"] == "سد Bcc: all@press.example"
    assert mail["Bcc"] is None


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path, tls) -> None:
    with mail_server(tls=tls) as box, pytest.raises(ssl.SSLError):
        send(tmp_path, signed_in(box.url))
    assert box.mails == []


def test_a_password_is_not_sent_in_the_clear(tmp_path) -> None:
    if own_address(0) == "127.0.0.1":
        pytest.skip("this system answers on 127.0.0.1 alone")
    with mail_server(own_address(0)) as box:
        with pytest.raises(RasidError, match="no password is sent in the clear") as told:
            send(tmp_path, signed_in(box.url))
        assert "p:ss" not in str(told.value)
        assert not [command for command in box.seen if command.startswith("AUTH")]


@pytest.mark.parametrize("url", ["mail.press.example", "imap://mail.press.example", ""])
def test_an_address_that_is_no_mail_server_is_told(tmp_path, url: str) -> None:
    with pytest.raises(RasidError, match="smtp_url"):
        send(tmp_path, url)
