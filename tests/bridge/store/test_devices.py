import pytest

from bridge.base.errors import NotKnown
from bridge.base.records import Device, Loan, Robot
from bridge.base.rights import Right
from bridge.store import Store
from tests.bridge.store.samples import DAY, OTHER, ROBOT, SPAN, TODAY

TABLET = "D" * 43


@pytest.fixture
async def tablet(store: Store, loan: Loan) -> str:
    await bind(store, loan, TABLET, "L" * 22)
    return TABLET


async def bind(store: Store, loan: Loan, device_key: str, lookup: str) -> bool:
    pairing = await store.add_pairing(loan.id, "secret", lookup, b"k", 2000)
    return await store.use_pairing(pairing, device_key, 1000)


@pytest.mark.long
async def test_devices_are_listed_with_child_and_loan(
    store: Store, loan: Loan, tablet: str
) -> None:
    assert await store.devices() == [Device(loan.id, "Lena", tablet, 1000)]


async def test_a_lost_tablet_is_locked_out_of_every_loan(
    store: Store, loan: Loan, tablet: str
) -> None:
    await store.put_robot(OTHER)
    second = await store.add_loan(OTHER.id, "Lena", SPAN, "other")
    assert await bind(store, second, tablet, "M" * 22)
    assert await store.device_loans(tablet) == [loan, second]
    await store.lock_device(tablet, 1500)
    await store.lock_device(tablet, 1600)
    assert await store.device_locked(tablet)
    assert await store.device_loans(tablet) == []
    assert {device.locked_at for device in await store.devices()} == {1500}


async def test_a_locked_tablet_is_not_paired_anew_and_spends_no_code(
    store: Store, loan: Loan, tablet: str
) -> None:
    await store.lock_device(tablet, 1500)
    assert not await bind(store, loan, tablet, "M" * 22)
    unspent = await store.pairing("M" * 22)
    assert unspent
    assert unspent.used_at is None


async def test_an_unknown_device_cannot_be_locked(store: Store) -> None:
    with pytest.raises(NotKnown):
        await store.lock_device("E" * 43, 1500)
    assert not await store.device_locked("E" * 43)


def rights(robot: Robot, device_key: str, token_hash: str) -> tuple[Right, Right]:
    """Return the right of a child, which pins the robot's key, and that of a teacher."""
    child = Right(robot.id, robot.public_key, device_key=device_key)
    return child, Right(robot.id, token_hash=token_hash)


async def test_only_what_holds_today_still_holds(store: Store, loan: Loan, tablet: str) -> None:
    child, teacher = rights(ROBOT, tablet, "hash")
    robot = Right(ROBOT.id, ROBOT.public_key)
    await store.put_robot(OTHER)
    wrong = {
        *rights(ROBOT, "E" * 43, "old hash"),
        *rights(OTHER, tablet, "hash"),
        Right(ROBOT.id, OTHER.public_key),
        Right(ROBOT.id, OTHER.public_key, device_key=tablet),
        Right("nobody"),
    }
    right = {child, teacher, robot}
    assert await store.still_holds(right | wrong, TODAY) == right
    assert await store.still_holds(right, SPAN[1]) == right
    assert await store.still_holds(right, SPAN[1] + DAY) == {robot}
    assert await store.still_holds(set(), TODAY) == set()


async def test_a_lock_a_new_link_and_a_closed_loan_are_noticed(
    store: Store, loan: Loan, tablet: str
) -> None:
    child, teacher = rights(ROBOT, tablet, "hash")
    await store.replace_links(loan.id, "new hash")
    assert await store.still_holds({child, teacher}, TODAY) == {child}
    await store.lock_device(tablet, 1500)
    assert await store.still_holds({child, rights(ROBOT, tablet, "new hash")[1]}, TODAY) == {
        rights(ROBOT, tablet, "new hash")[1]
    }
    await store.close_loan(loan.id, TODAY, 1500)
    assert await store.still_holds({child, *rights(ROBOT, tablet, "new hash")}, TODAY) == set()


async def test_the_right_of_a_buddy_ends_with_its_link_or_the_loan(
    store: Store, loan: Loan
) -> None:
    await store.replace_links(loan.id, "hash", "buddy")
    teacher, buddy = (Right(ROBOT.id, token_hash=one) for one in ("hash", "buddy"))
    assert await store.still_holds({teacher, buddy}, TODAY) == {teacher, buddy}
    assert await store.still_holds({teacher, buddy}, SPAN[1] + DAY) == set()
    await store.replace_links(loan.id, "hash", "new buddy")
    assert await store.still_holds({teacher, buddy}, TODAY) == {teacher}


async def test_many_are_asked_after_at_once(store: Store, loan: Loan, tablet: str) -> None:
    crowd = {Right(f"k-{number}", device_key=f"{number:043}") for number in range(2000)}
    child, _ = rights(ROBOT, tablet, "hash")
    assert await store.still_holds(crowd | {child}, TODAY) == {child}
