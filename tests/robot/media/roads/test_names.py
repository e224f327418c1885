import asyncio
import socket
import threading

import pytest

from robot.media.roads.names import MOST_LOOKUPS, Names, look_up


class NameService:
    """Answers when it is let; counts what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.let = threading.Event()

    def look_up(self, host: str) -> list[str]:
        self.asked.append(host)
        self.let.wait(10)
        if host.endswith(".invalid"):
            raise socket.gaierror(socket.EAI_NONAME, "not known")
        if "bad" in host:
            raise UnicodeError("label too long")
        return ["192.0.2.1", "2001:db8::1"]


async def test_an_address_is_its_own() -> None:
    service = NameService()
    assert await Names(service.look_up).addresses("2001:DB8::1") == ["2001:db8::1"]
    assert service.asked == []


async def test_one_lookup_serves_everybody_and_is_kept() -> None:
    service = NameService()
    names = Names(service.look_up)
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(names.addresses("turn.example.org")) for _ in range(20)]
        await asyncio.sleep(0)
        service.let.set()
    assert {tuple(task.result()) for task in tasks} == {("192.0.2.1", "2001:db8::1")}
    await names.addresses("turn.example.org")
    assert service.asked == ["turn.example.org"]
    names.forget()
    await names.addresses("turn.example.org")
    assert service.asked == ["turn.example.org"] * 2


async def test_a_hanging_lookup_holds_nobody_up_and_others_are_bounded() -> None:
    service = NameService()
    names = Names(service.look_up)
    for number in range(MOST_LOOKUPS):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0):
                await names.addresses(f"host{number}")
    with pytest.raises(socket.gaierror, match="hang"):
        await names.addresses("one-more")
    service.let.set()
    assert await names.addresses("host0") == ["192.0.2.1", "2001:db8::1"]


@pytest.mark.parametrize("host", ["nowhere.invalid", "bad" * 30])
async def test_an_unknown_name_is_an_error_and_is_asked_again(host: str) -> None:
    service = NameService()
    service.let.set()
    names = Names(service.look_up)
    for _ in range(2):
        with pytest.raises(socket.gaierror):
            await names.addresses(host)
    assert service.asked == [host, host]


def test_the_system_knows_this_machine() -> None:
    assert "127.0.0.1" in look_up("localhost") or "::1" in look_up("localhost")
