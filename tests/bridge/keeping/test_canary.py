"""Nothing stays: what lesson and office hear of a child is in no file and no log afterwards."""

import logging
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.base.journal import Journal
from bridge.keeping.backups import make_backup, open_backup
from bridge.keeping.job import KeepingJob
from bridge.keeping.sealing import Lock, new_key
from bridge.protocol import keys
from bridge.protocol.openings import WelcomePupil, WelcomeRobot, WelcomeTeacher
from bridge.protocol.signaling import Invite, TrickledCandidate
from bridge.register.register import Register
from bridge.register.retention import DAY_S
from bridge.store.address import read
from tests.bridge.office.requests.test_form import send
from tests.bridge.office.staff import Staff, Visit, new_config
from tests.bridge.people import (
    METRICS_TOKEN,
    ORIGIN,
    PUPIL_NAME,
    House,
    new_nonce,
    offer,
    open_house,
    pair,
)
from tests.bridge.store.samples import DAY

PARENT, PHONE, CLASS = "Frau Kanarienvogel", "0451 5550199", "7c-Kan"
NEVER = (
    # What the bridge only passes on, and what it stores as a hash alone.
    *("anarycanary", "canary-sdp", "candidate:canary", "192.0.2.77", "canary-query"),
    *("a=fingerprint", "AB:AB:AB"),
)
NAMED = (PARENT, PHONE, PUPIL_NAME)


async def lesson(house: House, device: Ed25519PrivateKey, secret: bytes) -> list[str]:
    """Pair a tablet and begin a lesson; return what nobody should find."""
    await house.invent_pairing(secret)
    presence = new_nonce()
    asked = offer(presence)
    async with house.robot_link() as robot, house.peer() as pupil, house.teacher() as teacher:
        await robot.hear(WelcomeRobot)
        await pupil.say(pair(device, pupil.nonce, secret))
        await pupil.hear(WelcomePupil)
        await teacher.hear(WelcomeTeacher)
        await pupil.say(asked)
        await robot.hear(Invite)
        await pupil.say(offer(presence, sdp="v=0 canary-sdp"))
        candidate = "candidate:canary 1 udp 1 192.0.2.77 5000 typ host"
        await pupil.say(TrickledCandidate(presence=presence, attempt=1, candidate=candidate))
    return [presence, asked.binding.nonce, keys.to_text(secret)]


async def office_work(house: House, url: str) -> list[str]:
    """Do what an office does with a child; return what nobody should find."""
    register = Register(house.store.database, house.clock)
    staff = Staff(house.store, register, house.clock, url, house.http)
    lead = await staff.signed_in("lead")
    await send(staff, contact=PHONE, class_name=CLASS, note=PARENT)
    visit = Visit(staff, lead.member, lead.token)
    for path in ("/office/today", "/office/erased", "/office/undo", "/office/settings/retention"):
        await visit.get(path)
    await visit.get("/office/today", status=409, nonsense="canary-query")
    return [lead.token]


def found_in(data: bytes, canaries: list[str]) -> list[str]:
    return [one for one in canaries if one.encode() in data]


def files_of(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.glob("bridge.sqlite*")))


async def test_nothing_of_a_child_stays(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    config = new_config(tmp_path)
    url = config.server.public_url
    server = msgspec.structs.replace(config.server, origins=(url, ORIGIN))
    device, key = Ed25519PrivateKey.generate(), new_key()
    async with open_house(msgspec.structs.replace(config, server=server)) as house:
        hidden = await lesson(house, device, b"canary-secret-16")
        hidden += await office_work(house, url)
        hidden += [house.token, house.buddy_token, METRICS_TOKEN]
        of_the_child = [*NAMED, keys.public_text(device)]
        # The look itself works: what the office has to know is there meanwhile.
        assert found_in(files_of(tmp_path), of_the_child) == of_the_child
        assert found_in(files_of(tmp_path), [*hidden, *NEVER]) == []
        await house.store.close_loan(house.loan.id, house.clock.day, int(house.clock.unix_s()))
        house.clock.day += 400 * DAY
        house.clock.now_s += 400 * DAY_S
        register = Register(house.store.database, house.clock)
        journal = Journal(logging.getLogger("bridge"), house.clock)
        job = KeepingJob(house.store.database, register, house.clock, journal)
        assert await job.round() == 1
        path, _size = make_backup(
            read(config.storage.url), "", Lock((key[1],)), tmp_path, datetime.now(UTC)
        )
        backup = open_backup(path, key[0], "").data
        allowed = {"Authorization": f"Bearer {METRICS_TOKEN}"}
        async with house.http.get(f"{url}/metrics", headers=allowed) as answer:
            counted = await answer.read()
        everything = files_of(tmp_path) + backup + counted
        assert found_in(everything, [*hidden, *of_the_child, *NEVER, CLASS]) == []
    out, err = capfd.readouterr()
    # asyncio and aiosqlite speak at DEBUG, which no process of ours turns on.
    logged = "\n".join(
        record.getMessage()
        for record in caplog.records
        if record.name.startswith("bridge") or record.levelno >= logging.WARNING
    )
    assert "erased 1 loans" in logged
    told = f"{logged}{out}{err}".encode()
    assert found_in(told, [*hidden, *of_the_child, *NEVER, CLASS, "127.0.0.1"]) == []
