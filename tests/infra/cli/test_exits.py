"""How the process ends: statuses by their table, one message on stderr, JSON where that is asked for."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from infra.exits import Exit

DOC = Path(__file__).parents[3] / "docs" / "operators.md"


def run(home, *arguments, **environment):
    command = [sys.executable, "-c", "from infra.cli import main; main()", *arguments]
    env = {**os.environ, "RASID_HOME": str(home), **environment}
    return subprocess.run(command, env=env, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (("config",), Exit.DONE, ""),
        (("--help",), Exit.DONE, ""),
        (("outlets", "show", "nobody"), Exit.WRONG, "rasid: 'nobody' is not an outlet; `rasid outlets list` shows"),
        (("outlets", "show"), Exit.WRONG, "Missing argument"),
        (("quarantine", "show", "17"), Exit.WRONG, "17 is not in quarantine"),
    ],
)
def test_a_command_ends_with_the_status_of_the_table(tmp_path, arguments, status, words) -> None:
    done = run(tmp_path, *arguments)
    assert (done.returncode, words in done.stderr) == (status, True)
    assert "Traceback" not in done.stderr


def test_an_error_is_a_json_line_where_that_is_asked_for(tmp_path) -> None:
    by_flag = run(tmp_path, "--log-format", "json", "outlets", "show", "nobody")
    by_environment = run(tmp_path, "outlets", "show", "nobody", RASID_LOG_FORMAT="json")
    (tmp_path / "rasid.toml").write_text('log_format = "json"\n')
    by_file = run(tmp_path, "outlets", "show", "nobody")
    for done in (by_flag, by_environment, by_file):
        line = json.loads(done.stderr)
        assert (done.returncode, line["level"], line["message"][:8]) == (Exit.WRONG, "error", "'nobody'")


def test_the_documented_table_is_the_one_of_the_code() -> None:
    rows = re.findall(r"^\| (\d+) \|", DOC.read_text(encoding="utf-8"), re.MULTILINE)
    assert [int(row) for row in rows] == sorted(Exit)
