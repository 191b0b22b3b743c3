"""The file of notices, a JSON object a line: what was told of the sources, without a mail server."""

from __future__ import annotations

import json
import os
from pathlib import Path

from infra.notices.render import Message

FILE = "notices.jsonl"


def append(home: Path, message: Message) -> None:
    """Add a message as a line, on the disk when this returns; one that is in the file already is not added again."""
    path = home / FILE
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+b") as file:
        file.seek(0)
        known = file.read()
        whole = known[: known.rfind(b"\n") + 1]
        if f'"id": "{message.id}"'.encode() in whole:
            return
        # A line torn by a kill is left as it is, ended.
        torn = b"\n" if known and not known.endswith(b"\n") else b""
        line = json.dumps({"id": message.id, **message.data, "text": message.text}, ensure_ascii=False)
        file.write(torn + line.encode() + b"\n")
        file.flush()
        os.fsync(file.fileno())
