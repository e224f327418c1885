import asyncio

import pytest

from robot.wifi.bus import BusRefused, network_bus
from tests.deadline import WAIT_S
from tests.robot.wifi.conftest import (
    MANAGER,
    NetworkManagerMock,
)


async def test_calls_signals_and_errors(manager: NetworkManagerMock) -> None:
    await manager.add_radio()
    async with network_bus(manager.address) as bus:
        assert manager.radio in await bus.objects()
        await bus.listen(manager.radio)
        await bus.call(manager.radio, ".Device.Wireless", "RequestScan", "a{sv}", {})
        async with asyncio.timeout(WAIT_S):
            while (signal := await bus.next_signal()).member != "PropertiesChanged":
                pass  # the mock has signals of its own
        assert signal.path == manager.radio
        assert "LastScan" in signal.body[1]
        await bus.set_radio(False)
        properties = (await bus.objects())[MANAGER]["org.freedesktop.NetworkManager"]
        assert properties["WirelessEnabled"] is False
        with pytest.raises(BusRefused) as caught:
            await bus.call(MANAGER, "", "NoSuchMethod")
        assert caught.value.error == "org.freedesktop.DBus.Error.UnknownMethod"
