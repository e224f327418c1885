from bridge.base.rights import Right


def test_two_who_were_let_in_for_the_same_have_one_right() -> None:
    assert {Right("k", device_key="D"), Right("k", "", "D")} == {Right("k", device_key="D")}
    assert Right("k", device_key="D") != Right("k", token_hash="D")
