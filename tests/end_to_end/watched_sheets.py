"""Sheets as tests watch them: before they are sealed, and in the memory of a process."""

import base64
import re
from pathlib import Path

import numpy as np
from playwright.sync_api import FilePayload, Page

from tests.robot.sheets import pictures

WATCH_TEACHER = """async () => {
  const { SheetKeys } = await import("/app/js/teacher/sealing.js");
  const { seal, open } = SheetKeys.prototype;
  const text = (bytes) => btoa(String.fromCharCode(...bytes));
  window.plain = [];
  SheetKeys.prototype.seal = function (place, data) {
    plain.push(text(data));
    return seal.call(this, place, data);
  };
  SheetKeys.prototype.open = async function (place, sealed) {
    const data = await open.call(this, place, sealed);
    plain.push(text(data));
    return data;
  };
}"""
"""Keeps what the teacher's page seals and opens."""

SAMPLE_BYTES = 48


def paper(width_px: int, height_px: int) -> FilePayload:
    """Return a photo of a sheet, as a phone gives it."""
    picture = pictures.corners(width_px, height_px)
    writing = np.random.default_rng(12).integers(0, 255, (240, 320, 3), np.uint8)
    picture[:240, :320] = writing
    data = pictures.encoded("jpg", picture)
    return {"name": "Mathe Seite 12.jpg", "mimeType": "image/jpeg", "buffer": data}


def samples(teacher: Page) -> list[bytes]:
    """Return pieces out of the middle of parts, as they were before they were sealed."""
    parts = [base64.b64decode(one) for one in teacher.evaluate("plain")]
    pieces = [part[len(part) // 2 :][:SAMPLE_BYTES] for part in parts]
    # Even areas of a picture are alike in every picture.
    return [one for one in pieces if len(set(one)) > SAMPLE_BYTES // 2]


def memory(pid: int) -> bytes:
    """Return everything that a process has in its memory and may write."""
    found = []
    with Path(f"/proc/{pid}/mem").open("rb", 0) as mem:
        for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
            place = re.match(r"([0-9a-f]+)-([0-9a-f]+) rw", line)
            if place:
                start, end = (int(one, 16) for one in place.groups())
                mem.seek(start)
                found.append(mem.read(end - start))
    return b"".join(found)
