"""NetworkManager for tests: python-dbusmock's own template, with a radio that takes its time."""

import dbus
import dbusmock
from dbusmock import MOCK_IFACE
from dbusmock.templates import networkmanager as base
from dbusmock.templates.networkmanager import *  # noqa: F403
from gi.repository import GLib

BUS_NAME = base.BUS_NAME
MAIN_OBJ = base.MAIN_OBJ
MAIN_IFACE = base.MAIN_OBJ
SYSTEM_BUS = True
IS_OBJECT_MANAGER = True

FATES = {
    "joins": [(50, 40, 0), (70, 50, 0), (100, 80, 0)],
    "wrong key": [(50, 40, 0), (60, 50, 8), (120, 60, 7), (30, 120, 0)],
    "not found": [(50, 40, 0), (120, 50, 53), (30, 120, 0)],
    "no DHCP": [(50, 40, 0), (70, 50, 0), (120, 70, 5), (30, 120, 0)],
    "turned away": [(50, 40, 0), (120, 50, 11), (30, 120, 0)],
    "hangs": [(50, 40, 0), (70, 50, 0)],
}

fates = {}
journal = []


def load(mock, parameters):
    base.load(mock, parameters)
    manager = dbusmock.get_object(base.MANAGER_OBJ)
    add_property(manager, base.MANAGER_IFACE, "PrimaryConnection", dbus.ObjectPath("/"))
    manager.AddMethod(
        base.MANAGER_IFACE, "ActivateConnection", "ooo", "o", "ret = self.start(args)"
    )
    manager.start = start
    settings = dbusmock.get_object(base.SETTINGS_OBJ)
    settings.add = add
    settings.AddMethod(
        base.SETTINGS_IFACE,
        "AddConnectionUnsaved",
        "a{sa{sv}}",
        "o",
        "ret = self.add(self, args[0])",
    )


def add_property(of, interface, name, value):
    """Add what the template of this python-dbusmock lacks; newer ones have it."""
    try:
        of.AddProperty(interface, name, value)
    except dbus.exceptions.DBusException:
        of.Set(interface, name, value)


def ssid_of(settings):
    return bytes(settings["802-11-wireless"]["ssid"]).decode()


def add(settings_object, settings):
    if fates.get("*") == "forbidden":
        raise dbus.exceptions.DBusException(
            "Insufficient privileges",
            name="org.freedesktop.NetworkManager.Settings.PermissionDenied",
        )
    path = base.SettingsAddConnection(settings_object, settings)
    connection = dbusmock.get_object(path)
    connection.AddMethod(base.CSETTINGS_IFACE, "Save", "", "", "")
    connection.Set(base.CSETTINGS_IFACE, "Unsaved", True)
    connection.AddMethod(
        base.CSETTINGS_IFACE,
        "Save",
        "",
        "",
        f"self.Set('{base.CSETTINGS_IFACE}', 'Unsaved', False)",
    )
    return path


def start(args):
    connection, device, _ = (str(one) for one in args)
    settings = dbusmock.get_object(connection).settings
    manager = dbusmock.get_object(base.MANAGER_OBJ)
    journal.append(ssid_of(settings))
    name = str(len(journal))
    path = "/org/freedesktop/NetworkManager/ActiveConnection/" + name
    points = dbusmock.get_object(device).access_points
    point = next(
        (
            one
            for one in points
            if bytes(dbusmock.get_object(one).Get(base.ACCESS_POINT_IFACE, "Ssid")).decode()
            == ssid_of(settings)
        ),
        "/",
    )
    manager.AddObject(
        path,
        base.ACTIVE_CONNECTION_IFACE,
        {
            "Devices": dbus.Array([dbus.ObjectPath(device)], signature="o"),
            "Type": "802-11-wireless",
            "Connection": dbus.ObjectPath(connection),
            "SpecificObject": dbus.ObjectPath(point),
            "Uuid": settings["connection"]["uuid"],
            "Id": settings["connection"]["id"],
            "State": dbus.UInt32(1),
        },
        [],
    )
    active = [*manager.Get(base.MANAGER_IFACE, "ActiveConnections"), dbus.ObjectPath(path)]
    manager.Set(base.MANAGER_IFACE, "ActiveConnections", dbus.Array(active, signature="o"))
    steps = list(FATES[fates.get(ssid_of(settings), "joins")])
    GLib.idle_add(step, device, path, steps)
    return dbus.ObjectPath(path)


def step(device, path, steps):
    if not steps:
        return False
    now, before, reason = steps.pop(0)
    radio = dbusmock.get_object(device)
    radio.Set(base.DEVICE_IFACE, "State", dbus.UInt32(now))
    if now == 120:
        dbusmock.get_object(path).Set(base.ACTIVE_CONNECTION_IFACE, "State", dbus.UInt32(4))
    if now == 100:
        dbusmock.get_object(path).Set(base.ACTIVE_CONNECTION_IFACE, "State", dbus.UInt32(2))
        manager = dbusmock.get_object(base.MANAGER_OBJ)
        manager.Set(base.MANAGER_IFACE, "PrimaryConnection", dbus.ObjectPath(path))
    values = [dbus.UInt32(one) for one in (now, before, reason)]
    radio.EmitSignal(base.DEVICE_IFACE, "StateChanged", "uuu", values)
    return True


def listen(radio):
    scans = radio.Get(base.WIRELESS_DEVICE_IFACE, "LastScan") + 1
    radio.UpdateProperties(base.WIRELESS_DEVICE_IFACE, {"LastScan": dbus.Int64(scans)})


@dbus.service.method(MOCK_IFACE, in_signature="ss", out_signature="")
def SetFate(_self, ssid, fate):
    fates[str(ssid)] = str(fate)


@dbus.service.method(MOCK_IFACE, in_signature="", out_signature="as")
def Journal(_self):
    return dbus.Array(journal, signature="s")


@dbus.service.method(MOCK_IFACE, in_signature="s", out_signature="s")
def AddRadio(self, name):
    path = base.AddWiFiDevice(self, name, name, base.DeviceState.DISCONNECTED)
    radio = dbusmock.get_object(path)
    add_property(radio, base.WIRELESS_DEVICE_IFACE, "LastScan", dbus.Int64(1))
    radio.listen = listen
    radio.AddMethod(base.WIRELESS_DEVICE_IFACE, "RequestScan", "a{sv}", "", "self.listen(self)")
    return path
