from bridge.store import Store, open_store


async def test_a_store_answers_and_says_where_it_is_without_a_password(
    store: Store, url: str
) -> None:
    await store.ping()
    if url.startswith("sqlite"):
        assert store.place == url.removeprefix("sqlite+aiosqlite:///")
    else:
        assert store.place == "PostgreSQL at " + url.rpartition("@")[2].replace("/", ", database ")
    assert "canary" not in store.place


async def test_a_store_may_be_opened_again_and_again(url: str) -> None:
    for _ in range(3):
        async with open_store(url) as store:
            await store.ping()
