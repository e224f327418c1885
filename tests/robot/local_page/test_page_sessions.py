from robot.local_page.page_sessions import IDLE_S, MOST_S, MOST_SESSIONS, PageSessions


def test_a_token_counts_while_it_is_used_and_not_for_ever() -> None:
    sessions, now = PageSessions(), 0.0
    sessions.begin("a", now)
    while now < MOST_S:
        assert sessions.holds("a", now)
        now += IDLE_S - 1
    assert not sessions.holds("a", now)


def test_what_a_page_asks_by_itself_keeps_no_session_alive() -> None:
    sessions = PageSessions()
    sessions.begin("a", 0.0)
    assert sessions.holds("a", IDLE_S - 1, used=False)
    assert not sessions.holds("a", IDLE_S, used=False)


def test_an_ended_or_unknown_or_empty_token_is_nothing() -> None:
    sessions = PageSessions()
    sessions.begin("a", 0.0)
    sessions.end("a")
    sessions.end("never there")
    for token in ("a", "b", "", "x" * 100_000, "\ud800"):
        assert not sessions.holds(token, 1.0)


def test_there_are_few_and_the_one_used_longest_ago_gives_way() -> None:
    sessions = PageSessions()
    for number in range(MOST_SESSIONS):
        sessions.begin(f"{number}", float(number))
    assert sessions.holds("0", 10.0)
    sessions.begin("new", 11.0)
    held = [token for token in ("0", "1", "2", "3", "new") if sessions.holds(token, 12.0)]
    assert held == ["0", "2", "3", "new"]


def test_no_token_lies_in_memory() -> None:
    sessions = PageSessions()
    sessions.begin("a-token", 0.0)
    assert "a-token" not in repr(vars(sessions))
