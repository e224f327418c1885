import json
from pathlib import Path
from typing import Any

import pytest

from bridge.protocol.limits import SEALED_BYTES
from robot.sheets.sealed_sending import PART_BYTES, SealedSending
from robot.sheets.sealing import SheetKeys

FILE = Path(__file__).parents[2] / "messages" / "sheets.json"
SCRIPTS: Any = json.loads(FILE.read_text(encoding="utf-8"))["sending"]


def play(script: Any) -> list[Any]:
    sending = SealedSending("T" * 22, bytes(script["size"]), script["first"])
    results = []
    for step in script["steps"]:
        out = None
        match step:
            case ["next", now_ms]:
                out = sending.next(now_ms)
            case ["heard", part, code]:
                sending.heard(part, code)
            case ["resume"]:
                sending.resume()
        sent = [out.part, out.parts, len(out.data)] if out is not None else None
        results.append([sent, sending.acked, sending.end.code if sending.end else None])
    return results


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script["name"])
def test_it_follows_the_samples(script: Any) -> None:
    assert play(script) == script["results"]


def test_the_longest_part_fits_the_wire() -> None:
    sealed = SheetKeys(bytes(16)).seal("T" * 22, 113, 114, bytes(PART_BYTES), bytes(12))
    assert len(sealed) <= SEALED_BYTES


def test_a_part_shows_no_content() -> None:
    assert "secret" not in repr(SealedSending("T" * 22, b"secret").next(0))
