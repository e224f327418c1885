from pathlib import Path

from robot.settings import machine

KEY = "K" * 42 + "A"
SERIAL = "sys/firmware/devicetree/base/serial-number"


def card(root: Path, name: str, device: str, address: str, kind: str = "0") -> None:
    place = root / "sys/devices" / device
    place.mkdir(parents=True)
    folder = root / "sys/class/net" / name
    folder.mkdir(parents=True)
    (folder / "device").symlink_to(place)
    (folder / "address").write_text(f"{address}\n")
    (folder / "addr_assign_type").write_text(f"{kind}\n")


def board(root: Path, serial: str) -> Path:
    """Make a file system of a board with this serial number."""
    path = root / SERIAL
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(serial.encode() + b"\0")
    return root


def test_a_raspberry_pi_is_told_by_its_serial_number(tmp_path: Path) -> None:
    board(tmp_path, "10000000abcdef01")
    card(tmp_path, "eth0", "pci0000:00/0000:00:01.0", "dc:a6:32:00:00:01")
    assert machine.found(tmp_path) == ("serial 10000000abcdef01",)


def test_another_board_is_told_by_the_network_cards_that_stay_on_it(tmp_path: Path) -> None:
    board(tmp_path, "0000000000000000")
    card(tmp_path, "enp1s0", "pci0000:00/0000:01:00.0", "dc:a6:32:00:00:01")
    card(tmp_path, "wlan1", "pci0000:00/usb1/1-1/1-1:1.0", "00:11:22:33:44:55")
    card(tmp_path, "wlp2s0", "pci0000:00/0000:02:00.0", "12:34:56:78:9a:bc", kind="3")
    card(tmp_path, "eth1", "pci0000:00/0000:03:00.0/virtio1", "52:54:00:12:34:56")
    card(tmp_path, "eth2", "pci0000:00/0000:04:00.0", "00:00:00:00:00:00")
    (tmp_path / "sys/class/net/lo").mkdir()
    assert machine.found(tmp_path) == ("mac dc:a6:32:00:00:01",)


def test_a_machine_without_a_name_has_no_marks(tmp_path: Path) -> None:
    assert machine.found(tmp_path) == ()
    assert machine.marks(tmp_path, KEY) == ()


def test_marks_say_nothing_of_the_hardware_and_differ_by_key(tmp_path: Path) -> None:
    board(tmp_path, "10000000abcdef01")
    [mark] = machine.marks(tmp_path, KEY)
    assert len(mark) == 43
    assert machine.marks(tmp_path, KEY) == (mark,)
    assert machine.marks(tmp_path, "L" * 42 + "A") != (mark,)
