"""PURE. Log bundle: a small archive of redacted texts. No I/O."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from typing import Final

from robot.doctor.findings import Finding, data_of
from robot.errands.redaction import Redaction
from robot.settings.config import RobotConfig

MOST_BUNDLE_BYTES = 64 * 1024
"""Largest bundle; it crosses the link to the bridge."""

MOST_TEXT = 128 * 1024
"""Longest text in it, in characters."""

README: Final = """\
Protokoll eines Karlsson-Roboters / log bundle of a Karlsson robot

versions.txt   Versionen / versions
config.txt     robot.toml ohne Adressen, Namen und Geheimnisse / without addresses, names, secrets
doctor.json    letzte Pruefung / last doctor
journal.txt    letzte Zeilen von karlsson-robot und karlsson-body / their newest lines

[address] [name] [key] [removed]: an dieser Stelle stand etwas, das den Roboter nicht verlaesst.
                                  what stood there does not leave the robot.
"""

_SHOWN: Final[Mapping[str, Sequence[str]]] = {
    "camera": ("source", "format", "width_px", "height_px", "fps", "rotate", "focus"),
    "microphone": ("source", "format"),
    "speaker": ("sink", "format"),
    "sound": ("echo", "ceiling_db", "earcons", "phrases"),
    "head": ("lens_deg",),
    "body": ("socket",),
}
"""Values that are shown, by section; of any other value only whether it is set."""

_OPTIONS: Final = frozenset(
    {"input_format", "video_size", "framerate", "pixel_format", "sample_rate", "channels"}
)


def config_text(config: RobotConfig) -> str:
    """Return the configuration without addresses, names and secrets."""
    lines = []
    for section in config.__struct_fields__:
        values = getattr(config, section)
        lines.append(f"[{section}]")
        for key in values.__struct_fields__:
            value = getattr(values, key)
            if isinstance(value, dict):
                lines += [
                    f"{key}.{name} = {_shown(one, shown=name in _OPTIONS)}"
                    for name, one in sorted(value.items())
                ]
            else:
                lines.append(f"{key} = {_shown(value, shown=key in _SHOWN.get(section, ()))}")
    return "\n".join(lines) + "\n"


def _shown(value: object, *, shown: bool) -> str:
    if shown:
        return json.dumps(value, ensure_ascii=False)
    return "(set)" if value else "(not set)"


def bundle(
    versions: str,
    config: RobotConfig,
    found: Sequence[Finding],
    journal: str,
    redaction: Redaction,
) -> bytes:
    """Return the archive; the oldest lines of the journal make way for its size."""
    doctor = json.dumps(data_of(found, "de"), ensure_ascii=False, indent=1)
    texts = {
        "README.txt": README,
        "versions.txt": redaction.text(versions),
        "config.txt": redaction.text(config_text(config)),
        "doctor.json": redaction.text(doctor),
    }
    lines = redaction.text(journal[-MOST_TEXT:]).splitlines()
    while True:
        packed = _packed({**texts, "journal.txt": "\n".join(lines) + "\n"})
        if len(packed) <= MOST_BUNDLE_BYTES or not lines:
            return packed
        lines = lines[len(lines) // 2 + 1 :]


def _packed(texts: Mapping[str, str]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in texts.items():
            # A fixed date: the robot's clock may be wrong, and says nothing here.
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, text[:MOST_TEXT])
    return file.getvalue()
