"""Search on every serial port at once, each in a thread of its own and within a deadline."""

import errno
import queue
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from hardware.contract.errors import HardwareError, NotConnected
from hardware.drivers.bus.dynamixel_bus import BAUDS as DYNAMIXEL_BAUDS
from hardware.drivers.bus.feetech_bus import BAUDS as FEETECH_BAUDS
from hardware.drivers.ports import serial_names
from hardware.drivers.ports.serial_port import SLICE_S, SerialPort
from hardware.drivers.pulse import maestro_frames
from hardware.drivers.pulse.maestro import BAUDS as MAESTRO_BAUDS
from hardware.finding import models
from hardware.finding.bus_scan import BusScan, HeardServos, Patience, TooLate
from hardware.finding.found import FoundPort, FoundServo, PortKind

PORT_S = 25.0
"""Longest time for one port; all are asked at the same time."""

HEADER_PORT = Path("/dev/serial0")
"""UART on the header's pins 8 and 10, where it is switched on."""

AGAIN_S = 0.3

COMMAND_LINE = Path("/proc/cmdline")

Question = tuple[PortKind, int]
"""Make of servos, and baud rate."""

QUESTIONS: Sequence[Question] = (
    ("dynamixel", 1_000_000),
    ("feetech", 1_000_000),
    *(("dynamixel", baud) for baud in DYNAMIXEL_BAUDS if baud != 1_000_000),
    *(("feetech", baud) for baud in FEETECH_BAUDS if baud != 1_000_000),
)

MAESTRO_DEVICE = 12
"""Device number as shipped; the compact protocol needs none."""


def ports() -> list[str]:
    """Return the ports that may have servos."""
    found = serial_names.found()
    return [*found, str(HEADER_PORT)] if HEADER_PORT.exists() else found


def search(
    names: Sequence[str],
    are_named: bool = False,
    patience: Patience | None = None,
    questions: Sequence[Question] = QUESTIONS,
    port_s: float = PORT_S,
) -> tuple[FoundPort, ...]:
    """Search the ports.

    Args:
        names: Their paths.
        are_named: A person named them, so that none is left alone for its name.
        patience: Times and ids of each question.
        questions: Makes and baud rates, in order.
        port_s: Longest time for each port.
    """
    done: queue.SimpleQueue[tuple[str, FoundPort]] = queue.SimpleQueue()
    end_s = time.monotonic() + port_s

    def work(name: str) -> None:
        done.put((name, _search_one(name, patience or Patience(), questions, end_s)))

    found: dict[str, FoundPort] = {}
    asked = 0
    for name in names:
        alone: PortKind | None = None if are_named else models.leave_alone(name)
        if alone is None and not are_named and is_console(name):
            alone = "console"
        if alone is not None:
            found[name] = FoundPort(name, alone)
            continue
        asked += 1
        # A port that hangs while it is opened keeps its thread; the others go on.
        threading.Thread(target=work, args=(name,), name=f"port {name}", daemon=True).start()
    for _ in range(asked):
        try:
            name, port = done.get(timeout=max(end_s + 1.0 - time.monotonic(), 0.01))
        except queue.Empty:
            break
        found[name] = port
    return tuple(found.get(name, FoundPort(name, "late")) for name in names)


def is_console(name: str, command_line: Path = COMMAND_LINE) -> bool:
    """Return whether the kernel writes its messages to this port."""
    try:
        words = command_line.read_text(encoding="ascii", errors="replace").split()
    except OSError:
        return name == str(HEADER_PORT)  # a hardened service does not see it
    told = {word.removeprefix("console=").split(",")[0] for word in words if "console=" in word}
    return bool(told & {Path(name).name, Path(name).resolve().name})


def _search_one(
    name: str, patience: Patience, questions: Sequence[Question], end_s: float
) -> FoundPort:
    def in_time() -> None:
        if time.monotonic() > end_s:
            raise TooLate

    try:
        port = _opened(name, time.monotonic() + patience.taken_s)
    except HardwareError as error:
        return FoundPort(name, _refused(error))
    try:
        return _ask(name, port, patience, questions, in_time)
    except TooLate:
        return FoundPort(name, "late")
    except HardwareError as error:
        return FoundPort(name, _refused(error))
    finally:
        port.close()


def _opened(name: str, until_s: float) -> SerialPort:
    """Return the opened port; wait for it while another program has it, until then."""
    while True:
        try:
            return SerialPort(name, MAESTRO_BAUDS[1], SLICE_S)
        except HardwareError as error:
            if _refused(error) != "taken" or time.monotonic() >= until_s:
                raise
        time.sleep(AGAIN_S)


def _refused(error: HardwareError) -> PortKind:
    number = getattr(error.__cause__, "errno", None)
    if number in (errno.EACCES, errno.EPERM):
        return "forbidden"
    if number in serial_names.TAKEN:
        return "taken"
    return "gone" if error.code == "servo_unplugged" else "unusable"


def _ask(
    name: str,
    port: SerialPort,
    patience: Patience,
    questions: Sequence[Question],
    in_time: Callable[[], None],
) -> FoundPort:
    if _talks(port, patience.listen_s):
        return FoundPort(name, "talks")
    # First: a servo's ping would be an order to a Maestro, whose byte FF begins one.
    maestro = _maestro(name, port, patience.maestro_s, in_time)
    if maestro is not None or models.is_maestro(name):
        return maestro or FoundPort(name, "silent")
    scan = BusScan(port, patience, in_time)
    makes: dict[PortKind, Callable[[int, int | None], HeardServos]] = {
        "dynamixel": scan.dynamixel,
        "feetech": scan.feetech,
    }
    kind: PortKind | None = None
    servos: list[FoundServo] = []
    doubled: set[int] = set()
    is_foreign = False
    for make, baud in questions:
        if kind is not None and make != kind:
            continue  # one bus speaks one protocol; its servos may have several rates
        try:
            heard = makes[make](baud, servos[0].id if servos else None)
        except TooLate:
            if kind is None:
                raise
            break
        is_foreign |= heard.foreign
        if heard.servos or heard.doubled:
            kind = make
            servos += heard.servos
            doubled |= set(heard.doubled)
        if heard.at_any_rate:
            break
    if kind is None:
        return FoundPort(name, "foreign" if is_foreign else "silent")
    ordered = tuple(sorted(servos, key=lambda servo: (servo.id, servo.baud)))
    return FoundPort(name, kind, ordered, tuple(sorted(doubled)))


def _talks(port: SerialPort, listen_s: float) -> bool:
    """Return whether something sends without being asked."""
    end_s = time.monotonic() + listen_s
    heard = b""
    while time.monotonic() < end_s and len(heard) <= maestro_frames.ANSWER_BYTES:
        heard += port.read()
    return len(heard) > maestro_frames.ANSWER_BYTES


def _maestro(
    name: str, port: SerialPort, answer_s: float, in_time: Callable[[], None]
) -> FoundPort | None:
    """Ask for the errors of a Maestro, which reads and clears them; None if none answers."""
    # On USB any rate is understood; its pins are set to one.
    bauds = MAESTRO_BAUDS[1:2] if models.is_maestro(name) else MAESTRO_BAUDS
    for baud in bauds:
        in_time()
        try:
            port.set_baud(baud)
        except NotConnected:
            raise
        except HardwareError:
            continue
        for crc in (False, True):
            if is_maestro_at(port, crc, answer_s):
                return FoundPort(name, "maestro", baud=baud, crc=crc)
    return None


def is_maestro_at(port: SerialPort, crc: bool, answer_s: float) -> bool:
    """Return whether a Maestro answers at the rate that the port is set to."""
    return any(
        _answers(
            port,
            maestro_frames.request(maestro_frames.GET_ERRORS, b"", protocol, MAESTRO_DEVICE, crc),
            answer_s,
        )
        for protocol in maestro_frames.PROTOCOLS
    )


def _answers(port: SerialPort, message: bytes, answer_s: float) -> bool:
    """Ask twice; return whether a word came each time, and not the question itself."""
    for _ in range(2):
        port.write(message)
        heard = b""
        end_s = time.monotonic() + answer_s
        while time.monotonic() < end_s:
            chunk = port.read()
            if not chunk and len(heard) >= maestro_frames.ANSWER_BYTES:
                break
            heard += chunk
        if len(heard) != maestro_frames.ANSWER_BYTES or heard == message:
            return False
    return True
