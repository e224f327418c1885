from pathlib import Path

from robot.media.roads import here

ROUTES = """\
Iface	Destination	Gateway 	Flags	RefCnt	Use	Metric	Mask
eth0	00000000	0100A8C0	0003	0	0	0	00000000
eth0	0000A8C0	00000000	0001	0	0	0	00FFFFFF
"""
NEIGHBOURS = """\
IP address       HW type     Flags       HW address            Mask     Device
192.168.0.1      0x1         0x2         aa:bb:cc:dd:ee:ff     *        eth0
192.168.0.7      0x1         0x2         11:22:33:44:55:66     *        eth0
"""


def test_the_gateway_is_known_by_its_hardware(tmp_path: Path) -> None:
    routes, neighbours = tmp_path / "route", tmp_path / "arp"
    routes.write_text(ROUTES)
    neighbours.write_text(NEIGHBOURS)
    assert here.gateways(routes, neighbours) == ["aa:bb:cc:dd:ee:ff"]


def test_a_system_that_tells_nothing_has_none(tmp_path: Path) -> None:
    assert here.gateways(tmp_path / "route", tmp_path / "arp") == []
    (tmp_path / "route").write_text("")
    (tmp_path / "arp").write_text("\n\nx\n")
    assert here.gateways(tmp_path / "route", tmp_path / "arp") == []


def test_this_system_can_be_asked() -> None:
    assert isinstance(here.gateways(), list)
