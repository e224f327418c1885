import pytest

from packages.plans import control
from packages.plans.products import BRIDGE, ROBOT
from packages.plans.targets import TargetSystem

TRIXIE = TargetSystem("trixie", "arm64")


def test_a_file_says_release_debian_and_architecture() -> None:
    assert control.file_name(ROBOT, "0.2.0", TRIXIE) == "karlsson-robot_0.2.0+deb13_arm64.deb"


@pytest.mark.parametrize(
    "version", ["", "1", "next", "1/2", "1 2", "1-2", "1:2", "0.1+deb12", "../1", "0.1~rc1"]
)
def test_a_version_that_names_no_folder_or_package_is_refused(version: str) -> None:
    with pytest.raises(ValueError, match=r"such as 0\.2\.0"):
        control.package_version(version, TRIXIE)


def test_a_candidate_comes_before_its_release() -> None:
    assert control.package_version("0.2.0rc1", TRIXIE) == "0.2.0~rc1+deb13"


def test_it_needs_the_python_that_its_libraries_were_built_for() -> None:
    lines = control.control(ROBOT, "0.2.0", TRIXIE, 1025).splitlines()
    (depends,) = [line for line in lines if line.startswith("Depends: ")]
    # After an upgrade of the system its Python stays, and so does the robot.
    assert depends.startswith("Depends: python3.13, ")
    assert "Installed-Size: 2" in lines
    assert "Version: 0.2.0+deb13" in lines
    # Further lines of the description, and none of them empty.
    assert all(line.startswith(" ") for line in lines[lines.index(lines[-1]) :])
    assert all(len(line) < 80 for line in lines if line.startswith(" "))


def test_a_field_without_a_value_is_left_out() -> None:
    assert "Recommends" not in control.control(BRIDGE, "1.0", TargetSystem("bookworm", "amd64"), 0)


def test_only_the_robot_sees_libraries_of_the_system() -> None:
    assert "include-system-site-packages = true\n" in control.pyvenv(ROBOT, TRIXIE)
    assert "include-system-site-packages = false\n" in control.pyvenv(BRIDGE, TRIXIE)
    assert "home = /usr/bin\n" in control.pyvenv(BRIDGE, TRIXIE)


def test_a_script_begins_with_what_it_is_about() -> None:
    text = control.maintainer_script("#!/bin/sh\nset -e\n# VALUES\nrest\n", BRIDGE, "1.0", ["a.b"])
    assert text == (
        "#!/bin/sh\nset -e\npackage='karlsson-bridge'\nroot='/opt/karlsson-bridge'\n"
        "release='1.0'\nlinks='current'\nunits='karlsson-bridge'\nfurther='a.b'\n"
        "examples='bridge.toml'\nrest\n"
    )
