import os
import threading
from pathlib import Path

import pytest

from robot.media.devices import pipes
from robot.media.devices.pipes import PipeReader, is_pipe
from robot.media.devices.reopening import Running
from robot.media.types.spec import SourceSpec


class Quiet(Running):
    """A `Running` that only remembers what it was told."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self.told: list[str] = []

    def silent(self, text: str) -> None:
        self.told.append(text)


def test_pipes_are_known_by_name_and_by_kind(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    for url in ("-", "pipe:", "pipe:3", str(fifo), f"file:{fifo}"):
        assert is_pipe(SourceSpec(url))
    for url in (str(tmp_path / "none"), "tcp://127.0.0.1:1", "pipe:x", str(tmp_path)):
        assert not is_pipe(SourceSpec(url))


def test_a_numbered_pipe_is_read_to_its_end() -> None:
    read, write = os.pipe()
    os.write(write, b"abcdef")
    os.close(write)
    with PipeReader(SourceSpec(f"pipe:{read}"), Quiet()) as reader:
        assert [reader.read(4), reader.read(4), reader.read(4)] == [b"abcd", b"ef", b""]
    os.close(read)


def test_a_waiting_reader_can_be_stopped_and_tells_that_it_waits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(pipes, "SILENT_S", 0.0)
    monkeypatch.setattr(pipes, "STEP_MS", 1)
    read, write = os.pipe()
    device = Quiet()
    answers: list[bytes] = []
    with PipeReader(SourceSpec(f"pipe:{read}"), device) as reader:
        thread = threading.Thread(target=lambda: answers.append(reader.read(10)))
        thread.start()
        while not device.told:
            pass
        device.stop()
        thread.join()
    assert answers == [b""]
    assert set(device.told) == {"nothing comes through the pipe"}
    os.close(read)
    os.close(write)
