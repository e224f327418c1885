"""The way into a network, with networks, eyes and a place whose work is a list."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from robot.wifi.causes import WifiCause, WifiError
from robot.wifi.provisioner import Provisioner, RobotOfWifi
from robot.wifi.records import Hotspot, NetworkState, NetworkWay, SeenNetwork, WifiNetwork
from tests.deadline import WAIT_S

SLICE_S = 0.02
CODE = "WIFI:T:WPA;S:Schule;P:kreide-tafel;;"
OTHER = "WIFI:T:WPA;S:Schule;P:kreide-schwamm;;"
HOTSPOT = Hotspot("karlsson-1", "wolke-tafel-hase")
KNOWN = NetworkState(known=("Schule",))
CONNECTED = NetworkState((NetworkWay("cable", "eth0", "Wired"),))


class Happened:
    """Record of everything that happened, in order."""

    def __init__(self) -> None:
        self.done: list[object] = []
        self._news = asyncio.Event()

    def add(self, what: object) -> None:
        self.done.append(what)
        self._news.set()

    async def until(self, what: object) -> None:
        async with asyncio.timeout(WAIT_S):
            while what not in self.done:
                self._news.clear()
                await self._news.wait()


class Networks:
    def __init__(self, happened: Happened, state: NetworkState) -> None:
        self.now: NetworkState | WifiError = state
        self.refuses: dict[str, WifiCause] = {}
        self.hotspot_fails: WifiCause | None = None
        self._happened = happened

    async def state(self) -> NetworkState:
        self._happened.add("state")
        if isinstance(self.now, WifiError):
            raise self.now
        return self.now

    async def scan(self) -> list[SeenNetwork]:
        return []

    async def join(self, network: WifiNetwork) -> None:
        self._happened.add(("join", network.key))
        if network.key in self.refuses:
            raise WifiError(self.refuses[network.key])
        self.now = CONNECTED

    async def forget(self, name: str) -> None:
        raise WifiError("not_known")

    async def hotspot_on(self, hotspot: Hotspot) -> None:
        if self.hotspot_fails:
            raise WifiError(self.hotspot_fails)
        self.now = NetworkState(hotspot=hotspot.ssid)
        self._happened.add("hotspot on")

    async def hotspot_off(self) -> None:
        self._happened.add("hotspot off")


class Place:
    """A robot whose light, camera and voice are a list; it is its own eyes."""

    def __init__(self, happened: Happened) -> None:
        self._happened = happened
        self.looks = False
        self.held: list[str] = []
        self._shown = asyncio.Event()

    def hold(self, *texts: str) -> None:
        self.held += texts
        self._shown.set()

    async def read(self, each: Callable[[str], bool]) -> None:
        while True:
            while self.held and self.looks:
                if not each(self.held.pop(0)):
                    return
            self._shown.clear()
            await self._shown.wait()

    def look(self, anew: bool) -> None:
        self.looks = True
        self._shown.set()
        self._happened.add(("look", anew))

    def look_away(self) -> None:
        self.looks = False
        self._happened.add("look away")

    def ask_for_code(self, again_helps: bool) -> None:
        self._happened.add(("ask", again_helps))

    def trying(self) -> None:
        self._happened.add("trying")

    def tell(self, cause: WifiCause | None) -> None:
        self._happened.add(("told", cause))

    def tell_hotspot(self, cause: WifiCause | None) -> None:
        self._happened.add(("hotspot", cause))


class Robot:
    def __init__(self, state: NetworkState, enrolled: bool = False) -> None:
        self.happened = Happened()
        self.networks = Networks(self.happened, state)
        self.place = Place(self.happened)
        self.provisioner = Provisioner(
            self.networks,
            self.place,
            self.place,
            RobotOfWifi(HOTSPOT, "", lambda: enrolled),
            SLICE_S,
        )

    @property
    def done(self) -> list[object]:
        return [one for one in self.happened.done if one != "state"]


@asynccontextmanager
async def running(robot: Robot) -> AsyncIterator[Robot]:
    async with asyncio.TaskGroup() as tasks:
        work = tasks.create_task(robot.provisioner.run())
        try:
            yield robot
        finally:
            work.cancel()


async def test_a_new_robot_joins_what_is_held_before_its_camera() -> None:
    async with running(Robot(NetworkState())) as robot:
        await robot.happened.until(("look", True))
        robot.place.hold("http://karlsson-1.local", CODE)
        await robot.happened.until(("told", None))
        assert robot.done == [
            ("ask", False),
            ("look", True),
            "look away",
            "trying",
            ("join", "kreide-tafel"),
            ("told", None),
        ]


async def test_a_code_that_fails_is_told_once_and_another_one_is_tried() -> None:
    robot = Robot(NetworkState())
    robot.networks.refuses["kreide-tafel"] = "wrong_key"
    async with running(robot):
        robot.place.hold("WIFI:nonsense", "WIFI:nonsense", CODE, CODE, CODE, OTHER)
        await robot.happened.until(("told", None))
    told = [one for one in robot.done if isinstance(one, tuple) and one[0] in ("told", "join")]
    assert told == [
        ("told", "bad_code"),
        ("join", "kreide-tafel"),
        ("told", "wrong_key"),
        ("join", "kreide-schwamm"),
        ("told", None),
    ]
    assert robot.done.count(("look", True)) == 2  # open again after the try


@pytest.mark.parametrize("enrolled", [True, False])
async def test_a_robot_that_knows_a_network_looks_only_after_its_button(enrolled: bool) -> None:
    robot = Robot(NetworkState() if enrolled else KNOWN, enrolled)
    async with running(robot):
        await robot.happened.until("state")
        assert robot.done == []
        robot.provisioner.press()
        await robot.happened.until(("look", True))
        assert robot.done == [("ask", True), ("look", True)]


async def test_with_a_network_the_button_does_nothing() -> None:
    robot = Robot(CONNECTED)
    async with running(robot):
        robot.provisioner.press()
        await robot.happened.until("state")
        robot.happened.done.clear()
        robot.provisioner.press()
        await robot.happened.until("state")
    assert robot.done == []


async def test_a_network_that_leads_nowhere_is_left_for_that_of_a_code() -> None:
    robot = Robot(CONNECTED)
    robot.provisioner.press(leads_nowhere=True)
    async with running(robot):
        robot.place.hold(CODE)
        await robot.happened.until(("told", None))
    assert robot.done[0] == ("ask", False)


async def test_a_child_who_comes_in_ends_it_and_who_is_in_is_left_alone() -> None:
    robot = Robot(NetworkState())
    robot.provisioner.occupied(True)
    robot.provisioner.press()
    async with running(robot):
        await robot.happened.until("state")
        assert robot.done == []


async def test_a_new_robot_makes_its_own_network_after_a_press() -> None:
    robot = Robot(NetworkState())
    robot.provisioner.press()
    async with running(robot):
        await robot.happened.until(("hotspot", None))
        robot.provisioner.press()
        robot.place.hold(CODE)
        await robot.happened.until(("told", None))
    assert robot.done[:2] == ["hotspot on", ("hotspot", None)]


async def test_an_own_network_that_fails_is_told_once_for_each_press() -> None:
    robot = Robot(NetworkState())
    robot.networks.hotspot_fails = "hotspot_failed"
    robot.provisioner.press()
    async with running(robot):
        await robot.happened.until(("look", True))
        robot.place.hold(CODE)
        await robot.happened.until(("told", None))
    assert robot.done.count(("hotspot", "hotspot_failed")) == 1


async def test_who_closed_the_camera_wants_it_closed() -> None:
    robot = Robot(NetworkState())
    robot.place.look = lambda anew: robot.happened.add(("look", anew))  # type: ignore[method-assign]
    robot.place.looks = True
    async with running(robot):
        await robot.happened.until(("look", False))
        robot.place.looks = False  # the class's button
        robot.happened.done.clear()
        await robot.happened.until("state")
        robot.happened.done.clear()
        await robot.happened.until("state")
        assert robot.done == []


async def test_without_networkmanager_nothing_is_begun() -> None:
    robot = Robot(NetworkState())
    robot.networks.now = WifiError("no_service")
    robot.provisioner.press()
    async with running(robot):
        await robot.happened.until("state")
    assert robot.done == []


async def test_a_robot_without_a_radio_opens_no_camera_and_says_so_when_asked() -> None:
    robot = Robot(NetworkState(radio="missing"))
    robot.provisioner.press()
    async with running(robot):
        await robot.happened.until(("told", "no_radio"))
    assert robot.done == [("told", "no_radio")]
