"""`rasid serve`: the address it prints is the one that answers."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.request


def test_a_free_port_is_printed_as_the_one_that_answers(tmp_path) -> None:
    command = [sys.executable, "-c", "from infra.cli import main; main()", "serve", "--port", "0"]
    environment = {**os.environ, "RASID_HOME": str(tmp_path)}
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as process:
        try:
            address = process.stderr.readline().split()[0]
            assert not address.endswith(":0/")
            with urllib.request.urlopen(address, timeout=30) as answer:
                assert (answer.status, "راصد" in answer.read().decode()) == (200, True)
        finally:
            process.send_signal(signal.SIGINT)
