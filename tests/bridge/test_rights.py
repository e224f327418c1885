from bridge.rights import Right


def test_two_who_were_let_in_for_the_same_have_one_right() -> None:
    assert len({Right("karlsson-1", token_hash="h"), Right("karlsson-1", token_hash="h")}) == 1
    assert Right("karlsson-1", "K") != Right("karlsson-1")
