"""The site over HTTP: conditional GET, gzip, switches that need a socket, the control path, the command."""

from __future__ import annotations

import gzip
import http.client
import json
import signal
import socket
import subprocess
import sys
import time
from urllib.parse import urlsplit

import pytest

from infra.demo import build_site, serve
from infra.demo.server import CONTROL_PATH, TOKEN_HEADER


def request(url, method="GET", body=None, **headers):
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=10)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, url.removeprefix(f"http://{parts.netloc}"), body=body, headers=named)
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


def test_every_outlet_answers_at_its_own_address(served) -> None:
    assert len({urlsplit(base).netloc for base in served.bases.values()}) == 6
    for name, base in served.bases.items():
        url = next(served.urls(name))
        status, headers, body = request(url)
        assert (status, url.startswith(base)) == (200, True)
        assert body == served.respond(name, url.removeprefix(base)).body
        assert int(headers["Content-Length"]) == len(body)


@pytest.mark.parametrize("path", ["/feed/", "article"])
def test_a_known_version_is_answered_with_304(served, path) -> None:
    base = served.bases["barid_alrafidain"]
    url = base + path if path.startswith("/") else next(served.urls("barid_alrafidain"))
    _, headers, _ = request(url)
    assert request(url, If_None_Match=headers["ETag"])[0::2] == (304, b"")
    assert request(url, If_None_Match=f'"other", {headers["ETag"]}')[0] == 304
    assert request(url, If_None_Match='"other"')[0] == 200
    assert request(url, If_Modified_Since=headers["Last-Modified"])[0] == 304
    assert request(url, If_Modified_Since="Mon, 01 Jan 2001 00:00:00 GMT")[0] == 200
    assert request(url, If_Modified_Since="yesterday")[0] == 200


def test_a_correction_makes_the_known_feed_stale(served) -> None:
    url = served.bases["barid_alrafidain"] + "/feed/"
    known = request(url)[1]["ETag"]
    assert request(url, If_None_Match=known)[0] == 304
    served.switches["barid_alrafidain"].correct = True
    assert request(url, If_None_Match=known)[0] == 200


def test_gzip_is_sent_to_those_who_accept_it(served) -> None:
    url = next(served.urls("maraya"))
    _, plain_headers, plain = request(url)
    _, headers, body = request(url, Accept_Encoding="gzip, br")
    assert plain_headers["Content-Encoding"] is None
    assert headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(body) == plain


def test_head_sends_headers_alone(served) -> None:
    status, headers, body = request(next(served.urls("maraya")), method="HEAD")
    assert (status, body) == (200, b"")
    assert int(headers["Content-Length"]) > 1000


def test_an_outlet_forbids_slows_and_goes_down_alone(served) -> None:
    url, other = next(served.urls("maraya")), next(served.urls("sanabil"))
    served.switches["maraya"].forbid = True
    assert (request(url)[0], request(other)[0]) == (403, 200)
    served.switches["maraya"].forbid = False
    served.switches["maraya"].slow = 0.3
    start = time.monotonic()
    assert request(url)[0] == 200
    assert time.monotonic() - start >= 0.3
    served.switches["maraya"].slow = 0.0
    served.switches["maraya"].down = True
    with pytest.raises(http.client.RemoteDisconnected):
        request(url)
    assert request(other)[0] == 200


def test_the_control_path_sets_switches_for_the_token_alone(served) -> None:
    control = served.bases["maraya"] + CONTROL_PATH
    wanted = json.dumps({"forbid": True, "slow": 0})
    assert request(control, "POST", wanted)[0] == 404
    assert request(control, "POST", wanted, **{TOKEN_HEADER: "guess"})[0] == 404
    assert not served.switches["maraya"].forbid
    assert request(control, "POST", wanted, **{TOKEN_HEADER: "token-of-the-test"})[0] == 200
    assert served.switches["maraya"].forbid


@pytest.mark.parametrize(
    "wanted", ["{", "[]", '{"other": true}', '{"forbid": 1}', '{"slow": "x"}', '{"__class__": true}']
)
def test_a_bad_control_request_changes_nothing_and_says_why(served, wanted) -> None:
    control = served.bases["maraya"] + CONTROL_PATH
    status, _, body = request(control, "POST", wanted, **{TOKEN_HEADER: "token-of-the-test"})
    assert status == 400
    assert json.loads(body)["error"]
    assert served.switches["maraya"] == type(served.switches["maraya"])()


def test_without_a_token_there_is_no_control(site) -> None:
    with serve(site) as bases:
        answer = request(bases["maraya"] + CONTROL_PATH, "POST", '{"down": true}', **{TOKEN_HEADER: "None"})
        assert answer[0] == 404


def test_the_sockets_are_free_again_afterwards(site) -> None:
    with serve(site) as bases:
        parts = urlsplit(bases["ufuq_alkhaleej"])
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((parts.hostname, parts.port))


def test_the_command_serves_until_it_is_told_to_end(tmp_path) -> None:
    command = [sys.executable, "-m", "infra.demo", "--port", "0", "--definitions", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        printed = json.loads(process.stdout.readline())
        assert request(printed["outlets"]["maraya"] + "/rdf.xml")[0] == 200
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=10) == 0
    assert len(list(tmp_path.glob("*.yaml"))) == 6


def test_a_port_that_is_taken_is_an_error(site) -> None:
    with serve(site) as bases:
        port = urlsplit(bases["barid_alrafidain"]).port
        with pytest.raises(OSError, match="in use"), serve(build_site(site.content.midnight), port=port):
            pass
