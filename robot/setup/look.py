"""Reading of how far the set-up is, from what is on the disk. Nothing is opened or moved."""

import hashlib
import tomllib
from pathlib import Path

from hardware.contract.wire import DriverName
from robot.doctor.calibration_probe import BODY_CONFIG, calibration_files, read_calibration
from robot.doctor.own_probe import CREDENTIAL_STORE
from robot.settings.config import KEY_FILE, RobotConfig
from robot.settings.enrolment import EnrolmentFiles
from robot.settings.errors import IdentityError
from robot.setup import media_scan, record
from robot.setup.steps import BodyReading, SetupReading


def look(config: RobotConfig, config_path: Path, root: Path = Path("/")) -> SetupReading:
    """Return how far it is.

    Args:
        config: robot.toml as loaded.
        config_path: Its path.
        root: Folder that holds `etc` and `var`.
    """
    body = read_body(root)
    named = media_scan.configured(config, root)
    robot, name, token_waits = _enrolled(config, root)
    return SetupReading(
        body,
        {part: (name, tried.problem) for part, (name, tried) in named.items() if tried.problem},
        _is_calibrated(root, body.driver),
        robot,
        name,
        token_waits,
        record.read(config.state_dir),
        mark(config_path, root),
    )


def read_body(root: Path) -> BodyReading:
    """Return what body.toml says."""
    path = root / BODY_CONFIG
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return BodyReading()
    except PermissionError:
        return BodyReading(wrong=f"{path} may not be read: use sudo")
    except (OSError, ValueError):
        return BodyReading(wrong=f"{path} is no TOML file; `karlsson-body test` says where")
    section = document.get("body")
    driver = section.get("driver") if isinstance(section, dict) else None
    return BodyReading(driver if isinstance(driver, str) else "")


def _is_calibrated(root: Path, driver: str) -> bool:
    known: DriverName = "simulated" if driver == "simulated" else "feetech"
    reading = read_calibration(root, known)
    return not reading.needed or reading.days is not None


def _enrolled(config: RobotConfig, root: Path) -> tuple[str, str, bool]:
    """Return id and name under which the bridge knows the robot, and whether a token waits.

    A robot that was added by hand has its id in robot.toml, and a key.
    """
    files = EnrolmentFiles(config.state_dir)
    try:
        kept, waits = files.record(), bool(files.typed())
    except IdentityError:
        return "", "", False
    has_key = (config.state_dir / KEY_FILE).exists() or (root / CREDENTIAL_STORE).exists()
    by_hand = config.robot.id if has_key else ""
    return kept.robot or by_hand, kept.name, waits and not kept.robot


def mark(config_path: Path, root: Path) -> str:
    """Return a hash of the configuration and the calibration: a test holds for these alone."""
    hashed = hashlib.sha256()
    for path in (config_path, root / BODY_CONFIG, *calibration_files(root)):
        try:
            content = path.read_bytes()
        except OSError:
            content = b""
        hashed.update(len(content).to_bytes(8, "big") + content)
    return hashed.hexdigest()[:32]
