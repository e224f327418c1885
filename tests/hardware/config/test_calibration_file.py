import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from bridge.process.config_file import ConfigError
from hardware.config.calibration_file import calibrated, path_of, save, serial_of
from hardware.config.config import BodyConfig, servos
from hardware.contract.calibration import PulseCalibration
from tests.hardware.config.test_calibrated import GPIO, SERIAL

PAN = PulseCalibration(centre_us=1480)
TILT = PulseCalibration(centre_us=1520)


@pytest.fixture
def config(tmp_path: Path) -> BodyConfig:
    return at(tmp_path / "state")


def at(folder: Path) -> BodyConfig:
    body = msgspec.structs.replace(GPIO.body, serial=SERIAL, state=str(folder))
    return msgspec.structs.replace(GPIO, body=body)


def centre_us(config: BodyConfig, name: str) -> float:
    servo = {str(axis): each for axis, each in servos(config).items()}[name]
    assert isinstance(servo, PulseCalibration)
    return servo.centre_us


def test_a_robot_that_was_never_calibrated_keeps_its_configuration(config: BodyConfig) -> None:
    assert calibrated(config) is config


def test_what_was_saved_is_read_at_the_next_start(config: BodyConfig) -> None:
    path = save(config, {"pan": PAN})
    assert path.name == f"calibration-{SERIAL}.toml"
    assert centre_us(calibrated(config), "pan") == 1480
    assert stat.S_IMODE(path.stat().st_mode) == 0o644


def test_one_axis_alone_leaves_the_others_as_they_were(config: BodyConfig) -> None:
    save(config, {"pan": PAN, "tilt": TILT})
    save(config, {"pan": PulseCalibration(centre_us=1490)})
    found = calibrated(config)
    assert (centre_us(found, "pan"), centre_us(found, "tilt")) == (1490, 1520)


def test_a_broken_file_is_named_with_its_remedy_and_can_be_written_anew(config: BodyConfig) -> None:
    path = save(config, {"pan": PAN})
    path.write_text("serial = ")
    with pytest.raises(
        ConfigError, match=rf"{path.name}: line 1: serial =: after.*karlsson-body calibrate"
    ):
        calibrated(config)
    save(config, {"pan": PAN})
    assert centre_us(calibrated(config), "pan") == 1480


def test_what_could_not_be_read_back_is_not_saved(config: BodyConfig) -> None:
    path = save(config, {"pan": PAN})
    before = path.read_bytes()
    with pytest.raises(ConfigError, match=r"not saved: pan\.min_us = 2400"):
        save(config, {"pan": PulseCalibration(min_us=2400, max_us=600)})
    assert path.read_bytes() == before


def test_a_file_that_may_not_be_read_is_an_error(config: BodyConfig) -> None:
    path_of(config).mkdir(parents=True)
    with pytest.raises(ConfigError, match=path_of(config).name):
        calibrated(config)


def test_the_serial_is_the_computer_s_own_unless_it_is_configured(tmp_path: Path) -> None:
    assert serial_of(GPIO, tmp_path) is None
    assert calibrated(GPIO, tmp_path) is GPIO
    with pytest.raises(ConfigError, match=r"body\.serial"):
        path_of(GPIO, tmp_path)
    told = tmp_path / "proc/device-tree/serial-number"
    told.parent.mkdir(parents=True)
    told.write_bytes(b"10000000deadbeef\0")
    assert serial_of(GPIO, tmp_path) == "10000000deadbeef"
    told.write_bytes(b"../../etc\0")
    assert serial_of(GPIO, tmp_path) is None
    assert serial_of(at(tmp_path), tmp_path) == SERIAL


def test_a_disk_that_fails_once_costs_no_axis_its_calibration(
    config: BodyConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = save(config, {"pan": PAN, "tilt": TILT})
    before = path.read_bytes()

    def fails(*_: object) -> object:
        raise OSError(errno.EIO, "Input/output error")

    with monkeypatch.context() as failing:
        failing.setattr(Path, "open", fails)
        with pytest.raises(OSError, match="Input/output error"):
            save(config, {"pan": PulseCalibration(centre_us=1490)})
    assert path.read_bytes() == before


def test_a_serial_that_cannot_be_read_just_now_is_not_taken_for_none(tmp_path: Path) -> None:
    (tmp_path / "sys/firmware/devicetree/base/serial-number").mkdir(parents=True)
    with pytest.raises(ConfigError, match="start again"):
        calibrated(GPIO, tmp_path)


FULL = """
import resource, signal, sys
from pathlib import Path
import msgspec
from hardware.contract.calibration import PulseCalibration
from hardware.config.calibration_file import save
from tests.hardware.config.test_calibration_file import at
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
if sys.argv[2:]:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
try:
    save(at(Path(sys.argv[1])), {"pan": PulseCalibration(centre_us=1600)})
except OSError as error:
    sys.exit(error.errno)
"""


def test_a_file_that_may_not_grow_leaves_the_old_one_intact(config: BodyConfig) -> None:
    """The kernel's own limit on file sizes, met in the middle of the write."""
    path = save(config, {"pan": PAN})
    ended = subprocess.run(
        [sys.executable, "-c", FULL, str(path.parent), "50"], check=False, timeout=60
    )
    assert ended.returncode == errno.EFBIG
    assert centre_us(calibrated(config), "pan") == 1480
    assert list(path.parent.iterdir()) == [path]


ON_A_FULL_DISK = """
disk=$1 old=$2 python=$3 saving=$4
mount -t tmpfs -o size=4k tmpfs "$disk" || exit 200
cp "$old" "$disk/"
"$python" -c "$saving" "$disk"
code=$?
cmp "$disk/${old##*/}" "$old" && ls -A "$disk" && exit $code
exit 201
"""


@pytest.mark.root
def test_a_full_disk_leaves_the_old_one_intact(config: BodyConfig, tmp_path: Path) -> None:
    """A file system of one page, which the old calibration takes."""
    path = save(config, {"pan": PAN})
    disk = tmp_path / "disk"
    disk.mkdir()
    shell = ["unshare", "--mount", "--map-root-user", "sh", "-c", ON_A_FULL_DISK, "-"]
    ended = subprocess.run(
        [*shell, disk, path, sys.executable, FULL],
        check=False,
        timeout=60,
        capture_output=True,
        text=True,
    )
    if ended.stderr.startswith("unshare") or ended.returncode == 200:
        assert os.environ.get("CI") != "true", ended.stderr
        pytest.skip(f"no file system of our own here: {ended.stderr}")
    assert ended.returncode == errno.ENOSPC, ended.stderr
    assert ended.stdout.split() == [path.name]
