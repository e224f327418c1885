import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from bridge.base.errors import BadRequest, Conflict
from bridge.commands import robots
from bridge.protocol import keys
from bridge.store import Store
from tests.bridge.commands.lent import KEY


async def test_a_robot_is_told_with_the_fingerprint_that_a_code_pins(store: Store) -> None:
    report = await robots.list_robots(store)
    assert isinstance(report.data, list)
    [robot] = report.data
    assert robot["fingerprint"] == keys.fingerprint(KEY)
    assert KEY in report.text


@pytest.mark.parametrize(
    ("robot_id", "name", "key"),
    [
        pytest.param("Karlsson 1", "Karlsson", KEY, id="id"),
        pytest.param("karlsson-2", "", KEY, id="no name"),
        pytest.param("karlsson-2", "K" * 41, KEY, id="long name"),
        pytest.param("karlsson-2", "Karl\x1b[2Jsson", KEY, id="control characters"),
        pytest.param("karlsson-2", " Karlsson", KEY, id="space before"),
        pytest.param("karlsson-2", "Karlsson", "short", id="short key"),
        pytest.param("karlsson-2", "Karlsson", "_" * 43, id="key that is no key"),
    ],
)
async def test_a_robot_out_of_bounds_is_refused(
    store: Store, robot_id: str, name: str, key: str
) -> None:
    with pytest.raises(BadRequest):
        await robots.add_robot(store, robot_id, name, key, False)


async def test_a_robot_keeps_its_key(store: Store) -> None:
    with pytest.raises(Conflict, match="another key"):
        await robots.add_robot(
            store, "karlsson-1", "K", keys.public_text(Ed25519PrivateKey.generate()), False
        )
