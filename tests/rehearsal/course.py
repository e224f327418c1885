"""The path, step by step: from the list to the last wipe."""

import asyncio
import datetime
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import replace
from typing import Any

from bridge.protocol.enrolment import plain
from tests.rehearsal import mistakes, root, secrets, sheet, updating
from tests.rehearsal.child import lesson
from tests.rehearsal.desk import CommandFailed, run
from tests.rehearsal.first_boot import CardNotUnderstood
from tests.rehearsal.report import Step, count
from tests.rehearsal.simulated_robot import RobotFailed, SimulatedRobot, each
from tests.rehearsal.stage import RehearsalStage

LIST, LABELS = "roboter.xlsx", "etiketten.pdf"
PUPIL = "Mia Canary"
LOAN = datetime.timedelta(days=7)
READERS = 2
"""Card readers at the laptop: each round of the cards needs the command once more."""

LESSONS_AT_ONCE = 2
"""Each is a picture that is encoded here, and decoded here."""

Tell = Callable[[Step], None]


class Course:
    """One rehearsal.

    Args:
        stage: Where it takes place.
        tell: Is told of each step that has ended.
        made: Mistakes to make.
    """

    def __init__(
        self, stage: RehearsalStage, tell: Tell, made: Iterable[str] = mistakes.MISTAKES
    ) -> None:
        self._made = made
        self._stage = stage
        self._report = stage.report
        self._hands = stage.report.hands
        self._desk = stage.desk
        self._pictures = stage.pictures
        self._tell = tell
        self._tokens: dict[str, str] = {}
        self._loans: dict[str, int] = {}
        self._links: dict[str, str] = {}

    async def run(self) -> bool:
        """Take every step; stop at the first that fails, and return False."""
        steps: tuple[tuple[str, Callable[[], Awaitable[Step]]], ...] = (
            ("list", self._list),
            ("cards", self._cards),
            ("first boot", self._first_boot),
            ("enrolment", self._enrolment),
            ("doctor", self._doctor),
            ("lesson", self._lessons),
            ("update", self._update),
            ("mistakes", self._mistakes),
            ("wipe", self._wipe),
            ("next loan", self._next_loan),
        )
        for name, take in steps:
            began = time.monotonic()
            try:
                step = await take()
            except (CardNotUnderstood, CommandFailed, RobotFailed) as error:
                step = Step(name, failed=str(error))
            except TimeoutError:
                step = Step(name, failed="something did not come in time; see the logs")
            step = replace(step, name=name, seconds=time.monotonic() - began)
            self._report.steps.append(step)
            self._tell(step)
            if step.failed:
                return False
            if name == "doctor" and self._pictures.wanted:
                await self._show_doctor()  # by itself, and in nobody's time
        return True

    @property
    def _all(self) -> int:
        return len(self._stage.rows)

    async def _list(self) -> Step:
        """Write the list, check it, and have the tokens made that the check asks for."""
        path = self._desk.folder / LIST
        sheet.write(path, self._stage.rows)
        for cell in sheet.typed_cells(self._stage.rows):
            self._hands.did("list", "key", len(cell) + 1)
            self._hands.did("list", "thought")
        prepare = ("karlsson", "card", "prepare", "--list", LIST, "--bridge", self._stage.url)
        checked = await self._desk.types("list", *prepare, "--no-login", "--dry-run")
        self._pictures.terminal("list", "Laptop", checked)
        names = [row[0] for row in self._stage.rows]
        made = await self._desk.types_at_bridge(
            "list", "robot", "enrol", "--json", *names, pasted=" ".join(names)
        )
        (self._desk.folder / "tokens.json").write_text(made.out, encoding="utf-8")
        self._tokens = {one["robot"]: one["token"] for one in made.document}
        return Step("", robots=self._all, what=f"{LIST}, {len(self._tokens)} tokens")

    async def _cards(self) -> Step:
        command = ("karlsson", "card", "prepare", "--list", LIST, "--tokens", "tokens.json")
        out = ("--out", self._stage.cards.name, "--no-login", "--labels", LABELS)
        done = await self._desk.types("cards", *command, *out)
        self._pictures.terminal("cards", "Laptop", done)
        self._pictures.labels("labels", self._desk.folder / LABELS)
        # Asked once more, it would write none.
        again = await run((*command, *out, "--json"), folder=self._desk.folder)
        states = [card["state"] for card in again.document["cards"]]
        if states != ["as before"] * self._all:
            raise CommandFailed(f"{done.shown}: {states}")
        self._hands.did("cards", "row", self._all)
        for _ in range(1, -(-self._all // READERS)):
            self._hands.did("cards", "key", 2)  # the same command again: up, Enter
        self._hands.did("cards", "card_in", self._all)
        self._hands.did("cards", "label", self._all)
        return Step("", robots=self._all, what=f"{self._all} cards, {done.seconds:.1f} s; labels")

    async def _first_boot(self) -> Step:
        """Boot each robot with its card: files are placed, and its body starts."""
        for card in sorted(path for path in self._stage.cards.iterdir() if path.is_dir()):
            robot_root = await asyncio.to_thread(
                root.boot, card, self._stage.folder / "r" / card.name
            )
            count(self._report.left_out, robot_root.left_out)
            count(self._report.changes, robot_root.changes)
            robot = SimulatedRobot(card.name, robot_root, self._stage.tasks)
            self._stage.robots.append(robot)
        self._hands.did("first boot", "card_out", self._all)
        self._hands.did("first boot", "plug_in", self._all)
        took = await self._each(SimulatedRobot.switch_on)
        self._check_cards_hold_no_secret()
        return Step("", robots=self._all, each_s=took, what="files placed, simulated bodies up")

    async def _enrolment(self) -> Step:
        """Start each agent: it makes its key and enrols with its card's token."""
        took = await self._each(SimulatedRobot.start_agent)
        known = {one["id"]: one["key"] for one in (await self._bridge("robot", "list")).document}
        for robot in self._stage.robots:
            if not known.get(robot.id):
                raise RobotFailed(f"{robot.id}: the bridge has no key of it")
            # cloud-init's own copies go with the wipe; a token must lie nowhere else.
            token = frozenset({self._tokens[robot.id].encode()})
            left = [str(one) for one in robot.root.files_with(token)]
            if any(root.CLOUD not in one for one in left):
                raise RobotFailed(f"{robot.id}: its token is still in {left}")
        if len(set(known.values())) != self._all:
            raise RobotFailed("two robots have the same key")
        self._hands.did("enrolment", "look", self._all)
        return Step("", robots=self._all, each_s=took, what="each with a key of its own")

    async def _doctor(self) -> Step:
        """Examine each robot whole, for which its agent rests, as the doctor asks."""
        outcomes: dict[str, int] = {}

        async def examine(robot: SimulatedRobot) -> None:
            async with robot.without_agent():
                told = (await robot.doctor("--json", "--lang", "en")).document
            for check in told["checks"]:
                outcomes[check["outcome"]] = outcomes.get(check["outcome"], 0) + 1
            bad = [one for one in told["checks"] if one["outcome"] == "failed"]
            if bad:
                words = f"{bad[0]['name']}: {bad[0]['text']}; {bad[0]['remedy']}"
                raise RobotFailed(f"{robot.id}: {words}")

        took = await self._each(examine)
        # One line for all of them over SSH, whose last lines are read.
        self._hands.typed(
            "doctor",
            "for r in $(cat ids); do ssh technician@karlsson-$r.local sudo sh -c 'systemctl stop"
            " karlsson-robot; karlsson-robot doctor; systemctl start karlsson-robot'; done",
        )
        self._hands.did("doctor", "row", self._all)
        told = ", ".join(f"{times} {outcome}" for outcome, times in sorted(outcomes.items()))
        return Step("", robots=self._all, each_s=took, what=told)

    async def _show_doctor(self) -> None:
        robot = self._stage.robots[0]
        async with robot.without_agent():
            for lang in ("de", "en"):
                seen = await robot.doctor("--lang", lang, colours=True)
                self._pictures.terminal(f"doctor-{lang}", robot.root.host, seen, robot.root.paths)

    async def _lessons(self) -> Step:
        until = (datetime.datetime.now().astimezone().date() + LOAN).isoformat()
        seen: list[int] = []

        async def lend(robot: SimulatedRobot) -> None:
            loan = await self._bridge(
                *("loan", "add", "--robot", robot.id, "--pupil", PUPIL, "--until", until)
            )
            self._loans[robot.id] = int(loan.document["id"])
            pairing = await self._bridge("pairing", "add", "--loan", str(self._loans[robot.id]))
            self._links[robot.id] = pairing.document["link"]

        async def teach(robot: SimulatedRobot) -> None:
            try:
                came = await lesson(self._links[robot.id])
            except TimeoutError:
                words = robot.last_words("") or "nothing"
                raise RobotFailed(
                    f"{robot.id}: no picture or sound came to the child; its log ends with: {words}"
                ) from None
            if came.picture_packets_sent:
                raise RobotFailed(f"{robot.id}: a picture of the child left its device")
            seen.append(came.pictures)

        await self._each(lend)
        took = await each(self._stage.robots, LESSONS_AT_ONCE, teach)
        return Step(
            "",
            robots=len(seen),
            each_s=took,
            what="each seen and heard; no picture left a child's device",
        )

    async def _update(self) -> Step:
        return await updating.rehearse(self._stage)

    async def _mistakes(self) -> Step:
        """Make the mistakes that technicians make; they cost nobody's time here."""
        made = await mistakes.make(self._stage, self._made)
        self._report.mistakes += made
        failed = "; ".join(f"{one.name}: {one.failed}" for one in made if one.failed)
        named = sum(not one.failed for one in made)
        return Step("", what=f"{named} of {len(made)} named, each with its remedy", failed=failed)

    async def _wipe(self) -> Step:
        """Take each robot back: end the loan, wipe, and look for everything that was secret."""

        async def take_back(robot: SimulatedRobot) -> None:
            await self._bridge("loan", "end", "--loan", str(self._loans[robot.id]))
            await robot.switch_off()
            canaries = secrets.of(robot, self._stage.rows, plain(self._tokens[robot.id]), PUPIL)
            if not robot.root.files_with(canaries):
                raise RobotFailed(f"{robot.id}: there was nothing to wipe, so this proves nothing")
            told = await robot.wipe(colours=True)
            if not told.out.endswith("\nCLEAN\n"):
                raise RobotFailed(f"{robot.id}: not clean: {told.out}")
            if robot is self._stage.robots[0]:
                self._pictures.terminal("wipe", robot.root.host, told, robot.root.paths)
            if left := robot.root.files_with(canaries):
                raise RobotFailed(f"{robot.id}: the wipe said CLEAN, and left secrets in {left}")

        took = await self._each(take_back)
        self._hands.typed(
            "wipe",
            "for r in $(cat ids); do ssh technician@karlsson-$r.local sudo sh -c"
            " 'systemctl stop karlsson-robot; karlsson-robot wipe --yes'; done",
        )
        self._hands.did("wipe", "row", self._all)
        self._hands.did("wipe", "unplug", self._all)
        return Step("", robots=self._all, each_s=took, what="CLEAN, and no canary found anywhere")

    async def _next_loan(self) -> Step:
        """Make one wiped robot ready again, by a new token that is typed on it."""
        robot = self._stage.robots[0]
        made = await self._desk.types_at_bridge("next loan", "robot", "enrol", "--json", robot.id)
        await robot.switch_on()
        began = time.monotonic()
        token = made.document[0]["token"]
        self._hands.typed("next loan", f"sudo karlsson-robot enrol {token}")
        await robot.enrol(token)
        await robot.start_agent()
        took = time.monotonic() - began
        return Step("", robots=1, each_s=(took,), what=f"{robot.id} is in touch again")

    # ---- small things

    async def _bridge(self, *command: str) -> Any:
        return await self._desk.bridge(*command, "--json")

    async def _each(self, do: Callable[[SimulatedRobot], Awaitable[Any]]) -> tuple[float, ...]:
        return await each(self._stage.robots, self._stage.at_once, do)

    def _check_cards_hold_no_secret(self) -> None:
        """Look into the readable partition of each card after its first boot."""
        for robot in self._stage.robots:
            canaries = secrets.of(robot, self._stage.rows, self._tokens[robot.id], PUPIL)
            inside = robot.root.path / root.BOOT
            left = [path for path in robot.root.files_with(canaries) if inside in path.parents]
            if left:
                raise RobotFailed(
                    f"{robot.id}: a secret is still on the readable partition: {left}"
                )
