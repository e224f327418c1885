"""The office's rows on SQLite and on PostgreSQL."""

import pytest

from bridge.register.register import Register
from bridge.store import Store
from tests.bridge.people import TurnedClock
from tests.bridge.store.conftest import store, url

__all__ = ["clock", "register", "store", "url"]


@pytest.fixture
def clock() -> TurnedClock:
    return TurnedClock()


@pytest.fixture
def register(store: Store, clock: TurnedClock) -> Register:  # a fixture by its name
    return Register(store.database, clock)
