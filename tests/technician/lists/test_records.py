from technician.lists.records import Enterprise, Outside, SharedPassword, Wifi
from tests.technician.lists.lists import one


def test_no_secret_stands_in_a_records_representation() -> None:
    robot = one(
        **{"WLAN": "Schule", "WLAN-Passwort": "geheim-1", "Token": "geheim-2"},
        Proxy="http://u:geheim-3@a:1",
    )
    login = Enterprise("peap", "u", "geheim-4", ca="geheim-5")
    shown = repr([robot, Wifi("a", login), Outside(proxy_password="geheim-6")])
    assert "geheim" not in shown + repr(SharedPassword("sae", "geheim"))
