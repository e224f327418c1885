from bridge.process.page_headers import headers


def test_nothing_inline_and_nobody_else_s_is_ever_run() -> None:
    policy = headers("'self' blob:")["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; script-src 'self';")
    assert "img-src 'self' blob:;" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
