"""``python -m infra.compose.users``: write the password of Airflow's user "admin" where Airflow looks for it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path

FILE, PASSWORD = "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE", "AIRFLOW_ADMIN_PASSWORD"


def write_users(environment: Mapping[str, str]) -> Path:
    """Write the file that ``AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE`` names; `ValueError` where one is unset.

    The password comes by the environment: an argument could be read by everybody on the machine.
    """
    for name in (FILE, PASSWORD):
        if not environment.get(name):
            raise ValueError(f"{name} is not set; see .env.example")
    path = Path(environment[FILE])
    path.touch(mode=0o600)
    path.write_text(json.dumps({"admin": environment[PASSWORD]}), encoding="utf-8")
    return path


if __name__ == "__main__":
    try:
        print(write_users(os.environ))
    except ValueError as error:
        sys.exit(str(error))
