import msgspec
import pytest

from robot.local_page.page_wishes import JoinNetwork, Preview, Wipe


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"{}", Preview),
        (b'{"on": 1}', Preview),
        (b'{"on": true, "more": 1}', Preview),
        (b'{"name": ""}', JoinNetwork),
        (b'{"name": "x", "key": "%s"}' % (b"k" * 64), JoinNetwork),
        (b'{"name": "x", "keep_key": "yes"}', Wipe),
    ],
)
def test_what_is_not_as_the_page_sends_it_is_no_wish(data: bytes, kind: type[object]) -> None:
    with pytest.raises(msgspec.DecodeError):
        msgspec.json.decode(data, type=kind)


def test_a_key_is_never_printed() -> None:
    assert "secret" not in repr(JoinNetwork("School", "secret-key"))
