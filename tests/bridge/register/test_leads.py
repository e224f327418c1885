import pytest

from bridge.base.words import Declined
from bridge.register.leads import a_lead_stays
from bridge.register.register import Register
from bridge.store.office_tables import passkeys
from tests.bridge.register.keys import with_passkey


async def test_whoever_leads_without_a_passkey_does_not_count(register: Register) -> None:
    async def forget() -> None:
        async with (
            register._database.begin(write=True) as connection,
            a_lead_stays(connection),
        ):
            await connection.execute(passkeys.delete())

    await register.add_person("Anna", "lead")
    await forget()  # nobody could lead before either
    await with_passkey(register, "lead")
    with pytest.raises(Declined, match="invite people"):
        await forget()
