from pathlib import Path

from hardware.finding.reference import NAMES, builds

SYSTEMD = Path(__file__).parents[3] / "systemd"


def test_they_are_the_configurations_that_the_handbook_explains() -> None:
    found = builds()
    assert tuple(found) == NAMES
    assert found["good"]["body"]["driver"] == "feetech"
    assert found["simple"]["body"]["driver"] == "gpio"
    folder = SYSTEMD.parent / "hardware/finding/builds"
    assert (folder / "good.toml").samefile(SYSTEMD / "body-good.toml")
    assert (folder / "simple.toml").samefile(SYSTEMD / "body.toml")
