"""Each change at the command line leaves its line, in the same transaction, without a name."""

import msgspec
import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.base.errors import NotKnown
from bridge.base.records import Robot
from bridge.commands import devices, loans
from bridge.protocol import keys
from bridge.register.sentences import sentence
from bridge.store import Store
from bridge.store.history import ToldAs
from bridge.store.office_tables import changes
from tests.bridge.commands.lent import PUBLIC, SPAN, lend


async def lines(store: Store) -> list[str]:
    async with store.database.begin() as connection:
        rows = (await connection.execute(sa.select(changes).order_by(changes.c.id))).all()
    assert {row.person_id for row in rows} <= {0}
    return [sentence(row.kind, msgspec.json.decode(row.facts)).en for row in rows]


async def test_every_command_about_a_loan_is_told(store: Store) -> None:
    key = keys.public_text(Ed25519PrivateKey.generate())
    await store.put_robot(Robot("karlsson-1", "Karlsson", key, 1))
    loan = (await lend(store))["id"]
    pairing = await devices.add_pairing(store, PUBLIC, loan, True, 1)
    assert isinstance(pairing.data, dict)
    await devices.withdraw_pairing(store, pairing.data["id"])
    await loans.set_rights(store, loan, frozenset({"zoom"}), allowed=False)
    await loans.renew_links(store, PUBLIC, loan)
    await loans.end_loan(store, loan, SPAN[1])
    await loans.close_loan(store, loan, SPAN[0])
    told = await lines(store)
    for part in ("lent:", "new code", "withdrawn", "rights", "renewed", "last day", "is back"):
        assert any(part in line for line in told), part
    assert not any("Lena" in line for line in told)


async def test_what_is_refused_leaves_no_line(store: Store) -> None:
    with pytest.raises(NotKnown):
        await store.end_loan(7, SPAN[1], ToldAs("loan.end_moved", 1))
    with pytest.raises(NotKnown):
        await store.lock_device("d" * 43, 1, ToldAs("device.locked", 1), "3f9a12bc")
    assert await lines(store) == []
