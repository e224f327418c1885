from bridge.register.people import IDLE_S, SESSION_S, TOUCH_S
from bridge.register.register import Register
from tests.bridge.people import TurnedClock


async def test_a_session_holds_while_it_is_used_and_ends(
    register: Register, clock: TurnedClock
) -> None:
    anna = await register.add_person("Anna", "lead")
    token = await register.begin_session(anna.id)
    began_s = clock.now_s
    while clock.now_s - began_s < SESSION_S:
        session = await register.session(token)
        assert session is not None
        assert session.member == anna
        clock.now_s += IDLE_S - TOUCH_S
    assert await register.session(token) is None


async def test_a_session_that_is_ended_or_unknown_holds_no_more(register: Register) -> None:
    anna = await register.add_person("Anna", "lead")
    token = await register.begin_session(anna.id)
    await register.end_session(token)
    assert await register.session(token) is None
    assert await register.session("x" * 43) is None


async def test_a_page_that_asks_by_itself_keeps_no_session_alive(
    register: Register, clock: TurnedClock
) -> None:
    anna = await register.add_person("Anna", "lead")
    token = await register.begin_session(anna.id)
    for _ in range(2):
        assert await register.session(token, is_used=False) is not None
        clock.now_s += IDLE_S / 2
    assert await register.session(token, is_used=False) is None
