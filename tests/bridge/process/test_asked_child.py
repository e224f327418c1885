from bridge.process.asked_child import answer_of


async def asked(*arguments: str, within_s: float = 30) -> bytes | None:
    data = b'{"a":1}'
    return await answer_of("json.tool", *arguments, data=data, most_bytes=1024, within_s=within_s)


async def test_a_process_answers_or_nothing_is_known() -> None:
    assert await asked("--compact") == b'{"a":1}\n'
    assert await asked("no such file") is None
    assert await asked(within_s=0) is None
