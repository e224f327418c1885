"""WAV file that is valid at every moment while it grows."""

import struct
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from robot.media.types.cells import SAMPLE_HZ, Samples

HEADER_BYTES = 44
MAX_DATA_BYTES = 2**32 - 1 - HEADER_BYTES


class GrowingWav:
    """Mono, 48 kHz, 16 bit. Sound is written first and the header after it.

    A reader, or a crash in between, therefore finds a header that never promises more
    than there is. A full file (12 hours) takes no more samples.
    """

    def __init__(self, path: Path) -> None:
        self._file: BinaryIO = path.open("wb", buffering=0)
        self._data_bytes = 0
        self._write_header()

    def __enter__(self) -> "GrowingWav":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    @property
    def samples(self) -> int:
        """Count of the samples in the file."""
        return self._data_bytes // 2

    def write(self, samples: Samples) -> None:
        """Append samples."""
        data = samples.astype("<i2").tobytes()
        if self._data_bytes + len(data) > MAX_DATA_BYTES:
            return
        self._file.seek(HEADER_BYTES + self._data_bytes)
        self._file.write(data)
        self._data_bytes += len(data)
        self._write_header()

    def _write_header(self) -> None:
        self._file.seek(0)
        self._file.write(
            struct.pack(
                "<4sI4s4sIHHIIHH4sI",
                b"RIFF",
                HEADER_BYTES - 8 + self._data_bytes,
                b"WAVE",
                b"fmt ",
                16,
                1,
                1,
                SAMPLE_HZ,
                SAMPLE_HZ * 2,
                2,
                16,
                b"data",
                self._data_bytes,
            )
        )
