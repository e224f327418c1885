import msgspec
import pytest

from bridge.protocol.fleet import DoctorSummary, RobotHealth
from bridge.protocol.presence import Power, Snapshot, Trouble
from robot.doctor.findings import Both, absent, bad, good, weak
from robot.doctor.network import WifiReading
from robot.errands.health_report import doctor_summary, health_of

FREE = Snapshot(seq=1, presence=None, signal="asleep")
WORDS = Both("a", "b")


def told(snapshot: Snapshot) -> RobotHealth:
    return health_of(snapshot, "0.9.0", [], False, None)


def test_a_robot_tells_what_a_technician_wants_to_see() -> None:
    snapshot = msgspec.structs.replace(
        FREE,
        battery_percent=81.2345,
        power=Power(charging=True, weak_supply=True, soc_c=48.26),
        lost=("camera",),
        troubles=(Trouble("voice", "espeak-ng is not installed"),),
    )
    wifi = [WifiReading("wlan0", None), WifiReading("wlan1", -61.0), WifiReading("wlan2", -80.0)]
    doctor = DoctorSummary(5.0, ("frames",))
    assert health_of(snapshot, "0.9.0", wifi, True, doctor) == RobotHealth(
        state="free",
        version="0.9.0",
        battery_percent=81.2,
        charging=True,
        soc_c=48.3,
        signal_dbm=-61.0,
        wired=True,
        weak_supply=True,
        broken=("camera", "voice"),
        doctor=doctor,
    )


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({}, "free"),
        ({"presence": "P" * 22}, "lesson"),
        ({"paused_by": ("button",)}, "paused"),
        ({"presence": "P" * 22, "paused_by": ("teacher",)}, "lesson"),
        ({"fault": "servo", "fault_code": "servo_hot", "paused_by": ("button",)}, "fault"),
    ],
)
def test_a_robot_has_one_state(fields: dict[str, object], state: str) -> None:
    assert told(msgspec.structs.replace(FREE, **fields)).state == state


def test_a_fault_is_named_by_its_code() -> None:
    fault = msgspec.structs.replace(FREE, fault="pan servo", fault_code="servo_hot")
    assert told(fault).broken == ("servo_hot",)


def test_safe_mode_is_named() -> None:
    careful = msgspec.structs.replace(FREE, safe_mode="no_picture")
    assert told(careful).broken == ("safe_mode_no_picture",)


def test_a_report_of_the_doctor_is_told_without_its_sentences() -> None:
    found = [
        bad("frames", WORDS, WORDS),
        weak("wifi", WORDS, WORDS),
        good("dns", "", ""),
        absent("hand"),
    ]
    assert doctor_summary(7.0, found) == DoctorSummary(7.0, ("frames",), ("wifi",))
