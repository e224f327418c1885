import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridge.base.errors import BadRequest
from bridge.store.address import Address, read


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite+aiosqlite:////var/lib/bridge.sqlite", "/var/lib/bridge.sqlite"),
        ("sqlite:////var/lib/bridge.sqlite", "/var/lib/bridge.sqlite"),
        ("SQLite+aiosqlite:////bridge.sqlite", "/bridge.sqlite"),
        ("sqlite+aiosqlite:////tmp/50%/a b.sqlite", "/tmp/50%/a b.sqlite"),
    ],
)
def test_a_file_of_sqlite_is_read(url: str, path: str) -> None:
    assert read(url) == Address("sqlite", path)


@pytest.mark.parametrize(
    ("url", "place"),
    [
        ("postgresql://k:canary@db.example/house", "PostgreSQL at db.example, database house"),
        ("postgresql+asyncpg://k@db:5433/house", "PostgreSQL at db:5433, database house"),
        ("postgres://k@[2001:db8::1]/house", "PostgreSQL at 2001:db8::1, database house"),
        (
            "postgresql://k:canary@/house?host=/run/postgresql",
            "PostgreSQL at /run/postgresql, database house",
        ),
        ("postgresql:///house", "PostgreSQL at its usual socket, database house"),
    ],
)
def test_a_postgresql_is_read_and_shown_without_its_password(url: str, place: str) -> None:
    address = read(url)
    assert address.dialect == "postgresql"
    assert address.place == place
    assert address.dsn == "postgresql" + url[url.index("://") :]
    assert "canary" not in repr(address)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        pytest.param("mysql://u:canary@h/d", "no known database", id="another database"),
        pytest.param("postgresql+psycopg://u:canary@h/d", "no known database", id="other driver"),
        pytest.param("/var/lib/bridge.sqlite", "no known database", id="bare path"),
        pytest.param("", "no known database", id="empty"),
        pytest.param("sqlite:////", "must name a file", id="folder"),
        pytest.param("sqlite://var/lib/x", "must name a file", id="too few slashes"),
        pytest.param("sqlite:///:memory:", "survives a restart", id="memory"),
        pytest.param("sqlite+aiosqlite:///bridge.sqlite", "four slashes", id="relative"),
        pytest.param("sqlite:////x?mode=ro", "no \\?", id="option"),
        pytest.param("postgresql://u:can/ary@h/d", "%2F", id="slash in the password"),
        pytest.param("postgresql://u:can@ary@h/d", "%40", id="at sign in the password"),
        pytest.param("postgresql://u:12#canary@h/d", "%23", id="hash in the password"),
        pytest.param("postgresql://u:12?canary@h/d", "%3F", id="query in the password"),
        pytest.param("postgresql://u:[canary@h/d", "cannot be read", id="bracket"),
        pytest.param("postgresql://u:canary@h:port/d", "cannot be read", id="no port"),
        pytest.param("postgresql://u:canary@h:99999/d", "cannot be read", id="port too high"),
        pytest.param("postgresql://u:can ary@h/d", "cannot be read", id="space"),
        pytest.param("postgresql://u:canary@h/a/b", "cannot be read", id="two names"),
    ],
)
def test_what_is_no_database_is_refused_without_being_quoted(url: str, says: str) -> None:
    with pytest.raises(BadRequest, match=says) as refused:
        read(url)
    assert "ary" not in str(refused.value)


@given(st.text(), st.sampled_from(["postgresql://", "sqlite:///", ""]))
def test_any_text_is_an_address_or_refused(text: str, scheme: str) -> None:
    try:
        address = read(scheme + text)
    except BadRequest:
        return
    assert address.place
