import base64
import hashlib
import hmac

from bridge.relay import credentials


def test_a_credential_is_as_coturn_makes_it() -> None:
    name = credentials.username("lesson", 1_796_000_000.7)
    assert name == f"{1_796_000_000 + 12 * 3600}:lesson"
    mac = hmac.new(b"secret", name.encode(), hashlib.sha1).digest()
    assert credentials.credential(b"secret", name) == base64.b64encode(mac).decode()


def test_a_name_is_read_back_and_others_are_not() -> None:
    assert credentials.read("1796000000:lesson-A_1") == (1_796_000_000, "lesson-A_1")
    for other in ("", "lesson", "1796000000:", ":lesson", "-1:x", "1:x y", "1:" + "x" * 65, "１:x"):
        assert credentials.read(other) is None


def test_no_lesson_has_the_name_of_a_test() -> None:
    name = credentials.test_username("Mark_-1", 1_796_000_000.7)
    assert credentials.read(name) == (1_796_000_030, "test.Mark_-1")
    assert credentials.is_test("test.Mark_-1")
    assert not credentials.is_test("test-Mark_-1")
    assert not credentials.is_test(credentials.identity(b"secret", "test."))
    for other in ("1:test.", "1:test.a.b", "1:a.test", "1:.x"):
        assert credentials.read(other) is None


def test_an_identity_is_that_of_one_robot_and_does_not_name_it() -> None:
    one = credentials.identity(b"secret", "karlsson-1")
    assert one == credentials.identity(b"secret", "karlsson-1")
    assert one != credentials.identity(b"secret", "karlsson-2")
    assert one != credentials.identity(b"other secret", "karlsson-1")
    assert "karlsson" not in one
    assert credentials.read(f"1:{one}")


def test_the_key_is_that_of_the_standard() -> None:
    # RFC 5769, section 2.4
    key = credentials.integrity_key("マトリックス", "example.org", "TheMatrIX")
    assert key == hashlib.md5("マトリックス:example.org:TheMatrIX".encode()).digest()
