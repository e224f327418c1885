from bridge.web.headers import security_headers


def test_a_page_may_only_use_what_it_was_served_with() -> None:
    policy = security_headers(["https://a.example", "http://localhost:8080"], tls=False)[
        "Content-Security-Policy"
    ]
    parts = dict(part.split(" ", 1) for part in policy.split("; "))
    assert parts["default-src"] == "'none'"
    assert parts["script-src"] == parts["style-src"] == parts["manifest-src"] == "'self'"
    assert parts["connect-src"] == "'self' ws://localhost:8080 wss://a.example"
    assert parts["frame-ancestors"] == parts["base-uri"] == parts["form-action"] == "'none'"
    assert parts["require-trusted-types-for"] == "'script'"
    assert "unsafe" not in policy


def test_a_camera_is_denied_to_every_page() -> None:
    features = security_headers([], tls=False)["Permissions-Policy"]
    assert features == "camera=(), display-capture=(), geolocation=(), microphone=(self)"


def test_only_a_bridge_with_tls_promises_tls() -> None:
    assert "Strict-Transport-Security" not in security_headers([], tls=False)
    assert security_headers([], tls=True)["Strict-Transport-Security"] == "max-age=31536000"
