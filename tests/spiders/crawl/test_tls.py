"""HTTPS: the certificate counts, and the guard on addresses holds inside TLS as well."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

PAGE = "<html><h1>خبر</h1></html>".encode()


@pytest.fixture
def wrap(tmp_path):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "press.example")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder(subject_name=name, issuer_name=name, public_key=key.public_key(), serial_number=1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("press.example")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = tmp_path / "both.pem"
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    pem.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return lambda socket: context.wrap_socket(socket, server_side=True, do_handshake_on_connect=False)


def test_a_certificate_of_nobody_is_a_failure_unless_switched_off(serve, outlet, crawl, wrap) -> None:
    server = serve({"/a/1": PAGE}, wrap)
    base = server.base.replace("127.0.0.1", "press.example")
    server.feed(f"{base}/a/1")
    names = {"press.example": "127.0.0.1"}
    strict = crawl(outlet(base), names=names)
    assert not strict.exchanges
    assert strict.stats[0].errors == 1
    assert server.asked == []
    lax = crawl(outlet(base), names=names, verify_certificates=False)
    assert list(lax.articles) == [f"{base}/a/1"]
    guarded = crawl(outlet(base, allow_private=False), names=names, verify_certificates=False)
    assert guarded.stats[0].refused == {"private address": 1}
