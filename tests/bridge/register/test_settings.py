import pytest

from bridge.base.words import Outdated
from bridge.lending.permissions import COMMAND_LINE
from bridge.paperwork.facts import CharityFacts
from bridge.register.register import Register


async def test_a_setting_has_its_defaults_until_somebody_sets_it(register: Register) -> None:
    assert (await register.setting("charity", CharityFacts)).value == CharityFacts()
    mine = CharityFacts(name="Klassenfenster e. V.")
    change = await register.set_setting(COMMAND_LINE, "charity", mine, 0)
    kept = await register.setting("charity", CharityFacts)
    assert (kept.value, kept.version) == (mine, 1)
    await register.undo(COMMAND_LINE, change)
    assert (await register.setting("charity", CharityFacts)).value == CharityFacts()


async def test_who_read_an_older_value_is_told(register: Register) -> None:
    for version in (0, 1):
        await register.set_setting(COMMAND_LINE, "charity", CharityFacts(name="A"), version)
    for outdated in (0, 1):
        with pytest.raises(Outdated):
            await register.set_setting(COMMAND_LINE, "charity", CharityFacts(), outdated)
