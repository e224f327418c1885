import pytest

from bridge.base.errors import BadRequest, NotKnown
from bridge.commands import enrolments
from bridge.protocol import keys
from bridge.protocol.enrolment import plain, token_key
from bridge.store import Store

URL = "https://karlsson.example"


async def test_tokens_are_shown_once_and_kept_as_hashes(store: Store) -> None:
    made = await enrolments.enrol_robots(store, URL, ["Karlsson 1", "karlsson-2"], 2)
    assert isinstance(made.data, list)
    first, second = made.data
    assert (first["robot"], first["name"], first["known"]) == ("karlsson-1", "Karlsson", True)
    assert (second["robot"], second["name"], second["known"]) == ("karlsson-2", "Karlsson 2", False)
    assert first["bridge"] == "wss://karlsson.example/signal"
    assert all(row["token"] in made.text for row in made.data)
    assert "gets a new key" in made.text
    stored = await store.enrolments()
    for row, kept in zip(made.data, stored, strict=True):
        public = keys.public_text(token_key(plain(row["token"])))
        assert kept.token_hash == keys.fingerprint(public)
        assert plain(row["token"]) not in repr(kept)
    shown = await enrolments.list_enrolments(store, stored[0].created)
    assert [row["state"] for row in shown.data if isinstance(row, dict)] == ["open", "open"]
    late = await enrolments.list_enrolments(store, stored[0].created + 3 * 86400)
    assert late.text.count("expired") == 2


async def test_a_robot_is_named_once_and_for_a_bounded_time(store: Store) -> None:
    with pytest.raises(BadRequest, match="karlsson-2: named twice"):
        await enrolments.enrol_robots(store, URL, ["karlsson-2", "Karlsson 2"])
    for days in (0.0, -1.0, 1000.0, float("nan")):
        with pytest.raises(BadRequest, match="--days"):
            await enrolments.enrol_robots(store, URL, ["karlsson-2"], days)
    assert await store.enrolments() == []


async def test_a_token_is_withdrawn_before_it_is_used(store: Store) -> None:
    await enrolments.enrol_robots(store, URL, ["karlsson-2"])
    [open_one] = await store.enrolments()
    gone = await enrolments.withdraw_enrolment(store, "Karlsson 2", open_one.created)
    assert isinstance(gone.data, dict)
    assert gone.data["state"] == "withdrawn"
    with pytest.raises(NotKnown, match="no open token"):
        await enrolments.withdraw_enrolment(store, "karlsson-2", open_one.created)
    await enrolments.enrol_robots(store, URL, ["karlsson-2"])
    newest = (await store.enrolments())[-1]
    assert await store.use_enrolment(newest, "N" * 43, newest.created)
    with pytest.raises(NotKnown, match="used already"):
        await enrolments.withdraw_enrolment(store, "karlsson-2", newest.created)
